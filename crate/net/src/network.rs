use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{NetError, Tensor};

/// A net that is ready to run, on whatever device.
#[allow(async_fn_in_trait, reason = "futures of the browser's GPU are not Send, and none of ours is spawned")]
pub trait Network {
    /// Input → output. Fails with [`NetError::InputShape`], [`NetError::NotFinite`], [`NetError::Cancelled`], or what
    /// the device reports.
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError>;
}

/// Stops a run that is no longer wanted. Clones share one state.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// One that nobody has cancelled yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the run to stop: between two operators on a CPU, between two submits on a GPU.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// `Err(NetError::Cancelled)` once [`cancel`](Self::cancel) was called.
    pub fn check(&self) -> Result<(), NetError> {
        if self.is_cancelled() { Err(NetError::Cancelled) } else { Ok(()) }
    }
}
