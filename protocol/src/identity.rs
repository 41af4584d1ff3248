//! Who somebody is: people, the host's identity tokens, and authority as a value you hold.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AgentId, SystemId};

/// Languages that every text exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Vietnamese.
    Vi,
}

impl Lang {
    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Vi => "vi",
        }
    }

    /// The best language for a BCP 47 tag such as `vi-VN`; English when we have none.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("vi") {
            Lang::Vi
        } else {
            Lang::En
        }
    }
}

/// A sentence in every language, for texts that are data (scope names, clauses).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Text {
    /// English.
    pub en: String,
    /// Vietnamese.
    pub vi: String,
}

impl Text {
    /// The sentence in this language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Vi => &self.vi,
        }
    }
}

/// A person in the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// The host's own stable id for the user.
    pub id: String,
    /// What they type to sign in to the host.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// Where mail reaches them; empty when the host knows none.
    #[serde(default)]
    pub email: String,
    /// Their language in the host.
    #[serde(default)]
    pub lang: Lang,
}

/// Claims of the identity token the host signs for the person on the page (JWT, ES256, trust rule 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityClaims {
    /// The system whose host signed.
    pub iss: SystemId,
    /// The desk's public URL: the one audience.
    pub aud: String,
    /// Issued at, seconds since 1970.
    pub iat: i64,
    /// Expires at; at most [`IdentityClaims::MAX_SECONDS`] after `iat`.
    pub exp: i64,
    /// Used once.
    pub jti: String,
    /// Who.
    pub person: Person,
    /// Role names as the host calls them, for the reporter to see in the context.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Whether the host lets this person approve access, checked live when the token was made.
    #[serde(default)]
    pub approver: bool,
}

impl IdentityClaims {
    /// The longest life of an identity token (trust rule 5).
    pub const MAX_SECONDS: i64 = 300;
}

/// A member of the vendor's support staff as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgentCard {
    /// Which agent.
    pub id: AgentId,
    /// Name as shown.
    pub name: String,
    /// Work e-mail.
    pub email: String,
}

/// Somebody who may file and follow tickets in one system. Held, not asked for: made only from a
/// verified session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporter {
    /// Which system.
    pub system: SystemId,
    /// Who.
    pub person: Person,
}

/// Somebody the host vouched for as allowed to approve access in one system. Without one in hand,
/// nothing that decides about a grant can be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver(Reporter);

impl Approver {
    /// Takes the authority from claims whose signature was verified; `None` when the host did not
    /// vouch for it.
    #[must_use]
    pub fn from_verified(reporter: Reporter, vouched: bool) -> Option<Self> {
        vouched.then_some(Self(reporter))
    }

    /// Who holds the authority.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.0.person
    }

    /// Where it holds.
    #[must_use]
    pub fn system(&self) -> &SystemId {
        &self.0.system
    }
}

/// A signed-in agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// How others see them.
    pub card: AgentCard,
    /// Whether they run the desk.
    pub lead: bool,
}
