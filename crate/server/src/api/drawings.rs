use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::{Asked, Body, Id, IdempotencyKey};
use super::page::{Listed, ListedDrawing};
use crate::drawing::check_id;
use crate::problem::{Code, Problem};
use crate::service::App;
use crate::store::{Change, Effect, Found, Written};
use crate::{Drawing, Tenant};

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The key's own index: which model it was made by, and how much it holds.
#[utoipa::path(get, path = "/v1/index", tag = "index", security(("key" = [])), responses(
    (status = 200, body = Found, description = "What there is"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn describe(State(app): State<App>, tenant: Tenant) -> Result<Json<Found>, Problem> {
    Ok(Json(app.store.describe(&tenant.name).await?))
}

/// Deletes all drawings. The next one that is put decides by which model the index is made.
#[utoipa::path(delete, path = "/v1/index", tag = "index", security(("key" = [])), params(WriteHeaders), responses(
    (status = 204, description = "All is deleted"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn clear(
    State(app): State<App>,
    tenant: Tenant,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    write(&app, &tenant, key, Change::Clear).await
}

/// What a change may carry.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only for the contract; the extractor reads it")]
pub(crate) struct WriteHeaders {
    /// Any text that no other change has. A change that is sent again with its key happens once, whatever happened since.
    #[param(rename = "idempotency-key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// Where a list goes on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsked {
    /// Only ids behind this one.
    #[param(min_length = 1, max_length = 256, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    after: Option<String>,
    /// At most so many.
    #[serde(default = "ten")]
    #[param(minimum = 1, maximum = 100, default = 10)]
    limit: usize,
}

fn ten() -> usize {
    10
}

/// All drawings with all that is kept of them, page by page: a backup in the form in which they are put.
#[utoipa::path(get, path = "/v1/drawings", tag = "drawings", security(("key" = [])), params(ListAsked), responses(
    (status = 200, body = Listed, description = "In the order of their ids"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    tenant: Tenant,
    Asked(ListAsked { after, limit }): Asked<ListAsked>,
) -> Result<Json<Listed>, Problem> {
    if !(1..=100).contains(&limit) {
        return Err(Problem::new(Code::BadRequest, format!("limit is {limit}, and must be 1 to 100")));
    }
    if let Some(after) = &after {
        check_id(after)?;
    }
    let drawings = app.store.list(&tenant.name, after.as_deref(), limit + 1).await?;
    let has_more = drawings.len() > limit;
    let drawings: Vec<ListedDrawing> =
        drawings.into_iter().take(limit).map(|(id, drawing)| ListedDrawing { id, drawing }).collect();
    let next_after = drawings.last().filter(|_| has_more).map(|last| last.id.clone());
    Ok(Json(Listed { drawings, next_after }))
}

/// All that is kept of a drawing.
#[utoipa::path(get, path = "/v1/drawings/{id}", tag = "drawings", security(("key" = [])), params(DrawingId), responses(
    (status = 200, body = Drawing, description = "The drawing"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn get(
    State(app): State<App>,
    tenant: Tenant,
    Id(id): Id,
) -> Result<Json<Drawing>, Problem> {
    let drawing = app.store.get(&tenant.name, &id).await?;
    drawing.map(Json).ok_or_else(|| Problem::new(Code::NotFound, format!("there is no drawing {id:?}")))
}

/// Where a drawing is.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "only for the contract; the extractor reads it")]
pub(crate) struct DrawingId {
    /// The drawing's own name, percent-encoded: any characters but control characters.
    #[param(min_length = 1, max_length = 256, pattern = r"^[^/\x00-\x1f\x7f-\x9f]+$")]
    id: String,
}

/// Keeps a drawing, in place of all that was kept of it. The first one decides by which model the index is made.
#[utoipa::path(put, path = "/v1/drawings/{id}", tag = "drawings", security(("key" = [])),
    params(DrawingId, WriteHeaders), request_body = Drawing, responses(
    (status = 201, description = "It is new, and kept"),
    (status = 204, description = "It is kept in place of what was there"),
    (status = 409, body = Problem, content_type = "application/problem+json", description = "`other-model`"),
    (status = 422, body = Problem, content_type = "application/problem+json",
        description = "`bad-body`, `bad-vector`, `bad-entry`, `other-dimension`, `idempotency-key-reused`"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn put(
    State(app): State<App>,
    tenant: Tenant,
    Id(id): Id,
    key: IdempotencyKey,
    Body(drawing): Body<Drawing>,
) -> Result<Response, Problem> {
    let drawing = drawing.checked()?;
    write(&app, &tenant, key, Change::Put { id, drawing }).await
}

/// Forgets a drawing.
#[utoipa::path(delete, path = "/v1/drawings/{id}", tag = "drawings", security(("key" = [])),
    params(DrawingId, WriteHeaders), responses(
    (status = 204, description = "It is deleted"),
    (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn delete(
    State(app): State<App>,
    tenant: Tenant,
    Id(id): Id,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    write(&app, &tenant, key, Change::Delete { id }).await
}

async fn write(app: &App, tenant: &Tenant, key: IdempotencyKey, change: Change) -> Result<Response, Problem> {
    let receipt = key.receipt(&change)?;
    let Written { effect, is_replayed } = app.store.write(&tenant.name, change, receipt).await?;
    let mut response = match effect {
        Effect::Created => StatusCode::CREATED.into_response(),
        Effect::Replaced | Effect::Deleted | Effect::Cleared => StatusCode::NO_CONTENT.into_response(),
        Effect::NothingThere => {
            Problem::new(Code::NotFound, "there was no such drawing to delete").into_response()
        }
    };
    if is_replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}
