//! What every page has around it: the bar, the menu, the banners, the widget.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use deskside_protocol::access::Right;
use deskside_protocol::identity::Lang;

use crate::deskside::access::watch;
use crate::deskside::due;
use crate::erp::dates;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::rights::{Holder, Object};
use crate::erp::sessions::Signed;
use crate::erp::statics;
use crate::words::Words;

/// Where mail for the vendor's support goes.
pub const SUPPORT_MAIL: &str = "support@desk.example";

/// The menu: path, thing it needs, language key.
const MENU: [(&str, Object, &str); 7] = [
    ("/quotations", Object::Quotations, "menu.quotations"),
    ("/invoices", Object::Invoices, "menu.invoices"),
    ("/contacts", Object::Contacts, "menu.contacts"),
    ("/moves", Object::Moves, "menu.moves"),
    ("/reports/margin", Object::Margin, "menu.margin"),
    ("/users", Object::Users, "menu.users"),
    ("/settings", Object::Settings, "menu.settings"),
];

/// An entry of the menu.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: String,
    /// Whether we are there.
    pub here: bool,
    /// Two letters that stand for it.
    pub mark: String,
}

/// The tag of the widget.
#[derive(Clone, Debug)]
pub struct Widget {
    /// The system.
    pub system: String,
    /// The desk's address.
    pub desk: String,
    /// What waits for this person, as `rotation:1 access:2`.
    pub due: String,
}

/// Whom an administrator sees in their system.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The grant.
    pub grant: String,
    /// The sentence.
    pub sentence: String,
}

/// The surroundings of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The reader's language.
    pub t: Words,
    /// Title of the page.
    pub title: String,
    /// The company.
    pub company: &'static str,
    /// Version of styles and scripts.
    pub version: &'static str,
    /// The menu.
    pub menu: Vec<Entry>,
    /// The person's name.
    pub name: String,
    /// The person's initials.
    pub initials: String,
    /// What they work as.
    pub roles: String,
    /// Token for forms.
    pub csrf: String,
    /// Where this page is, to come back to.
    pub path: String,
    /// The widget, where there is one.
    pub widget: Option<Widget>,
    /// Facts about the screen for whoever asks for help, as JSON.
    pub screen: String,
    /// Said above everything while support is signed in here.
    pub seat: Option<String>,
    /// Support in the system, said to administrators.
    pub visitors: Vec<Visitor>,
    /// Whether the person has a profile to go to.
    pub has_profile: bool,
}

/// What a page is about, for the widget's context.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// Business object.
    pub model: &'a str,
    /// Record, where one is shown.
    pub record: Option<i64>,
    /// Kind of view.
    pub view: &'a str,
}

impl Shell {
    /// Gathers what a page needs around it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(
        app: &App,
        signed: &Signed,
        path: &str,
        title: String,
        screen: Screen<'_>,
    ) -> Result<Self, Fault> {
        let t = Words(signed.lang);
        let support = signed.seat.is_some();
        let widget = match signed.house.pairing().await? {
            Some(pairing) if !support => Some(Widget {
                system: pairing.system.to_string(),
                desk: app.desk.clone(),
                due: due::of(app, signed).await?,
            }),
            _ => None,
        };
        let visitors = if signed.may(Object::Settings, Right::Write) {
            watch::visitors(app, &signed.house, t).await?
        } else {
            Vec::new()
        };
        Ok(Self {
            t,
            title,
            company: signed.house.name,
            version: statics::VERSION.as_str(),
            menu: menu(signed, path, t),
            name: signed.user.name.clone(),
            initials: initials(&signed.user.name),
            roles: role_names(&signed.holder, t),
            csrf: signed.csrf.clone(),
            path: path.to_owned(),
            widget,
            screen: screen_json(screen),
            seat: signed.seat.as_ref().map(|seat| {
                t.fill(
                    "seat.banner",
                    &[
                        ("agent", &seat.agent.name),
                        ("ticket", &seat.reference),
                        (
                            "until",
                            &dates::clock(seat.until, app.now(), signed.house.zone, t),
                        ),
                    ],
                )
            }),
            visitors,
            has_profile: signed.may(Object::Profile, Right::Read),
        })
    }
}

fn menu(signed: &Signed, path: &str, t: Words) -> Vec<Entry> {
    MENU.iter()
        .filter(|(_, object, _)| signed.may(*object, Right::Read))
        .map(|(href, _, key)| Entry {
            href,
            label: t.say(key),
            here: path == *href || path.starts_with(&format!("{href}/")),
            mark: t.say(key).chars().take(1).collect(),
        })
        .collect()
}

/// What somebody works as, in words.
#[must_use]
pub fn role_names(holder: &Holder, t: Words) -> String {
    match holder {
        Holder::Staff(roles) => roles
            .iter()
            .map(|role| t.of("role", role.as_str()))
            .collect::<Vec<_>>()
            .join(", "),
        Holder::Support(_) => t.say("role.support"),
    }
}

fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let letter = |word: Option<&&str>| word.and_then(|word| word.chars().next());
    let mut out: String = letter(words.first()).into_iter().collect();
    if words.len() > 1 {
        out.extend(letter(words.last()));
    }
    out.to_uppercase()
}

fn screen_json(screen: Screen<'_>) -> String {
    let mut facts = serde_json::json!({ "model": screen.model, "view": screen.view });
    if let Some(record) = screen.record {
        facts["record"] = record.to_string().into();
    }
    facts.to_string()
}

/// What a page without menu and widget has around it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The reader's language.
    pub t: Words,
    /// Title of the page.
    pub title: String,
    /// Version of styles and scripts.
    pub version: &'static str,
}

impl Frame {
    /// Around a page in this language.
    #[must_use]
    pub fn new(lang: Lang, title: String) -> Self {
        Self {
            t: Words(lang),
            title,
            version: statics::VERSION.as_str(),
        }
    }
}

/// Draws a template.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw(template: &impl Template) -> Result<Response, Fault> {
    Ok(Html(template.render()?).into_response())
}

#[derive(Template)]
#[template(path = "erp/fault.html")]
struct FaultPage {
    s: Frame,
    status: u16,
    sentence: String,
    advice: String,
    company: &'static str,
}

#[derive(Template)]
#[template(path = "erp/fault_inside.html")]
struct FaultInside {
    s: Shell,
    status: u16,
    advice: String,
}

/// Draws a failure as a page: with menu and widget for whoever is at work, alone for others.
pub async fn fault(app: &App, signed: Option<&Signed>, fault: &Fault, inside: bool) -> Response {
    let lang = signed.map_or(Lang::Vi, |signed| signed.lang);
    let t = Words(lang);
    let code = fault.code.as_str();
    let advice = if fault.code == deskside_protocol::problem::Code::Forbidden {
        match signed {
            Some(signed) if signed.seat.is_some() => t.say("fault.forbidden_support"),
            _ => t.say("fault.forbidden_advice"),
        }
    } else {
        t.say("fault.advice")
    };
    if let Some(signed) = signed
        && inside
    {
        let screen = Screen {
            model: "kho.fault",
            record: None,
            view: "page",
        };
        if let Ok(shell) = Shell::of(app, signed, "/", t.of("fault", code), screen).await {
            let page = FaultInside {
                s: shell,
                status: fault.status().as_u16(),
                advice,
            };
            return (fault.status(), Html(page.render().unwrap_or_default())).into_response();
        }
    }
    let page = FaultPage {
        s: Frame::new(lang, t.of("fault", code)),
        status: fault.code.status(),
        sentence: t.of("fault", code),
        advice,
        company: signed.map_or("Kho ERP", |signed| signed.house.name),
    };
    let body = page.render().unwrap_or_default();
    (fault.status(), Html(body)).into_response()
}

/// Text as one value of a query.
#[must_use]
pub fn query_value(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
