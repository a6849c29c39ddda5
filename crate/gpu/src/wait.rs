//! Callbacks of the device → futures, and the time they took.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};
#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;

use draftlens_net::Cancel;
#[cfg(target_arch = "wasm32")]
use web_time::Instant;

use crate::GpuError;
use crate::device::OpenDevice;

/// Something that a callback will bring.
#[derive(Debug)]
pub(crate) struct Arrival<T> {
    place: Arc<Mutex<Place<T>>>,
    #[cfg_attr(target_arch = "wasm32", allow(dead_code, reason = "a browser polls its devices itself"))]
    submission: Option<wgpu::SubmissionIndex>,
}

/// Puts it there.
#[derive(Debug)]
pub(crate) struct Sender<T>(Arc<Mutex<Place<T>>>);

#[derive(Debug)]
struct Place<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Sender<T> {
    pub(crate) fn send(self, value: T) {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        place.value = Some(value);
        if let Some(waker) = place.waker.take() {
            waker.wake();
        }
    }
}

impl<T> Arrival<T> {
    /// Native devices are polled, until the submission is done if one is named.
    pub(crate) fn new(submission: Option<wgpu::SubmissionIndex>) -> Self {
        let place = Arc::new(Mutex::new(Place { value: None, waker: None }));
        Self { place, submission }
    }

    pub(crate) fn sender(&self) -> Sender<T> {
        Sender(Arc::clone(&self.place))
    }

    /// Fails once the device is lost or the run is cancelled, whichever is seen first.
    pub(crate) async fn wait(self, device: &OpenDevice, cancel: &Cancel) -> Result<T, GpuError> {
        poll_fn(|context| {
            if let Err(cancelled) = cancel.check() {
                return Poll::Ready(Err(cancelled.into()));
            }
            if let Some(value) = self.take(None) {
                return Poll::Ready(Ok(value));
            }
            #[cfg(not(target_arch = "wasm32"))]
            device.poll(self.submission.clone());
            if let Some(value) = self.take(Some(context.waker())) {
                return Poll::Ready(Ok(value));
            }
            // A lost device may never call back.
            if let Err(error) = device.check() {
                return Poll::Ready(Err(error));
            }
            #[cfg(not(target_arch = "wasm32"))]
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }

    fn take(&self, waker: Option<&Waker>) -> Option<T> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        place.waker = waker.cloned();
        place.value.take()
    }
}

/// Time between events.
#[derive(Debug)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start.
    pub(crate) fn secs(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// Seconds since the start or the last call.
    pub(crate) fn restart_secs(&mut self) -> f64 {
        let secs = self.secs();
        self.0 = Instant::now();
        secs
    }
}
