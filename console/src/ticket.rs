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
mod assignee;
#[cfg(target_arch = "wasm32")]
pub(crate) mod conversation;
#[cfg(target_arch = "wasm32")]
mod finding_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod head;
#[cfg(target_arch = "wasm32")]
pub(crate) mod incident_panel;
#[cfg(target_arch = "wasm32")]
mod incident_sheets;
#[cfg(target_arch = "wasm32")]
mod offer_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod offer_panel;
#[cfg(target_arch = "wasm32")]
mod plan_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod plan_panel;
#[cfg(target_arch = "wasm32")]
pub(crate) mod recovery_panel;
#[cfg(target_arch = "wasm32")]
mod recovery_sheets;
#[cfg(target_arch = "wasm32")]
pub(crate) mod reply_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod reporter;
#[cfg(target_arch = "wasm32")]
mod ruling_box;
#[cfg(target_arch = "wasm32")]
mod settlement;
#[cfg(target_arch = "wasm32")]
mod third_party_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod timeline_panel;
#[cfg(target_arch = "wasm32")]
mod upload;
#[cfg(target_arch = "wasm32")]
pub(crate) mod way_panel;
