//! The life of a draft.

use deskside_protocol::context::Screen;

use super::*;

fn written() -> Draft {
    let mut draft = Draft::new("key-1".into());
    draft.describe("Confirming fails".into());
    draft.next();
    draft.choose(Impact::Blocked);
    draft.next();
    draft
}

fn context() -> Context {
    Context {
        screen: Some(Screen::default()),
        ..Context::default()
    }
}

#[test]
fn a_step_leads_on_when_it_is_done() {
    let mut draft = Draft::new("key-1".into());
    draft.next();
    assert_eq!(
        (draft.step, draft.ready()),
        (Step::Describe, Err(Missing::Description))
    );
    draft.describe("x".repeat(MAX_TEXT + 1));
    assert_eq!(draft.ready(), Err(Missing::TooLong));
    draft.describe("Confirming fails".into());
    draft.next();
    assert_eq!(
        (draft.step, draft.ready()),
        (Step::Impact, Err(Missing::Impact))
    );
    draft.choose(Impact::Blocked);
    draft.say_shared(Shared::Yes { login: " ".into() });
    assert_eq!(draft.ready(), Err(Missing::Login));
    draft.say_shared(Shared::Yes {
        login: "tuan".into(),
    });
    draft.next();
    assert_eq!(draft.step, Step::Review);
    draft.back();
    assert_eq!(draft.step, Step::Impact);
}

#[test]
fn secrets_are_masked_where_they_are_seen() {
    let mut draft = Draft::new("key-1".into());
    draft.describe("my password is hunter2x and it fails".into());
    draft.next();
    assert!(!draft.description.contains("hunter2x"));
    assert_eq!(draft.masked, 1);
}

#[test]
fn what_is_left_out_is_not_sent() {
    let mut draft = written();
    draft.toggle(Part::Screen);
    let ticket = draft.send(&context(), Lang::En).unwrap();
    assert_eq!(ticket.context, Context::default());
    assert_eq!(ticket.impact, Impact::Blocked);
}

#[test]
fn a_retry_is_the_same_byte_for_byte_though_the_page_went_on() {
    let mut draft = written();
    let first = draft.send(&context(), Lang::En).unwrap();
    draft.failed(Code::Offline, || unreachable!("the key stays"));
    let again = draft.send(&Context::default(), Lang::Vi).unwrap();
    assert_eq!(first, again);
    assert_eq!(draft.key(), "key-1");
}

#[test]
fn an_edited_retry_is_new_and_a_conflict_changes_the_key() {
    let mut draft = written();
    let first = draft.send(&context(), Lang::En).unwrap();
    draft.failed(Code::Offline, || unreachable!("the key stays"));
    draft.describe("Confirming still fails".into());
    assert_ne!(first, draft.send(&context(), Lang::En).unwrap());
    draft.failed(Code::IdempotencyConflict, || "key-2".into());
    assert_eq!(draft.key(), "key-2");
    assert_eq!(draft.description, "Confirming still fails");
}

#[test]
fn a_draft_survives_being_kept() {
    let mut draft = written();
    draft.send(&context(), Lang::En).unwrap();
    let kept = serde_json::to_string(&draft).unwrap();
    let mut back: Draft = serde_json::from_str(&kept).unwrap();
    assert_eq!(back.phase, Phase::Writing);
    back.phase = Phase::Sending;
    assert_eq!(back, draft);
}

fn alarmed(kind: IncidentKind) -> Draft {
    let mut draft = Draft::new("key-1".into());
    draft.describe("Contacts are gone".into());
    draft.next();
    draft.choose(Impact::Security);
    draft.next();
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    draft.tell(|alarm| alarm.choose(kind, now));
    draft
}

#[test]
fn a_security_incident_takes_its_own_path() {
    let mut draft = alarmed(IncidentKind::DataLost);
    assert_eq!(draft.step, Step::Alarm);
    draft.next();
    assert_eq!(draft.step, Step::Review);
    draft.back();
    assert_eq!(draft.step, Step::Alarm);
    draft.tell(|alarm| alarm.kind = None);
    assert_eq!(draft.ready(), Err(Missing::Kind));
    draft.back();
    draft.choose(Impact::Blocked);
    draft.next();
    assert_eq!(draft.step, Step::Review);
}

#[test]
fn what_is_not_asked_any_more_is_neither_missing_nor_sent() {
    let mut draft = alarmed(IncidentKind::Intrusion);
    draft.say_shared(Shared::Yes { login: "".into() });
    assert_eq!(draft.ready(), Err(Missing::Login));
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    draft.tell(|alarm| alarm.choose(IncidentKind::DataLost, now));
    assert_eq!(draft.ready(), Ok(()));
    let sent = draft.send(&context(), Lang::En).unwrap();
    assert_eq!(sent.shared, None);
    assert_eq!(sent.incident.unwrap().kind, IncidentKind::DataLost);
    draft.failed(Code::Offline, || unreachable!("the key stays"));
    draft.choose(Impact::Hindered);
    assert_eq!(draft.send(&context(), Lang::En), Err(Missing::Login));
    draft.say_shared(Shared::No);
    assert_eq!(draft.send(&context(), Lang::En).unwrap().incident, None);
}
