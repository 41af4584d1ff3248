//! A security incident as a person tells of it (2.3a): its kind, when it was noticed, and for lost
//! data when all was last right.

use deskside_protocol::DateTime;
use deskside_protocol::api::NewIncident;
use deskside_protocol::policy::IncidentKind;
use serde::{Deserialize, Serialize};

use super::draft::Missing;

/// What is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Which kind.
    pub kind: Option<IncidentKind>,
    /// When it was noticed.
    pub noticed_at: Option<DateTime>,
    /// When all was last right, as far as the person knows.
    pub last_good_at: Option<DateTime>,
}

impl Alarm {
    /// The person says which kind it is; noticed now, until they say otherwise.
    pub fn choose(&mut self, kind: IncidentKind, now: DateTime) {
        self.kind = Some(kind);
        self.noticed_at.get_or_insert(now);
    }

    /// Whether it is asked when all was last right: where data has to be found again.
    #[must_use]
    pub fn asks_last_good(&self) -> bool {
        self.kind == Some(IncidentKind::DataLost)
    }

    /// What is missing.
    ///
    /// # Errors
    /// What it is.
    pub fn ready(&self) -> Result<(), Missing> {
        if self.kind.is_none() {
            return Err(Missing::Kind);
        }
        let both = self.noticed_at.zip(self.last_good());
        if both.is_some_and(|(noticed, good)| good > noticed) {
            return Err(Missing::Order);
        }
        Ok(())
    }

    /// What goes to the desk.
    #[must_use]
    pub fn told(&self) -> Option<NewIncident> {
        self.kind.map(|kind| NewIncident {
            kind,
            noticed_at: self.noticed_at,
            last_good_at: self.last_good(),
        })
    }

    fn last_good(&self) -> Option<DateTime> {
        self.last_good_at.filter(|_| self.asks_last_good())
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn at(hour: i64) -> DateTime {
        DateTime::from_timestamp(hour * 3600, 0).unwrap()
    }

    #[test]
    fn it_was_noticed_now_until_somebody_says_otherwise() {
        let mut alarm = Alarm::default();
        assert_eq!(alarm.ready(), Err(Missing::Kind));
        alarm.choose(IncidentKind::Intrusion, at(5));
        assert_eq!(alarm.told().unwrap().noticed_at, Some(at(5)));
        alarm.noticed_at = Some(at(3));
        alarm.choose(IncidentKind::Unstable, at(6));
        assert_eq!(alarm.told().unwrap().noticed_at, Some(at(3)));
    }

    #[test]
    fn when_all_was_right_counts_for_lost_data_only_and_lies_before() {
        let mut alarm = Alarm::default();
        alarm.choose(IncidentKind::DataLost, at(5));
        alarm.last_good_at = Some(at(6));
        assert_eq!(alarm.ready(), Err(Missing::Order));
        alarm.choose(IncidentKind::Unstable, at(5));
        assert_eq!(alarm.ready(), Ok(()));
        assert_eq!(alarm.told().unwrap().last_good_at, None);
    }
}
