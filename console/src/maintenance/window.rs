//! A maintenance window, as a plain struct: whose system, from when until when, and what people are
//! told in both languages (2.2).

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::api::{AgentMaintenance, NewMaintenance};
use deskside_protocol::identity::Text;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{LONGEST_MAINTENANCE, MaintenanceState, Span};
use deskside_protocol::problem::Code;

use crate::draft::{Faults, Form};

/// A window being planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Whose system; empty until chosen.
    pub system: String,
    /// From when.
    pub from: Option<DateTime>,
    /// Until when.
    pub until: Option<DateTime>,
    /// What is done, in English.
    pub en: String,
    /// The same in Vietnamese.
    pub vi: String,
}

impl Window {
    /// Takes a slot, as it is proposed for a system.
    pub fn take(&mut self, slot: Span) {
        self.from = Some(slot.from);
        self.until = Some(slot.until);
    }

    /// How long it lasts, in minutes, where it ends after it begins.
    #[must_use]
    pub fn minutes(&self) -> Option<u32> {
        let long = self.until? - self.from?;
        u32::try_from(long.num_minutes())
            .ok()
            .filter(|&long| long > 0)
    }

    /// How many hours of the notice that was promised are missing, rounded up; `None` when it is kept.
    #[must_use]
    pub fn short_of(&self, notice_hours: u32, now: DateTime) -> Option<i64> {
        let first = now + TimeDelta::hours(notice_hours.into());
        let short = first - self.from?;
        (short > TimeDelta::zero()).then(|| (short.num_minutes() + 59) / 60)
    }
}

impl Form for Window {
    type Body = NewMaintenance;

    fn check(&self, now: DateTime) -> Result<NewMaintenance, Faults> {
        let mut faults = Faults::default();
        let system = SystemId(faults.text("system", &self.system));
        let from = faults.to_come("from", self.from, now);
        let until = faults.to_come("until", self.until, now);
        let long = self.from.zip(self.until).map(|(from, until)| until - from);
        if long.is_some_and(|long| long <= TimeDelta::zero() || long > LONGEST_MAINTENANCE) {
            faults.add("until", Code::FieldInvalid);
        }
        let text = Text {
            en: faults.text("en", &self.en),
            vi: faults.text("vi", &self.vi),
        };
        faults.or(Some(NewMaintenance {
            system,
            span: Span { from, until },
            text,
        }))
    }
}

/// Where a window stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It runs.
    Running,
    /// It will be.
    ToCome,
    /// It was, or was cancelled.
    Past,
}

impl Standing {
    /// All of them, in the order shown.
    pub const ALL: [Standing; 3] = [Standing::Running, Standing::ToCome, Standing::Past];

    /// The name in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Running => "running",
            Standing::ToCome => "to_come",
            Standing::Past => "past",
        }
    }

    /// Where this window stands.
    #[must_use]
    pub fn of(window: &AgentMaintenance, now: DateTime) -> Self {
        let Span { from, until } = window.window.span;
        if window.window.state == MaintenanceState::Cancelled || until <= now {
            Standing::Past
        } else if from <= now {
            Standing::Running
        } else {
            Standing::ToCome
        }
    }
}

/// Windows that stand so: the next first, of the past the newest first.
#[must_use]
pub fn sorted(
    all: &[AgentMaintenance],
    standing: Standing,
    now: DateTime,
) -> Vec<AgentMaintenance> {
    let fits = |window: &&AgentMaintenance| Standing::of(window, now) == standing;
    let mut found: Vec<_> = all.iter().filter(fits).cloned().collect();
    found.sort_by_key(|window| window.window.span.from);
    if standing == Standing::Past {
        found.reverse();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::api::SystemCard;
    use deskside_protocol::ids::MaintenanceId;
    use deskside_protocol::policy::MaintenanceView;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    fn window(from: i64, until: i64, state: MaintenanceState) -> AgentMaintenance {
        AgentMaintenance {
            system: SystemCard {
                id: SystemId("sys_1".into()),
                name: "Minh Long".into(),
                time_zone: "Asia/Ho_Chi_Minh".into(),
            },
            window: MaintenanceView {
                id: MaintenanceId(format!("mnt_{from}")),
                span: Span {
                    from: at(from),
                    until: at(until),
                },
                text: Text::default(),
                state,
                told_at: None,
            },
            short_notice: false,
        }
    }

    #[test]
    fn it_ends_after_it_begins_and_says_so_in_both_languages() {
        let mut plan = Window {
            system: "sys_1".into(),
            from: Some(at(10)),
            until: Some(at(10)),
            en: "An upgrade".into(),
            vi: String::new(),
        };
        let faults = plan.check(at(1)).unwrap_err();
        assert_eq!(faults.of("until"), Some(Code::FieldInvalid));
        assert_eq!(faults.of("vi"), Some(Code::FieldEmpty));
        plan.until = Some(at(23));
        assert!(plan.check(at(1)).is_err(), "longer than any window may be");
        plan.until = Some(at(12));
        plan.vi = "Nâng cấp".into();
        assert_eq!(plan.minutes(), Some(120));
        assert!(plan.check(at(1)).is_ok());
        assert!(plan.check(at(11)).is_err(), "not one that has begun");
    }

    #[test]
    fn a_notice_that_is_not_kept_is_told_in_hours() {
        let plan = Window {
            from: Some(at(30)),
            ..Window::default()
        };
        assert_eq!(plan.short_of(24, at(6)), None);
        assert_eq!(plan.short_of(24, at(7)), Some(1));
        assert_eq!(plan.short_of(72, at(6)), Some(48));
    }

    #[test]
    fn what_runs_comes_first_and_what_was_cancelled_is_over() {
        let (planned, cancelled) = (MaintenanceState::Planned, MaintenanceState::Cancelled);
        let all = [
            window(20, 22, planned),
            window(5, 8, planned),
            window(1, 2, planned),
            window(15, 16, planned),
            window(30, 31, cancelled),
        ];
        let begins = |standing| {
            let found = sorted(&all, standing, at(6));
            let from = found
                .iter()
                .map(|window| window.window.span.from.timestamp() / 3600);
            from.collect::<Vec<_>>()
        };
        assert_eq!(begins(Standing::Running), [5]);
        assert_eq!(begins(Standing::ToCome), [15, 20]);
        assert_eq!(begins(Standing::Past), [30, 1]);
    }
}
