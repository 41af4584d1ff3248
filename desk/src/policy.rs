//! The vendor's policy as the desk holds it: every version a ticket may be pinned to, and the names
//! of modules the vendor made or assessed.

use chrono::{NaiveDate, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::context::Context;
use deskside_protocol::host::Installation;
use deskside_protocol::policy::{
    Facts, Impact, IncidentKind, Policy, Reckoning, Span, Verdict, Zones,
};

mod backup;
mod check;
mod explain;
mod reading;
mod service;

pub use check::check;
pub use explain::{Line, explain};
pub use reading::{Wrong, read};
pub use service::{maintenance_of, running, service};

use crate::system::System;

/// The versions, oldest first.
const VERSIONS: &[&str] = &[include_str!("../../policy/VIIN.WTS.POL.080423.json")];
/// Modules the vendor made or assessed.
const ASSESSED: &str = include_str!("../../policy/assessed-modules.json");

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Rules {
    earlier: Vec<Policy>,
    current: Policy,
    assessed: Option<Vec<String>>,
}

/// Time zones as the desk's own tables know them.
#[derive(Clone, Copy, Debug)]
pub struct Tables;

impl Zones for Tables {
    fn offset(&self, zone: &str, at: DateTime) -> Option<i32> {
        let zone: Tz = zone.parse().ok()?;
        let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        Some(offset.local_minus_utc())
    }
}

/// What reckoning needs beside the policy.
#[must_use]
pub fn reckoning(maintenance: &[Span]) -> Reckoning<'_> {
    Reckoning {
        zones: &Tables,
        maintenance,
    }
}

/// What is known about a ticket when it is judged.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// What the person can't do.
    pub impact: Impact,
    /// The kind of security incident, where it is one.
    pub incident: Option<IncidentKind>,
    /// What was sent along.
    pub context: &'a Context,
    /// What the host itself said: it counts before what the browser sent.
    pub installation: Option<&'a Installation>,
    /// When maintenance that runs now ends.
    pub maintenance_until: Option<DateTime>,
    /// The day, in the system's own zone.
    pub today: NaiveDate,
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
            assessed: Some(serde_json::from_str(ASSESSED)?),
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

    /// The policy for a system: the version it signed, or the one in force, as it is for its plan.
    #[must_use]
    pub fn of(&self, system: &System) -> Policy {
        let version = system.policy.as_deref();
        let policy = version.map_or(self.current(), |id| self.pinned(id));
        policy.for_plan(system.plan.as_deref())
    }

    /// Names of modules the vendor made or assessed, where the desk holds a list the vendor signed.
    #[must_use]
    pub fn assessed(&self) -> Option<&[String]> {
        self.assessed.as_deref()
    }

    /// What a policy says on what is known. A forecast: an agent rules.
    #[must_use]
    pub fn judge(&self, policy: &Policy, known: Known<'_>) -> Verdict {
        let sent = known.context.system.as_ref();
        let said = known.installation;
        policy.judge(&Facts {
            impact: known.impact,
            activated_on: said
                .and_then(|said| said.activated_on)
                .or(sent.and_then(|sent| sent.activated_on)),
            released_on: said
                .and_then(|said| said.released_on)
                .or(sent.and_then(|sent| sent.released_on)),
            today: known.today,
            unassessed: known.context.unassessed(self.assessed()),
            maintenance_until: known.maintenance_until,
            incident: known.incident,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::context::Screen;
    use deskside_protocol::host::{HostContext, Module};
    use deskside_protocol::policy::Cover;

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
        let cover = |context: Context| {
            let known = Known {
                impact: Impact::Blocked,
                incident: None,
                context: &context,
                installation: None,
                maintenance_until: None,
                today,
            };
            rules.judge(rules.current(), known).cover
        };
        assert_eq!(cover(context("fast_quote", "sale.order")), Cover::Excluded);
        assert_eq!(cover(context("fast_quote", "res.partner")), Cover::Covered);
        assert_eq!(cover(context("kho_sales", "sale.order")), Cover::Covered);
        assert_eq!(cover(Context::default()), Cover::Undecided);
    }
}
