//! What went wrong, as the code that pages and JSON answers both name.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use deskside_protocol::problem::{Code, Problem};

/// A failure on its way to the person: the gate draws it as a page or as problem+json.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub code: Code,
    /// The field that is wrong, where one is.
    pub field: Option<&'static str>,
}

impl Fault {
    /// With the field that is wrong.
    #[must_use]
    pub fn on(code: Code, field: &'static str) -> Self {
        Self {
            code,
            field: Some(field),
        }
    }

    /// As problem+json (RFC 9457).
    #[must_use]
    pub fn as_json(&self) -> Response {
        let problem = match self.field {
            Some(field) => Problem::on(self.code, field),
            None => Problem::new(self.code),
        };
        let mut response = (self.status(), axum::Json(problem)).into_response();
        response.headers_mut().insert(
            axum::http::header::CONTENT_TYPE,
            axum::http::HeaderValue::from_static("application/problem+json"),
        );
        response
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, field: None }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database failed");
        Code::Internal.into()
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a stored record could not be read");
        Code::Internal.into()
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be drawn");
        Code::Internal.into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
