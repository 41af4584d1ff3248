//! `/api/uploads` and `/api/attachments`.

use axum::http::StatusCode;
use deskside_protocol::api::{AttachmentView, TicketView};
use deskside_protocol::audit::Step;
use deskside_protocol::problem::Code;
use deskside_protocol::ticket::MAX_FILE;

use super::agent_tickets::steps;
use crate::support::{Caller as _, Reply, Seat, Stage, message, new_ticket};

const UUID: &str = "0191d2a0-1111-7222-8333-944445555666";

async fn upload(seat: &Seat, uuid: &str, name: &str, body: &[u8]) -> Reply {
    let path = format!("/api/uploads/{uuid}?name={name}");
    seat.put(&path, "image/png", body.to_vec()).await
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
