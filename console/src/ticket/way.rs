//! By which way agents look into the system, as a plain struct: the way, why, and whose sign-in where
//! it is the customer's own (3.3b).

use deskside_protocol::DateTime;
use deskside_protocol::api::ChooseWay;
use deskside_protocol::ticket::Way;

use crate::draft::{Faults, Form};

/// The way being chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choosing {
    /// Which.
    pub way: Option<Way>,
    /// Why.
    pub why: String,
    /// Whose sign-in, for the customer's own account: its password must change afterwards.
    pub login: String,
}

impl Choosing {
    /// Whether somebody's own sign-in is named.
    #[must_use]
    pub fn own(&self) -> bool {
        self.way == Some(Way::OwnAccount)
    }
}

impl Form for Choosing {
    type Body = ChooseWay;

    fn check(&self, _now: DateTime) -> Result<ChooseWay, Faults> {
        let mut faults = Faults::default();
        let way = faults.chosen("way", self.way.as_ref());
        let why = faults.text("why", &self.why);
        let login = self.own().then(|| faults.text("login", &self.login));
        let body = way.map(|way| ChooseWay { way, why, login });
        faults.or(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskside_protocol::problem::Code;

    #[test]
    fn their_own_account_has_a_name() {
        let now = DateTime::UNIX_EPOCH;
        let mut choosing = Choosing {
            way: Some(Way::OwnAccount),
            why: "It happens to nobody else".into(),
            login: String::new(),
        };
        let faults = choosing.check(now).unwrap_err();
        assert_eq!(faults.of("login"), Some(Code::FieldEmpty));
        choosing.login = "hoa".into();
        assert_eq!(choosing.check(now).unwrap().login.as_deref(), Some("hoa"));
        choosing.way = Some(Way::None);
        assert_eq!(
            choosing.check(now).unwrap().login,
            None,
            "no sign-in that nobody used"
        );
    }
}
