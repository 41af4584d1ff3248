//! The audit trail of a grant, told and verified here, in the reader's own browser.

use deskside_protocol::api::AuditTrail;
use deskside_protocol::host::Signed;
use deskside_protocol::ids::GrantId;
use deskside_protocol::port::Ask;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::seal::check;
use crate::link::{Link, Loaded};
use crate::text::t;
use crate::ui::marks::Trouble;
use crate::ui::trail::{Checked, CheckedView, Trail};

/// The trail and what the check found.
#[component]
pub(super) fn Audit(id: GrantId) -> impl IntoView {
    let link = Link::here();
    let found = RwSignal::new(Loaded::<(AuditTrail, Checked)>::Loading);
    let thing = id.to_string();
    Effect::new(move || {
        let id = id.clone();
        link.books.changed.track();
        spawn_local(async move {
            let answer = fetch(link, &id).await;
            found.try_set(answer.map_or_else(Loaded::Failed, Loaded::Ready));
        });
    });
    move || match found.get() {
        Loaded::Loading => {
            view! { <p class={"soft"} aria-busy="true">{t("panel.waiting")}</p> }.into_any()
        }
        Loaded::Failed(code) => view! { <Trouble code/> }.into_any(),
        Loaded::Ready((trail, checked)) => view! {
            <CheckedView checked/>
            <Trail entries=trail.entries thing=thing.clone()/>
        }
        .into_any(),
    }
}

/// The head first: a chain fetched after it can only be longer. Who may not ask the ERP for it
/// holds the trail against the last one the ERP gave to the desk.
async fn fetch(link: Link, id: &GrantId) -> Result<(AuditTrail, Checked), Code> {
    let head = match link.port.ask::<Signed>(Ask::Head).await {
        Ok(head) => Some(head.jws),
        // The ERP has countersigned nothing yet, or not for this person.
        Err(Code::NotFound | Code::Forbidden | Code::NotAnApprover) => None,
        Err(code) => return Err(code),
    };
    let trail: AuditTrail = link.desk.get(&format!("/api/grants/{id}/audit")).await?;
    let system = link
        .opened_now()
        .ok_or(Code::Unauthenticated)?
        .card
        .system
        .id
        .clone();
    let head = head.or_else(|| trail.countersigned.clone());
    let checked = check(&system, &trail, head.as_deref()).await;
    Ok((trail, checked))
}
