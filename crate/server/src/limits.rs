//! How much a caller may ask for, and how much at once.

use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::problem::{Code, Problem};

/// What the server takes on.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Limits {
    /// Bytes of a drawing or a query.
    #[arg(long, default_value_t = 4 << 20)]
    pub most_body_bytes: usize,
    /// Bytes of a request for a second reading.
    #[arg(long, default_value_t = 16 << 20)]
    pub most_crops_bytes: usize,
    /// Requests a second of one tenant; for a moment five times as many.
    #[arg(long, default_value = "100")]
    pub most_per_sec: NonZero<u32>,
    /// Requests in work at once, of all tenants.
    #[arg(long, default_value_t = 256)]
    pub most_at_once: usize,
    /// Second readings in work at once; others wait their turn.
    #[arg(long, default_value_t = 1)]
    pub most_readings_at_once: usize,
    /// Seconds that a request may take.
    #[arg(long, default_value_t = 30)]
    pub timeout_secs: u64,
}

impl Limits {
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_secs)
    }
}

/// Refuses what is too much at once instead of letting all wait.
pub(crate) async fn one_of_few(
    State(places): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let _place = places
        .try_acquire()
        .map_err(|_| Problem::later(Code::Overloaded, "all places for requests are taken", 1))?;
    Ok(next.run(request).await)
}
