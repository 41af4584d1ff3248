//! What the company trades with: quotations and their lines, invoices, contacts, stock moves.

use sqlx::{FromRow, SqliteExecutor};

/// Value added tax, in percent.
pub const TAX: i64 = 10;

/// A quotation as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Quotation {
    /// Number; people say `S00042`.
    pub id: i64,
    /// The customer.
    pub contact: String,
    /// Who sells.
    pub seller: String,
    /// `draft`, `sent`, `order` or `cancelled`.
    pub state: String,
    /// Day.
    pub dated: String,
    /// Remark.
    pub note: String,
    /// Before tax.
    pub untaxed: i64,
}

/// A line of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Line {
    /// What.
    pub product: String,
    /// How many.
    pub quantity: i64,
    /// Price of one, in đồng.
    pub price: i64,
    /// Cost of one, in đồng; 0 when nobody entered one.
    pub cost: i64,
    /// Discount, in tenths of a percent.
    pub discount: i64,
}

impl Line {
    /// What the line comes to, in thousandths of a đồng.
    #[must_use]
    pub fn exact(&self) -> i64 {
        self.quantity * self.price * (1000 - self.discount)
    }

    /// What the line comes to, in whole đồng.
    #[must_use]
    pub fn rounded(&self) -> i64 {
        (self.exact() + 500) / 1000
    }
}

/// How people say a quotation's number.
#[must_use]
pub fn quotation_number(id: i64) -> String {
    format!("S{id:05}")
}

/// All quotations, newest first.
///
/// # Errors
/// When the database fails.
pub async fn quotations(db: impl SqliteExecutor<'_>) -> Result<Vec<Quotation>, sqlx::Error> {
    sqlx::query_as(
        "SELECT q.id, c.name AS contact, q.seller, q.state, q.dated, q.note,
                SUM((l.quantity * l.price * (1000 - l.discount) + 500) / 1000) AS untaxed
         FROM quotations q
         JOIN contacts c ON c.id = q.contact_id
         JOIN quotation_lines l ON l.quotation_id = q.id
         GROUP BY q.id ORDER BY q.id DESC",
    )
    .fetch_all(db)
    .await
}

/// One quotation.
///
/// # Errors
/// When the database fails.
pub async fn quotation(
    db: impl SqliteExecutor<'_>,
    id: i64,
) -> Result<Option<Quotation>, sqlx::Error> {
    sqlx::query_as(
        "SELECT q.id, c.name AS contact, q.seller, q.state, q.dated, q.note,
                COALESCE(SUM((l.quantity * l.price * (1000 - l.discount) + 500) / 1000), 0)
                    AS untaxed
         FROM quotations q
         JOIN contacts c ON c.id = q.contact_id
         LEFT JOIN quotation_lines l ON l.quotation_id = q.id
         WHERE q.id = ?1 GROUP BY q.id",
    )
    .bind(id)
    .fetch_optional(db)
    .await
}

/// The lines of a quotation.
///
/// # Errors
/// When the database fails.
pub async fn lines(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Line>, sqlx::Error> {
    sqlx::query_as(
        "SELECT product, quantity, price, cost, discount FROM quotation_lines
         WHERE quotation_id = ?1 ORDER BY id",
    )
    .bind(id)
    .fetch_all(db)
    .await
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Invoice {
    /// Id.
    pub id: i64,
    /// Number as printed.
    pub number: String,
    /// The customer.
    pub contact: String,
    /// `draft`, `posted`, `paid` or `overdue`.
    pub state: String,
    /// Day.
    pub dated: String,
    /// When it is to be paid.
    pub due: String,
    /// Before tax.
    pub untaxed: i64,
    /// Tax.
    pub tax: i64,
}

/// All invoices, newest first.
///
/// # Errors
/// When the database fails.
pub async fn invoices(db: impl SqliteExecutor<'_>) -> Result<Vec<Invoice>, sqlx::Error> {
    sqlx::query_as(
        "SELECT i.id, i.number, c.name AS contact, i.state, i.dated, i.due, i.untaxed, i.tax
         FROM invoices i JOIN contacts c ON c.id = i.contact_id ORDER BY i.id DESC",
    )
    .fetch_all(db)
    .await
}

/// A customer or supplier.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Contact {
    /// Id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// `customer` or `supplier`.
    pub kind: String,
    /// Whom to ask for.
    pub person: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// City or province.
    pub city: String,
    /// Tax code.
    pub tax_code: String,
}

/// All contacts by name.
///
/// # Errors
/// When the database fails.
pub async fn contacts(db: impl SqliteExecutor<'_>) -> Result<Vec<Contact>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, name, kind, person, phone, email, city, tax_code FROM contacts ORDER BY name",
    )
    .fetch_all(db)
    .await
}

/// A stock move.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Move {
    /// Number.
    pub number: String,
    /// What.
    pub product: String,
    /// From where.
    pub source: String,
    /// To where.
    pub target: String,
    /// How many.
    pub quantity: i64,
    /// Of what unit.
    pub unit: String,
    /// `draft`, `ready` or `done`.
    pub state: String,
    /// Day.
    pub dated: String,
}

/// All stock moves, newest first.
///
/// # Errors
/// When the database fails.
pub async fn moves(db: impl SqliteExecutor<'_>) -> Result<Vec<Move>, sqlx::Error> {
    sqlx::query_as(
        "SELECT number, product, source, target, quantity, unit, state, dated
         FROM moves ORDER BY id DESC",
    )
    .fetch_all(db)
    .await
}

/// What a product brought in and cost, over all orders.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Margin {
    /// What.
    pub product: String,
    /// How many.
    pub quantity: i64,
    /// Brought in.
    pub revenue: i64,
    /// Cost; none where nobody entered one.
    pub cost: Option<i64>,
}

/// The margin report.
///
/// # Errors
/// When the database fails.
pub async fn margins(db: impl SqliteExecutor<'_>) -> Result<Vec<Margin>, sqlx::Error> {
    sqlx::query_as(
        "SELECT l.product, SUM(l.quantity) AS quantity,
                SUM((l.quantity * l.price * (1000 - l.discount) + 500) / 1000) AS revenue,
                NULLIF(SUM(l.quantity * l.cost), 0) AS cost
         FROM quotation_lines l JOIN quotations q ON q.id = l.quotation_id
         WHERE q.state IN ('order', 'sent')
         GROUP BY l.product ORDER BY revenue DESC",
    )
    .fetch_all(db)
    .await
}
