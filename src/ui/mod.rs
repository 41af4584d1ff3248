//! Views that the widget and the console share. They take values of `protocol` and callbacks, and
//! know neither port nor session. Their sentences live in `protocol/text`, their style in `style/ui.css`.

pub mod rights;
pub mod span;
pub mod story;

#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod conversation;
#[cfg(target_arch = "wasm32")]
mod detail;
#[cfg(target_arch = "wasm32")]
pub mod facts;
#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod icon;
#[cfg(target_arch = "wasm32")]
pub mod marks;
#[cfg(target_arch = "wasm32")]
pub mod scope;
#[cfg(target_arch = "wasm32")]
pub mod trail;
#[cfg(target_arch = "wasm32")]
pub mod verdict;
#[cfg(target_arch = "wasm32")]
pub mod when;
