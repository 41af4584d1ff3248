//! The vendor's policy as the desk holds it: every version a ticket may be pinned to, and the names
//! of modules the vendor made or assessed.

use std::borrow::Cow;
use std::path::Path;

use chrono::{NaiveDate, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use deskside_protocol::DateTime;
use deskside_protocol::context::Context;
use deskside_protocol::host::Installation;
use deskside_protocol::policy::{
    Facts, Impact, IncidentKind, Policy, Reckoning, Span, Verdict, Zones,
};

mod availability;
mod backup;
mod check;
mod contacts;
mod explain;
pub mod maintenance;
pub mod modules;
mod pins;
mod probing;
mod reading;
mod service;
mod terms;
mod versions;

pub use availability::{availability, availability_in, availability_of_all};
pub use check::check;
pub use contacts::{add_contact, contacts};
pub use deskside_protocol::policy::running;
pub use explain::{Line, explain};
pub use maintenance::{maintenance_of, maintenance_since};
pub use probing::{PATIENCE, Prober};
pub use reading::{Wrong, read};
pub use service::{customers, service};
pub use terms::{tell_terms, terms_of};
pub use versions::{Version, Versions};

use crate::store::Store;
use crate::system::System;
use modules::Assessed;

/// The rules in force.
#[derive(Clone, Debug)]
pub struct Rules {
    versions: Versions,
    /// Versions of earlier starts, whose files are gone: good for what is pinned to them only.
    earlier: Vec<Policy>,
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
    /// Those that come with the desk: its built-in versions, and nobody's list of modules.
    ///
    /// # Errors
    /// When a version is damaged.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self {
            versions: Versions::built_in()?,
            earlier: Vec::new(),
            assessed: None,
        })
    }

    /// With the versions in a folder beside those built in.
    ///
    /// # Errors
    /// When a file has faults, or a number is taken.
    pub fn with_folder(self, folder: &Path) -> anyhow::Result<Self> {
        let versions = self.versions.with_folder(folder)?;
        Ok(Self { versions, ..self })
    }

    /// With a list of modules that the vendor signed.
    #[must_use]
    pub fn with_assessed(self, list: Assessed) -> Self {
        let assessed = Some(list.into_modules());
        Self { assessed, ..self }
    }

    /// With the versions that the desk keeps from earlier starts; these are kept from now on.
    ///
    /// # Errors
    /// When something is pinned to a version that nobody has, or whose text was changed.
    pub async fn settled(self, store: &Store) -> anyhow::Result<Self> {
        let earlier = pins::settle(store, &self.versions).await?;
        Ok(Self { earlier, ..self })
    }

    /// The newest version in force on a day, for systems that signed no other.
    #[must_use]
    pub fn in_force(&self, today: NaiveDate) -> &Policy {
        self.versions.in_force(today)
    }

    /// The newest version, also before it is in force.
    #[must_use]
    pub fn current(&self) -> &Policy {
        self.in_force(NaiveDate::MAX)
    }

    /// The version of this number, where the desk has it.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&Policy> {
        let earlier = || self.earlier.iter().find(|policy| policy.id == id);
        self.versions.get(id).or_else(earlier)
    }

    /// Numbers of all versions that it has.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        let versions = self.versions.all().iter();
        let known = versions.map(|version| &version.policy).chain(&self.earlier);
        known.map(|policy| policy.id.as_str())
    }

    /// The version something is pinned to. The desk does not start without it, so that it can only
    /// be missing when its database was changed meanwhile: then the log says so, and a stand-in
    /// keeps the number and has no text of any clause, because the words of another version would
    /// pass for those that were signed.
    #[must_use]
    pub fn pinned(&self, id: &str) -> Cow<'_, Policy> {
        if let Some(policy) = self.version(id) {
            return Cow::Borrowed(policy);
        }
        tracing::error!(
            policy = id,
            "a policy that something is pinned to is missing"
        );
        Cow::Owned(Policy {
            id: id.to_owned(),
            clauses: Vec::new(),
            ..self.current().clone()
        })
    }

    /// The policy for a system: the version it signed, or the newest in force on its own day, as it
    /// is for its plan.
    #[must_use]
    pub fn of(&self, system: &System, now: DateTime) -> Policy {
        let policy = match &system.policy {
            Some(id) => self.pinned(id),
            None => Cow::Borrowed(self.in_force(system.today(now))),
        };
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
        let (activated_on, released_on) = known.context.dates(known.installation);
        policy.judge(&Facts {
            impact: known.impact,
            activated_on,
            released_on,
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

    fn cover(rules: &Rules, context: &Context) -> Cover {
        let today = "2026-11-22".parse().unwrap();
        let known = Known {
            impact: Impact::Blocked,
            incident: None,
            context,
            installation: None,
            maintenance_until: None,
            today,
        };
        rules.judge(rules.in_force(today), known).cover
    }

    #[test]
    fn clause_1_1b_only_an_unassessed_module_on_this_very_screen_excludes() {
        let rules = Rules {
            assessed: Some(vec!["kho_sales".into()]),
            ..Rules::load().unwrap()
        };
        let cover = |context| cover(&rules, &context);
        assert_eq!(cover(context("fast_quote", "sale.order")), Cover::Excluded);
        assert_eq!(cover(context("fast_quote", "res.partner")), Cover::Covered);
        assert_eq!(cover(context("kho_sales", "sale.order")), Cover::Covered);
        assert_eq!(cover(Context::default()), Cover::Undecided);
    }

    #[test]
    fn clause_1_1b_without_a_signed_list_no_module_is_held_against_anybody() {
        let rules = Rules::load().unwrap();
        assert_eq!(
            cover(&rules, &context("fast_quote", "sale.order")),
            Cover::Covered
        );
    }
}
