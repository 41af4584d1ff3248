//! Views that the widget and the console share. They take values of `protocol` and callbacks, and
//! know neither port nor session. Their sentences live in `protocol/text`, their style in `style/ui.css`,
//! `style/talk.css` and, in one piece for both, `style/promise.css` and `style/steps.css`.

pub mod rights;
pub mod shown;
pub mod span;
pub mod story;
pub mod sum;
pub mod term;
pub mod told;
pub mod uptime;

#[cfg(target_arch = "wasm32")]
pub mod availability;
#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod clocks;
#[cfg(target_arch = "wasm32")]
pub mod conversation;
#[cfg(target_arch = "wasm32")]
mod detail;
#[cfg(target_arch = "wasm32")]
pub mod fact;
#[cfg(target_arch = "wasm32")]
pub mod facts;
#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod icon;
#[cfg(target_arch = "wasm32")]
pub mod incident;
#[cfg(target_arch = "wasm32")]
pub mod marks;
#[cfg(target_arch = "wasm32")]
pub mod money;
#[cfg(target_arch = "wasm32")]
pub mod offer;
#[cfg(target_arch = "wasm32")]
pub mod plan;
#[cfg(target_arch = "wasm32")]
pub mod recovery;
#[cfg(target_arch = "wasm32")]
pub mod scope;
#[cfg(target_arch = "wasm32")]
pub mod sending;
#[cfg(target_arch = "wasm32")]
pub mod terms;
#[cfg(target_arch = "wasm32")]
pub mod timeline;
#[cfg(target_arch = "wasm32")]
pub mod trail;
#[cfg(target_arch = "wasm32")]
pub mod verdict;
#[cfg(target_arch = "wasm32")]
pub mod way;
#[cfg(target_arch = "wasm32")]
pub mod when;
