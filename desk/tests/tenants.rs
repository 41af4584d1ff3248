//! Tenants never meet (trust rule 9): every call with the ids of another system finds nothing.

use axum::http::StatusCode;
use deskside_protocol::api::{
    AnswerOffer, AttachmentView, Evidence, GrantView, NewChoice, NewSettlement, RotationView,
    TicketSummary,
};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::{Choice, Money, SharedCredential};

use crate::support::{Caller as _, Stage, message, new_ticket};

#[tokio::test]
async fn attack_every_call_with_the_ids_of_another_system() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let linh = stage.agent("linh").await;
    let lan = one.reporter("lan").await;
    let upload = "/api/uploads/0191d2a0-1111-7222-8333-944445555666?name=a.png";
    let file: AttachmentView = lan
        .put(upload, "image/png", b"secret".to_vec())
        .await
        .json(StatusCode::CREATED);
    let mut new = new_ticket("Minh Long's trouble");
    new.attachments = vec![file.id.clone()];
    // The intruders have a sign-in of the very same name in their own system.
    new.shared = Some(SharedCredential {
        login: "lan".into(),
    });
    let ticket = lan.files_all(&new).await.summary.id;
    let grant = linh.asks(&ticket).await.id;
    let rotations: Vec<RotationView> = lan.get("/api/rotations").await.json(StatusCode::OK);
    let rotation = rotations[0].id.clone();

    for intruder in [two.reporter("lan").await, two.approver("hoa").await] {
        for path in [
            format!("/api/tickets/{ticket}"),
            format!("/api/attachments/{}", file.id),
        ] {
            intruder.get(&path).await.refused(Code::NotFound);
        }
        intruder
            .post(
                &format!("/api/tickets/{ticket}/messages"),
                &message("Hello"),
            )
            .await
            .refused(Code::NotFound);
        intruder
            .post(&format!("/api/tickets/{ticket}/reopen"), &())
            .await
            .refused(Code::NotFound);
        let (choice, agreed) = (Choice::ThirdParty, true);
        let offer = AnswerOffer {
            agreed,
            words: String::new(),
        };
        let papers = NewSettlement {
            amount: Money {
                amount: "5".into(),
                currency: "VND".into(),
            },
            words: "Ours".into(),
            documents: vec![file.id.clone()],
        };
        let refusal = match intruder.opened.approver {
            true => Code::NotFound,
            false => Code::NotAnApprover,
        };
        let to = |what: &str| format!("/api/tickets/{ticket}/{what}");
        for reply in [
            intruder.post(&to("choice"), &NewChoice { choice }).await,
            intruder.post(&to("offer"), &offer).await,
            intruder.post(&to("settlement"), &papers).await,
        ] {
            reply.refused(refusal);
        }
        let evidence = Evidence {
            evidence: "a.b.c".into(),
        };
        intruder
            .post(&format!("/api/rotations/{rotation}/evidence"), &evidence)
            .await
            .refused(Code::NotFound);
        let mut steal = new_ticket("Mine");
        steal.attachments = vec![file.id.clone()];
        intruder
            .post("/api/tickets", &steal)
            .await
            .refused(Code::FieldInvalid);
        let tickets: Vec<TicketSummary> = intruder.get("/api/tickets").await.json(StatusCode::OK);
        let grants: Vec<GrantView> = intruder.get("/api/grants").await.json(StatusCode::OK);
        let duties: Vec<RotationView> = intruder.get("/api/rotations").await.json(StatusCode::OK);
        assert!(tickets.is_empty() && grants.is_empty() && duties.is_empty());
    }
    let intruder = two.approver("hoa").await;
    intruder
        .get(&format!("/api/grants/{grant}/audit"))
        .await
        .refused(Code::NotFound);
    intruder
        .get(&format!("/api/grants/{grant}/request"))
        .await
        .refused(Code::NotFound);
    intruder
        .post(&format!("/api/grants/{grant}/deny"), &())
        .await
        .refused(Code::NotFound);
    assert_eq!(stage.count("messages").await, 0);
    assert_eq!(linh.sees(&ticket).await.grants.len(), 1);
}

/// Every table carries the system in its key, but for those that stand above systems.
#[tokio::test]
async fn the_systems_id_is_in_every_key() {
    let stage = Stage::new().await;
    let tables: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'
         AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(stage.desk.store.read())
    .await
    .unwrap();
    // The vendor's staff and policies serve all systems; sessions and passes are found by a secret's hash;
    // of a mail that comes nobody knows yet whose it is.
    let above = [
        "systems",
        "agents",
        "policies",
        "agent_sessions",
        "reporter_sessions",
        "live_passes",
        "mails_in",
        "inbox",
    ];
    let mut checked = 0;
    for (name, sql) in tables {
        if !above.contains(&name.as_str()) {
            assert!(sql.contains("PRIMARY KEY (system, "), "{name}");
            checked += 1;
        }
    }
    assert!(checked >= 10);
}
