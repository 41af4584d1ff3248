//! Maintenance told ahead, and the room of what is promised.

use std::sync::Arc;

use chrono::TimeDelta;
use deskside_protocol::DateTime;
use deskside_protocol::identity::Text;
use deskside_protocol::ids::MaintenanceId;
use deskside_protocol::policy::{BackupView, MaintenanceState, MaintenanceView, ServiceView, Span};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{at, draw, text, until};
use crate::browser;
use crate::link::{Link, Loaded, Opened, Port, Session};
use crate::policy::{Banner, PolicyRoom};
use crate::sample::{session, ticket};

fn service(windows: Vec<MaintenanceView>, points: Vec<DateTime>) -> ServiceView {
    let policy = ticket().policy;
    ServiceView {
        plan: Some(Text {
            en: "Premium".into(),
            vi: "Cao cấp".into(),
        }),
        terms: policy.terms(
            "2026-11-01".parse().ok(),
            None,
            "2026-11-20".parse().unwrap(),
        ),
        maintenance: windows,
        availability: Vec::new(),
        backup: policy.backup.map(|rule| BackupView { rule, points }),
    }
}

fn window(id: &str, from: DateTime) -> MaintenanceView {
    MaintenanceView {
        id: MaintenanceId(id.into()),
        span: Span {
            from,
            until: from + TimeDelta::hours(3),
        },
        text: Text {
            en: "Upgrade of the invoicing module".into(),
            vi: "Nâng cấp phân hệ hóa đơn".into(),
        },
        state: MaintenanceState::Planned,
        told_at: None,
    }
}

/// A link of somebody who is signed in, with this service.
fn linked(service: ServiceView) -> Link {
    let link = Link::new(Port::new(None, ""), "http://desk.invalid");
    let opened = Opened {
        card: session(false),
        roles: Vec::new(),
    };
    link.desk.session.set(Session::Open(Arc::new(opened)));
    link.books.service.set(Loaded::Ready(service));
    link
}

fn told(place: &web_sys::Element) -> bool {
    place
        .query_selector("[data-at=maintenance]")
        .unwrap()
        .is_some()
}

#[wasm_bindgen_test]
async fn clause_2_2_maintenance_is_told_ahead_and_put_away_once() {
    let windows = vec![window(
        &browser::uuid(),
        browser::now() + TimeDelta::hours(30),
    )];
    let place = draw(move || {
        provide_context(linked(service(windows, Vec::new())));
        view! { <Banner/> }
    });
    until("the banner", || told(&place)).await;
    assert!(text(&place).contains("Maintenance: "));
    assert!(text(&place).contains("3 hours") || text(&place).contains("180 minutes"));
    assert!(text(&place).contains("Upgrade of the invoicing module"));
    assert_eq!(
        place.query_selector("[role=status]").unwrap().map(|_| ()),
        Some(())
    );
    at(&place, "maintenance-hide").click();
    until("its going", || !told(&place)).await;
}

#[wasm_bindgen_test]
async fn clause_2_2_maintenance_that_runs_says_until_when() {
    let windows = vec![window(
        &browser::uuid(),
        browser::now() - TimeDelta::hours(1),
    )];
    let place = draw(move || {
        provide_context(linked(service(windows, Vec::new())));
        view! { <Banner/> }
    });
    until("the banner", || told(&place)).await;
    assert!(text(&place).contains("Maintenance runs until"));
}

#[wasm_bindgen_test]
async fn the_room_says_what_is_promised_and_every_clause_in_full() {
    let points = (1..6).map(|day| browser::now() - TimeDelta::days(day));
    let kept = service(Vec::new(), points.collect());
    let place = draw(move || {
        provide_context(linked(kept));
        view! { <PolicyRoom/> }
    });
    until("the room", || text(&place).contains("Your plan: Premium")).await;
    assert!(text(&at(&place, "policy-origin")).contains("VIIN.WTS.POL.080423"));
    assert!(text(&at(&place, "term-warranty")).contains("days left"));
    assert_eq!(text(&at(&place, "answer-within-critical")), "24 hours");
    assert!(text(&at(&place, "policy-maintenance")).contains("No maintenance is planned."));
    assert!(text(&at(&place, "policy-backup")).contains("2 older ones"));
    let clauses = at(&place, "policy-clauses");
    let folded = clauses.query_selector_all("details.clause").unwrap();
    assert_eq!(folded.length() as usize, ticket().policy.clauses.len());
}
