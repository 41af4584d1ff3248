//! The vendor's policy as the desk holds it: every version a ticket may be pinned to, and the names
//! of modules the vendor made or assessed.

use chrono::NaiveDate;
use deskside_protocol::context::Context;
use deskside_protocol::policy::{Cover, Facts, Impact, Policy, Verdict};

/// The versions, oldest first.
const VERSIONS: &[&str] = &[include_str!("../../policy/VIIN.WTS.POL.080423.json")];
/// Modules the vendor made or assessed.
const ASSESSED: &str = include_str!("../../policy/assessed-modules.json");

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Rules {
    earlier: Vec<Policy>,
    current: Policy,
    assessed: Vec<String>,
}

impl Rules {
    /// Reads them.
    ///
    /// # Errors
    /// When the data cannot be read as a policy.
    pub fn load() -> Result<Self, serde_json::Error> {
        let mut earlier = VERSIONS
            .iter()
            .map(|text| serde_json::from_str(text))
            .collect::<Result<Vec<Policy>, _>>()?;
        let current = earlier
            .pop()
            .ok_or_else(|| serde::de::Error::custom("no policy"))?;
        Ok(Self {
            earlier,
            current,
            assessed: serde_json::from_str(ASSESSED)?,
        })
    }

    /// The version new tickets are pinned to.
    #[must_use]
    pub fn current(&self) -> &Policy {
        &self.current
    }

    /// The version a ticket is pinned to.
    #[must_use]
    pub fn pinned(&self, id: &str) -> &Policy {
        self.earlier
            .iter()
            .find(|policy| policy.id == id)
            .unwrap_or(&self.current)
    }

    /// Names of modules the vendor made or assessed.
    #[must_use]
    pub fn assessed(&self) -> &[String] {
        &self.assessed
    }

    /// What the current policy says on what was sent. A forecast: all of it can be forged, and an
    /// agent rules.
    #[must_use]
    pub fn judge(&self, impact: Impact, context: &Context, today: NaiveDate) -> Verdict {
        let system = context.system.as_ref();
        self.current.judge(&Facts {
            impact,
            activated_on: system.and_then(|system| system.activated_on),
            released_on: system.and_then(|system| system.released_on),
            today,
            unassessed: context.unassessed(&self.assessed),
        })
    }
}

/// Whether the reporter must soon be told that the ticket is not covered (3.1c).
#[must_use]
pub fn needs_notice(verdict: &Verdict) -> bool {
    verdict.cover == Cover::Excluded && !verdict.ruled
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::context::Screen;
    use deskside_protocol::host::{HostContext, Module};

    fn context(maker: &str, model: &str) -> Context {
        Context {
            screen: Some(Screen {
                model: Some(model.to_owned()),
                ..Screen::default()
            }),
            system: Some(HostContext {
                activated_on: Some("2026-10-01".parse().unwrap()),
                modules: vec![Module {
                    name: maker.to_owned(),
                    label: String::new(),
                    version: "1".into(),
                    maker: "says it is the vendor".into(),
                    touches: vec!["sale.order".into()],
                }],
                ..HostContext::default()
            }),
            ..Context::default()
        }
    }

    #[test]
    fn only_an_unassessed_module_on_this_very_screen_excludes() {
        let rules = Rules::load().unwrap();
        let today = "2026-11-22".parse().unwrap();
        let cover = |context| rules.judge(Impact::Blocked, &context, today).cover;
        assert_eq!(cover(context("fast_quote", "sale.order")), Cover::Excluded);
        assert_eq!(cover(context("fast_quote", "res.partner")), Cover::Covered);
        assert_eq!(cover(context("kho_sales", "sale.order")), Cover::Covered);
        assert_eq!(cover(Context::default()), Cover::Undecided);
    }
}
