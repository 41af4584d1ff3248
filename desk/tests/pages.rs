//! What browsers load.

use std::fs;
use std::path::Path;

use axum::http::{Method, StatusCode};
use deskside_protocol::problem::Code;
use tempfile::TempDir;

use crate::support::{Anonymous, Caller as _, Reply, Stage};

fn built() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path: &Path = &folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("deskside.js", "export const open = 1;");
    write("deskside.js.br", "packed");
    write("console.html", "<!doctype html><title>Console</title>");
    write(
        "frame.html",
        r#"<html lang="{{lang}}" dir="{{dir}}" data-theme="{{theme}}" data-system="{{system}}">{{t:ask}}"#,
    );
    write(
        "manifest.json",
        r#"{"text.en.json":{"file":"assets/text.en.1.json","bytes":1},"text.vi.json":{"file":"assets/text.vi.1.json"}}"#,
    );
    write("assets/text.en.1.json", r#"{"ask":"What <happened>?"}"#);
    write("assets/text.vi.1.json", r#"{"ask":"Chuyện gì đã xảy ra?"}"#);
    write("assets/widget.1.wasm", "\0asm");
    write("assets/widget.1.wasm.br", "br");
    folder
}

async fn stage(folder: &TempDir) -> Stage {
    Stage::with(Some(folder.path().to_owned())).await.0
}

fn header<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.headers[name].to_str().unwrap()
}

#[tokio::test]
async fn the_frame_is_filled_in_its_language_and_shown_by_registered_origins_only() {
    let folder = built();
    let stage = stage(&folder).await;
    let host = stage.system_at("Minh Long", "https://erp.example").await;
    let path = format!("/frame/{}?lang=vi-VN&theme=dark", host.system);
    let reply = Anonymous(&stage).get(&path).await.expect(StatusCode::OK);
    assert_eq!(
        reply.text(),
        format!(
            r#"<html lang="vi" dir="ltr" data-theme="dark" data-system="{}">Chuyện gì đã xảy ra?"#,
            host.system
        )
    );
    let policy = header(&reply, "content-security-policy");
    assert_eq!(
        policy,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'; img-src 'self' blob: data:; font-src 'self'; base-uri 'none'; \
         require-trusted-types-for 'script'; form-action 'self'; frame-ancestors https://erp.example"
    );
    assert_eq!(header(&reply, "x-content-type-options"), "nosniff");
    let path = format!("/frame/{}?theme=%22%3E%3Cscript%3E", host.system);
    let reply = Anonymous(&stage).get(&path).await.expect(StatusCode::OK);
    assert!(reply.text().contains(r#"lang="en""#) && reply.text().contains(r#"theme="auto""#));
    assert!(reply.text().contains("What &lt;happened&gt;?"));
    let reply = Anonymous(&stage).get("/frame/sys_nobody").await;
    reply.refused(Code::NotFound);
    assert!(header(&reply, "content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn the_console_may_send_forms_to_paired_hosts_and_is_framed_by_nobody() {
    let folder = built();
    let stage = stage(&folder).await;
    stage.system_at("Minh Long", "https://erp.example").await;
    for path in ["/console/", "/console/tickets/tkt_1"] {
        let reply = Anonymous(&stage).get(path).await.expect(StatusCode::OK);
        let policy = header(&reply, "content-security-policy");
        assert!(
            policy.contains("form-action 'self' https://erp.example;"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    }
    let reply = Anonymous(&stage)
        .get("/")
        .await
        .expect(StatusCode::SEE_OTHER);
    assert_eq!(header(&reply, "location"), "/console/");
}

#[tokio::test]
async fn the_loader_is_kept_shortly_and_assets_for_ever() {
    let folder = built();
    let stage = stage(&folder).await;
    let get = |path: &'static str, headers: Vec<(&'static str, String)>| {
        let stage = stage.clone();
        async move { stage.call(Method::GET, path, &headers, "").await }
    };
    let reply = get("/deskside.js", vec![]).await.expect(StatusCode::OK);
    assert_eq!(
        header(&reply, "content-type"),
        "text/javascript; charset=utf-8"
    );
    assert_eq!(header(&reply, "access-control-allow-origin"), "*");
    assert_eq!(
        header(&reply, "cross-origin-resource-policy"),
        "cross-origin"
    );
    assert_eq!(header(&reply, "cache-control"), "public, max-age=60");
    let tag = header(&reply, "etag").to_owned();
    let again = get("/deskside.js", vec![("if-none-match", tag)]).await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let packed = get("/deskside.js", vec![("accept-encoding", "gzip, br".into())]).await;
    assert_eq!(
        (header(&packed, "content-encoding"), packed.text().as_str()),
        ("br", "packed")
    );
    let wasm = get(
        "/assets/widget.1.wasm",
        vec![("accept-encoding", "br".into())],
    )
    .await;
    let wasm = wasm.expect(StatusCode::OK);
    assert_eq!(header(&wasm, "content-type"), "application/wasm");
    assert_eq!(header(&wasm, "content-encoding"), "br");
    assert_eq!(
        header(&wasm, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    let missing = get("/assets/none.js", vec![]).await;
    missing.refused(Code::NotFound);
    assert_eq!(header(&missing, "cache-control"), "no-store");
    get("/assets/..%2fmanifest.json", vec![])
        .await
        .refused(Code::NotFound);
}

#[tokio::test]
async fn pages_of_registered_origins_may_call_and_others_may_not() {
    let stage = Stage::new().await;
    stage.system_at("Minh Long", "https://erp.example").await;
    let ask = |origin: &'static str, path: &'static str| {
        let stage = stage.clone();
        async move {
            let headers = [
                ("origin", origin.to_owned()),
                ("access-control-request-method", "POST".to_owned()),
                (
                    "access-control-request-headers",
                    "authorization, idempotency-key".to_owned(),
                ),
            ];
            stage.call(Method::OPTIONS, path, &headers, "").await
        }
    };
    let reply = ask("https://erp.example", "/api/tickets").await;
    assert_eq!(
        header(&reply, "access-control-allow-origin"),
        "https://erp.example"
    );
    assert!(
        !reply
            .headers
            .contains_key("access-control-allow-credentials")
    );
    for (origin, path) in [
        ("https://evil.example", "/api/tickets"),
        ("https://erp.example", "/api/agent/tickets"),
        ("https://erp.example", "/api/host/events"),
    ] {
        let reply = ask(origin, path).await;
        assert!(
            !reply.headers.contains_key("access-control-allow-origin"),
            "{origin} {path}"
        );
    }
}
