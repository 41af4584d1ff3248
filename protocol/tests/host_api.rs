//! `docs/host-api.yaml` is the host contract for those who write a host module. It is made from the wire
//! types themselves; this test fails when the file on disk has fallen behind.
//! `UPDATE_HOST_API=1 cargo test -p deskside-protocol --test host_api` writes it anew.
#![expect(
    dead_code,
    reason = "the functions only carry the description of an operation"
)]

use deskside_protocol::access::{Approval, AssertionClaims, GrantRequest, ScopeOffer};
use deskside_protocol::host::{
    DeskEvent, HostContext, HostGrant, HostReport, PairRequest, Paired, RequestTaken, Signed,
    SignedHead,
};
use deskside_protocol::identity::IdentityClaims;
use deskside_protocol::problem::Problem;
use deskside_protocol::rotation::RotationEvidence;
use utoipa::OpenApi;

/// Whether people can work here. The desk asks every minute, without signing in, to measure availability
/// (2.2): any answer below 500 within 10 s counts as up, so a host may do without this.
#[utoipa::path(get, path = "/health", tag = "service", responses((status = 204, description = "people can work"), (status = 500, body = Problem), (status = 503, body = Problem)))]
fn health() {}

/// Who is on the page. Answers a JWS of `IdentityClaims`, ES256, `exp - iat` at most 300 s, used once
/// (trust rule 5). Refused for support accounts and for calls that are not same-origin.
#[utoipa::path(post, path = "/identity", tag = "identity", responses((status = 200, body = Signed), (status = 401, body = Problem), (status = 403, body = Problem)))]
fn identity() {}

/// Product, version, activation and release, modules with their makers and the models they touch.
#[utoipa::path(get, path = "/context", tag = "context", responses((status = 200, body = HostContext), (status = 401, body = Problem)))]
fn context() {}

/// Scopes that may be granted, each with the effective rights as the host computes them. Approvers only.
#[utoipa::path(get, path = "/scopes", tag = "access", responses((status = 200, body = Vec<ScopeOffer>), (status = 403, body = Problem)))]
fn scopes() {}

/// Takes a request for access: a JWS of `GrantRequest`, EdDSA, signed by the paired desk. Kept until it is
/// decided or lapses; delivering it again changes nothing.
#[utoipa::path(post, path = "/requests", tag = "access", request_body = deskside_protocol::api::GrantRequestJws, responses((status = 201, body = RequestTaken), (status = 403, body = Problem), (status = 422, body = Problem)))]
fn requests() {}

/// The host's own confirm page, drawn from the request without scripts: who, why, what in effective rights,
/// until when. `minutes` and `scopes` can only narrow. Reading it changes nothing.
#[utoipa::path(get, path = "/confirm/{grant}", tag = "access",
    params(("grant" = String, Path), ("minutes" = Option<u32>, Query), ("scopes" = Option<String>, Query, description = "scope ids, comma-separated")),
    responses((status = 200, description = "HTML"), (status = 403, description = "HTML: not an approver"), (status = 404, description = "HTML")))]
fn confirm_page() {}

/// Approves or denies exactly what the page showed (one-time nonce bound to the facts on the server), with identity
/// proven afresh and the administrator's right checked live (trust rule 4). Approving makes the account, signs the
/// approval and reports it.
#[utoipa::path(post, path = "/confirm/{grant}", tag = "access", params(("grant" = String, Path)),
    responses((status = 200, description = "HTML: approved or denied"), (status = 403, description = "HTML: not an approver"), (status = 409, description = "HTML: decided before, or the facts changed"), (status = 422, description = "HTML: the proof is wrong; nothing is lost")))]
fn confirm() {}

/// Support accounts and their sign-ins, from the host's own books. Approvers only.
#[utoipa::path(get, path = "/grants", tag = "access", responses((status = 200, body = Vec<HostGrant>), (status = 403, body = Problem)))]
fn grants() {}

/// Ends a grant now: account off, sessions, keys and tokens dead within a second, swept, reported. Approvers only.
#[utoipa::path(post, path = "/grants/{grant}/revoke", tag = "access", params(("grant" = String, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
fn revoke() {}

/// An agent enters: top-level form POST, field `assertion`, a JWS of `AssertionClaims`, ES256, signed by the approved
/// key, aud = this address, `exp - iat` at most 60 s, `jti` used once (trust rule 3). Never in a URL.
#[utoipa::path(post, path = "/enter", tag = "access", request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303, description = "To the start page, with a session bound to the grant"), (status = 403, description = "HTML: refused")))]
fn enter() {}

/// Whether a credential changed, and when: a JWS of `RotationEvidence`. One's own sign-in, or any for approvers.
#[utoipa::path(get, path = "/evidence", tag = "rotation", params(("login" = String, Query)), responses((status = 200, body = Signed), (status = 403, body = Problem)))]
fn evidence() {}

/// The audit head the host last countersigned: a JWS of `SignedHead`. Approvers only.
#[utoipa::path(get, path = "/audit/head", tag = "audit", responses((status = 200, body = Signed), (status = 404, body = Problem)))]
fn audit_head() {}

/// An event of the desk: Standard Webhooks headers `webhook-id`, `webhook-timestamp`, `webhook-signature: v1a,...`
/// (Ed25519), tolerance 5 minutes, each `seq` once. Answers the countersigned head.
#[utoipa::path(post, path = "/events", tag = "events", request_body = DeskEvent, responses((status = 200, body = Signed), (status = 401, body = Problem)))]
fn events() {}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Deskside host contract",
        version = "1",
        description = "What an ERP's host module answers, under one prefix such as `/deskside`. Browser calls carry the page's own session and are \
            same-origin; state-changing ones check `Sec-Fetch-Site` or `Origin`. Errors are problem+json (RFC 9457) with a stable `code`. Towards the desk a \
            host sends `PairRequest` once, then `HostReport`s (JWS, ES256) in order until the desk has them, and pulls `DeskEvent`s as a second net."
    ),
    paths(
        health,
        identity,
        context,
        scopes,
        requests,
        confirm_page,
        confirm,
        grants,
        revoke,
        enter,
        evidence,
        audit_head,
        events
    ),
    components(schemas(
        IdentityClaims,
        GrantRequest,
        Approval,
        AssertionClaims,
        RotationEvidence,
        SignedHead,
        HostReport,
        PairRequest,
        Paired
    ))
)]
struct HostApi;

#[test]
fn the_contract_on_disk_is_the_contract_in_the_types() {
    let made = HostApi::openapi().to_yaml().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/host-api.yaml");
    if std::env::var_os("UPDATE_HOST_API").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        made == kept,
        "docs/host-api.yaml has fallen behind; run with UPDATE_HOST_API=1"
    );
}
