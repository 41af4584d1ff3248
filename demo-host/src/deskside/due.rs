//! What waits for a person, drawn into the page with the widget's tag: nobody has to ask the desk.

use crate::deskside::access::book;
use crate::deskside::rotation;
use crate::erp::fault::Fault;
use crate::erp::house::App;
use crate::erp::sessions::Signed;

/// As the tag says it: passwords to change and requests to answer, `rotation:1 access:2`; empty
/// when nothing waits.
///
/// # Errors
/// When the database fails.
pub async fn of(app: &App, signed: &Signed) -> Result<String, Fault> {
    let rotations = rotation::due(&signed.house.db, &signed.user).await?;
    // Support that is in the system now would be `presence`; our own bar on every page says more.
    let access = if signed.holder.may_approve() {
        book::waiting(&signed.house.db, app.now()).await?
    } else {
        0
    };
    let due = [("rotation", rotations), ("access", access)];
    Ok(due
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name}:{count}"))
        .collect::<Vec<_>>()
        .join(" "))
}
