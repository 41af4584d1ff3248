//! The description at `/openapi.json`: what each handler says of itself, and the refusals all share.

use deskside_protocol::problem::Problem;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

/// What holds for all of it.
pub(super) fn frame() -> OpenApi {
    let mut components = Components::new();
    components.add_security_scheme("session", bearer("opaque"));
    components.add_security_scheme("host", bearer("JWT, ES256, signed by the host, once"));
    components.add_security_scheme(
        "console",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::identity::COOKIE))),
    );
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Deskside desk")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "The vendor's support server. Times are RFC 3339, UTC. Refusals are \
                     problem+json (RFC 9457) with a stable `code`.",
                ))
                .license(Some(
                    utoipa::openapi::LicenseBuilder::new()
                        .name("Apache-2.0")
                        .identifier(Some("Apache-2.0"))
                        .build(),
                )),
        )
        .components(Some(components))
        .build()
}

fn bearer(format: &str) -> SecurityScheme {
    SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format(format)
            .build(),
    )
}

/// Gives every operation the refusals that are possible for it.
pub(super) fn complete(mut api: OpenApi) -> OpenApi {
    for (path, item) in &mut api.paths.paths {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            refuse(path, operation);
        }
    }
    api
}

fn refuse(path: &str, operation: &mut Operation) {
    let mut refusals = vec![("500", "Something broke on the server.")];
    if operation.security.is_some() || path == "/api/sessions" || path.ends_with("/session") {
        refusals.push(("401", "Nobody is signed in, or the proof does not hold."));
        refusals.push(("403", "Signed in, but not allowed to."));
    }
    if path.contains('{') {
        refusals.push((
            "404",
            "There is no such thing, or it belongs to another system.",
        ));
    }
    if operation.request_body.is_some() {
        refusals.push(("400", "The request could not be read."));
        refusals.push(("409", "The state does not allow it, or the key was used."));
        refusals.push(("413", "Too large."));
        refusals.push(("422", "A field is wrong, or a signature does not verify."));
        refusals.push(("429", "Too many in a short time."));
    } else if operation
        .parameters
        .as_ref()
        .is_some_and(|all| !all.is_empty())
    {
        refusals.push(("400", "The request could not be read."));
        refusals.push(("409", "The state does not allow it."));
    }
    for (status, description) in refusals {
        let content = ContentBuilder::new()
            .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
            .build();
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content)
            .build();
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert(RefOr::T(response));
    }
}
