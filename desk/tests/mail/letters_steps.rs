//! Letters about what agents and those who decide for the customer decide on a ticket, in every
//! language.

use chrono::TimeDelta;
use deskside_desk::mail::{Recipient, letters};
use deskside_desk::ticket::Ticket;
use deskside_protocol::api::AttachmentView;
use deskside_protocol::identity::Lang;
use deskside_protocol::ids::AttachmentId;
use deskside_protocol::policy::{Because, Cause, Channel, Cover, Verdict};
use deskside_protocol::ticket::{
    Choice, Money, Offer, OfferAnswer, Plan, Settlement, SettlementState,
};

use super::fixtures::{agent, received_at, shown, system, ticket, to};
use crate::support::Stage;

fn money(amount: &str) -> Money {
    Money {
        amount: amount.into(),
        currency: "VND".into(),
    }
}

fn ruled(ticket: &Ticket, cover: Cover, clause: &str, cause: Cause, why: &str) -> Ticket {
    let because = Because::AgentRuled {
        cause: Some(cause),
        why: why.into(),
    };
    Ticket {
        verdict: Verdict {
            cover,
            clause: clause.into(),
            because: vec![because],
            ruled: true,
        },
        ..ticket.clone()
    }
}

fn plan() -> Plan {
    Plan {
        explanation: "The error lies in a library.\nIts maker mends it this week.".into(),
        proposal: "We release 17.2 with the mended library.".into(),
        eta: received_at() + TimeDelta::days(7),
        at: received_at(),
        by: "Linh Do".into(),
        chosen: None,
        settlement: None,
    }
}

fn chosen(choice: Choice) -> Plan {
    let mut plan = plan();
    plan.choose(choice, "Hoa Nguyen".into(), received_at())
        .unwrap();
    plan
}

fn papers(state: SettlementState) -> Settlement {
    Settlement {
        amount: Some(money("12500000.50")),
        words: "Sao Viet mended the report.".into(),
        documents: vec![AttachmentView {
            id: AttachmentId("att_1".into()),
            name: "hoa-don-0042.pdf".into(),
            media_type: "application/pdf".into(),
            size: 4,
        }],
        state,
    }
}

fn offer(agreed: Option<bool>) -> Offer {
    Offer {
        text: "A report of sales by province, made for you.".into(),
        price: money("4000000"),
        ready_at: received_at() + TimeDelta::days(14),
        at: received_at(),
        by: "Linh Do".into(),
        answer: agreed.map(|agreed| OfferAnswer {
            agreed,
            at: received_at(),
            by: "Hoa Nguyen".into(),
            words: if agreed { "Please begin." } else { "" }.into(),
        }),
    }
}

/// Compares a letter with what it was, under its name and language.
macro_rules! same {
    ($name:literal, $lang:expr, $letter:expr) => {
        insta::assert_snapshot!(format!("{}.{}", $name, $lang.tag()), shown(&$letter))
    };
}

#[tokio::test]
async fn letters_about_the_warranty() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let policy = stage.desk.rules.current();
    let (system, agent, ticket) = (system(), agent(), ticket(&stage));
    let call = Ticket {
        channel: Channel::Phone,
        ..ticket.clone()
    };
    let covered = ruled(
        &ticket,
        Cover::Covered,
        "1.1a",
        Cause::VendorError,
        "The total is rounded twice; the error is ours.",
    );
    let declined = ruled(
        &ticket,
        Cover::Excluded,
        "1.1b",
        Cause::UnassessedModule,
        "The module “fast_quote” changes this screen.\nPlease ask its maker.",
    );
    for lang in [Lang::En, Lang::Vi] {
        let lan = to("Lan Tran", lang);
        let courteous = texts.say(lang, "third_party.text", &[]);
        let (cause, excluded) = (Cause::ThirdParty, Cover::Excluded);
        let third = ruled(&ticket, excluded, "2.1", cause, &courteous);
        let letter = letters::received(texts, &lan, &call, &system, policy);
        same!("received_call", lang, letter);
        let letter = letters::ruled(texts, &lan, &covered, &system, &agent, policy);
        same!("ruled_covered", lang, letter);
        let letter = letters::declined(texts, &lan, &declined, &system, &agent, policy);
        same!("declined", lang, letter);
        let letter = letters::declined(texts, &lan, &third, &system, &agent, policy);
        same!("third_party", lang, letter);
    }
}

#[tokio::test]
async fn letters_about_a_plan_and_what_was_chosen() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let policy = stage.desk.rules.current();
    let (system, ticket) = (system(), ticket(&stage));
    for lang in [Lang::En, Lang::Vi] {
        let hoa = to("Hoa Nguyen", lang);
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent())
        };
        let letter = letters::planned(texts, &hoa, &ticket, &system, &plan(), policy);
        same!("planned", lang, letter);
        let follow = chosen(Choice::Follow);
        let letter = letters::chosen(texts, &hoa, &ticket, &system, &follow, policy);
        same!("chosen_follow", lang, letter);
        let third = chosen(Choice::ThirdParty);
        let letter = letters::chosen(texts, &hoa, &ticket, &system, &third, policy);
        same!("chosen_third_party", lang, letter);
        let letter = letters::chosen(texts, &linh, &ticket, &system, &third, policy);
        same!("chosen_third_party.agent", lang, letter);
    }
}

#[tokio::test]
async fn letters_about_a_settlement() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let policy = stage.desk.rules.current();
    let (system, ticket, at) = (system(), ticket(&stage), received_at());
    let states = [
        SettlementState::Submitted {
            at,
            by: "Hoa Nguyen".into(),
        },
        SettlementState::Returned {
            at,
            why: "The invoice names no tax number.".into(),
        },
        SettlementState::Accepted {
            at,
            by: "Linh Do".into(),
        },
        SettlementState::Settled {
            at,
            reference: "UNC-2026-117".into(),
        },
    ];
    for lang in [Lang::En, Lang::Vi] {
        let hoa = to("Hoa Nguyen", lang);
        for state in &states {
            let papers = papers(state.clone());
            let letter = letters::settlement(texts, &hoa, &ticket, &system, &papers, policy);
            let name = format!("settlement_{}.{}", state.as_str(), lang.tag());
            insta::assert_snapshot!(name, shown(&letter));
        }
    }
}

#[tokio::test]
async fn letters_about_an_offer() {
    let stage = Stage::new().await;
    let texts = &stage.desk.texts;
    let policy = stage.desk.rules.current();
    let (system, ticket) = (system(), ticket(&stage));
    for lang in [Lang::En, Lang::Vi] {
        let hoa = to("Hoa Nguyen", lang);
        let letter = letters::offered(texts, &hoa, &ticket, &system, &offer(None), policy);
        same!("offered", lang, letter);
        for (name, agreed) in [("offer_agreed", true), ("offer_refused", false)] {
            let offer = offer(Some(agreed));
            let letter = letters::offer_answered(texts, &hoa, &ticket, &system, &offer, policy);
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown(&letter));
        }
    }
}
