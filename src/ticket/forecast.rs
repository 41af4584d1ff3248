//! What the policy says about a draft, before it is sent: the same function as on the desk, over
//! what would be sent.

use chrono::NaiveDate;
use deskside_protocol::DateTime;
use deskside_protocol::context::Context;
use deskside_protocol::policy::{Due, Facts, Impact, Policy, Verdict};

/// The policy's word on a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Covered or not.
    pub verdict: Verdict,
    /// By when an answer would be due.
    pub due: Due,
}

/// Asks the policy. `today` is the day in the system's own zone.
#[must_use]
pub fn forecast(
    policy: &Policy,
    assessed: &[String],
    context: &Context,
    impact: Impact,
    today: NaiveDate,
    now: DateTime,
) -> Forecast {
    let system = context.system.as_ref();
    let facts = Facts {
        impact,
        activated_on: system.and_then(|system| system.activated_on),
        released_on: system.and_then(|system| system.released_on),
        today,
        unassessed: context.unassessed(assessed),
    };
    Forecast {
        verdict: policy.judge(&facts),
        due: policy.answer_due(impact.severity(), now),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::context::Screen;
    use deskside_protocol::host::{HostContext, Module};
    use deskside_protocol::policy::Cover;

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

    fn cover(assessed: &[String]) -> Cover {
        let policy = include_str!("../../policy/VIIN.WTS.POL.080423.json");
        let policy: Policy = serde_json::from_str(policy).unwrap();
        let today = "2026-11-23".parse().unwrap();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        forecast(&policy, assessed, &context(), Impact::Blocked, today, now)
            .verdict
            .cover
    }

    #[test]
    fn a_module_that_nobody_assessed_excludes_its_screen() {
        assert_eq!(cover(&[]), Cover::Excluded);
        assert_eq!(cover(&["fast_quote".into()]), Cover::Covered);
    }
}
