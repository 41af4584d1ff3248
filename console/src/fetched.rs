//! Something the desk says, fetched when it is wanted and anew when it changed. What was here before
//! stays until something newer is.

use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::desk;
use crate::refetch::Refetch;

/// What is here, and whether the last try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Loaded<T> {
    /// What the desk said last.
    here: Option<T>,
    /// Why it could not be asked since.
    failed: Option<Code>,
}

/// Something the desk says.
pub(crate) struct Fetched<T: Send + Sync + 'static> {
    path: StoredValue<String>,
    what: RwSignal<Loaded<T>>,
    fetching: StoredValue<Refetch>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Fetched<T> {
    /// What stands at this path; nothing is fetched yet.
    pub(crate) fn at(path: &str) -> Self {
        let nothing = Loaded {
            here: None,
            failed: None,
        };
        Self {
            path: StoredValue::new(path.to_owned()),
            what: RwSignal::new(nothing),
            fetching: StoredValue::new(Refetch::default()),
        }
    }

    /// Looks at what is here.
    pub(crate) fn here<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.what.with(|what| what.here.as_ref().map(look))
    }

    /// Why the last try failed.
    pub(crate) fn failed(self) -> Option<Code> {
        self.what.with(|what| what.failed)
    }

    /// Turns to another path: what was here is not it.
    pub(crate) fn turn(self, path: String) {
        self.path.set_value(path);
        self.what.set(Loaded {
            here: None,
            failed: None,
        });
        self.fetch();
    }

    /// Fetches it once: what is here already is good enough.
    pub(crate) fn want(self) {
        if self.what.with_untracked(|what| what.here.is_none()) {
            self.fetch();
        }
    }

    /// Fetches it anew where somebody wanted it before.
    pub(crate) fn renew(self) {
        let wanted = self.what.try_with_untracked(|what| what.here.is_some());
        if wanted == Some(true) {
            self.fetch();
        }
    }

    /// Fetches it.
    pub(crate) fn fetch(self) {
        let begin = self.fetching.try_update_value(Refetch::wanted);
        if begin == Some(true) {
            spawn_local(async move {
                loop {
                    let path = self.path.try_get_value().unwrap_or_default();
                    let answer = desk::get::<T>(&path).await;
                    if self.path.try_get_value().as_ref() == Some(&path) {
                        self.came(answer);
                    }
                    if self.fetching.try_update_value(Refetch::done) != Some(true) {
                        break;
                    }
                }
            });
        }
    }

    fn came(self, answer: Result<T, Code>) {
        let _nobody_looks = self.what.try_update(|what| match answer {
            Ok(here) => {
                what.here = Some(here);
                what.failed = None;
            }
            Err(code) => what.failed = Some(code),
        });
    }
}
