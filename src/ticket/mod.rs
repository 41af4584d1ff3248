//! Filing a request, and the requests one has filed.

pub mod alarm;
pub mod doing;
pub mod draft;
pub mod forecast;
pub mod papers;
pub mod parts;
pub mod upload;
pub mod wording;

#[cfg(target_arch = "wasm32")]
mod agree;
#[cfg(target_arch = "wasm32")]
mod alarm_step;
#[cfg(target_arch = "wasm32")]
mod choose;
#[cfg(target_arch = "wasm32")]
mod describe;
#[cfg(target_arch = "wasm32")]
mod file;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod impact;
#[cfg(target_arch = "wasm32")]
mod inquiry;
#[cfg(target_arch = "wasm32")]
pub mod keep;
#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod open_file;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod part;
#[cfg(target_arch = "wasm32")]
mod reopen;
#[cfg(target_arch = "wasm32")]
mod reply;
#[cfg(target_arch = "wasm32")]
mod restore;
#[cfg(target_arch = "wasm32")]
mod review;
#[cfg(target_arch = "wasm32")]
mod send;
#[cfg(target_arch = "wasm32")]
mod sent;
#[cfg(target_arch = "wasm32")]
mod settle;
#[cfg(target_arch = "wasm32")]
mod sheet;
#[cfg(target_arch = "wasm32")]
mod words_field;

#[cfg(target_arch = "wasm32")]
pub use file::FileRoom;
#[cfg(target_arch = "wasm32")]
pub use list::TicketsRoom;
