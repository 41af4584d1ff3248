//! What cargo calls with each WASM test binary.
//!
//! It is wasm-bindgen's own runner, taken as a library so that its version can never drift from the one
//! the widget is built with. `cargo xtask test` names the driver and the browser's flags in its environment.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
