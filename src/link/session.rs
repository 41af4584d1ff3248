//! Who the person is at the desk, in memory only.

use std::sync::Arc;

use deskside_protocol::api::SessionOpened;
use deskside_protocol::context::UserContext;
use deskside_protocol::identity::IdentityClaims;
use deskside_protocol::problem::Code;

use crate::browser;

/// How far we are in knowing who this is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Nobody asked yet.
    #[default]
    Waiting,
    /// Asked; the answer is awaited.
    Asking,
    /// There is no page around us that could say.
    Alone,
    /// The host or the desk said no.
    Refused(Code),
    /// Known.
    Open(Arc<Opened>),
}

/// A session at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What the desk answered.
    pub card: SessionOpened,
    /// Roles as the host calls them.
    pub roles: Vec<String>,
}

impl Session {
    /// The session, where there is one.
    #[must_use]
    pub fn opened(&self) -> Option<Arc<Opened>> {
        match self {
            Session::Open(opened) => Some(Arc::clone(opened)),
            _ => None,
        }
    }
}

impl Opened {
    /// What the desk answered to this identity token.
    #[must_use]
    pub fn new(card: SessionOpened, token: &str) -> Self {
        Self {
            roles: roles_in(token).unwrap_or_default(),
            card,
        }
    }

    /// The person, as part of what is sent along.
    #[must_use]
    pub fn user(&self) -> UserContext {
        UserContext {
            name: self.card.person.name.clone(),
            login: self.card.person.login.clone(),
            roles: self.roles.clone(),
        }
    }
}

/// Only for showing: the desk verified the token, this reads it.
fn roles_in(token: &str) -> Option<Vec<String>> {
    let claims = browser::base64url(token.split('.').nth(1)?)?;
    let claims: IdentityClaims = serde_json::from_slice(&claims).ok()?;
    Some(claims.roles)
}
