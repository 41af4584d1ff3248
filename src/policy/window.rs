//! Maintenance windows as people are told of them (2.2): which one, before or during, and whether
//! somebody has put the notice away.

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::policy::{
    MaintenanceRule, MaintenanceState, MaintenanceView, ServiceView, Span,
};

/// A window is told of so long before it, or earlier where the policy promises a longer notice.
const AHEAD: TimeDelta = TimeDelta::days(7);

/// What is told of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The window.
    pub window: MaintenanceView,
    /// Whether it runs; otherwise it is to come.
    pub runs: bool,
}

impl Notice {
    /// What is worth telling at this moment: the window that runs, or the next that comes soon.
    #[must_use]
    pub fn of(windows: &[MaintenanceView], rule: &MaintenanceRule, now: DateTime) -> Option<Self> {
        let ahead = TimeDelta::hours(rule.notice_hours.into()).max(AHEAD);
        let told = |window: &&MaintenanceView| {
            window.state == MaintenanceState::Planned
                && now < window.span.until
                && window.span.from - now <= ahead
        };
        let next = windows.iter().filter(told);
        next.min_by_key(|window| window.span.from)
            .map(|window| Self {
                window: window.clone(),
                runs: window.span.from <= now,
            })
    }

    /// What somebody who puts it away has put away: a window that runs is told of anew.
    #[must_use]
    pub fn key(&self) -> String {
        let phase = if self.runs { "runs" } else { "comes" };
        format!("{}:{phase}", self.window.id)
    }
}

/// The spans of maintenance that are planned, for reckoning.
#[must_use]
pub fn spans(service: Option<&ServiceView>) -> Vec<Span> {
    let windows = service.map(|service| service.maintenance.as_slice());
    let planned = windows.unwrap_or_default().iter();
    planned
        .filter(|window| window.state == MaintenanceState::Planned)
        .map(|window| window.span)
        .collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use deskside_protocol::identity::Text;
    use deskside_protocol::ids::MaintenanceId;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn window(id: &str, from: i64, until: i64, state: MaintenanceState) -> MaintenanceView {
        MaintenanceView {
            id: MaintenanceId(id.into()),
            span: Span {
                from: at(from),
                until: at(until),
            },
            text: Text::default(),
            state,
            told_at: None,
        }
    }

    fn rule(notice_hours: u32) -> MaintenanceRule {
        let policy = include_str!("../../policy/VIIN.WTS.POL.080423.json");
        let policy: deskside_protocol::policy::Policy = serde_json::from_str(policy).unwrap();
        MaintenanceRule {
            notice_hours,
            ..policy.maintenance
        }
    }

    fn told(windows: &[MaintenanceView], now: i64) -> Option<String> {
        Notice::of(windows, &rule(48), at(now)).map(|notice| notice.key())
    }

    #[test]
    fn a_window_is_told_of_before_and_anew_while_it_runs() {
        let windows = [window("mnt_1", 1_000, 1_004, MaintenanceState::Planned)];
        assert_eq!(told(&windows, 1_000 - 8 * 24), None);
        assert_eq!(told(&windows, 999).as_deref(), Some("mnt_1:comes"));
        assert_eq!(told(&windows, 1_000).as_deref(), Some("mnt_1:runs"));
        assert_eq!(told(&windows, 1_004), None);
    }

    #[test]
    fn a_longer_notice_of_the_policy_is_kept() {
        let windows = [window("mnt_1", 1_000, 1_004, MaintenanceState::Planned)];
        let early = Notice::of(&windows, &rule(14 * 24), at(1_000 - 13 * 24));
        assert!(early.is_some());
    }

    #[test]
    fn the_one_that_runs_comes_before_the_next_and_a_cancelled_one_never() {
        let windows = [
            window("mnt_2", 1_010, 1_014, MaintenanceState::Planned),
            window("mnt_1", 1_000, 1_004, MaintenanceState::Planned),
            window("mnt_0", 999, 1_004, MaintenanceState::Cancelled),
        ];
        assert_eq!(told(&windows, 1_001).as_deref(), Some("mnt_1:runs"));
        assert_eq!(told(&windows, 1_005).as_deref(), Some("mnt_2:comes"));
    }
}
