//! `/openapi.json` and `/healthz`.

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::{Anonymous, Caller as _, Stage};

#[tokio::test]
async fn the_description_is_complete() {
    let stage = Stage::new().await;
    let api: Value = Anonymous(&stage)
        .get("/openapi.json")
        .await
        .json(StatusCode::OK);
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = api["paths"].as_object().unwrap();
    let mut operations = 0;
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            assert!(operation["summary"].is_string(), "{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')));
            let problem = &responses["500"]["content"]["application/problem+json"]["schema"];
            assert_eq!(problem["$ref"], "#/components/schemas/Problem");
        }
    }
    assert_eq!(operations, 64, "a new call is described, and counted here");
    // Nothing is named that is not there.
    let text = api.to_string();
    let schemas = api["components"]["schemas"].as_object().unwrap();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is missing");
    }
}

#[tokio::test]
async fn the_desk_says_that_it_is_up() {
    let stage = Stage::new().await;
    let reply = Anonymous(&stage)
        .get("/healthz")
        .await
        .expect(StatusCode::OK);
    assert_eq!(reply.text(), "ok");
}
