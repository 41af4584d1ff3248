//! Who asks to come in, who is in, and what was done: decided by approvers, on the host's own page.

pub mod choice;
pub mod jws;

#[cfg(target_arch = "wasm32")]
mod audit;
#[cfg(target_arch = "wasm32")]
mod past;
#[cfg(target_arch = "wasm32")]
mod presence;
#[cfg(target_arch = "wasm32")]
mod request;
#[cfg(target_arch = "wasm32")]
mod room;
#[cfg(target_arch = "wasm32")]
pub mod seal;

#[cfg(target_arch = "wasm32")]
pub use room::AccessRoom;
