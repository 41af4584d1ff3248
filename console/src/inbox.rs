//! Mails that nobody could place: looked at by a person, made a request, or discarded (3.2a).

pub mod filing;

#[cfg(target_arch = "wasm32")]
mod discard_box;
#[cfg(target_arch = "wasm32")]
mod file_box;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
