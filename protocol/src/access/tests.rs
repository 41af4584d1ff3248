//! A grant's life, step by step and at random.

use proptest::prelude::*;

use super::*;
use crate::identity::{Lang, Reporter};

fn at(minute: i64) -> DateTime {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

fn person() -> Person {
    Person {
        id: "2".into(),
        login: "hoa".into(),
        name: "Hoa".into(),
        email: String::new(),
        lang: Lang::Vi,
    }
}

fn approver() -> Approver {
    let reporter = Reporter {
        system: SystemId("sys_1".into()),
        person: person(),
    };
    Approver::from_verified(reporter, true).unwrap()
}

fn approval(from: i64, until: i64) -> Approval {
    Approval {
        grant: GrantId("gnt_1".into()),
        ticket: TicketId("tkt_1".into()),
        agent: AgentId("agt_1".into()),
        agent_key: "thumb".into(),
        scopes: vec!["sales.read".into()],
        effective: vec![],
        from: at(from),
        until: at(until),
        by: person(),
        account: "support-1".into(),
        enter_url: "https://erp.example/deskside/enter".into(),
    }
}

#[test]
fn nobody_becomes_an_approver_without_the_hosts_word() {
    let reporter = Reporter {
        system: SystemId("sys_1".into()),
        person: person(),
    };
    assert_eq!(Approver::from_verified(reporter, false), None);
}

#[test]
fn a_whole_life() {
    let grant = GrantState::requested(at(0))
        .approve(approval(1, 61))
        .unwrap();
    assert!(grant.open_at(at(1)) && !grant.open_at(at(61)));
    let grant = grant.seen(at(2), Some("quotations".into())).unwrap();
    let grant = grant.end(at(3), EndReason::TicketClosed, None).unwrap();
    assert_eq!(
        grant.clone().end(at(4), EndReason::Revoked, None),
        Err(NotPossible)
    );
    let proven = grant
        .end(at(4), EndReason::Expired, Some(Sweep::default()))
        .unwrap();
    assert!(matches!(
        proven,
        GrantState::Ended {
            why: EndReason::TicketClosed,
            sweep: Some(_),
            ..
        }
    ));
}

#[test]
fn nothing_is_approved_that_was_not_asked_or_has_lapsed() {
    let lapsed = 72 * 60;
    assert_eq!(
        GrantState::requested(at(0)).approve(approval(lapsed, lapsed + 60)),
        Err(NotPossible)
    );
    let denied = GrantState::requested(at(0))
        .deny(&approver(), at(1))
        .unwrap();
    assert_eq!(denied.approve(approval(2, 60)), Err(NotPossible));
}

#[test]
fn narrower_is_allowed_wider_is_not() {
    let asked = vec!["sales.read".to_owned(), "stock.read".to_owned()];
    let narrow = |scopes: &[&str], minutes| {
        Narrowed::within(
            &asked,
            120,
            scopes.iter().map(|&s| s.to_owned()).collect(),
            minutes,
        )
    };
    assert!(narrow(&["sales.read"], 60).is_ok());
    assert!(narrow(&["sales.read", "users.write"], 60).is_err());
    assert!(narrow(&["sales.read"], 121).is_err());
    assert!(narrow(&[], 60).is_err());
    assert!(narrow(&["sales.read"], 1).is_err());
}

#[derive(Clone, Debug)]
enum Step {
    Approve(i64),
    Deny,
    Seen,
    End,
    Time,
}

proptest! {
    /// Whatever happens in whatever order: open only after an approval, never past its end, and
    /// never again once over.
    #[test]
    fn no_way_to_be_open_without_approval_or_past_the_end(
        steps in prop::collection::vec((prop_oneof![
            (1i64..500).prop_map(Step::Approve), Just(Step::Deny), Just(Step::Seen), Just(Step::End), Just(Step::Time)
        ], 0i64..120), 1..40)
    ) {
        let mut now = 0;
        let mut state = GrantState::requested(at(0));
        let mut approved_until = None;
        let mut over = false;
        for (step, later) in steps {
            now += later;
            let before = state.clone();
            state = match step {
                Step::Approve(minutes) => match state.approve(approval(now, now + minutes)) {
                    Ok(next) => { prop_assert!(approved_until.is_none()); approved_until = Some(now + minutes); next }
                    Err(NotPossible) => before,
                },
                Step::Deny => state.deny(&approver(), at(now)).unwrap_or(before),
                Step::Seen => state.seen(at(now), None).unwrap_or(before),
                Step::End => state.end(at(now), EndReason::Revoked, None).unwrap_or(before),
                Step::Time => state.at(at(now)),
            };
            if state.open_at(at(now)) {
                prop_assert!(!over);
                prop_assert!(approved_until.is_some_and(|until| now < until));
            }
            over = over || state.over();
        }
    }
}
