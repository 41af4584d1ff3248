//! What shared views show.

use deskside_protocol::audit::Broken;
use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{Because, Cover, Policy, Verdict};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{at, draw, talk, text, until};
use crate::ui::trail::{Checked, CheckedView};
use crate::ui::verdict::VerdictView;

fn policy() -> Policy {
    serde_json::from_str(include_str!("../../policy/VIIN.WTS.POL.080423.json")).unwrap()
}

fn verdict() -> Verdict {
    Verdict {
        cover: Cover::Covered,
        clause: "1.1a".into(),
        because: vec![Because::WithinWarranty {
            until: "2026-12-30".parse().unwrap(),
        }],
        ruled: false,
    }
}

#[wasm_bindgen_test]
async fn a_verdict_names_its_reason_and_its_clause_in_the_language_spoken() {
    let place = draw(|| view! { <VerdictView verdict=verdict() policy=policy()/> });
    let shown = at(&place, "verdict");
    assert!(text(&shown).contains("In warranty"));
    assert!(text(&shown).contains("December 30, 2026"));
    assert!(text(&shown).contains("Clause 1.1a"));
    assert!(text(&shown).contains("We commit to providing a warranty"));
    talk(Lang::Vi);
    until("Vietnamese", || text(&shown).contains("Trong bảo hành")).await;
    assert!(text(&shown).contains("30 tháng 12"));
    assert!(text(&shown).contains("Chúng tôi cam kết bảo hành"));
}

#[wasm_bindgen_test]
fn a_broken_trail_is_unmistakable() {
    let checked = Checked::Broken(Broken::At { seq: 4 });
    let place = draw(move || view! { <CheckedView checked/> });
    let shown = at(&place, "audit-result");
    assert_eq!(shown.dataset().get("verified").as_deref(), Some("false"));
    assert!(text(&shown).contains("DOES NOT VERIFY at entry 4"));
}

#[wasm_bindgen_test]
fn a_verified_trail_says_who_countersigned() {
    let checked = Checked::Countersigned { entries: 7 };
    let place = draw(move || view! { <CheckedView checked/> });
    let shown = at(&place, "audit-result");
    assert_eq!(shown.dataset().get("verified").as_deref(), Some("true"));
    assert!(text(&shown).contains("7 entries, countersigned by your ERP"));
}
