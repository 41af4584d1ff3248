//! The panel that holds the rooms, and how it comes to stand in a frame or in a shadow root.

mod app;
mod header;
mod mount;
mod start;
mod tabs;

pub use app::App;
pub use mount::{Place, mount};
