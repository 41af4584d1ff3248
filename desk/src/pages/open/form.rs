//! The form as it is drawn: what was typed stays, what is wrong stands beside it.

use askama::Template;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::Impact;
use deskside_protocol::problem::{Code, Problem};
use deskside_protocol::ticket::{MAX_SUBJECT, MAX_TEXT, TextFault, check_text};

use super::Say;
use super::fields::Filled;
use crate::desk::Desk;
use crate::system::System;

/// What somebody typed, as far as it can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) description: String,
    pub(super) impact: Impact,
}

impl Typed {
    /// Reads what was typed.
    ///
    /// # Errors
    /// What is wrong, in the order of the fields.
    pub(super) fn read(filled: &Filled) -> Result<Self, Vec<Problem>> {
        let mut wrong = Vec::new();
        let mut text = |name: &str, most: usize| match check_text(filled.text(name), most) {
            Ok(text) => text.to_owned(),
            Err(fault) => {
                let code = match fault {
                    TextFault::Empty => Code::FieldEmpty,
                    TextFault::TooLong => Code::FieldTooLong,
                };
                wrong.push(Problem::on(code, name));
                String::new()
            }
        };
        let (name, email) = (text("name", MAX_SUBJECT), text("email", MAX_SUBJECT * 2));
        let description = text("description", MAX_TEXT);
        if !email.is_empty() && email.parse::<lettre::Address>().is_err() {
            wrong.push(Problem::on(Code::FieldInvalid, "email"));
        }
        let impact = Impact::ALL
            .into_iter()
            .find(|impact| impact.as_str() == filled.text("impact"));
        let Some(impact) = impact else {
            wrong.push(Problem::on(Code::FieldEmpty, "impact"));
            return Err(wrong);
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            name,
            email,
            description,
            impact,
        })
    }
}

#[derive(Template)]
#[template(path = "pages/form.html")]
pub(super) struct Form<'a> {
    t: Say<'a>,
    system: &'a SystemId,
    company: &'a str,
    once: String,
    notice: Option<String>,
    fields: Vec<Field>,
    impact_problem: Option<String>,
    choices: Vec<Choice>,
    files_problem: Option<String>,
}

/// A field with what was typed into it.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    kind: &'static str,
    kept_as: &'static str,
    long: bool,
    first: bool,
    value: String,
    problem: Option<String>,
}

impl Field {
    /// The ids of what explains it.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let problem = self
            .problem
            .as_ref()
            .map(|_| format!("{}-problem", self.name));
        let ids: Vec<String> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// One answer to what they can't do.
struct Choice {
    name: &'static str,
    label: String,
    chosen: bool,
    stopped: bool,
}

impl<'a> Form<'a> {
    /// The form, with what was filled in and what is wrong with it.
    pub(super) fn new(
        desk: &'a Desk,
        lang: Lang,
        system: &'a System,
        filled: &Filled,
        wrong: &[Problem],
    ) -> Self {
        let t = Say::new(desk, lang);
        let said = |field: &str| {
            let found = wrong
                .iter()
                .find(|wrong| wrong.field.as_deref() == Some(field));
            found.map(|wrong| t.say(&sentence(wrong)))
        };
        let first = ["name", "email", "description"]
            .into_iter()
            .find(|name| said(name).is_some());
        let field = |name, label, hint, kind, kept_as| Field {
            name,
            label,
            hint,
            kind,
            kept_as,
            long: kind.is_empty(),
            first: first == Some(name),
            value: filled.text(name).to_owned(),
            problem: said(name),
        };
        let fields = vec![
            field("name", "page.request.name", None, "text", "name"),
            field(
                "email",
                "page.request.email",
                Some("page.request.email_hint"),
                "email",
                "email",
            ),
            field(
                "description",
                "page.request.what",
                Some("page.request.what_hint"),
                "",
                "",
            ),
        ];
        let choices = Impact::ALL.map(|impact| Choice {
            name: impact.as_str(),
            label: format!("impact.{}", impact.as_str()),
            chosen: filled.text("impact") == impact.as_str(),
            stopped: impact == Impact::Stopped,
        });
        let other = wrong.iter().find(|wrong| wrong.field.is_none());
        let notice = other
            .map(|wrong| t.say(&sentence(wrong)))
            .or_else(|| (!wrong.is_empty()).then(|| t.say("page.request.wrong")));
        let once = filled
            .once()
            .map_or_else(|_| desk.world.secret(), str::to_owned);
        Self {
            notice,
            impact_problem: said("impact"),
            files_problem: said("files"),
            fields,
            choices: choices.into(),
            once,
            company: &system.name,
            system: &system.id,
            t,
        }
    }
}

/// The sentence for what is wrong.
fn sentence(wrong: &Problem) -> String {
    match (wrong.code, wrong.field.as_deref()) {
        (Code::FieldInvalid, Some("email")) => "page.request.no_address".to_owned(),
        (Code::TooMany, Some("email")) => "page.request.unconfirmed".to_owned(),
        (Code::TooMany, _) => "page.request.too_many".to_owned(),
        (Code::FieldEmpty, Some("impact")) => "page.request.choose".to_owned(),
        (Code::FieldInvalid, Some("website")) => "page.request.trap".to_owned(),
        (Code::FieldTooLong, Some("files")) => "page.request.files_hint".to_owned(),
        (code, _) => format!("error.{}", code.as_str()),
    }
}
