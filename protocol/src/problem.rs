//! What can go wrong, as stable codes (RFC 9457 on the wire). The sentences live in the language
//! files under `error.<code>`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal;)*) => {
        /// A stable error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code there is: a test checks that each has a sentence in every language.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as it stands on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Code::$name => $status,)* }
            }
        }
    };
}

codes! {
    /// The request could not be read (bad JSON, missing or wrong field).
    BadRequest = "bad_request", 400;
    /// A field is empty that must not be.
    FieldEmpty = "field_empty", 422;
    /// A field is longer than its limit.
    FieldTooLong = "field_too_long", 422;
    /// A field's value is out of its range.
    FieldInvalid = "field_invalid", 422;
    /// Nobody is signed in, or the session ended.
    Unauthenticated = "unauthenticated", 401;
    /// E-mail or password is wrong.
    WrongCredentials = "wrong_credentials", 401;
    /// The identity token is forged, expired, used before, or meant for another.
    IdentityRefused = "identity_refused", 401;
    /// Signed in, but not allowed to do this.
    Forbidden = "forbidden", 403;
    /// Only somebody who may approve access may do this.
    NotAnApprover = "not_an_approver", 403;
    /// There is no such thing, or it belongs to another system.
    NotFound = "not_found", 404;
    /// The same Idempotency-Key was used for something else.
    IdempotencyConflict = "idempotency_conflict", 409;
    /// The thing is in a state in which this cannot be done.
    WrongState = "wrong_state", 409;
    /// One request for access is already open on this ticket.
    AlreadyAsked = "already_asked", 409;
    /// The host has not seen the credential change yet.
    NotChangedYet = "not_changed_yet", 409;
    /// A security incident has no final report yet.
    Unreported = "unreported", 409;
    /// No backup from before the loss exists.
    NoBackup = "no_backup", 409;
    /// What the host signed does not verify.
    SignatureRefused = "signature_refused", 422;
    /// The pairing code is wrong, used, or too old.
    PairingRefused = "pairing_refused", 403;
    /// The file is larger than the limit.
    TooLarge = "too_large", 413;
    /// Too many requests in a short time.
    TooMany = "too_many", 429;
    /// The browser has no connection to the desk.
    Offline = "offline", 503;
    /// The ERP did not answer as the host contract says.
    HostUnavailable = "host_unavailable", 502;
    /// Something broke on the server. It was logged.
    Internal = "internal", 500;
}

/// An error on the wire: `application/problem+json` (RFC 9457) with our stable `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:deskside:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English title for developers; people are shown the sentence of `code`.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: Code,
    /// The field that is wrong, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Problem {
    /// A problem of this code.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:deskside:problem:{}", code.as_str()),
            title: code.as_str().replace('_', " "),
            status: code.status(),
            code,
            field: None,
        }
    }

    /// The same, naming the field.
    #[must_use]
    pub fn on(code: Code, field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_the_same_on_the_wire_and_in_the_urn() {
        for &code in Code::ALL {
            let wire = serde_json::to_string(&code).unwrap();
            assert_eq!(wire, format!("\"{}\"", code.as_str()));
            assert!(Problem::new(code).kind.ends_with(code.as_str()));
        }
    }
}
