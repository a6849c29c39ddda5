//! What a request carries, and how it is told when that cannot be understood.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::drawing::check_id;
use crate::problem::{Code, Problem};
use crate::store::{Change, Receipt};
use crate::tenants::Tenant;

/// JSON, or a problem.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(body) = Json::from_request(request, state).await.map_err(|rejection| {
            let code = match &rejection {
                JsonRejection::JsonDataError(_) => Code::BadBody,
                JsonRejection::MissingJsonContentType(_) => Code::NotJson,
                JsonRejection::BytesRejection(_) if rejection.status() == 413 => Code::BodyTooLarge,
                _ => Code::BadRequest,
            };
            Problem::new(code, rejection.body_text())
        })?;
        Ok(Self(body))
    }
}

/// Of the address behind `?`, or a problem.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let asked = Query::from_request_parts(parts, state).await;
        let Query(asked) = asked
            .map_err(|rejection: QueryRejection| Problem::new(Code::BadRequest, rejection.body_text()))?;
        Ok(Self(asked))
    }
}

/// A drawing's name in the address.
pub(crate) struct Id(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let id = Path::<String>::from_request_parts(parts, state).await;
        let Path(id) =
            id.map_err(|rejection: PathRejection| Problem::new(Code::BadRequest, rejection.body_text()))?;
        check_id(&id)?;
        Ok(Self(id))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Tenant {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let tenant = parts.extensions.get::<Self>().cloned();
        tenant.ok_or_else(|| Problem::new(Code::Unauthorized, "nobody was let in"))
    }
}

/// What a caller calls a change, so that it happens once however often it is sent.
pub(crate) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    pub(crate) const HEADER: &str = "idempotency-key";
    const LONGEST: usize = 200;

    /// The key, bound to the change that it came with.
    pub(crate) fn receipt(self, change: &Change) -> Result<Option<Receipt>, Problem> {
        let Some(key) = self.0 else { return Ok(None) };
        let json =
            serde_json::to_vec(change).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        Ok(Some(Receipt { key, fingerprint: Sha256::digest(json).into() }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(Self::HEADER) else { return Ok(Self(None)) };
        match value.to_str() {
            Ok(key)
                if (1..=Self::LONGEST).contains(&key.len())
                    && key.bytes().all(|byte| byte.is_ascii_graphic()) =>
            {
                Ok(Self(Some(key.to_owned())))
            }
            _ => {
                let detail =
                    format!("{} has 1 to {} ASCII characters, no spaces", Self::HEADER, Self::LONGEST);
                Err(Problem::new(Code::BadRequest, detail))
            }
        }
    }
}
