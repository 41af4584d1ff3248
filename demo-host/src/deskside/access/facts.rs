//! What a confirm page shows: the exact facts that approving approves, and nothing else.

use chrono::{DurationRound, TimeDelta};
use deskside_protocol::DateTime;
use deskside_protocol::access::{EffectiveRight, MIN_MINUTES, Narrowed, ScopeId};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use serde::{Deserialize, Serialize};

use crate::deskside::access::requests::Asked;
use crate::encoding::{fingerprint, kept};
use crate::erp::fault::Fault;
use crate::erp::rights;

/// How long a page may be looked at before it must be drawn anew: what it says about time is then
/// no longer fresh.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);
/// Durations people think in, in minutes.
const USUAL: [u32; 10] = [15, 30, 60, 120, 240, 480, 1440, 2880, 4320, 10080];
/// What is proposed when the widget proposed nothing.
const PROPOSED: u32 = 60;

/// The facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which grant.
    pub grant: GrantId,
    /// The desk's request they were drawn from, byte for byte.
    pub request: String,
    /// Within these scopes.
    pub scopes: Vec<ScopeId>,
    /// Which is, effectively, this.
    pub effective: Vec<EffectiveRight>,
    /// How long was chosen.
    pub minutes: u32,
    /// From when.
    pub from: DateTime,
    /// Until when: a whole minute, as the page says it.
    pub until: DateTime,
    /// Where the agent will enter.
    pub enter_url: String,
}

/// What somebody chose in the widget or on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// How long.
    pub minutes: Option<u32>,
    /// Which scopes.
    pub scopes: Vec<ScopeId>,
}

impl Choice {
    /// Reads it from a query or a form: `minutes=60&scopes=sales.read`, scopes also as several
    /// fields or separated by commas.
    ///
    /// # Errors
    /// When the number is none.
    pub fn read(fields: &[(String, String)]) -> Result<Self, Fault> {
        let values = |name: &'static str| {
            fields
                .iter()
                .filter(move |(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let minutes = values("minutes")
            .next()
            .map(|text| text.parse().map_err(|_| invalid("minutes")))
            .transpose()?;
        let mut scopes: Vec<ScopeId> = values("scopes")
            .flat_map(|text| text.split(','))
            .map(|scope| scope.trim().to_owned())
            .filter(|scope| !scope.is_empty())
            .collect();
        scopes.sort();
        scopes.dedup();
        Ok(Self { minutes, scopes })
    }

    /// Completes it with the narrowest that makes sense, and holds it against what was asked.
    ///
    /// # Errors
    /// When it is wider than what was asked.
    pub fn within(self, asked: &Asked) -> Result<Narrowed, Fault> {
        let request = &asked.request;
        let minutes = self
            .minutes
            .unwrap_or_else(|| PROPOSED.min(request.minutes).max(MIN_MINUTES));
        let scopes = if self.scopes.is_empty() {
            narrowest(&request.scopes)
        } else {
            self.scopes
        };
        Narrowed::within(&request.scopes, request.minutes, scopes, minutes)
            .map_err(|_| invalid("scopes"))
    }
}

fn invalid(field: &'static str) -> Fault {
    Fault::on(Code::FieldInvalid, field)
}

/// Of what was asked, what only looks; all of it where everything changes something.
fn narrowest(asked: &[ScopeId]) -> Vec<ScopeId> {
    let looking: Vec<ScopeId> = asked
        .iter()
        .filter(|scope| !rights::changes(scope))
        .cloned()
        .collect();
    if looking.is_empty() {
        asked.to_vec()
    } else {
        looking
    }
}

impl Facts {
    /// The facts of a choice at this moment.
    #[must_use]
    pub fn of(asked: &Asked, chosen: Narrowed, now: DateTime, enter_url: String) -> Self {
        let from = kept(now);
        let exact = from + TimeDelta::minutes(i64::from(chosen.minutes));
        Self {
            grant: asked.request.grant.clone(),
            request: fingerprint(&asked.jws),
            effective: rights::effective(&chosen.scopes),
            scopes: chosen.scopes,
            minutes: chosen.minutes,
            from,
            // Down to the minute the page shows: never longer than was chosen.
            until: exact.duration_trunc(TimeDelta::minutes(1)).unwrap_or(exact),
            enter_url,
        }
    }

    /// Whether they still are what a page drawn now would be drawn from.
    #[must_use]
    pub fn still_true(&self, asked: &Asked, enter_url: &str) -> bool {
        self.grant == asked.request.grant
            && self.request == fingerprint(&asked.jws)
            && self.effective == rights::effective(&self.scopes)
            && self.enter_url == enter_url
            && Narrowed::within(
                &asked.request.scopes,
                asked.request.minutes,
                self.scopes.clone(),
                self.minutes,
            )
            .is_ok()
    }

    /// Whether a form that names a choice names this one.
    #[must_use]
    pub fn is_choice(&self, choice: &Choice) -> bool {
        let mut own = self.scopes.clone();
        own.sort();
        choice.minutes == Some(self.minutes) && choice.scopes == own
    }
}

/// Durations that can be chosen: the usual ones up to what was asked, and what was asked.
#[must_use]
pub fn durations(asked: u32, chosen: u32) -> Vec<u32> {
    let mut all: Vec<u32> = USUAL
        .into_iter()
        .filter(|minutes| *minutes < asked)
        .chain([asked, chosen])
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
