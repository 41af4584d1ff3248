//! How a refusal leaves the house: problem+json with a stable code, whatever went wrong (trust rule
//! 10).

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use deskside_protocol::problem::{Code, Problem};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The caller is told so.
    #[error("{0:?}")]
    Told(Problem),
    /// The database refused.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The store of files refused.
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// Something could not be written as JSON, or a template not be filled.
    #[error("writing: {0}")]
    Written(Box<dyn std::error::Error + Send + Sync>),
    /// The commit that held it failed.
    #[error("not kept")]
    NotKept,
}

impl Fault {
    /// A refusal of this code.
    #[must_use]
    pub fn of(code: Code) -> Self {
        Self::Told(Problem::new(code))
    }

    /// A refusal because of a field.
    #[must_use]
    pub fn on(code: Code, field: &str) -> Self {
        Self::Told(Problem::on(code, field))
    }

    /// There is no such thing, or it is not theirs to see.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of(Code::NotFound)
    }

    /// The code the caller is told.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Told(problem) => problem.code,
            _ => Code::Internal,
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Written(error.into())
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        Self::Written(error.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Told(problem) => response(&problem),
            broken => {
                tracing::error!(error = %broken, "a request failed");
                response(&Problem::new(Code::Internal))
            }
        }
    }
}

fn response(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(problem)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/problem+json"),
    );
    response
}

/// A JSON body. Whatever is wrong with it is told as a problem.
#[derive(Debug)]
pub struct Taken<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Taken<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        match Json::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(JsonRejection::BytesRejection(BytesRejection::FailedToBufferBody(failed)))
                if failed.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(Fault::of(Code::TooLarge))
            }
            Err(_) => Err(Fault::of(Code::BadRequest)),
        }
    }
}

/// Gives every refusal the one shape, also those the framework makes by itself.
pub async fn shaped(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    // A page for people says in words what a program is told as a problem.
    let shaped = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| {
            ["application/problem+json", "text/html"]
                .iter()
                .any(|shape| kind.as_bytes().starts_with(shape.as_bytes()))
        });
    if shaped || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::TOO_MANY_REQUESTS => Code::TooMany,
        status if status.is_server_error() => Code::Internal,
        _ => Code::BadRequest,
    };
    let problem = Problem {
        status: status.as_u16(),
        ..Problem::new(code)
    };
    let (parts, _) = response.into_parts();
    let mut told = self::response(&problem);
    if let Some(allow) = parts.headers.get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

/// Nothing lives at this address.
pub async fn nowhere() -> Fault {
    Fault::of(Code::NotFound)
}

/// What a panic becomes.
#[must_use]
pub fn broken(_: Box<dyn std::any::Any + Send>) -> axum::http::Response<Body> {
    tracing::error!("a request panicked");
    response(&Problem::new(Code::Internal))
}
