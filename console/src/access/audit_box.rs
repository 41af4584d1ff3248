//! The audit trail of a grant, checked in this very browser: the chain by its hashes, its head by
//! the customer's own signature.

use deskside::browser::base64url;
use deskside::ui::marks::Trouble;
use deskside::ui::trail::{Checked, CheckedView, Trail};
use deskside_protocol::access::Jwk;
use deskside_protocol::api::{AuditTrail, GrantView};
use deskside_protocol::audit::{Head, verify};
use deskside_protocol::host::SignedHead;
use deskside_protocol::ids::GrantId;
use deskside_protocol::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::desk;
use crate::dialog::Dialog;
use crate::key::vault::verifies;

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
                let checked = check(&trail).await;
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

async fn check(trail: &AuditTrail) -> Checked {
    let head = match &trail.countersigned {
        None => None,
        Some(jws) => match opened(&trail.host_key, jws).await {
            Some(head) => Some(head),
            None => return Checked::ForgedHead,
        },
    };
    let entries = trail.entries.len();
    match (verify(&trail.system, &trail.entries, head.as_ref()), head) {
        (Err(broken), _) => Checked::Broken(broken),
        (Ok(()), Some(_)) => Checked::Countersigned { entries },
        (Ok(()), None) => Checked::Unsigned { entries },
    }
}

/// The head in a JWS, if the host's key signed it.
async fn opened(key: &Jwk, jws: &str) -> Option<Head> {
    let (input, signature) = jws.rsplit_once('.')?;
    let (header, claims) = input.split_once('.')?;
    let header: serde_json::Value = serde_json::from_slice(&base64url(header)?).ok()?;
    // The algorithm is ours to choose, never the text's.
    let pinned = header["alg"] == "ES256";
    let signed = verifies(key, input, &base64url(signature)?).await.ok()?;
    let claims: SignedHead = serde_json::from_slice(&base64url(claims)?).ok()?;
    let same = claims.iss == claims.head.system;
    (pinned && signed && same).then_some(claims.head)
}
