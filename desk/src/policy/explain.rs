//! What a policy promises, in plain words: whoever edits the data reads here what it will mean.

use chrono::NaiveTime;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{
    BackupRule, Calendar, Channel, ChannelRule, Counted, Hours, Length, MaintenanceRule, Plan,
    Policy, Response, Shift, Term, Unit,
};

use crate::mail::Texts;

/// A sentence, and the clause it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The clause; empty for what no clause is about, such as a calendar.
    pub clause: String,
    /// The sentence.
    pub text: String,
}

/// All of it, in the order of the clauses, then calendars and plans.
#[must_use]
pub fn explain(policy: &Policy, texts: &Texts, lang: Lang) -> Vec<Line> {
    let mut words = Words::new(policy, texts, lang);
    words.head();
    words.warranty();
    words.service();
    words.answers();
    words.manners();
    policy.calendars.iter().for_each(|one| words.calendar(one));
    policy.plans.iter().for_each(|one| words.plan(one));
    words.lines
}

struct Words<'a> {
    policy: &'a Policy,
    texts: &'a Texts,
    lang: Lang,
    lines: Vec<Line>,
}

impl<'a> Words<'a> {
    fn new(policy: &'a Policy, texts: &'a Texts, lang: Lang) -> Self {
        Self {
            policy,
            texts,
            lang,
            lines: Vec::new(),
        }
    }

    fn word(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.texts.say(self.lang, key, blanks)
    }

    /// A sentence of those under `policy.says`.
    fn say(&mut self, clause: &str, key: &str, blanks: &[(&str, &str)]) {
        let mut blanks = blanks.to_vec();
        blanks.push(("vendor", &self.policy.vendor));
        let text = self.word(&format!("policy.says.{key}"), &blanks);
        self.lines.push(Line {
            clause: clause.to_owned(),
            text,
        });
    }

    fn head(&mut self) {
        let from = self.texts.date(self.lang, self.policy.effective_from);
        self.say("", "head", &[("policy", &self.policy.id), ("date", &from)]);
    }

    /// 1.1 and 1.2.
    fn warranty(&mut self) {
        let policy = self.policy;
        self.say(&policy.cover_clause, "cover", &[]);
        for exclusion in &policy.exclusions {
            let cause = self.word(&format!("cause.{}", exclusion.cause.as_str()), &[]);
            self.say(&exclusion.clause, "exclusion", &[("cause", &cause)]);
        }
        self.term("warranty", &policy.warranty);
        self.term("lifecycle", &policy.lifecycle);
    }

    /// 2.2 to 2.4.
    fn service(&mut self) {
        let policy = self.policy;
        self.maintenance(&policy.maintenance);
        for rule in &policy.incidents {
            let kind = self.word(&format!("incident.{}", rule.kind.as_str()), &[]);
            self.say(&rule.clause, "incident", &[("kind", &kind)]);
        }
        self.say(&policy.incident_duty_clause, "incident_duty", &[]);
        match &policy.backup {
            Some(backup) => self.backup(backup),
            None => self.say("", "no_backup", &[]),
        }
        self.say(&policy.recovery_clause, "recovery", &[]);
    }

    /// 3.1.
    fn answers(&mut self) {
        let policy = self.policy;
        self.responses(&policy.response);
        self.say(&policy.unsolved_clause, "unsolved", &[]);
        self.notice(&policy.not_covered_notice);
    }

    /// 3.2 and 3.3.
    fn manners(&mut self) {
        let policy = self.policy;
        self.channels(&policy.channels);
        self.say(&policy.out_of_scope_clause, "out_of_scope", &[]);
        self.say(&policy.privacy_clause, "privacy", &[]);
        self.say(&policy.credentials_clause, "credentials", &[]);
    }

    fn plan(&mut self, plan: &Plan) {
        let (name, changes) = (plan.name.get(self.lang), &plan.changes);
        let before = self.lines.len();
        self.say("", "plan", &[("name", name), ("plan", &plan.id)]);
        if let Some(warranty) = &changes.warranty {
            self.term("warranty", warranty);
        }
        if let Some(lifecycle) = &changes.lifecycle {
            self.term("lifecycle", lifecycle);
        }
        if let Some(maintenance) = &changes.maintenance {
            self.maintenance(maintenance);
        }
        if let Some(backup) = &changes.backup {
            self.backup(backup);
        }
        self.responses(&changes.response);
        if let Some(notice) = &changes.not_covered_notice {
            self.notice(notice);
        }
        self.channels(&changes.channels);
        if self.lines.len() == before + 1 {
            self.say("", "plan_same", &[]);
        }
    }

    fn term(&mut self, key: &str, term: &Term) {
        let length = self.length(term.length);
        self.say(&term.clause, key, &[("length", &length)]);
    }

    fn responses(&mut self, responses: &[Response]) {
        for Response { severity, within } in responses {
            let time = self.time(within);
            let key = format!("response.{}", severity.as_str());
            self.say(&within.clause, &key, &[("time", &time)]);
        }
    }

    fn notice(&mut self, within: &Hours) {
        let time = self.time(within);
        self.say(&within.clause, "notice", &[("time", &time)]);
    }

    fn maintenance(&mut self, rule: &MaintenanceRule) {
        let (from, until) = (wall(rule.night_from), wall(rule.night_until));
        let notice = self.count("hour", rule.notice_hours);
        self.say(
            &rule.clause,
            "maintenance",
            &[("from", &from), ("until", &until), ("notice", &notice)],
        );
        let clocks = match rule.pauses_clocks {
            true => "maintenance.clocks_stand",
            false => "maintenance.clocks_run",
        };
        self.say(&rule.clause, clocks, &[]);
    }

    fn backup(&mut self, rule: &BackupRule) {
        let every = self.count("hour", rule.every_hours);
        let keep = self.count("day", rule.keep_days);
        self.say(
            &rule.clause,
            "backup",
            &[
                ("every", &every),
                ("at", &wall(rule.at)),
                ("keep", &keep),
                ("speed", &rule.restore_gb_per_hour.to_string()),
            ],
        );
    }

    fn channels(&mut self, rules: &[ChannelRule]) {
        for ChannelRule {
            channel,
            free,
            clause,
        } in rules
        {
            let channel = self.channel(*channel);
            let key = if *free { "free" } else { "not_free" };
            self.say(clause, key, &[("channel", &channel)]);
        }
    }

    fn channel(&self, channel: Channel) -> String {
        self.word(&format!("channel.{}", channel.as_str()), &[])
    }

    fn calendar(&mut self, calendar: &Calendar) {
        let shifts = calendar.shifts.iter().map(|shift| self.shift(shift));
        let shifts = shifts.collect::<Vec<_>>().join("; ");
        self.say(
            "",
            "calendar",
            &[
                ("calendar", &calendar.id),
                ("zone", &calendar.time_zone),
                ("shifts", &shifts),
            ],
        );
        let holidays = calendar.holidays.iter().map(|holiday| {
            let day = self.texts.date(self.lang, holiday.on);
            format!("{day} ({})", holiday.name.get(self.lang))
        });
        let holidays = holidays.collect::<Vec<_>>().join(", ");
        if !holidays.is_empty() {
            self.say("", "holidays", &[("days", &holidays)]);
        }
    }

    fn shift(&self, shift: &Shift) -> String {
        let days = shift.days.iter().map(|day| {
            let key = format!("policy.weekday.{day}");
            self.word(&key, &[])
        });
        let days = days.collect::<Vec<_>>().join(", ");
        let until = match wall(shift.until) {
            midnight if midnight == "00:00" => "24:00".to_owned(),
            until => until,
        };
        format!("{days} {}–{until}", wall(shift.from))
    }

    fn time(&self, within: &Hours) -> String {
        let hours = self.count("hour", within.hours);
        match &within.counted {
            Counted::Elapsed => self.word("policy.time.elapsed", &[("hours", &hours)]),
            Counted::Working { calendar } => self.word(
                "policy.time.working",
                &[("hours", &hours), ("calendar", calendar)],
            ),
        }
    }

    fn length(&self, length: Length) -> String {
        let unit = match length.unit {
            Unit::Days => "day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        self.count(unit, length.count)
    }

    fn count(&self, unit: &str, count: u32) -> String {
        let form = if count == 1 { "one" } else { "other" };
        let key = format!("policy.count.{unit}.{form}");
        self.word(&key, &[("count", &count.to_string())])
    }
}

/// A time as it stands on the wall.
fn wall(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}
