//! Maintenance of customers' systems: planned at night, told ahead of time (2.2).

pub mod window;

#[cfg(target_arch = "wasm32")]
mod cancel_box;
#[cfg(target_arch = "wasm32")]
mod plan_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
