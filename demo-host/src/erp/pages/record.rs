//! A record as a form that is looked at: names and values in columns, a table of lines beneath.

use askama::Template;
use axum::response::Response;

use crate::erp::fault::Fault;
use crate::erp::lists::Cell;
use crate::erp::page::{self, Shell};

/// A name and a value.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Field {
    /// A field.
    #[must_use]
    pub fn new(name: String, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
        }
    }
}

/// A table within a record.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Names of the columns; the looks of the cells decide how they are set.
    pub columns: Vec<Cell>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Template)]
#[template(path = "erp/record.html")]
struct RecordPage {
    s: Shell,
    back: &'static str,
    back_label: String,
    badge: Cell,
    fields: Vec<Field>,
    lines: Lines,
}

/// Draws a record that has nothing to press.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw(
    shell: Shell,
    (back, back_label): (&'static str, String),
    badge: Cell,
    fields: Vec<Field>,
    lines: Lines,
) -> Result<Response, Fault> {
    page::draw(&RecordPage {
        s: shell,
        back,
        back_label,
        badge,
        fields,
        lines,
    })
}
