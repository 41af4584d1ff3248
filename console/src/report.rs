//! How promises were kept, month by month; what was broken is never hidden (3.1).

pub mod month;

#[cfg(target_arch = "wasm32")]
mod broken;
#[cfg(target_arch = "wasm32")]
mod picture;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
