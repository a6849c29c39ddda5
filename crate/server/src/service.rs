//! The server as a whole: what every request passes, in its order.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::api::{Routes, openapi, routes};
use crate::limits::{Limits, one_of_few};
use crate::metrics::{Metrics, measured};
use crate::problem::{Code, Problem, told};
use crate::reader::HeavyReader;
use crate::store::Store;
use crate::tenants::{Tenants, let_in};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What all requests share.
#[derive(Clone)]
pub struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) reader: Arc<HeavyReader>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) contract: Arc<str>,
    tenants: Arc<Tenants>,
    limits: Limits,
    origins: Vec<HeaderValue>,
}

impl App {
    /// Pages of `origins` may ask from a browser.
    pub fn new(
        store: Arc<dyn Store>,
        reader: Arc<HeavyReader>,
        tenants: Tenants,
        limits: Limits,
        origins: Vec<HeaderValue>,
    ) -> anyhow::Result<Self> {
        let contract = openapi().to_json()?.into();
        let (metrics, tenants) = (Arc::new(Metrics::new()), Arc::new(tenants));
        Ok(Self { store, reader, metrics, contract, tenants, limits, origins })
    }
}

/// All that answers requests.
pub fn router(app: App) -> Router {
    let Routes { open, drawings, read } = routes();
    let limits = &app.limits;
    let with_key = Router::from(drawings)
        .layer(DefaultBodyLimit::max(limits.most_body_bytes))
        .merge(Router::from(read).layer(DefaultBodyLimit::max(limits.most_crops_bytes)))
        .route_layer(from_fn_with_state(Arc::new(Semaphore::new(limits.most_at_once)), one_of_few))
        .route_layer(from_fn_with_state(Arc::clone(&app.tenants), let_in));
    Router::from(open)
        .merge(with_key)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, limits.timeout()))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::new(Code::Internal, "the server has a fault that this request shows").into_response()
        }))
        .layer(map_response(told))
        .layer(cors(&app.origins))
        .layer(from_fn_with_state(Arc::clone(&app.metrics), measured))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(DefaultMakeSpan::new().level(Level::INFO))
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(app)
}

fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins.to_vec())
        .allow_methods([Method::GET, Method::PUT, Method::POST, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, HeaderName::from_static("idempotency-key"), REQUEST_ID])
        .expose_headers([RETRY_AFTER, HeaderName::from_static("idempotency-replayed"), REQUEST_ID])
        .max_age(std::time::Duration::from_secs(3600))
}

/// Serves until `stop`, and finishes what has begun.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await?;
    Ok(())
}
