//! Mail: letters are rows written in the same transaction as their cause, so that none is lost and
//! none is sent for what did not happen; a courier takes them out.

use askama::Template;
use deskside_protocol::identity::{AgentCard, Lang, Person};
use deskside_protocol::ids::TicketId;
use serde::{Deserialize, Serialize};

mod courier;
pub mod inbound;
pub mod letters;
mod outbox;
mod people;
mod stops;
mod texts;
mod threads;

pub use courier::{Login, Post, address_of, run as courier};
pub use outbox::post;
pub use people::{folded, knows, meet};
pub use stops::{Stop, find as find_stop, set as set_stop};
pub use texts::Texts;

use crate::problem::Fault;

/// Who is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Name as shown.
    pub name: String,
    /// Address; nobody is written to when it is empty.
    pub email: String,
    /// Their language.
    pub lang: Lang,
    /// Whether they are of the vendor's staff.
    pub agent: bool,
}

impl From<&Person> for Recipient {
    fn from(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            email: person.email.clone(),
            lang: person.lang,
            agent: false,
        }
    }
}

impl From<&AgentCard> for Recipient {
    fn from(card: &AgentCard) -> Self {
        Self {
            name: card.name.clone(),
            email: card.email.clone(),
            lang: Lang::En,
            agent: true,
        }
    }
}

/// What is written. All of it is text; the templates see to it that it stays text in HTML too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// In which language.
    pub lang: Lang,
    /// Subject.
    pub subject: String,
    /// First line.
    pub greeting: String,
    /// Paragraphs before the facts.
    pub before: Vec<String>,
    /// Somebody's words.
    pub quote: Option<String>,
    /// Facts by label.
    pub facts: Vec<(String, String)>,
    /// Paragraphs after the facts.
    pub after: Vec<String>,
    /// Where to go on: words and address.
    pub action: Option<(String, String)>,
    /// Last line.
    pub footer: String,
    /// The ticket it is about: answers to the letter belong there.
    pub thread: Option<TicketId>,
    /// What it is about, where people may do without it.
    pub topic: Option<Topic>,
    /// Where to say so: words and address.
    pub stop: Option<(String, String)>,
    /// Whether its words hold a key that opens something.
    pub holds_key: bool,
}

/// What optional letters are about; people may do without each (`List-Unsubscribe`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Maintenance windows.
    Maintenance,
    /// Warranty and life cycle coming to their end.
    Terms,
}

impl Topic {
    /// The name in language keys and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Maintenance => "maintenance",
            Topic::Terms => "terms",
        }
    }
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct AsText<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct AsHtml<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// The letter as plain text.
    ///
    /// # Errors
    /// When the template cannot be filled.
    pub fn text(&self) -> Result<String, Fault> {
        Ok(AsText { letter: self }.render()?)
    }

    /// The letter as HTML.
    ///
    /// # Errors
    /// When the template cannot be filled.
    pub fn html(&self) -> Result<String, Fault> {
        Ok(AsHtml { letter: self }.render()?)
    }
}
