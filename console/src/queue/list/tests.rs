use super::*;
use deskside_protocol::api::SystemCard;
use deskside_protocol::identity::{AgentCard, Lang, Person};
use deskside_protocol::ids::SystemId;
use deskside_protocol::policy::{Channel, Counted, Due, Impact, Severity};
use deskside_protocol::ticket::{Clock, ClockKind};

fn at(hour: i64) -> DateTime {
    DateTime::from_timestamp(hour * 3600, 0).unwrap()
}

fn ticket(n: u8, subject: &str, state: TicketState) -> TicketSummary {
    TicketSummary {
        id: TicketId::from_random([n; 16]),
        reference: format!("T-{n}"),
        subject: subject.into(),
        system: SystemCard {
            id: SystemId("sys_1".into()),
            name: "Minh Long Ceramics".into(),
            time_zone: "Asia/Ho_Chi_Minh".into(),
        },
        reporter: Person {
            id: "1".into(),
            login: "lan".into(),
            name: "Lan Tran".into(),
            email: String::new(),
            lang: Lang::Vi,
        },
        severity: Severity::Normal,
        impact: Impact::Hindered,
        state,
        received_at: at(0),
        updated_at: at(0),
        clocks: vec![Clock::start(
            ClockKind::Answer,
            at(0),
            Due {
                at: at(48),
                hours: 48,
                counted: Counted::Elapsed,
                clause: "3.1a".into(),
            },
        )],
        channel: Channel::Widget,
        assignee: None,
        incident: None,
        awaits: Vec::new(),
        unread: 0,
        access: false,
    }
}

/// Nothing is promised any more for what is over.
fn over(mut ticket: TicketSummary) -> TicketSummary {
    ticket.clocks.clear();
    ticket
}

fn queue() -> Queue {
    let mut queue = Queue::default();
    queue.replace(vec![
        ticket(3, "Không xác nhận được BÁO GIÁ", TicketState::Open),
        ticket(
            1,
            "Stock is wrong",
            TicketState::AwaitingReporter { since: at(1) },
        ),
        ticket(2, "Invoice is empty", TicketState::Open),
        over(ticket(4, "Old", TicketState::Closed { at: at(2) })),
    ]);
    queue
}

fn references(queue: &Queue) -> Vec<String> {
    queue.shown().into_iter().map(|t| t.reference).collect()
}

#[test]
fn filters_keep_the_order_of_the_desk() {
    let mut queue = queue();
    assert_eq!(references(&queue), ["T-3", "T-2"]);
    queue.filter_by(Filter::Waiting);
    assert_eq!(references(&queue), ["T-1"]);
    queue.filter_by(Filter::All);
    assert_eq!(references(&queue), ["T-3", "T-1", "T-2", "T-4"]);
    assert_eq!(Filter::ALL.map(|f| queue.count(f)), [0, 2, 1, 4]);
}

#[test]
fn mine_are_those_i_took_until_they_are_over() {
    let me = AgentCard {
        id: AgentId("agt_me".into()),
        name: "Linh Do".into(),
        email: "linh@desk.example".into(),
    };
    let colleague = AgentCard {
        id: AgentId("agt_other".into()),
        ..me.clone()
    };
    let taken = |n, by: &AgentCard, state| TicketSummary {
        assignee: Some(by.clone()),
        ..ticket(n, "", state)
    };
    let mut queue = Queue::default();
    queue.replace(vec![
        taken(1, &me, TicketState::AwaitingReporter { since: at(1) }),
        taken(2, &colleague, TicketState::Open),
        ticket(3, "", TicketState::Open),
        taken(4, &me, TicketState::Closed { at: at(2) }),
    ]);
    queue.filter_by(Filter::Mine);
    assert!(references(&queue).is_empty(), "nobody knows yet who I am");
    queue.belong_to(&me.id);
    assert_eq!(references(&queue), ["T-1"]);
}

#[test]
fn every_word_must_be_found_somewhere() {
    let mut queue = queue();
    queue.search_for("minh báo");
    assert_eq!(references(&queue), ["T-3"]);
    assert!(queue.searching());
    queue.search_for("minh nothing");
    assert!(references(&queue).is_empty());
    queue.search_for("  ");
    assert!(!queue.searching());
}

#[test]
fn steps_stop_at_both_ends() {
    let queue = queue();
    let [first, second] = [3, 2].map(|n| TicketId::from_random([n; 16]));
    assert_eq!(queue.step(None, 1).as_ref(), Some(&first));
    assert_eq!(queue.step(Some(&first), 1).as_ref(), Some(&second));
    assert_eq!(queue.step(Some(&second), 1).as_ref(), Some(&second));
    assert_eq!(queue.step(Some(&first), -1).as_ref(), Some(&first));
    assert_eq!(Queue::default().step(None, 1), None);
}

#[test]
fn what_is_owed_and_not_kept_is_late() {
    let mut queue = queue();
    assert_eq!(queue.late(at(48)), 0);
    assert_eq!(queue.late(at(49)), 3);
    let mut answered = ticket(3, "", TicketState::Open);
    answered.clocks[0].stopped_at = Some(at(60));
    queue.replace(vec![answered]);
    assert_eq!(queue.late(at(70)), 0);
}
