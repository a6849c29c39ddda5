//! What operators and their tools ask, without a key: none of it tells of a drawing.

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::service::App;

/// The server is there.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// Of the server.
    version: &'static str,
}

const HEALTHY: Health = Health { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// Is the program alive?
#[utoipa::path(get, path = "/health", tag = "upkeep", responses(
    (status = 200, body = Health, description = "It is"),
))]
pub(crate) async fn health() -> Json<Health> {
    Json(HEALTHY)
}

/// Can drawings be kept and found at the moment?
#[utoipa::path(get, path = "/ready", tag = "upkeep", responses(
    (status = 200, body = Health, description = "They can"),
    (status = 503, body = Problem, content_type = "application/problem+json", description = "`storage-failed`"),
))]
pub(crate) async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    app.store.ready().await?;
    Ok(Json(HEALTHY))
}

/// Figures for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "upkeep", responses(
    (status = 200, body = String, content_type = "application/openmetrics-text", description = "In the text form of OpenMetrics"),
))]
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, kind)], app.metrics.text()).into_response()
}

/// This contract.
#[utoipa::path(get, path = "/openapi.json", tag = "upkeep", responses(
    (status = 200, body = Object, description = "OpenAPI 3.1"),
))]
pub(crate) async fn contract(State(app): State<App>) -> Response {
    ([(CONTENT_TYPE, "application/json")], app.contract.to_string()).into_response()
}
