//! Access: asking for it, entering with it, giving it back, and proof of what was done.

pub mod ask;

#[cfg(target_arch = "wasm32")]
mod ask_box;
#[cfg(target_arch = "wasm32")]
mod audit_box;
#[cfg(target_arch = "wasm32")]
mod enter;
#[cfg(target_arch = "wasm32")]
mod grant;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
