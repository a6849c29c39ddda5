//! Whatever fails → `application/problem+json` (RFC 9457), with a code that programs match and a hint that people follow.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use draftlens_search::{Model, SearchError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::ModelShape;

pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong, for programs. Codes are for ever; those of an index are those of a local one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// No JSON, or no parameters, that could be understood.
    BadRequest,
    /// JSON that is not what the contract describes.
    BadBody,
    /// A vector is no direction in the model's space.
    BadVector,
    /// A drawing's id, pages or facets cannot be kept.
    BadEntry,
    /// A filter asks for nothing, or for what cannot be.
    BadFilter,
    /// No key, or one that nobody has.
    Unauthorized,
    /// No such drawing, no such address.
    NotFound,
    /// The address does not take this method.
    MethodNotAllowed,
    /// Vectors of two models meet.
    OtherModel,
    /// The store keeps vectors of another length.
    OtherDimension,
    /// The request is larger than the server takes.
    BodyTooLarge,
    /// The body is not said to be JSON.
    NotJson,
    /// An idempotency key came back with another request.
    IdempotencyKeyReused,
    /// A crop is no picture that can be opened.
    BadCrop,
    /// More requests than this key may send.
    RateLimited,
    /// More requests at once than the server takes.
    Overloaded,
    /// It took too long.
    TimedOut,
    /// The net behind the heavy reading failed.
    ReaderFailed,
    /// Nothing can be kept or found at the moment.
    StorageFailed,
    /// A fault of the server.
    Internal,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:draftlens:problem:` and the code.
    #[serde(rename = "type")]
    pub of_type: String,
    /// The same for all problems of a code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// For programs.
    pub code: Code,
    /// What is wrong, and where.
    pub detail: String,
    /// What to do.
    pub hint: String,
    /// With `other-model`: the model of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ModelShape>)]
    pub index_model: Option<Box<Model>>,
    /// With `rate-limited` and `overloaded`: when to come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_secs: Option<u64>,
}

impl Code {
    /// The HTTP status that it comes with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::BadBody
            | Self::BadVector
            | Self::BadEntry
            | Self::BadFilter
            | Self::BadCrop
            | Self::OtherDimension
            | Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::OtherModel => StatusCode::CONFLICT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Overloaded | Self::StorageFailed => StatusCode::SERVICE_UNAVAILABLE,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::ReaderFailed | Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What answers of libraries stand for, which know only a status.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::NotJson,
            StatusCode::UNPROCESSABLE_ENTITY => Self::BadBody,
            StatusCode::GATEWAY_TIMEOUT => Self::TimedOut,
            status if status.is_client_error() => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be understood",
            Self::BadBody => "The body is not what the contract describes",
            Self::BadVector => "A vector cannot be used",
            Self::BadEntry => "The drawing cannot be kept",
            Self::BadFilter => "The filter cannot be used",
            Self::Unauthorized => "A key is needed",
            Self::NotFound => "There is no such thing",
            Self::MethodNotAllowed => "This address does not take this method",
            Self::OtherModel => "The vectors are of another model",
            Self::OtherDimension => "The vectors are of another length",
            Self::BodyTooLarge => "The request is too large",
            Self::NotJson => "The body is not said to be JSON",
            Self::IdempotencyKeyReused => "The idempotency key belongs to another request",
            Self::BadCrop => "A crop cannot be opened",
            Self::RateLimited => "Too many requests",
            Self::Overloaded => "Too much at once",
            Self::TimedOut => "It took too long",
            Self::ReaderFailed => "The reader failed",
            Self::StorageFailed => "The store failed",
            Self::Internal => "The server failed",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::BadRequest | Self::BadBody | Self::NotFound | Self::MethodNotAllowed => {
                "Compare the request with /openapi.json."
            }
            Self::BadVector => "Give vectors as the embedder makes them.",
            Self::BadEntry => "Change that part of the drawing.",
            Self::BadFilter => "Change or leave out that condition.",
            Self::Unauthorized => {
                "Send `Authorization: Bearer KEY` with a key that the server's operator gave out."
            }
            Self::OtherModel => {
                "Ask with the model that made the index, or empty the index and fill it anew with the model at hand."
            }
            Self::OtherDimension => {
                "Use a model whose vectors have the store's length, or the embedded store."
            }
            Self::BodyTooLarge => "Send less at once.",
            Self::NotJson => "Send `Content-Type: application/json`.",
            Self::IdempotencyKeyReused => "Use a new key for each change, and the old one only to repeat it.",
            Self::BadCrop => "Send each crop as a PNG of its own.",
            Self::RateLimited | Self::Overloaded => "Come back after the time in Retry-After.",
            Self::TimedOut | Self::StorageFailed => "Try again; if it stays so, ask the server's operator.",
            Self::ReaderFailed | Self::Internal => {
                "Ask the server's operator; the log names this request's id."
            }
        }
    }
}

impl Problem {
    /// A problem with its standing words.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let name = serde_json::to_value(code).ok().and_then(|name| name.as_str().map(str::to_owned));
        Self {
            of_type: format!("urn:draftlens:problem:{}", name.unwrap_or_default()),
            title: code.title().to_owned(),
            status: code.status().as_u16(),
            code,
            detail: detail.into(),
            hint: code.hint().to_owned(),
            index_model: None,
            retry_after_secs: None,
        }
    }

    /// One that passes by itself.
    #[must_use]
    pub fn later(code: Code, detail: impl Into<String>, retry_after_secs: u64) -> Self {
        Self { retry_after_secs: Some(retry_after_secs), ..Self::new(code, detail) }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        let detail = error.to_string();
        match error {
            SearchError::OtherModel { index, .. } => {
                Self { index_model: Some(index), ..Self::new(Code::OtherModel, detail) }
            }
            SearchError::BadVector { .. } => Self::new(Code::BadVector, detail),
            SearchError::BadFilter { .. } => Self::new(Code::BadFilter, detail),
            SearchError::BadEntry { .. } => Self::new(Code::BadEntry, detail),
            _ => Self::new(Code::Internal, detail),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code.status();
        if status.is_server_error() {
            tracing::error!(code = ?self.code, detail = %self.detail, "failed");
        }
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some(secs) = self.retry_after_secs {
            headers.insert(RETRY_AFTER, HeaderValue::from(secs));
        }
        if self.code == Code::Unauthorized {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// An error of a library, which has a status and perhaps some words → a problem, its headers kept.
pub(crate) async fn told(response: Response) -> Response {
    let status = response.status();
    let is_told = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM_JSON);
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = Code::of_status(status);
    let (parts, _) = response.into_parts();
    let mut told = Problem::new(code, format!("HTTP status {status}")).into_response();
    for (name, value) in &parts.headers {
        if !told.headers().contains_key(name) && name != axum::http::header::CONTENT_LENGTH {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}
