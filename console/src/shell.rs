//! Around the rooms: the bar, the keyboard, and where the rooms stand on the desk.

pub(crate) mod bar;
pub(crate) mod desktop;
pub(crate) mod keys;
pub(crate) mod theme;
