//! The confirm page: what it shows is what is approved.

use deskside_protocol::host::HostEvent;
use reqwest::{Method, StatusCode};

use crate::stage::Stage;

#[tokio::test]
async fn an_approver_reads_narrows_proves_and_approves() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    let taken = hoa.deliver(&stage.desk.sign(&request)).await;
    assert_eq!(taken.status, StatusCode::CREATED);
    let path = taken.json()["confirm"].as_str().unwrap().to_owned();
    assert_eq!(path, format!("/deskside/confirm/{}", request.grant));
    assert!(hoa.get("/").await.text.contains("due=\"access:1\""));
    let again = hoa.deliver(&stage.desk.sign(&request)).await;
    assert_eq!(again.status, StatusCode::CREATED);

    let page = hoa
        .get(&format!("{path}?minutes=60&scopes=sales.read"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "<h1>Give Linh Do of Viindoo support access to Sales (look only) until ",
        "linh@desk.example",
        "T-101",
        "in 1 hour",
        "Asia/Ho_Chi_Minh",
        "Give access until ",
        // Texts from people are text.
        "See why &#60;b&#62;S00042&#60;/b&#62; cannot be confirmed",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains("<script") && !page.text.contains(&stage.desk.url));

    let wrong = hoa.approve(&request.grant, &page, "demo-lan").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.field("minutes"), "60");
    assert_eq!(stage.count("SELECT COUNT(*) FROM grants").await, 0);

    let done = hoa.approve(&request.grant, &wrong, "demo-hoa").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let outcome = hoa.get(done.header("location")).await;
    assert!(outcome.text.contains("Linh Do may enter until"));
    let passwords =
        "SELECT COUNT(*) FROM users WHERE support_grant IS NOT NULL AND password_hash IS NULL";
    assert_eq!(stage.count(passwords).await, 1);

    stage.house().outbox.notify_one();
    let approval = loop {
        let found = stage
            .desk
            .heard()
            .into_iter()
            .find_map(|event| match event {
                HostEvent::GrantApproved { approval } => Some(approval),
                _ => None,
            });
        match found {
            Some(approval) => break approval,
            None => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    };
    assert_eq!(approval.scopes, ["sales.read"]);
    assert_eq!(approval.by.login, "hoa");
    assert!(approval.account.starts_with("support-"));
    let minutes = (approval.until - approval.from).num_seconds();
    assert!((3540..=3600).contains(&minutes), "{minutes}");
}

#[tokio::test]
async fn nothing_is_preselected_beyond_the_narrowest() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    assert!(page.text.contains("Sales (look only) until"));
    assert_eq!(page.field("minutes"), "60");
}

#[tokio::test]
async fn the_page_speaks_vietnamese() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    hoa.submit("/language", &[("lang", "vi"), ("back", "/")])
        .await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let page = hoa
        .get(&format!("/deskside/confirm/{}", request.grant))
        .await;
    assert!(
        page.text
            .contains("Cho Linh Do của bộ phận hỗ trợ Viindoo truy cập")
    );
}

#[tokio::test]
async fn denying_needs_no_password_and_no_reason() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    let page = hoa.get(&path).await;
    let denied = hoa.submit(&path, &[("decision", "deny")]).await;
    assert_eq!(denied.status, StatusCode::SEE_OTHER);
    let late = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(stage.count("SELECT COUNT(*) FROM grants").await, 0);
}

#[tokio::test]
async fn looking_consumes_nothing() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    let request = stage.request(1).await;
    hoa.deliver(&stage.desk.sign(&request)).await;
    let path = format!("/deskside/confirm/{}", request.grant);
    for _ in 0..3 {
        let head = hoa.ask(Method::HEAD, &path).send().await.unwrap();
        assert_eq!(head.status(), StatusCode::OK);
    }
    assert_eq!(stage.count("SELECT COUNT(*) FROM shown").await, 0);
    let page = hoa.get(&path).await;
    assert_eq!(hoa.get(&path).await.status, StatusCode::OK);
    let done = hoa.approve(&request.grant, &page, "demo-hoa").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}
