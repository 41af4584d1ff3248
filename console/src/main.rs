//! Entry point in the browser; natively there is nothing to run.

/// Draws the console.
fn main() {
    #[cfg(target_arch = "wasm32")]
    deskside_console::start();
}
