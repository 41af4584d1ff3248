//! A ticket: what is said on it, and what an agent can do with it.

pub mod decline;
pub mod reply;

#[cfg(target_arch = "wasm32")]
pub(crate) mod act;
#[cfg(target_arch = "wasm32")]
pub(crate) mod conversation;
#[cfg(target_arch = "wasm32")]
mod decline_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod head;
#[cfg(target_arch = "wasm32")]
pub(crate) mod reply_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod reporter;
