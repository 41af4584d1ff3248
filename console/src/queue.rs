//! The queue: what to do next.

pub mod call;
pub mod list;

#[cfg(target_arch = "wasm32")]
mod call_box;
#[cfg(target_arch = "wasm32")]
mod row;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
