//! `GET context`: what this installation is made of.

use axum::Json;
use chrono::NaiveDate;
use deskside_protocol::host::{HostContext, Installation, Module};

use crate::erp::fault::Fault;
use crate::erp::house::{House, PRODUCT, VERSION};
use crate::erp::sessions::Signed;

/// When this version was released.
const RELEASED_ON: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 9, 15);

/// Name, label, version, maker, models whose screens it changes.
type Part = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const MODULES: [Part; 7] = [
    ("kho_base", "Base", "4.2.0", "Viindoo", &[]),
    ("kho_sales", "Sales", "4.2.3", "Viindoo", &[]),
    ("kho_accounting", "Accounting", "4.2.1", "Viindoo", &[]),
    ("kho_inventory", "Inventory", "4.2.0", "Viindoo", &[]),
    ("kho_contacts", "Contacts", "4.2.0", "Viindoo", &[]),
    (
        "l10n_vn",
        "Vietnam - Accounting",
        "2.0.3",
        "General Solutions",
        &["account.move"],
    ),
    (
        "fast_quote",
        "Fast Quote",
        "1.8.0",
        "QuickApps Co.",
        &["sale.report"],
    ),
];

/// What is installed.
#[must_use]
pub fn modules() -> Vec<Module> {
    MODULES
        .into_iter()
        .map(|(name, label, version, maker, touches)| Module {
            name: name.into(),
            label: label.into(),
            version: version.into(),
            maker: maker.into(),
            touches: touches.iter().map(|model| (*model).to_owned()).collect(),
        })
        .collect()
}

/// What a house knows about its installation.
///
/// # Errors
/// When the database fails.
pub async fn of(house: &House) -> Result<HostContext, Fault> {
    let activated = house.setting("activated_on").await?;
    Ok(HostContext {
        product: PRODUCT.to_owned(),
        edition: None,
        version: VERSION.to_owned(),
        released_on: RELEASED_ON,
        activated_on: activated.and_then(|day| day.parse().ok()),
        company: house.name.to_owned(),
        time_zone: house.zone.name().to_owned(),
        modules: modules(),
        password_path: Some("/profile".to_owned()),
    })
}

/// What a house signs about its installation, with the size of its database.
///
/// # Errors
/// When the database fails.
pub async fn installation(house: &House) -> Result<Installation, Fault> {
    let of = of(house).await?;
    let bytes: i64 = sqlx::query_scalar(
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    )
    .fetch_one(&house.db)
    .await?;
    Ok(Installation {
        product: of.product,
        version: of.version,
        released_on: of.released_on,
        activated_on: of.activated_on,
        data_mb: u64::try_from(bytes)
            .ok()
            .map(|bytes| bytes.div_ceil(1_000_000)),
    })
}

/// Tells the widget.
///
/// # Errors
/// When the database fails.
pub async fn get(signed: Signed) -> Result<Json<HostContext>, Fault> {
    Ok(Json(of(&signed.house).await?))
}
