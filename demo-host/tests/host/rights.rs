//! Rights, enforced on every request: pages and JSON alike.

use reqwest::Method;
use serde_json::json;

use crate::stage::{Answer, SendForm, Stage};

const PATHS: [&str; 17] = [
    "/quotations",
    "/quotations/42",
    "/api/quotations",
    "/contacts",
    "/contacts/3",
    "/api/contacts",
    "/reports/margin",
    "/export/quotations.csv",
    "/invoices",
    "/invoices/7",
    "/api/invoices",
    "/export/invoices.csv",
    "/moves",
    "/api/moves",
    "/users",
    "/api/users",
    "/settings",
];

/// Which of the paths above each may open.
const MATRIX: [(&str, &str); 5] = [
    ("lan", "11111111000000000"),
    ("thu", "11111111111100000"),
    ("tuan", "11111111111100000"),
    ("minh", "00011100000011000"),
    ("hoa", "11111111111111111"),
];

#[tokio::test]
async fn each_role_opens_what_the_table_says_and_nothing_else() {
    let stage = Stage::open().await;
    for (login, row) in MATRIX {
        let person = stage.sign_in(login).await;
        for (path, allowed) in PATHS.into_iter().zip(row.chars()) {
            let answer = person.get(path).await;
            let wanted = if allowed == '1' { 200 } else { 403 };
            assert_eq!(answer.status, wanted, "{login} {path}");
            if wanted == 403 && path.starts_with("/api/") {
                assert_eq!(answer.code(), "forbidden");
            }
        }
    }
}

#[tokio::test]
async fn a_stranger_is_led_to_sign_in_and_json_says_401() {
    let stage = Stage::open().await;
    for path in PATHS {
        let answer = Answer::of(stage.http.get(stage.url(path))).await;
        if path.starts_with("/api/") {
            assert_eq!(answer.status, 401);
            assert_eq!(answer.code(), "unauthenticated");
        } else {
            assert_eq!(answer.status, 303);
            assert_eq!(answer.header("location"), format!("/signin?next={path}"));
        }
    }
    assert!(stage.sign_in_with("lan", "demo-hoa").await.is_none());
    assert!(stage.sign_in_with("nobody", "").await.is_none());
}

#[tokio::test]
async fn signing_in_never_leads_to_another_host() {
    let stage = Stage::open().await;
    for next in [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
    ] {
        let form = [("login", "lan"), ("password", "demo-lan"), ("next", next)];
        let answer = Answer::of(stage.http.post(stage.url("/signin")).form(&form)).await;
        assert_eq!(answer.header("location"), "/", "{next}");
    }
}

#[tokio::test]
async fn a_change_needs_the_token_and_our_own_origin() {
    let stage = Stage::open().await;
    let lan = stage.sign_in("lan").await;
    let path = "/quotations/50/note";
    let form = [("note", "x"), ("csrf", lan.csrf.as_str())];
    let foreign = lan
        .ask(Method::POST, path)
        .header("origin", "http://evil.example")
        .form(&form);
    assert_eq!(Answer::of(foreign).await.status, 403);
    let sibling = lan
        .ask(Method::POST, path)
        .header("sec-fetch-site", "same-site")
        .form(&form);
    assert_eq!(Answer::of(sibling).await.status, 403);
    let tokenless = lan
        .ask(Method::POST, path)
        .header("origin", &stage.app.public_url)
        .form(&[("note", "x")]);
    assert_eq!(Answer::of(tokenless).await.status, 403);
    assert_eq!(
        lan.submit(path, &[("note", "Giao chiều")]).await.status,
        303
    );
    assert!(lan.get("/quotations/50").await.text.contains("Giao chiều"));
    let unproven = lan.ask(Method::POST, "/deskside/identity").json(&json!({}));
    assert_eq!(Answer::of(unproven).await.status, 403);
}

#[tokio::test]
async fn pages_keep_to_themselves() {
    let stage = Stage::open().await;
    let lan = stage.sign_in("lan").await;
    let page = lan.get("/quotations").await;
    let desk = &stage.desk.url;
    let wanted = format!(
        "default-src 'self'; script-src 'self' {desk}; connect-src 'self' {desk}; \
         frame-src {desk}; style-src 'self'; img-src 'self' data:; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    assert_eq!(page.header("content-security-policy"), wanted);
    assert!(!page.text.contains("style=\"") && !page.text.contains("<style"));
    assert!(page.text.contains("<deskside-widget system=\"sys_"));
    assert!(page.text.contains(&format!("{desk}/deskside.js")));
    let door = Answer::of(stage.http.get(stage.url("/signin"))).await;
    assert!(
        !door
            .header("content-security-policy")
            .contains(desk.as_str())
    );
    assert!(!door.text.contains("deskside.js") && !door.text.contains("<deskside-widget"));
    // Who cannot sign in, and whose browser runs no scripts, asks at the desk.
    let erp = deskside_demo_host::erp::page::query_value(&stage.url(""));
    assert!(
        door.text
            .contains(&format!("href=\"{desk}/request?erp={erp}")),
        "{}",
        door.text
    );
    assert!(
        page.text
            .contains(&format!("<a href=\"{desk}/request/sys_"))
    );
    let lost = lan.get("/nowhere").await;
    assert_eq!(lost.status, 404);
    assert!(lost.text.contains("<h1>"));
}

#[tokio::test]
async fn confirming_works_but_for_the_quotation_that_does_not_add_up() {
    let stage = Stage::open().await;
    let lan = stage.sign_in("lan").await;
    let bad = lan
        .call(Method::POST, "/api/quotations/42/confirm", &json!({}))
        .await;
    assert_eq!(bad.status, 500);
    assert_eq!(bad.code(), "internal");
    let good = lan
        .call(Method::POST, "/api/quotations/51/confirm", &json!({}))
        .await;
    assert_eq!(good.status, 200, "{}", good.text);
    let twice = lan
        .call(Method::POST, "/api/quotations/51/confirm", &json!({}))
        .await;
    assert_eq!(twice.code(), "wrong_state");
    let tuan = stage.sign_in("thu").await;
    let reader = tuan
        .call(Method::POST, "/api/quotations/52/confirm", &json!({}))
        .await;
    assert_eq!(reader.status, 403);
}

#[tokio::test]
async fn there_is_enough_to_look_like_work_in_both_companies() {
    let stage = Stage::open().await;
    for (login, least) in [("hoa", [40, 40, 60, 60, 7]), ("bao", [40, 40, 60, 60, 4])] {
        let person = stage.sign_in(login).await;
        for (name, least) in ["quotations", "invoices", "contacts", "moves", "users"]
            .into_iter()
            .zip(least)
        {
            let list = person.get(&format!("/api/{name}")).await.json();
            assert!(list["total"].as_u64().unwrap() >= least, "{login} {name}");
        }
    }
    let lan = stage.sign_in("lan").await;
    let found = lan.get("/api/contacts?q=bien%20xanh").await.json();
    assert!(found["total"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn every_page_is_there_in_both_languages() {
    let stage = Stage::open().await;
    let hoa = stage.sign_in("hoa").await;
    for (lang, word) in [("vi", "Báo giá"), ("en", "Quotations")] {
        let back = hoa
            .submit("/language", &[("lang", lang), ("back", "/users")])
            .await;
        assert_eq!(back.header("location"), "/users");
        let page = hoa.get("/quotations").await;
        assert!(page.text.contains(&format!("<html lang=\"{lang}\">")));
        assert!(page.text.contains(word));
        for path in [
            "/",
            "/users/2",
            "/settings",
            "/settings/access",
            "/profile",
            "/help",
        ] {
            let page = hoa.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            for line in page.text.lines() {
                // A key that has no sentence would be shown as itself.
                assert!(
                    !line.contains(">column.") && !line.contains(">menu."),
                    "{line}"
                );
            }
        }
    }
}
