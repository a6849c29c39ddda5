//! What Prometheus is told.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Seconds: of a query in memory, of one in a database, of a reading.
const BUCKETS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Names no tenant: who may read the figures is not who may read the drawings.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    request_secs: Family<Route, Histogram, fn() -> Histogram>,
    in_work: Gauge,
    pub(crate) crops_read: Counter,
    pub(crate) crops_unsure: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("draftlens");
        let requests = Family::<Asked, Counter>::default();
        let request_secs =
            Family::<Route, Histogram, fn() -> Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let (in_work, crops_read, crops_unsure) = (Gauge::default(), Counter::default(), Counter::default());
        registry.register("requests", "Requests by what became of them", requests.clone());
        registry.register("request_seconds", "How long requests took", request_secs.clone());
        registry.register("requests_in_work", "Requests that are being answered", in_work.clone());
        registry.register("crops_read", "Crops that were read again", crops_read.clone());
        registry.register("crops_unsure", "Of these, still unsure", crops_unsure.clone());
        Self { registry, requests, request_secs, in_work, crops_read, crops_unsure }
    }

    /// In the text form of OpenMetrics.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        if let Err(error) = encode(&mut text, &self.registry) {
            // A comment: scrapers pass over it, people see it.
            let _ = write!(text, "# {error}");
        }
        text
    }
}

/// Counts and times each request.
pub(crate) async fn measured(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    // Callers invent methods, and each would be a series of its own.
    let method = match request.method() {
        known @ (&Method::GET
        | &Method::HEAD
        | &Method::PUT
        | &Method::POST
        | &Method::DELETE
        | &Method::OPTIONS) => known.to_string(),
        _ => "other".to_owned(),
    };
    let began = Instant::now();
    let _in_work = InWork::new(&metrics.in_work);
    let response = next.run(request).await;
    let asked = Asked { method, route: route.clone(), status: response.status().as_u16() };
    metrics.requests.get_or_create(&asked).inc();
    metrics.request_secs.get_or_create(&Route { route }).observe(began.elapsed().as_secs_f64());
    response
}

/// Counted down also where the caller goes away in the middle.
struct InWork<'a>(&'a Gauge);

impl<'a> InWork<'a> {
    fn new(gauge: &'a Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for InWork<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
