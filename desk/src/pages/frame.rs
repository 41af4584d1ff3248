//! The widget's frame: a page whose first field works before anything else has arrived, and which
//! only pages of the system's registered origins may show.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::SystemId;
use serde::Deserialize;

use super::{OWN, built, for_everybody, page};
use crate::desk::Desk;
use crate::problem::Fault;
use crate::system::{System, origins};

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
}

/// A file as the manifest names it.
#[derive(Deserialize)]
struct Built {
    file: String,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    Path(system): Path<SystemId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let mut db = desk.read().await?;
    let system = System::load(&mut db, &system).await?;
    let ancestors = origins(&mut db, &system.id).await?;
    drop(db);
    let html = String::from_utf8_lossy(&built(&desk, "frame.html").await?).into_owned();
    let lang = Lang::from_tag(&wanted.lang);
    let theme = match wanted.theme.as_str() {
        theme @ ("light" | "dark") => theme,
        _ => "auto",
    };
    let texts = texts(&desk, lang).await?;
    let html = filled(&html, |blank| match blank {
        "lang" => Some(lang.tag()),
        // Both languages are written from left to right.
        "dir" => Some("ltr"),
        "system" => Some(system.id.as_str()),
        "theme" => Some(theme),
        key => texts.get(key.strip_prefix("t:")?).map(String::as_str),
    });
    let policy = format!(
        "{OWN}; form-action 'self'; frame-ancestors {}",
        ancestors.join(" ")
    );
    let mut response = page(html, &policy);
    for_everybody(response.headers_mut());
    Ok(response)
}

/// The widget's sentences in a language.
async fn texts(desk: &Desk, lang: Lang) -> Result<BTreeMap<String, String>, Fault> {
    let manifest: BTreeMap<String, Built> =
        serde_json::from_slice(&built(desk, "manifest.json").await?)?;
    let name = format!("text.{}.json", lang.tag());
    let file = manifest.get(&name).ok_or_else(Fault::nothing)?;
    Ok(serde_json::from_slice(&built(desk, &file.file).await?)?)
}

/// The page with its `{{blanks}}` filled in as text; a blank nobody knows becomes empty.
fn filled<'t>(html: &str, say: impl Fn(&str) -> Option<&'t str>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((blank, after)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        for c in say(blank.trim()).unwrap_or_default().chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_as_text() {
        let html = r#"<p title="{{t:a}}">{{lang}}{{t:none}}</p>{{open"#;
        let filled = filled(html, |blank| match blank {
            "lang" => Some("vi"),
            "t:a" => Some("\"><script>"),
            _ => None,
        });
        assert_eq!(
            filled,
            r#"<p title="&quot;&gt;&lt;script&gt;">vi</p>{{open"#
        );
    }
}
