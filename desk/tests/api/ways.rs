//! `/api/agent/tickets/{id}/way`: clause 3.3b.

use axum::http::StatusCode;
use deskside_protocol::api::{AgentTicketView, ChooseWay, RotationView, TicketView};
use deskside_protocol::audit::Step;
use deskside_protocol::ids::TicketId;
use deskside_protocol::problem::Code;
use deskside_protocol::rotation::Why;
use deskside_protocol::ticket::{Happened, Way};

use super::agent_tickets::steps;
use crate::support::{Caller as _, Stage};

fn path(id: &TicketId) -> String {
    format!("/api/agent/tickets/{id}/way")
}

fn choose(way: Way, login: Option<&str>) -> ChooseWay {
    ChooseWay {
        way,
        why: "To see it as she sees it".into(),
        login: login.map(str::to_owned),
    }
}

#[tokio::test]
async fn clause_3_3b_the_customers_own_account_opens_a_duty_to_change_it() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    for login in [None, Some(" ")] {
        linh.post(&path(&id), &choose(Way::OwnAccount, login))
            .await
            .refused(Code::FieldEmpty);
    }
    assert_eq!(stage.count("rotations").await, 0);
    let view: AgentTicketView = linh
        .post(&path(&id), &choose(Way::OwnAccount, Some("lan")))
        .await
        .json(StatusCode::OK);
    let way = view.ticket.way.unwrap();
    assert_eq!((way.way, way.by.as_str()), (Way::OwnAccount, "linh"));
    let duties: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert_eq!(
        (duties[0].login.as_str(), duties[0].why),
        ("lan", Why::OwnAccount)
    );
    assert_eq!(steps(&stage).await, vec![Step::RotationOpened]);
    // Another way afterwards does not undo what was shared.
    linh.post(&path(&id), &choose(Way::None, None))
        .await
        .expect(StatusCode::OK);
    let seen: TicketView = lan
        .get(&format!("/api/tickets/{id}"))
        .await
        .json(StatusCode::OK);
    assert_eq!(seen.way.unwrap().way, Way::None);
    let ways: Vec<&str> = seen
        .timeline
        .iter()
        .filter(|moment| moment.what == Happened::WayChosen)
        .map(|moment| moment.detail["way"].as_str())
        .collect();
    assert_eq!(ways, ["own_account", "none"]);
    assert_eq!(stage.count("rotations").await, 1);
    // Reminding begins with the end, as for every shared credential.
    for step in ["resolve", "close"] {
        linh.takes(&id, step).await.expect(StatusCode::OK);
    }
    let duties: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    assert!(duties[0].due_from.is_some());
}

#[tokio::test]
async fn clause_3_3b_asking_for_access_chooses_the_support_account_by_itself() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    assert_eq!(linh.sees(&id).await.ticket.way, None);
    let grant = linh.asks(&id).await;
    let way = linh.sees(&id).await.ticket.way.unwrap();
    assert_eq!((way.way, way.why), (Way::SupportAccount, grant.reason));
}

#[tokio::test]
async fn a_way_needs_a_reason_an_unclosed_ticket_and_a_login_only_where_one_is_used() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let silent = ChooseWay {
        why: String::new(),
        ..choose(Way::None, None)
    };
    linh.post(&path(&id), &silent)
        .await
        .refused(Code::FieldEmpty);
    linh.post(&path(&id), &choose(Way::SupportAccount, Some("lan")))
        .await
        .refused(Code::FieldInvalid);
    lan.post(&path(&id), &choose(Way::None, None))
        .await
        .refused(Code::Forbidden);
    // What was done is said afterwards too, while anybody may write.
    linh.takes(&id, "resolve").await.expect(StatusCode::OK);
    linh.post(&path(&id), &choose(Way::OwnAccount, Some("lan")))
        .await
        .expect(StatusCode::OK);
    assert_eq!(stage.count("rotations").await, 1);
    linh.takes(&id, "close").await.expect(StatusCode::OK);
    linh.post(&path(&id), &choose(Way::OwnAccount, Some("minh")))
        .await
        .refused(Code::WrongState);
    assert_eq!(stage.count("rotations").await, 1);
}
