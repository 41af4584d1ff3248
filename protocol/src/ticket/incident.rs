//! A security incident: what is investigated by whom, what the customer is asked, and what was found
//! (2.3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Action, Side, TicketState, WhyNot};
use crate::DateTime;
use crate::policy::IncidentKind;

/// A security incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// Which kind.
    pub kind: IncidentKind,
    /// When somebody noticed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed_at: Option<DateTime>,
    /// When all was still well, as far as they know: for data that was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_good_at: Option<DateTime>,
    /// Steps of the investigation.
    #[serde(default)]
    pub steps: Vec<IncidentStep>,
    /// What the customer is asked.
    #[serde(default)]
    pub asks: Vec<IncidentAsk>,
    /// The final report, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<IncidentReport>,
}

impl Incident {
    /// An incident nobody has looked into yet.
    #[must_use]
    pub fn new(kind: IncidentKind) -> Self {
        Self {
            kind,
            noticed_at: None,
            last_good_at: None,
            steps: Vec::new(),
            asks: Vec::new(),
            report: None,
        }
    }

    /// How many questions the customer has not answered yet.
    ///
    /// The console warns of them before an agent says it is done, and nothing forbids it: an answer
    /// may have become needless, or never come, and the promise is the report, which must be there.
    #[must_use]
    pub fn open_asks(&self) -> usize {
        self.asks.iter().filter(|ask| ask.answer.is_none()).count()
    }

    /// How many steps are not done yet: warned of alike.
    #[must_use]
    pub fn open_steps(&self) -> usize {
        let open = self.steps.iter().filter(|step| step.done_at.is_none());
        open.count()
    }
}

impl TicketState {
    /// What [`TicketState::allows`], and what the investigation on the ticket allows: an incident is
    /// investigated (2.3b), so it is not done before its final report is there.
    ///
    /// # Errors
    /// Why it is not allowed.
    pub fn allows_on(
        &self,
        incident: Option<&Incident>,
        side: Side,
        action: Action,
        now: DateTime,
    ) -> Result<(), WhyNot> {
        self.allows(side, action, now)?;
        let reported = incident.is_none_or(|incident| incident.report.is_some());
        if action == Action::Resolve && !reported {
            return Err(WhyNot::Unreported);
        }
        Ok(())
    }
}

/// A step of an investigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentStep {
    /// What is to be done.
    pub text: String,
    /// The agent who does it.
    pub owner: String,
    /// When it was begun.
    pub at: DateTime,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime>,
    /// What was found; may be empty.
    #[serde(default)]
    pub found: String,
}

/// Something the customer is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentAsk {
    /// What.
    pub text: String,
    /// When.
    pub at: DateTime,
    /// By which agent.
    pub by: String,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<IncidentAnswer>,
}

/// What the customer answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentAnswer {
    /// Their words.
    pub text: String,
    /// When.
    pub at: DateTime,
    /// Who.
    pub by: String,
}

/// The final report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentReport {
    /// What happened, why, what was done, and what is done so that it does not happen again.
    pub text: String,
    /// When.
    pub at: DateTime,
    /// By which agent.
    pub by: String,
}
