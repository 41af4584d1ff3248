//! The console: where the vendor's agents work. Plain structs hold what happens and are tested
//! natively; views only carry them, and exist in the browser alone.
//!
//! Rooms follow a ticket's life: `policy`, `context`, [`ticket`], [`access`], `rotation`; they meet
//! in `shell::desktop`. Around them: the [`queue`], [`maintenance`], the [`report`] and the [`inbox`], the
//! agent's [`key`], and the desk over HTTP. What is written anywhere is a [`draft`].

#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "#[component] makes the builder of its props pub, whatever its own visibility"
    )
)]

pub mod access;
pub mod draft;
pub mod inbox;
pub mod key;
pub mod maintenance;
pub mod name;
pub mod queue;
pub mod refetch;
pub mod report;
pub mod route;
pub mod shortcut;
pub mod ticket;
pub mod wall;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod confirm;
#[cfg(target_arch = "wasm32")]
mod context;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod dialog;
#[cfg(target_arch = "wasm32")]
mod fetched;
#[cfg(target_arch = "wasm32")]
mod field;
#[cfg(target_arch = "wasm32")]
mod language;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod pad;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod policy;
#[cfg(target_arch = "wasm32")]
mod rotation;
#[cfg(target_arch = "wasm32")]
mod shell;
#[cfg(target_arch = "wasm32")]
mod sign_in;
#[cfg(target_arch = "wasm32")]
mod work;
#[cfg(target_arch = "wasm32")]
mod workplace;

#[cfg(target_arch = "wasm32")]
pub use app::start;

#[cfg(test)]
mod words;
