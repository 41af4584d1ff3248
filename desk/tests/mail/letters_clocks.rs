//! Letters to the staff about clocks, in every language.

use chrono::TimeDelta;
use deskside_desk::mail::{Recipient, letters};
use deskside_desk::ticket::Ticket;
use deskside_protocol::identity::Lang;
use deskside_protocol::ticket::{Clock, Stop};

use super::fixtures::{agent, shown, system, ticket};
use crate::support::Stage;

#[tokio::test]
async fn every_letter_about_a_clock_in_every_language() {
    let stage = Stage::new().await;
    let (desk, system, ticket, agent) = (&stage.desk, system(), ticket(&stage), agent());
    let running = &ticket.clocks[0];
    let ended_late = Clock {
        stopped_at: Some(running.due.at + TimeDelta::hours(1)),
        stop: Some(Stop::Kept),
        ..running.clone()
    };
    let taken = Ticket {
        assignee: Some(agent.clone()),
        ..ticket.clone()
    };
    for lang in [Lang::En, Lang::Vi] {
        let linh = Recipient {
            lang,
            ..Recipient::from(&agent)
        };
        let written = [
            (
                "clock_warned",
                letters::clock_warned(desk, &linh, &ticket, &system, running),
            ),
            (
                "clock_breached",
                letters::clock_breached(desk, &linh, &taken, &system, running),
            ),
            (
                "clock_ended_late",
                letters::clock_breached(desk, &linh, &taken, &system, &ended_late),
            ),
            (
                "assigned",
                letters::assigned(desk, &linh, &ticket, &system, &agent),
            ),
        ];
        for (name, letter) in written {
            let shown = shown(&letter);
            assert!(!shown.contains("mail.") && !shown.contains('{'), "{shown}");
            insta::assert_snapshot!(format!("{name}.{}", lang.tag()), shown);
        }
    }
}
