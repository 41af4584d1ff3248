//! What an approver narrows a request to. Nothing is preselected beyond the narrowest.

use deskside_protocol::access::{MIN_MINUTES, Narrowed, NotPossible, ScopeId, ScopeOffer};

use crate::ui::rights::width;

/// Lengths that are offered, in minutes.
const LENGTHS: [u32; 8] = [15, 30, 60, 120, 240, 480, 1_440, 10_080];
/// What is preselected at most, in minutes.
const MODEST: u32 = 60;

/// The approver's choice on one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    asked: Vec<ScopeOffer>,
    asked_minutes: u32,
    scopes: Vec<ScopeId>,
    minutes: u32,
}

impl Choice {
    /// The narrowest of what was asked: one scope, an hour or less.
    #[must_use]
    pub fn of(asked: Vec<ScopeOffer>, asked_minutes: u32) -> Self {
        let narrowest = asked.iter().min_by_key(|scope| breadth(scope));
        Self {
            scopes: narrowest
                .map(|scope| scope.id.clone())
                .into_iter()
                .collect(),
            minutes: asked_minutes.min(MODEST),
            asked_minutes,
            asked,
        }
    }

    /// Lengths to choose from: none is longer than what was asked.
    #[must_use]
    pub fn lengths(&self) -> Vec<u32> {
        let fits = |minutes: &u32| (MIN_MINUTES..self.asked_minutes).contains(minutes);
        let mut lengths: Vec<u32> = LENGTHS.into_iter().filter(fits).collect();
        lengths.push(self.asked_minutes);
        lengths
    }

    /// Chooses a length.
    pub fn set_minutes(&mut self, minutes: u32) {
        self.minutes = minutes;
    }

    /// How long.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.minutes
    }

    /// Takes a scope in or out.
    pub fn toggle(&mut self, scope: &str) {
        if self.has(scope) {
            self.scopes.retain(|chosen| chosen != scope);
        } else {
            self.scopes.push(scope.to_owned());
        }
    }

    /// Whether the scope is chosen.
    #[must_use]
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|chosen| chosen == scope)
    }

    /// The scopes that were asked for.
    #[must_use]
    pub fn asked(&self) -> &[ScopeOffer] {
        &self.asked
    }

    /// The scopes that are chosen.
    #[must_use]
    pub fn chosen(&self) -> Vec<&ScopeOffer> {
        let chosen = |scope: &&ScopeOffer| self.has(&scope.id);
        self.asked.iter().filter(chosen).collect()
    }

    /// The choice, by the very function that the host calls.
    ///
    /// # Errors
    /// When nothing is chosen.
    pub fn narrowed(&self) -> Result<Narrowed, NotPossible> {
        let asked: Vec<ScopeId> = self.asked.iter().map(|scope| scope.id.clone()).collect();
        Narrowed::within(
            &asked,
            self.asked_minutes,
            self.scopes.clone(),
            self.minutes,
        )
    }

    /// The choice as the host's confirm page takes it.
    ///
    /// # Errors
    /// When nothing is chosen.
    pub fn query(&self) -> Result<String, NotPossible> {
        let Narrowed { scopes, minutes } = self.narrowed()?;
        Ok(format!("minutes={minutes}&scopes={}", scopes.join(",")))
    }
}

/// How much a scope allows, for comparing.
fn breadth(scope: &ScopeOffer) -> u32 {
    scope
        .effective
        .iter()
        .map(|one| u32::from(width(one.right)))
        .sum()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::access::{EffectiveRight, Right};
    use deskside_protocol::identity::Text;

    fn scope(id: &str, right: Right) -> ScopeOffer {
        ScopeOffer {
            id: id.into(),
            label: Text::default(),
            effective: vec![EffectiveRight {
                object: "quotations".into(),
                label: Text::default(),
                right,
            }],
        }
    }

    fn two() -> Vec<ScopeOffer> {
        vec![
            scope("sales.write", Right::Write),
            scope("sales.read", Right::Read),
        ]
    }

    #[test]
    fn only_the_narrowest_is_preselected() {
        let choice = Choice::of(two(), 120);
        assert_eq!(choice.minutes(), 60);
        assert_eq!(choice.query().unwrap(), "minutes=60&scopes=sales.read");
        assert_eq!(Choice::of(two(), 30).minutes(), 30);
    }

    #[test]
    fn nothing_longer_or_wider_than_asked_can_be_chosen() {
        let mut choice = Choice::of(two(), 120);
        assert_eq!(choice.lengths(), [15, 30, 60, 120]);
        assert_eq!(Choice::of(two(), 45).lengths(), [15, 30, 45]);
        choice.set_minutes(121);
        assert_eq!(choice.narrowed(), Err(NotPossible));
        choice.set_minutes(120);
        choice.toggle("users.write");
        assert_eq!(choice.narrowed(), Err(NotPossible));
    }

    #[test]
    fn nothing_chosen_is_no_choice() {
        let mut choice = Choice::of(two(), 120);
        choice.toggle("sales.read");
        assert!(choice.chosen().is_empty());
        assert_eq!(choice.query(), Err(NotPossible));
    }
}
