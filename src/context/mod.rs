//! What is known about the moment of trouble, cleaned before anybody sees it, and which parts of it
//! the person lets go along.

use deskside_protocol::context::{Context, Part};
use serde::{Deserialize, Serialize};

#[cfg(target_arch = "wasm32")]
mod collect;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use collect::collect;
#[cfg(target_arch = "wasm32")]
pub use view::ContextParts;

/// What was collected: bounded, and without the secrets that were found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// What may be shown and sent.
    pub context: Context,
    /// How many secrets were masked in it.
    pub masked: usize,
}

impl Collected {
    /// Cleans what page, host and session said.
    #[must_use]
    pub fn new(raw: Context) -> Self {
        let (context, masked) = raw.cleaned();
        Self { context, masked }
    }

    /// The parts there are.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let there = |part: &Part| self.context.has(*part);
        Part::ALL.into_iter().filter(there).collect()
    }
}

/// Which parts stay here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeftOut(Vec<Part>);

impl LeftOut {
    /// Lets a part go along, or keeps it here.
    pub fn toggle(&mut self, part: Part) {
        if self.has(part) {
            self.0.retain(|kept| *kept != part);
        } else {
            self.0.push(part);
        }
    }

    /// Whether the part stays here.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// What goes along.
    #[must_use]
    pub fn of(&self, context: &Context) -> Context {
        self.0
            .iter()
            .fold(context.clone(), |context, part| context.without(*part))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::context::Screen;

    fn on(url: &str) -> Context {
        Context {
            screen: Some(Screen {
                url: url.into(),
                ..Screen::default()
            }),
            ..Context::default()
        }
    }

    #[test]
    fn secrets_are_gone_before_anybody_looks() {
        let collected = Collected::new(on("/x?token=abcdefgh"));
        assert_eq!(collected.masked, 1);
        assert!(!format!("{:?}", collected.context).contains("abcdefgh"));
        assert_eq!(collected.parts(), [Part::Screen]);
    }

    #[test]
    fn a_part_left_out_does_not_go_along_until_it_is_let() {
        let mut left_out = LeftOut::default();
        left_out.toggle(Part::Screen);
        assert!(!left_out.of(&on("/x")).has(Part::Screen));
        left_out.toggle(Part::Screen);
        assert!(left_out.of(&on("/x")).has(Part::Screen));
    }
}
