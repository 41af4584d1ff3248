//! Credentials that were shared and must change: done only when the host has seen it.

#[cfg(target_arch = "wasm32")]
mod item;
#[cfg(target_arch = "wasm32")]
mod room;

#[cfg(target_arch = "wasm32")]
pub use room::RotationRoom;
