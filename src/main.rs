//! The widget as browsers load it: one exported function, called by `boot.js`.

#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "what is exported to JavaScript is public to nobody else"
    )
)]

#[cfg(target_arch = "wasm32")]
mod exports;

fn main() {}
