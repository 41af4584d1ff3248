//! The parts of a policy that are looked at alike wherever they stand.

use chrono::DateTime as Moment;

use super::{FaultCode, Look, PolicyFault};
use crate::identity::Text;
use crate::policy::data::{
    BackupRule, Calendar, ChannelRule, Counted, Hours, MaintenanceRule, Plan, Response, Shift, Term,
};
use crate::policy::reckoning::MAX_HOURS;

impl Look<'_> {
    pub(super) fn found(&mut self, code: FaultCode, place: &str, found: impl ToString) {
        self.found.push(PolicyFault {
            code,
            place: place.to_owned(),
            found: found.to_string(),
        });
    }

    pub(super) fn plan(&mut self, place: &str, plan: &Plan) {
        let changes = &plan.changes;
        let inside = |field| format!("{place}.changes.{field}");
        self.filled(&format!("{place}.id"), &plan.id);
        self.text(&format!("{place}.name"), &plan.name);
        if let Some(warranty) = &changes.warranty {
            self.term(&inside("warranty"), warranty);
        }
        if let Some(lifecycle) = &changes.lifecycle {
            self.term(&inside("lifecycle"), lifecycle);
        }
        self.responses(&inside("response"), &changes.response);
        if let Some(notice) = &changes.not_covered_notice {
            self.hours(&inside("not_covered_notice"), notice);
        }
        self.channels(&inside("channels"), &changes.channels);
        if let Some(maintenance) = &changes.maintenance {
            self.maintenance(&inside("maintenance"), maintenance);
        }
        if let Some(backup) = &changes.backup {
            self.backup(&inside("backup"), backup);
        }
    }

    pub(super) fn calendar(&mut self, place: &str, calendar: &Calendar) {
        self.filled(&format!("{place}.id"), &calendar.id);
        let zone = &calendar.time_zone;
        if self.zones.offset(zone, Moment::UNIX_EPOCH).is_none() {
            self.found(FaultCode::ZoneUnknown, &format!("{place}.time_zone"), zone);
        }
        for (n, shift) in calendar.shifts.iter().enumerate() {
            self.shift(&format!("{place}.shifts[{n}]"), shift);
        }
        if !calendar.works() {
            self.found(FaultCode::CalendarIdle, place, &calendar.id);
        }
        for (n, holiday) in calendar.holidays.iter().enumerate() {
            self.text(&format!("{place}.holidays[{n}].name"), &holiday.name);
        }
        let holidays = format!("{place}.holidays");
        self.once(&holidays, ".on", &calendar.holidays, |holiday| {
            holiday.on.to_string()
        });
    }

    fn shift(&mut self, place: &str, shift: &Shift) {
        let days = format!("{place}.days");
        if shift.days.is_empty() {
            self.found(FaultCode::Empty, &days, "");
        }
        for (n, day) in shift.days.iter().enumerate() {
            if !(1..=7).contains(day) {
                self.found(FaultCode::DayInvalid, &format!("{days}[{n}]"), day);
            }
        }
        self.once(&days, "", &shift.days, u8::to_string);
        if shift.is_empty() {
            self.found(FaultCode::NoLength, place, shift.from);
        }
    }

    pub(super) fn responses(&mut self, place: &str, responses: &[Response]) {
        for (n, response) in responses.iter().enumerate() {
            self.hours(&format!("{place}[{n}]"), &response.within);
        }
        self.once(place, ".severity", responses, |response| {
            response.severity.as_str().to_owned()
        });
    }

    pub(super) fn channels(&mut self, place: &str, channels: &[ChannelRule]) {
        for (n, rule) in channels.iter().enumerate() {
            self.clause(&format!("{place}[{n}].clause"), &rule.clause);
        }
        self.once(place, ".channel", channels, |rule| {
            rule.channel.as_str().to_owned()
        });
    }

    pub(super) fn hours(&mut self, place: &str, hours: &Hours) {
        self.some(&format!("{place}.hours"), hours.hours);
        if hours.hours > MAX_HOURS {
            self.found(FaultCode::TooLong, &format!("{place}.hours"), hours.hours);
        }
        if let Counted::Working { calendar } = &hours.counted
            && self.policy.calendar(calendar).is_none()
        {
            let place = format!("{place}.counted.calendar");
            self.found(FaultCode::CalendarUnknown, &place, calendar);
        }
        self.clause(&format!("{place}.clause"), &hours.clause);
    }

    pub(super) fn term(&mut self, place: &str, term: &Term) {
        self.some(&format!("{place}.length.count"), term.length.count);
        self.clause(&format!("{place}.clause"), &term.clause);
    }

    pub(super) fn maintenance(&mut self, place: &str, rule: &MaintenanceRule) {
        if rule.night_from == rule.night_until {
            let place = format!("{place}.night_until");
            self.found(FaultCode::NoLength, &place, rule.night_until);
        }
        self.some(&format!("{place}.notice_hours"), rule.notice_hours);
        self.clause(&format!("{place}.clause"), &rule.clause);
    }

    pub(super) fn backup(&mut self, place: &str, rule: &BackupRule) {
        self.some(&format!("{place}.every_hours"), rule.every_hours);
        self.some(&format!("{place}.keep_days"), rule.keep_days);
        let speed = format!("{place}.restore_gb_per_hour");
        self.some(&speed, rule.restore_gb_per_hour);
        self.clause(&format!("{place}.clause"), &rule.clause);
    }

    pub(super) fn clause(&mut self, place: &str, id: &str) {
        let mut clauses = self.policy.clauses.iter();
        if !clauses.any(|clause| clause.id == id) {
            self.found(FaultCode::ClauseUnknown, place, id);
        }
    }

    pub(super) fn text(&mut self, place: &str, text: &Text) {
        self.filled(&format!("{place}.en"), &text.en);
        self.filled(&format!("{place}.vi"), &text.vi);
    }

    pub(super) fn filled(&mut self, place: &str, text: &str) {
        if text.trim().is_empty() {
            self.found(FaultCode::Empty, place, text);
        }
    }

    pub(super) fn some(&mut self, place: &str, number: u32) {
        if number == 0 {
            self.found(FaultCode::Zero, place, number);
        }
    }

    /// Each of them says something else.
    pub(super) fn once<T>(
        &mut self,
        place: &str,
        field: &str,
        all: &[T],
        name: impl Fn(&T) -> String,
    ) {
        let names: Vec<_> = all.iter().map(name).collect();
        for (n, this) in names.iter().enumerate() {
            if names[..n].contains(this) {
                self.found(FaultCode::Doubled, &format!("{place}[{n}]{field}"), this);
            }
        }
    }
}
