//! What a support account can and can never do: every way into the ERP is walked.

use deskside_demo_host::erp::rights::Object;
use deskside_demo_host::erp::routes::{Kind, Need, ROUTES};
use deskside_protocol::host::HostEvent;
use reqwest::Method;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn every_way_that_support_may_never_go_is_shut() {
    let stage = Stage::open().await;
    let grant = stage
        .granted_with(1, "minutes=60&scopes=sales.read&scopes=sales.write")
        .await;
    let support = stage.enter(&grant, "a").await;
    let before = stage.count("SELECT COUNT(*) FROM users").await;
    let mut walked = 0;
    for route in ROUTES {
        let Need::On(object, _) = route.need else {
            continue;
        };
        if !Object::NEVER_SUPPORT.contains(&object) {
            continue;
        }
        let path = route
            .path
            .replace("{id}", "1")
            .replace("{grant}", grant.as_str());
        let answer = match (route.method, route.kind) {
            ("GET", _) => support.get(&path).await,
            (_, Kind::Contract) => support.call(Method::POST, &path, &json!({})).await,
            _ => {
                support
                    .submit(&path, &[("role", "administrator"), ("new", "hunter22x")])
                    .await
            }
        };
        assert_eq!(answer.status, 403, "{} {}", route.method, route.path);
        if route.kind == Kind::Contract {
            assert_eq!(answer.code(), "forbidden");
        }
        walked += 1;
    }
    assert!(walked >= 20, "{walked}");
    assert_eq!(stage.count("SELECT COUNT(*) FROM users").await, before);
    let support_roles = "SELECT COUNT(*) FROM user_roles JOIN users ON id = user_id WHERE support_grant IS NOT NULL";
    assert_eq!(stage.count(support_roles).await, 0);
}

#[tokio::test]
async fn scopes_open_what_they_say() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let support = stage.enter(&grant, "a").await;
    for (path, wanted) in [
        ("/", 200),
        ("/quotations", 200),
        ("/quotations/42", 200),
        ("/api/quotations", 200),
        ("/contacts", 200),
        ("/reports/margin", 200),
        ("/invoices", 403),
        ("/api/invoices", 403),
        ("/moves", 403),
        ("/export/quotations.csv", 403),
        ("/users", 403),
        ("/settings", 403),
        ("/profile", 403),
    ] {
        assert_eq!(support.get(path).await.status, wanted, "{path}");
    }
    let page = support.get("/quotations/50").await;
    assert!(!page.text.contains("id=\"confirm\"") && !page.text.contains("deskside.js"));
    assert!(
        page.text
            .contains("Support session: Linh Do, request T-101, until ")
    );
    assert!(page.text.contains("Every page is recorded."));
    let write = support
        .submit("/quotations/50/note", &[("note", "x")])
        .await;
    assert_eq!(write.status, 403);
    let confirm = support
        .call(Method::POST, "/api/quotations/50/confirm", &json!({}))
        .await;
    assert_eq!(confirm.status, 403);
}

#[tokio::test]
async fn a_grant_to_change_sales_changes_sales() {
    let stage = Stage::open().await;
    let grant = stage.granted_with(1, "minutes=60&scopes=sales.write").await;
    let support = stage.enter(&grant, "a").await;
    let write = support
        .submit("/quotations/50/note", &[("note", "Đã kiểm tra")])
        .await;
    assert_eq!(write.status, 303);
    assert_eq!(support.get("/invoices").await.status, 403);
}

#[tokio::test]
async fn administrators_see_who_is_in_and_where() {
    let stage = Stage::open().await;
    let grant = stage.granted(1).await;
    let (hoa, lan) = (stage.sign_in("hoa").await, stage.sign_in("lan").await);
    assert!(
        !hoa.get("/contacts")
            .await
            .text
            .contains("is in your system")
    );
    let support = stage.enter(&grant, "a").await;
    support.get("/quotations/42").await;
    support.get("/invoices").await;
    let page = hoa.get("/contacts").await;
    assert!(
        page.text
            .contains("Linh Do of Viindoo support is in your system — since ")
    );
    assert!(page.text.contains("last on Quotations S00042"));
    assert!(page.text.contains("due=\"\""));
    assert!(
        !lan.get("/contacts")
            .await
            .text
            .contains("is in your system")
    );
    let grants = hoa.get("/deskside/grants").await.json();
    assert_eq!(grants[0]["screen"]["vi"], "Báo giá S00042");
    assert_eq!(grants[0]["sign_ins"].as_array().unwrap().len(), 1);
    let log = hoa.get(&format!("/settings/access/{grant}")).await;
    assert!(log.text.contains("GET /quotations/42") && log.text.contains("GET /invoices"));
    assert!(log.text.contains("refused"));
    stage
        .desk_hears(|event| matches!(event, HostEvent::GrantEntered { .. }))
        .await;
    stage
        .desk_hears(|event| {
            matches!(event, HostEvent::GrantSeen { screen: Some(name), .. } if name == "Quotations S00042")
        })
        .await;
}

impl Stage {
    /// Waits until the desk was told something.
    pub(crate) async fn desk_hears(&self, what: impl Fn(&HostEvent) -> bool) -> HostEvent {
        for _ in 0..250 {
            if let Some(event) = self.desk.heard().into_iter().find(|event| what(event)) {
                return event;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the desk heard only {:?}", self.desk.heard());
    }
}
