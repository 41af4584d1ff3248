//! What scopes effectively allow together, in groups that people read.

use deskside_protocol::access::{EffectiveRight, Right, ScopeOffer};
use deskside_protocol::identity::Text;

/// Things by what may be done with them, widest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Looked at and changed.
    pub write: Vec<Text>,
    /// Looked at.
    pub read: Vec<Text>,
    /// Not at all.
    pub none: Vec<Text>,
}

impl Rights {
    /// Of several scopes together: the widest right on each thing counts.
    #[must_use]
    pub fn together<'a>(scopes: impl IntoIterator<Item = &'a ScopeOffer>) -> Self {
        Self::of(scopes.into_iter().flat_map(|scope| &scope.effective))
    }

    /// Of these effective rights.
    #[must_use]
    pub fn of<'a>(effective: impl IntoIterator<Item = &'a EffectiveRight>) -> Self {
        let mut widest: Vec<EffectiveRight> = Vec::new();
        for one in effective {
            match widest.iter_mut().find(|seen| seen.object == one.object) {
                Some(seen) if width(one.right) > width(seen.right) => seen.right = one.right,
                Some(_) => {}
                None => widest.push(one.clone()),
            }
        }
        let mut rights = Self::default();
        for one in widest {
            match one.right {
                Right::Write => rights.write.push(one.label),
                Right::Read => rights.read.push(one.label),
                Right::No => rights.none.push(one.label),
            }
        }
        rights
    }
}

/// How wide a right is, for comparing.
#[must_use]
pub fn width(right: Right) -> u8 {
    match right {
        Right::No => 0,
        Right::Read => 1,
        Right::Write => 2,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn right(object: &str, right: Right) -> EffectiveRight {
        EffectiveRight {
            object: object.into(),
            label: Text {
                en: object.into(),
                vi: object.into(),
            },
            right,
        }
    }

    #[test]
    fn the_widest_right_on_a_thing_counts() {
        let of = Rights::of(&[
            right("quotations", Right::Read),
            right("invoices", Right::No),
            right("quotations", Right::Write),
        ]);
        let names = |list: &[Text]| list.iter().map(|text| text.en.clone()).collect::<Vec<_>>();
        assert_eq!(names(&of.write), ["quotations"]);
        assert!(of.read.is_empty());
        assert_eq!(names(&of.none), ["invoices"]);
    }
}
