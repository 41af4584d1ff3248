//! Lists: rows to look through, twenty at a time. One shape for all of them, so that they look and
//! behave alike, as pages and as JSON.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::erp::fault::Fault;
use crate::erp::page::{self, Shell};

/// Rows on a page.
pub const PER_PAGE: usize = 20;

/// What part of a list somebody wants.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Wanted {
    /// Words to look for.
    #[serde(default)]
    pub q: String,
    /// Which page, from 1.
    #[serde(default)]
    pub page: usize,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// How it looks: empty, `number`, `strong`, or a badge such as `badge good`.
    #[serde(skip)]
    pub look: &'static str,
}

impl Cell {
    /// Whether it looks like this.
    #[must_use]
    pub fn is(&self, look: &str) -> bool {
        self.look == look
    }

    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::looking("", text)
    }

    /// A number, set to the end of the line.
    #[must_use]
    pub fn number(text: impl Into<String>) -> Self {
        Self::looking("number", text)
    }

    /// The name of the row.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self::looking("strong", text)
    }

    /// With a look of its own.
    #[must_use]
    pub fn looking(look: &'static str, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            look,
        }
    }
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Where its record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// A list, as far as it is shown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct List {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows of this page.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: usize,
    /// Which page this is.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Words looked for.
    pub q: String,
}

impl List {
    /// Looks for words in all rows and takes the page that is wanted.
    #[must_use]
    pub fn of(columns: Vec<String>, rows: Vec<Row>, wanted: &Wanted) -> Self {
        let needle = folded(wanted.q.trim());
        let found: Vec<Row> = rows
            .into_iter()
            .filter(|row| {
                needle.is_empty()
                    || row
                        .cells
                        .iter()
                        .any(|cell| folded(&cell.text).contains(&needle))
            })
            .collect();
        let total = found.len();
        let pages = total.div_ceil(PER_PAGE).max(1);
        let page = wanted.page.clamp(1, pages);
        Self {
            columns,
            rows: found
                .into_iter()
                .skip((page - 1) * PER_PAGE)
                .take(PER_PAGE)
                .collect(),
            total,
            page,
            pages,
            q: wanted.q.trim().to_owned(),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn as_json(&self) -> Response {
        axum::Json(self).into_response()
    }
}

#[derive(Template)]
#[template(path = "erp/list.html")]
struct ListPage {
    s: Shell,
    list: List,
    export: Option<&'static str>,
    query: String,
}

/// Draws a list as a page.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw(shell: Shell, list: List, export: Option<&'static str>) -> Result<Response, Fault> {
    let query = page::query_value(&list.q);
    page::draw(&ListPage {
        s: shell,
        list,
        export,
        query,
    })
}

/// Text as people look for it: small letters, without the marks of Vietnamese.
#[must_use]
pub fn folded(text: &str) -> String {
    const PLAIN: [(&str, char); 7] = [
        ("àáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("èéẻẽẹêềếểễệ", 'e'),
        ("ìíỉĩị", 'i'),
        ("òóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("ùúủũụưừứửữự", 'u'),
        ("ỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    text.to_lowercase()
        .chars()
        .map(|letter| {
            PLAIN
                .iter()
                .find(|(marked, _)| marked.contains(letter))
                .map_or(letter, |(_, plain)| *plain)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_and_without_marks() {
        assert_eq!(folded("Gốm Sứ Đà Nẵng"), "gom su da nang");
        let row = |text: &str| Row {
            href: None,
            cells: vec![Cell::plain(text)],
        };
        let rows = vec![row("Nhà hàng Biển Xanh"), row("Khách sạn Sông Hàn")];
        let wanted = Wanted {
            q: "bien".into(),
            page: 9,
        };
        let list = List::of(vec!["Name".into()], rows, &wanted);
        assert_eq!((list.total, list.page, list.pages), (1, 1, 1));
    }
}
