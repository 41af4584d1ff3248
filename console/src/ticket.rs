//! A ticket: what is said on it, and what an agent can do with it.

pub mod incident;
pub mod offer;
pub mod plan;
pub mod recovery;
pub mod reply;
pub mod ruling;
pub mod third_party;
pub mod way;

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
