//! Making a request of a mail that nobody could place, as a plain struct.

use deskside_protocol::DateTime;
use deskside_protocol::api::FileInbox;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::Impact;

use crate::draft::{Faults, Form};

/// Whose request it becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// Whose system; empty until chosen.
    pub system: String,
    /// What they can't do.
    pub impact: Option<Impact>,
}

impl Form for Filing {
    type Body = FileInbox;

    fn check(&self, _now: DateTime) -> Result<FileInbox, Faults> {
        let mut faults = Faults::default();
        let system = SystemId(faults.text("system", &self.system));
        let impact = faults.chosen("impact", self.impact.as_ref());
        faults.or(impact.map(|impact| FileInbox { system, impact }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_guesses_whose_it_is_or_how_bad() {
        let mut filing = Filing::default();
        assert!(filing.check(DateTime::UNIX_EPOCH).is_err());
        filing.system = "sys_1".into();
        assert!(filing.check(DateTime::UNIX_EPOCH).is_err());
        filing.impact = Some(Impact::Hindered);
        assert!(filing.check(DateTime::UNIX_EPOCH).is_ok());
    }
}
