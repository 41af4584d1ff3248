//! Small texts that the browser keeps for us: in the frame's own storage, or in the page's where the
//! browser denies the frame one. A full storage costs what was to be kept and nothing else.

use deskside_protocol::port::Ask;
use leptos::task::spawn_local;
use web_sys::Storage;

use super::Link;
use crate::browser;

impl Link {
    /// What was kept under this name.
    pub async fn kept(self, name: &str) -> Option<String> {
        match storage() {
            Some(storage) => storage.get_item(name).ok().flatten(),
            None => {
                let name = name.to_owned();
                self.port.ask(Ask::Kept { name }).await.ok().flatten()
            }
        }
    }

    /// Keeps a text under this name; an empty one is forgotten.
    pub fn keep(self, name: &str, text: String) {
        match storage() {
            Some(storage) if text.is_empty() => {
                let _ = storage.remove_item(name);
            }
            Some(storage) => {
                let _ = storage.set_item(name, &text);
            }
            None => {
                let name = name.to_owned();
                spawn_local(async move {
                    let _: Option<()> = self.port.ask(Ask::Keep { name, text }).await.ok();
                });
            }
        }
    }
}

fn storage() -> Option<Storage> {
    browser::window().local_storage().ok().flatten()
}
