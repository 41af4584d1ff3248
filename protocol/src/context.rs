//! What was collected about system, screen and browser, as the reporter chose to send it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::host::{HostContext, Installation};
use crate::mask;
use crate::policy;

/// Everything about the moment of trouble. Each part may be missing: the reporter left it out, or
/// the host or browser could not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Context {
    /// The screen the person was on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<Screen>,
    /// Errors the page met since it was loaded, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<PageError>>,
    /// Calls of the page that failed, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_requests: Option<Vec<FailedRequest>>,
    /// Product, version, company, modules: from the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<HostContext>,
    /// Who, with which roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserContext>,
    /// Browser, language, time zone, viewport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<Browser>,
}

/// A part of the context, in order of use; each can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// [`Context::screen`].
    Screen,
    /// [`Context::errors`].
    Errors,
    /// [`Context::failed_requests`].
    FailedRequests,
    /// [`Context::system`].
    System,
    /// [`Context::user`].
    User,
    /// [`Context::browser`].
    Browser,
}

impl Part {
    /// All parts, in the order in which people are shown them.
    pub const ALL: [Part; 6] = [
        Part::Screen,
        Part::Errors,
        Part::FailedRequests,
        Part::System,
        Part::User,
        Part::Browser,
    ];

    /// The part's name on the wire and in language keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Screen => "screen",
            Part::Errors => "errors",
            Part::FailedRequests => "failed_requests",
            Part::System => "system",
            Part::User => "user",
            Part::Browser => "browser",
        }
    }
}

/// Where in the ERP the person was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Screen {
    /// Address of the page, without its secrets.
    pub url: String,
    /// Title of the page.
    #[serde(default)]
    pub title: String,
    /// Business object, such as `sale.order`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Id of the record shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Kind of view, such as `form` or `list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
}

/// An error the page met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PageError {
    /// Milliseconds since 1970, UTC, by the browser's clock.
    pub at: i64,
    /// Message.
    pub message: String,
    /// File and line, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Stack, bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<String>,
    /// How often the same came.
    #[serde(default = "one")]
    pub times: u32,
}

fn one() -> u32 {
    1
}

/// A call of the page that failed. Never its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailedRequest {
    /// Milliseconds since 1970, UTC, by the browser's clock.
    pub at: i64,
    /// HTTP method.
    pub method: String,
    /// Path, without query.
    pub path: String,
    /// HTTP status; 0 when no answer came.
    pub status: u16,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub ms: u32,
}

/// Who the person is in the ERP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserContext {
    /// Name as shown.
    pub name: String,
    /// Login.
    pub login: String,
    /// Roles as the host calls them.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// The browser and how the reader reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Browser {
    /// Name and version as the browser says it.
    pub user_agent: String,
    /// BCP 47 tag.
    #[serde(default)]
    pub language: String,
    /// IANA time zone.
    #[serde(default)]
    pub time_zone: String,
    /// Width of the viewport in CSS pixels.
    #[serde(default)]
    pub width: u32,
    /// Height of the viewport in CSS pixels.
    #[serde(default)]
    pub height: u32,
}

/// At most this many errors and this many failed requests are kept.
pub const MAX_EVENTS: usize = 20;
/// Longest text of any single field, in characters.
pub const MAX_FIELD: usize = 2_000;
/// At most this many modules are listed.
pub const MAX_MODULES: usize = 400;

impl Context {
    /// Whether the part is there.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        match part {
            Part::Screen => self.screen.is_some(),
            Part::Errors => self.errors.as_ref().is_some_and(|list| !list.is_empty()),
            Part::FailedRequests => self
                .failed_requests
                .as_ref()
                .is_some_and(|list| !list.is_empty()),
            Part::System => self.system.is_some(),
            Part::User => self.user.is_some(),
            Part::Browser => self.browser.is_some(),
        }
    }

    /// The same without the part.
    #[must_use]
    pub fn without(mut self, part: Part) -> Self {
        match part {
            Part::Screen => self.screen = None,
            Part::Errors => self.errors = None,
            Part::FailedRequests => self.failed_requests = None,
            Part::System => self.system = None,
            Part::User => self.user = None,
            Part::Browser => self.browser = None,
        }
        self
    }

    /// Modules that change the screen the person was on and that nobody assessed: what a verdict asks
    /// for. Empty when screen, system or the list of assessed modules is not known.
    #[must_use]
    pub fn unassessed(&self, assessed: Option<&[String]>) -> Vec<policy::Module<'_>> {
        let Some(assessed) = assessed else {
            return Vec::new();
        };
        let model = self
            .screen
            .as_ref()
            .and_then(|screen| screen.model.as_ref());
        let (Some(model), Some(system)) = (model, &self.system) else {
            return Vec::new();
        };
        system
            .modules
            .iter()
            .filter(|module| module.touches.contains(model) && !assessed.contains(&module.name))
            .map(|module| policy::Module {
                name: &module.name,
                maker: &module.maker,
            })
            .collect()
    }

    /// The days of activation and release that a verdict rests on: what the host itself said counts
    /// before what the browser sent.
    #[must_use]
    pub fn dates(&self, said: Option<&Installation>) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let sent = self.system.as_ref();
        let activated = said.and_then(|said| said.activated_on);
        let released = said.and_then(|said| said.released_on);
        (
            activated.or(sent.and_then(|sent| sent.activated_on)),
            released.or(sent.and_then(|sent| sent.released_on)),
        )
    }

    /// Bounds every list and text, and masks secrets in all free text. The widget does this before
    /// anything is shown or sent, the desk again on arrival. Says how many secrets were masked.
    #[must_use]
    pub fn cleaned(mut self) -> (Self, usize) {
        let mut masked = 0;
        {
            let mut clean = |text: &mut String| masked += clean_text(text);
            if let Some(screen) = &mut self.screen {
                clean(&mut screen.url);
                clean(&mut screen.title);
                for text in [&mut screen.model, &mut screen.record, &mut screen.view]
                    .into_iter()
                    .flatten()
                {
                    clean(text);
                }
            }
            if let Some(errors) = &mut self.errors {
                keep_last(errors);
                for error in errors {
                    clean(&mut error.message);
                    for text in [&mut error.source, &mut error.stack].into_iter().flatten() {
                        clean(text);
                    }
                }
            }
            if let Some(requests) = &mut self.failed_requests {
                keep_last(requests);
                for request in requests {
                    clean(&mut request.method);
                    clean(&mut request.path);
                }
            }
            if let Some(user) = &mut self.user {
                user.roles.truncate(MAX_EVENTS * 2);
                clean(&mut user.name);
                clean(&mut user.login);
            }
            if let Some(system) = &mut self.system {
                system.modules.truncate(MAX_MODULES);
                clean(&mut system.product);
                clean(&mut system.company);
            }
            if let Some(browser) = &mut self.browser {
                clean(&mut browser.user_agent);
                clean(&mut browser.language);
                clean(&mut browser.time_zone);
            }
        }
        (self, masked)
    }
}

fn keep_last<T>(list: &mut Vec<T>) {
    if list.len() > MAX_EVENTS {
        list.drain(..list.len() - MAX_EVENTS);
    }
}

fn clean_text(text: &mut String) -> usize {
    if let Some((cut, _)) = text.char_indices().nth(MAX_FIELD) {
        text.truncate(cut);
    }
    let found = mask::mask(text);
    let count = found.found.len();
    if count > 0 {
        *text = found.text;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_bounded_and_secrets_masked() {
        let error = |n: i64| PageError {
            at: n,
            message: format!("Failed with password={n}hunter2"),
            source: None,
            stack: None,
            times: 1,
        };
        let context = Context {
            errors: Some((0..50).map(error).collect()),
            ..Context::default()
        };
        let (clean, masked) = context.cleaned();
        let errors = clean.errors.unwrap();
        assert_eq!(errors.len(), MAX_EVENTS);
        assert_eq!(errors[0].at, 30);
        assert_eq!(masked, MAX_EVENTS);
        assert!(
            errors
                .iter()
                .all(|error| !error.message.contains("hunter2"))
        );
    }

    #[test]
    fn each_part_can_be_left_out() {
        let full = Context {
            screen: Some(Screen::default()),
            errors: Some(vec![PageError {
                at: 0,
                message: "x".into(),
                source: None,
                stack: None,
                times: 1,
            }]),
            failed_requests: Some(vec![FailedRequest {
                at: 0,
                method: "GET".into(),
                path: "/".into(),
                status: 500,
                ms: 1,
            }]),
            system: Some(HostContext::default()),
            user: Some(UserContext::default()),
            browser: Some(Browser::default()),
        };
        for part in Part::ALL {
            assert!(full.has(part));
            assert!(!full.clone().without(part).has(part));
        }
    }
}
