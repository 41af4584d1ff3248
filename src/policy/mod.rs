//! What the vendor promises this company, how it is kept, and maintenance told ahead. Beneath all
//! other rooms.

pub mod window;

#[cfg(target_arch = "wasm32")]
mod banner;
#[cfg(target_arch = "wasm32")]
mod keeping;
#[cfg(target_arch = "wasm32")]
mod room;

#[cfg(target_arch = "wasm32")]
pub use banner::Banner;
#[cfg(target_arch = "wasm32")]
pub use room::PolicyRoom;
