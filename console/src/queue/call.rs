//! Writing down what came by phone or another way, as a plain struct (3.2b).

use deskside_protocol::DateTime;
use deskside_protocol::api::LogCall;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{Channel, Impact};
use deskside_protocol::problem::Code;

use crate::draft::{Faults, Form};

/// Ways an agent writes down.
pub const CHANNELS: [Channel; 2] = [Channel::Phone, Channel::Other];

/// A call being written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Whose system; empty until chosen.
    pub system: String,
    /// By which way.
    pub channel: Channel,
    /// Who called.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Their language.
    pub lang: Lang,
    /// What they said.
    pub description: String,
    /// What they can't do.
    pub impact: Option<Impact>,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            system: String::new(),
            channel: Channel::Phone,
            name: String::new(),
            email: String::new(),
            lang: Lang::Vi,
            description: String::new(),
            impact: None,
        }
    }
}

impl Form for Call {
    type Body = LogCall;

    fn check(&self, _now: DateTime) -> Result<LogCall, Faults> {
        let mut faults = Faults::default();
        let system = SystemId(faults.text("system", &self.system));
        let name = faults.text_within("name", &self.name, 200);
        let email = faults.text_within("email", &self.email, 254);
        if !email.is_empty() && !reaches(&email) {
            faults.add("email", Code::FieldInvalid);
        }
        let description = faults.text("description", &self.description);
        let impact = faults.chosen("impact", self.impact.as_ref());
        let body = impact.map(|impact| LogCall {
            system,
            channel: self.channel,
            name,
            email,
            description,
            impact,
            lang: self.lang,
        });
        faults.or(body)
    }
}

/// Whether mail could reach this address: the desk looks closer.
fn reaches(address: &str) -> bool {
    let parts = address.split_once('@');
    parts.is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !address.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn call() -> Call {
        Call {
            system: "sys_1".into(),
            name: "Lan Tran".into(),
            email: "lan@minhlong.example".into(),
            description: "She cannot sign in.".into(),
            impact: Some(Impact::Stopped),
            ..Call::default()
        }
    }

    #[rstest]
    #[case("lan@minhlong.example", true)]
    #[case("lan", false)]
    #[case("lan@", false)]
    #[case("lan tran@minhlong.example", false)]
    fn mail_must_be_able_to_reach_them(#[case] email: &str, #[case] well: bool) {
        let call = Call {
            email: email.into(),
            ..call()
        };
        assert_eq!(call.check(DateTime::UNIX_EPOCH).is_ok(), well);
    }

    #[test]
    fn everything_is_asked_for() {
        let faults = Call::default().check(DateTime::UNIX_EPOCH).unwrap_err();
        for field in ["system", "name", "email", "description", "impact"] {
            assert_eq!(faults.of(field), Some(Code::FieldEmpty), "{field}");
        }
        assert_eq!(call().check(DateTime::UNIX_EPOCH).unwrap().lang, Lang::Vi);
    }
}
