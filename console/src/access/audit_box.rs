//! The audit trail of a grant, checked in this very browser: the chain by its hashes, its head by
//! the customer's own signature.

use deskside::access::seal::check;
use deskside::ui::marks::Trouble;
use deskside::ui::trail::{Checked, CheckedView, Trail};
use deskside_protocol::api::{AuditTrail, GrantView};
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::desk;
use crate::dialog::Dialog;

/// How far it is.
#[derive(Clone, Debug)]
enum Phase {
    Reading,
    Failed(Code),
    Read(Box<AuditTrail>, Checked),
}

/// The dialog.
#[component]
pub(super) fn AuditBox(grant: Memo<Option<GrantView>>, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog title="audit.title" open>
            {move || grant.get_untracked().map(|grant| view! { <Read id=grant.id/> })}
        </Dialog>
    }
}

/// The trail. It is fetched and checked anew each time somebody looks.
#[component]
fn Read(id: GrantId) -> impl IntoView {
    let phase = RwSignal::new(Phase::Reading);
    let path = format!("/api/agent/grants/{id}/audit");
    spawn_local(async move {
        let read = match desk::get::<AuditTrail>(&path).await {
            Ok(trail) => {
                let head = trail.countersigned.as_deref();
                let checked = check(&trail.system, &trail, head).await;
                Phase::Read(Box::new(trail), checked)
            }
            Err(code) => Phase::Failed(code),
        };
        phase.set(read);
    });
    let thing = id.to_string();
    move || match phase.get() {
        Phase::Reading => {
            view! { <div class="ghosts" aria-busy="true"><div class={"ghost"}></div></div> }
                .into_any()
        }
        Phase::Failed(code) => view! { <Trouble code/> }.into_any(),
        Phase::Read(trail, checked) => view! {
            <CheckedView checked/>
            <Trail entries=trail.entries thing=thing.clone()/>
        }
        .into_any(),
    }
}
