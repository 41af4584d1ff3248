//! The key an agent enters systems with: made in this browser, never leaving it.

pub mod jwt;
pub mod ring;

#[cfg(target_arch = "wasm32")]
mod drawer;
#[cfg(target_arch = "wasm32")]
pub(crate) mod keep;
#[cfg(target_arch = "wasm32")]
pub(crate) mod vault;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
