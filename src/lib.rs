//! The Deskside widget.
