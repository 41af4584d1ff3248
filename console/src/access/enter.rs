//! Entering the customer's system: the key of this browser signs an assertion that lives for a
//! minute, and a form carries it there, so that it stands in no address (trust rule 3).

use deskside::browser;
use deskside::text::t;
use deskside_protocol::access::Approval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use web_sys::{HtmlFormElement, HtmlInputElement};

use crate::key::jwt::{claims, finish, signing_input};
use crate::key::vault::{Pair, Unkept};
use crate::work::work;
use crate::workplace::{Who, who};

/// The button, or why there is none.
#[component]
pub(super) fn Enter(approval: Approval) -> impl IntoView {
    let Who { me, ring } = who();
    let work = work();
    let cannot = {
        let approval = approval.clone();
        Memo::new(move |_| {
            let agent = me.with_value(|me| me.agent.id.clone());
            ring.with(|ring| ring.opens(&agent, &approval)).err()
        })
    };
    let approval = StoredValue::new(approval);
    let enter = move |_| {
        spawn_local(async move {
            if send(&approval.get_value()).await.is_err() {
                work.app.say("enter.failed");
            }
        });
    };
    move || {
        match cannot.get() {
        None => view! {
            <button type="button" class="button primary" data-at="enter" on:click=enter>{t("enter.go")}</button>
        }
        .into_any(),
        Some(why) => view! {
            <p class="soft" data-at="enter-cannot">{move || deskside::text::word("enter.cannot", why.as_str())}</p>
        }
        .into_any(),
    }
    }
}

/// Signs and goes.
async fn send(approval: &Approval) -> Result<(), Unkept> {
    let pair = Pair::kept(&approval.agent).await?.ok_or(Unkept)?;
    let claims = claims(approval, browser::now(), browser::uuid());
    let input = signing_input(&approval.agent_key, &claims).map_err(|_| Unkept)?;
    let signature = pair.sign(&input).await?;
    submit(&approval.enter_url, &finish(&input, &signature))?;
    Ok(())
}

/// A form sent to a tab of its own. The new tab cannot reach back to the console.
fn submit(to: &str, assertion: &str) -> Result<(), JsValue> {
    let document = window().document().ok_or(JsValue::NULL)?;
    let form: HtmlFormElement = document.create_element("form")?.unchecked_into();
    form.set_method("post");
    form.set_action(to);
    form.set_target("_blank");
    form.set_attribute("rel", "noopener")?;
    let field: HtmlInputElement = document.create_element("input")?.unchecked_into();
    field.set_type("hidden");
    field.set_name("assertion");
    field.set_value(assertion);
    form.append_child(&field)?;
    document.body().ok_or(JsValue::NULL)?.append_child(&form)?;
    let sent = form.submit();
    form.remove();
    sent
}
