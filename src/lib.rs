//! The Deskside widget: support inside the ERP's pages.
//!
//! Rooms follow a ticket's life: [`context`] -> [`ticket`] -> [`access`] -> [`rotation`], with
//! [`policy`] beneath all. Around them:
//! `link` (the page and the desk), `panel` (what holds the rooms), and [`ui`], the views that the
//! console shares, which know neither port nor session. Plain structs compile everywhere and are
//! tested natively; what draws exists for the browser only.

#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "the component macro makes every view's properties public"
    )
)]

pub mod text;
pub mod ui;

pub mod policy;

pub mod context;
pub mod ticket;

pub mod access;
pub mod rotation;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod link;
#[cfg(target_arch = "wasm32")]
pub mod panel;

#[cfg(test)]
mod sample;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
