//! `/api/uploads` and `/api/attachments`.

use axum::http::StatusCode;
use deskside_protocol::api::{AttachmentView, MessageView, NewMessage, TicketView};
use deskside_protocol::audit::Step;
use deskside_protocol::ids::{SystemId, TicketId};
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::MAX_FILE;

use super::agent_tickets::steps;
use crate::support::{Agent, Caller as _, Reply, Seat, Stage, message, new_ticket};

const UUID: &str = "0191d2a0-1111-7222-8333-944445555666";

async fn upload(seat: &Seat, uuid: &str, name: &str, body: &[u8]) -> Reply {
    let path = format!("/api/uploads/{uuid}?name={name}");
    seat.put(&path, "image/png", body.to_vec()).await
}

/// A file of somebody's, with its name as content; numbered, because each is a file of its own.
pub(super) async fn file_of(seat: &Seat, number: u8, name: &str) -> AttachmentView {
    let uuid = format!("0191d2a0-1111-7222-8333-9444455556{number:02x}");
    upload(seat, &uuid, name, name.as_bytes())
        .await
        .json(StatusCode::CREATED)
}

async fn agents_upload(agent: &Agent, system: &SystemId, name: &str, body: &[u8]) -> Reply {
    let path = format!("/api/agent/uploads/{UUID}?name={name}&system={system}");
    agent.put(&path, "text/html", body.to_vec()).await
}

fn with_file(text: &str, file: &AttachmentView) -> NewMessage {
    NewMessage {
        attachments: vec![file.id.clone()],
        ..message(text)
    }
}

#[tokio::test]
async fn an_agents_file_goes_with_an_answer_and_no_browser_runs_it() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let id = lan.files("It fails").await.summary.id;
    let body = b"<script>alert(1)</script>";
    let file: AttachmentView = agents_upload(&linh, &host.system, "how.html", body)
        .await
        .json(StatusCode::CREATED);
    let again: AttachmentView = agents_upload(&linh, &host.system, "how.html", body)
        .await
        .json(StatusCode::OK);
    assert_eq!(file, again);
    agents_upload(&linh, &host.system, "how.html", b"other")
        .await
        .refused(Code::IdempotencyConflict);
    let mine = format!("/api/attachments/{}", file.id);
    lan.get(&mine).await.refused(Code::NotFound);
    let messages = format!("/api/agent/tickets/{id}/messages");
    let said: MessageView = linh
        .post(&messages, &with_file("See here", &file))
        .await
        .json(StatusCode::CREATED);
    assert_eq!(said.attachments, vec![file.clone()]);
    let reply = lan.get(&mine).await.expect(StatusCode::OK);
    assert_eq!(reply.body, body);
    let header = |name: &str| reply.headers[name].to_str().unwrap();
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    // What the vendor sent itself is nobody's privacy.
    linh.get(&format!("/api/agent/attachments/{}", file.id))
        .await
        .expect(StatusCode::OK);
    assert_eq!(steps(&stage).await, vec![]);
}

#[tokio::test]
async fn agents_files_have_the_limits_of_everybody() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let linh = stage.agent("linh").await;
    let large = vec![0; usize::try_from(MAX_FILE).unwrap() + 1];
    agents_upload(&linh, &host.system, "large.bin", &large)
        .await
        .refused(Code::TooLarge);
    agents_upload(&linh, &host.system, "empty.bin", b"")
        .await
        .refused(Code::FieldEmpty);
    agents_upload(&linh, &SystemId("sys_none".into()), "a.png", b"x")
        .await
        .refused(Code::NotFound);
    assert_eq!(stage.count("attachments").await, 0);
}

#[tokio::test]
async fn attack_agents_files_across_systems_and_senders() {
    let stage = Stage::new().await;
    let (one, two) = (
        stage.system("Minh Long").await,
        stage.system("Sao Viet").await,
    );
    let (lan, mai) = (one.reporter("lan").await, two.reporter("mai").await);
    let (linh, nam) = (stage.agent("linh").await, stage.agent("nam").await);
    let id = lan.files("Lan's").await.summary.id;
    let other = mai.files("Mai's").await.summary.id;
    let file: AttachmentView = agents_upload(&linh, &one.system, "a.png", b"x")
        .await
        .json(StatusCode::CREATED);
    let answer = with_file("See here", &file);
    let to = |id: &TicketId| format!("/api/agent/tickets/{id}/messages");
    // Not to a ticket of another system, not by another agent, not by a reporter.
    linh.post(&to(&other), &answer)
        .await
        .refused(Code::FieldInvalid);
    nam.post(&to(&id), &answer)
        .await
        .refused(Code::FieldInvalid);
    lan.post(&format!("/api/tickets/{id}/messages"), &answer)
        .await
        .refused(Code::FieldInvalid);
    // Nor by somebody whom the host calls by the agent's name.
    let mut claims = one.claims("linh", false);
    claims.person.id = stage.agent_id("linh").await;
    let impostor = one.signs_in(&claims).await;
    let mut new = new_ticket("Mine now");
    new.attachments = vec![file.id.clone()];
    impostor
        .post("/api/tickets", &new)
        .await
        .refused(Code::FieldInvalid);
    impostor
        .get(&format!("/api/attachments/{}", file.id))
        .await
        .refused(Code::NotFound);
    // Nor does an agent take along what a reporter has not sent yet.
    let waiting = file_of(&lan, 7, "b.png").await;
    linh.post(&to(&id), &with_file("Look", &waiting))
        .await
        .refused(Code::FieldInvalid);
    lan.put(
        &format!("/api/agent/uploads/{UUID}?name=a.png&system={}", one.system),
        "image/png",
        b"x".to_vec(),
    )
    .await
    .refused(Code::Forbidden);
    assert_eq!(stage.count("messages").await, 0);
    linh.post(&to(&id), &answer)
        .await
        .expect(StatusCode::CREATED);
    linh.post(&to(&id), &answer)
        .await
        .refused(Code::FieldInvalid);
}

#[tokio::test]
async fn a_file_goes_with_a_ticket_and_is_handed_out_so_that_no_browser_runs_it() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, linh) = (host.reporter("lan").await, stage.agent("linh").await);
    let file: AttachmentView = upload(&lan, UUID, "%E1%BA%A3nh..%2F..%2Fm%C3%A0n.png", b"\x89PNG")
        .await
        .json(StatusCode::CREATED);
    assert_eq!((file.name.as_str(), file.size), ("màn.png", 4));
    let mut new = new_ticket("See the picture");
    new.attachments = vec![file.id.clone()];
    let ticket: TicketView = lan.files_all(&new).await;
    assert_eq!(ticket.attachments, vec![file.clone()]);
    let path = format!("/api/attachments/{}", file.id);
    let reply = lan.get(&path).await.expect(StatusCode::OK);
    assert_eq!(reply.body, b"\x89PNG");
    let header = |name: &str| reply.headers[name].to_str().unwrap();
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''m%C3%A0n.png"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(
        header("content-security-policy"),
        "default-src 'none'; sandbox"
    );
    let path = format!("/api/agent/attachments/{}", file.id);
    linh.get(&path).await.expect(StatusCode::OK);
    assert_eq!(steps(&stage).await, vec![Step::AttachmentSeen]);
}

#[tokio::test]
async fn the_same_upload_again_changes_nothing_and_another_is_a_conflict() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    let first: AttachmentView = upload(&lan, UUID, "a.png", b"one")
        .await
        .json(StatusCode::CREATED);
    let again: AttachmentView = upload(&lan, UUID, "a.png", b"one")
        .await
        .json(StatusCode::OK);
    assert_eq!(first, again);
    upload(&lan, UUID, "a.png", b"two")
        .await
        .refused(Code::IdempotencyConflict);
    // The same UUID of somebody else is another file.
    let minh = host.reporter("minh").await;
    let other: AttachmentView = upload(&minh, UUID, "a.png", b"two")
        .await
        .json(StatusCode::CREATED);
    assert_ne!(first.id, other.id);
}

#[tokio::test]
async fn what_is_too_large_empty_or_badly_named_is_refused_and_leaves_nothing() {
    let stage = Stage::new().await;
    let lan = stage.system("Minh Long").await.reporter("lan").await;
    let large = vec![0; usize::try_from(MAX_FILE).unwrap() + 1];
    upload(&lan, UUID, "large.bin", &large)
        .await
        .refused(Code::TooLarge);
    upload(&lan, UUID, "empty.bin", b"")
        .await
        .refused(Code::FieldEmpty);
    upload(&lan, "no-uuid", "a.png", b"x")
        .await
        .refused(Code::BadRequest);
    upload(&lan, UUID, "%00", b"x")
        .await
        .refused(Code::FieldEmpty);
    assert_eq!(stage.count("attachments").await, 0);
    let left = walk(&stage.desk.settings.data.join("files"));
    assert_eq!(left, 0, "no half files stay behind");
}

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn attack_taking_a_colleagues_file_along() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let (lan, minh) = (host.reporter("lan").await, host.reporter("minh").await);
    let file: AttachmentView = upload(&lan, UUID, "a.png", b"x")
        .await
        .json(StatusCode::CREATED);
    let mut new = new_ticket("Mine now");
    new.attachments = vec![file.id.clone()];
    minh.post("/api/tickets", &new)
        .await
        .refused(Code::FieldInvalid);
    minh.get(&format!("/api/attachments/{}", file.id))
        .await
        .refused(Code::NotFound);
    // An agent does not see it either before it was sent.
    stage
        .agent("linh")
        .await
        .get(&format!("/api/agent/attachments/{}", file.id))
        .await
        .refused(Code::NotFound);
    lan.files_all(&new).await;
    lan.post("/api/tickets", &new)
        .await
        .refused(Code::FieldInvalid);
}

#[tokio::test]
async fn a_file_goes_with_a_message() {
    let stage = Stage::new().await;
    let host = stage.system("Minh Long").await;
    let lan = host.reporter("lan").await;
    let id = lan.files("It fails").await.summary.id;
    let file: AttachmentView = upload(&lan, UUID, "a.png", b"x")
        .await
        .json(StatusCode::CREATED);
    let mut new = message("See here");
    new.attachments = vec![file.id.clone()];
    lan.post(&format!("/api/tickets/{id}/messages"), &new)
        .await
        .expect(StatusCode::CREATED);
    let ticket: TicketView = lan
        .get(&format!("/api/tickets/{id}"))
        .await
        .json(StatusCode::OK);
    assert_eq!(ticket.messages[0].attachments, vec![file]);
    assert!(ticket.attachments.is_empty());
}
