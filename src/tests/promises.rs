//! Views of what is promised and of a ticket's steps, as people see them.

use deskside_protocol::identity::Lang;
use deskside_protocol::policy::{Availability, Cover, IncidentKind, Span, TermKind, TermView};
use deskside_protocol::ticket::Money;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{at, draw, talk, text, until};
use crate::sample::ticket;
use crate::ui::availability::AvailabilityView;
use crate::ui::clocks::ClockList;
use crate::ui::incident::IncidentView;
use crate::ui::money::{money, sum_words};
use crate::ui::offer::OfferView;
use crate::ui::plan::{Liability, PlanView};
use crate::ui::recovery::RecoveryView;
use crate::ui::terms::TermsView;
use crate::ui::timeline::TimelineView;
use crate::ui::when;

fn nobody() -> Callback<deskside_protocol::api::AttachmentView> {
    Callback::new(|_| unreachable!("nothing is opened"))
}

#[wasm_bindgen_test]
fn clause_3_1a_clocks_are_drawn_and_a_late_one_stays() {
    let place = draw(|| view! { <ClockList clocks=ticket().summary.clocks cover=Cover::Covered/> });
    let answer = at(&place, "clock-answer");
    assert!(answer.query_selector("svg .ring").unwrap().is_some());
    assert!(text(&answer).contains("24 hours from receipt"));
    assert!(text(&answer).contains("clause 3.1a"));
    let solution = at(&place, "clock-solution");
    let stand = solution.query_selector(".clock").unwrap().unwrap();
    assert_eq!(
        stand.get_attribute("data-stand").as_deref(),
        Some("kept-late")
    );
    assert!(text(&solution).contains("done late"));
}

#[wasm_bindgen_test]
async fn clause_3_3a_the_timeline_marks_who_looked_in_the_language_spoken() {
    let place = draw(|| view! { <TimelineView moments=ticket().timeline/> });
    let looked = place
        .query_selector("[data-what=context_seen]")
        .unwrap()
        .unwrap();
    assert_eq!(looked.get_attribute("data-mark").as_deref(), Some("looked"));
    assert!(text(&looked).contains("Linh Do looked at the context"));
    assert!(text(&place).contains("Promise broken: Solution or plan"));
    assert!(text(&place).contains("₫12,500,000"));
    talk(Lang::Vi);
    until("Vietnamese", || {
        text(&place).contains("Linh Do xem thông tin hệ thống")
    })
    .await;
    assert!(text(&place).contains("12.500.000"));
}

#[wasm_bindgen_test]
fn clause_3_1b_a_plan_says_why_what_and_by_when() {
    let place = draw(|| {
        let ticket = ticket();
        view! {
            <PlanView plan=ticket.plan.unwrap() on_open=nobody()/>
            <Liability policy=ticket.policy/>
        }
    });
    let plan = at(&place, "plan-view");
    assert!(text(&plan).contains("deep inside of the tax engine"));
    assert!(text(&plan).contains("Hoa Nguyen chose: Have a third party do it"));
    assert!(text(&plan).contains("The invoice has no tax number."));
    assert!(text(&plan).contains("invoice-17.pdf"));
    let state = at(&place, "settlement-state");
    assert_eq!(state.dataset().get("state").as_deref(), Some("returned"));
    assert!(text(&at(&place, "liability")).contains("does not answer for the quality"));
    assert!(text(&at(&place, "liability")).contains("Clause 3.1b"));
}

#[wasm_bindgen_test]
fn clause_3_2c_an_offer_has_text_price_and_day() {
    let place = draw(|| view! { <OfferView offer=ticket().offer.unwrap()/> });
    assert!(text(&place).contains("two signatures"));
    assert!(text(&at(&place, "offer-price")).contains("4,500,000"));
}

#[wasm_bindgen_test]
fn clause_2_3_an_investigation_names_owners_and_what_is_asked() {
    let place = draw(|| view! { <IncidentView incident=ticket().investigation.unwrap()/> });
    let steps = place.query_selector_all("[data-at=incident-step]").unwrap();
    assert_eq!(steps.length(), 2);
    assert!(text(&place).contains("Khoa Pham works on it"));
    assert!(text(&place).contains("Only Quang."));
    assert!(text(&place).contains("Not answered yet"));
}

#[wasm_bindgen_test]
fn clause_2_4_a_recovery_says_what_would_be_lost() {
    let place =
        draw(|| view! { <RecoveryView recovery=ticket().recovery.unwrap() on_open=nobody()/> });
    let gap = text(&at(&place, "recovery-gap"));
    assert!(gap.contains("6 hours"), "{gap}");
    assert!(text(&place).contains("15.4 GB"), "{}", text(&place));
    assert!(text(&place).contains("47 minutes"));
}

#[wasm_bindgen_test]
fn clause_1_2_terms_say_the_days_left() {
    let term = |kind, days_left| TermView {
        kind,
        began_on: "2026-10-01".parse().unwrap(),
        ends_on: "2026-12-30".parse().unwrap(),
        days_left,
        clause: "1.2a".into(),
    };
    let terms = vec![term(TermKind::Warranty, 12), term(TermKind::Lifecycle, -1)];
    let place = draw(|| view! { <TermsView terms/> });
    let warranty = at(&place, "term-warranty");
    assert_eq!(warranty.dataset().get("stand").as_deref(), Some("soon"));
    assert!(text(&warranty).contains("12 days left"));
    assert!(text(&warranty).contains("Clause 1.2a"));
    assert!(text(&at(&place, "term-lifecycle")).contains("ended 1 day ago"));
}

#[wasm_bindgen_test]
fn clause_2_2_availability_is_a_table_with_numbers() {
    let month = |month: &str, measured, up, outages| Availability {
        month: month.parse().unwrap(),
        measured,
        up,
        maintenance: 7_200,
        outages,
    };
    let outage = Span {
        from: "2026-11-03T02:00:00Z".parse().unwrap(),
        until: "2026-11-03T02:12:00Z".parse().unwrap(),
    };
    let months = vec![
        month("2026-11-01", 2_000_000, 1_999_280, vec![outage]),
        month("2026-10-01", 0, 0, vec![]),
    ];
    let place = draw(|| view! { <AvailabilityView months/> });
    let table = at(&place, "availability");
    assert!(text(&table).contains("99.96%"), "{}", text(&table));
    assert!(text(&table).contains("1 outage, 12 minutes in all"));
    assert!(text(&table).contains("not measured yet"));
    assert_eq!(
        table.query_selector_all("th[scope=row]").unwrap().length(),
        2
    );
}

#[wasm_bindgen_test]
fn sums_are_exact_and_what_is_no_sum_breaks_nothing() {
    talk(Lang::En);
    let sum = |amount: &str, currency: &str| Money {
        amount: amount.into(),
        currency: currency.into(),
    };
    assert_eq!(
        money(&sum("9999999999999.99", "EUR")),
        "€9,999,999,999,999.99"
    );
    assert_eq!(money(&sum("5", "not a currency")), "5 not a currency");
    assert_eq!(sum_words("whatever"), "whatever");
}

#[wasm_bindgen_test]
fn a_field_for_a_moment_reads_what_it_shows() {
    let moment = "2026-11-24T10:30:00Z".parse().unwrap();
    assert_eq!(when::from_field(&when::field(moment)), Some(moment));
    assert_eq!(when::from_field(""), None);
}

#[wasm_bindgen_test]
fn clause_2_3_every_kind_has_a_word() {
    talk(Lang::Vi);
    for kind in IncidentKind::ALL {
        let said = crate::text::word("incident", kind.as_str());
        assert!(!said.starts_with("incident."), "{said}");
    }
}
