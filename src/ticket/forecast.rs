//! What the policy says about a draft, before it is sent: the same function as on the desk, over
//! what would be sent.

use chrono::NaiveDate;
use deskside_protocol::DateTime;
use deskside_protocol::context::Context;
use deskside_protocol::host::Installation;
use deskside_protocol::policy::{
    Due, Facts, Impact, IncidentKind, Policy, Reckoning, Verdict, running,
};

/// The policy's word on a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Covered or not.
    pub verdict: Verdict,
    /// By when an answer would be due.
    pub due: Due,
}

/// What the desk said when the session began, and what counts before it.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The policy in force.
    pub policy: &'a Policy,
    /// Names of modules the vendor made or assessed, where the desk holds a signed list.
    pub assessed: Option<&'a [String]>,
    /// What the host itself said about its installation.
    pub installation: Option<&'a Installation>,
    /// Time zones and maintenance.
    pub reckoning: Reckoning<'a>,
}

/// Asks the policy. `today` is the day in the system's own zone.
#[must_use]
pub fn forecast(
    said: Said<'_>,
    context: &Context,
    (impact, incident): (Impact, Option<IncidentKind>),
    today: NaiveDate,
    now: DateTime,
) -> Forecast {
    let (activated_on, released_on) = context.dates(said.installation);
    let facts = Facts {
        impact,
        activated_on,
        released_on,
        today,
        unassessed: context.unassessed(said.assessed),
        maintenance_until: running(said.reckoning.maintenance, now),
        incident,
    };
    Forecast {
        verdict: said.policy.judge(&facts),
        due: said
            .policy
            .answer_due(impact.severity(), now, said.reckoning),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::context::Screen;
    use deskside_protocol::host::{HostContext, Module};
    use deskside_protocol::policy::{Cover, Zones};

    fn context() -> Context {
        let day = |text: &str| text.parse().ok();
        Context {
            screen: Some(Screen {
                model: Some("sale.order".into()),
                ..Screen::default()
            }),
            system: Some(HostContext {
                activated_on: day("2026-10-01"),
                released_on: day("2026-01-01"),
                modules: vec![Module {
                    name: "fast_quote".into(),
                    label: "Fast quote".into(),
                    version: "1".into(),
                    maker: "Somebody".into(),
                    touches: vec!["sale.order".into()],
                }],
                ..HostContext::default()
            }),
            ..Context::default()
        }
    }

    struct NoZones;

    impl Zones for NoZones {
        fn offset(&self, _: &str, _: DateTime) -> Option<i32> {
            None
        }
    }

    fn cover(assessed: &[String]) -> Cover {
        let policy = include_str!("../../policy/VIIN.WTS.POL.080423.json");
        let policy: Policy = serde_json::from_str(policy).unwrap();
        let today = "2026-11-23".parse().unwrap();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let said = Said {
            policy: &policy,
            assessed: Some(assessed),
            installation: None,
            reckoning: Reckoning {
                zones: &NoZones,
                maintenance: &[],
            },
        };
        forecast(said, &context(), (Impact::Blocked, None), today, now)
            .verdict
            .cover
    }

    #[test]
    fn a_module_that_nobody_assessed_excludes_its_screen() {
        assert_eq!(cover(&[]), Cover::Excluded);
        assert_eq!(cover(&["fast_quote".into()]), Cover::Covered);
    }
}
