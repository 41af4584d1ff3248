//! What waits for a person, drawn into the page with the widget's tag: nobody has to ask the desk.

use crate::deskside::access::book;
use crate::deskside::rotation;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::sessions::Signed;

/// As the tag says it: `rotation:1 access:2`; empty when nothing waits.
///
/// # Errors
/// When the database fails.
pub async fn of(app: &App, signed: &Signed) -> Result<String, Fault> {
    let rotations = rotation::due(&signed.house.db, &signed.user).await?;
    let access = if signed.holder.may_approve() {
        book::waiting(&signed.house.db, app.now()).await?
    } else {
        0
    };
    Ok([("rotation", rotations), ("access", access)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name}:{count}"))
        .collect::<Vec<_>>()
        .join(" "))
}
