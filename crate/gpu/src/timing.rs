//! Both executors of one model → how long each takes on this device, found out in a bounded time.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::pin::pin;

use async_lock::RwLock;
use draftlens_net::{Cancel, NetError};
use serde::Serialize;

use crate::GpuError;
#[cfg(not(test))]
use crate::wait::Clock;
#[cfg(test)]
use tests::Clock;

/// Runs of each. The best one counts: whatever else the machine does only adds to it.
const ROUNDS: usize = 3;
/// Runs on the CPU before those that count: as many as it takes until one is hardly faster than the one before.
const MOST_WARM_UPS: usize = 5;
const HARDLY_FASTER: f64 = 0.85;
/// The first run on a GPU compiles kernels, which takes a driver seconds, and tells nothing about later ones.
const MOST_SECS_FIRST: f64 = 3.0;
/// A run that takes so many times as long as the CPU's has lost, and is stopped.
const MOST_TIMES_CPU: f64 = 2.0;

/// How long one run takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Timing {
    /// On the CPU.
    pub cpu_secs: f64,
    /// On the GPU, or until it had lost and was stopped; none if not even a first run was done in time.
    pub gpu_secs: Option<f64>,
}

impl Timing {
    /// Interleaves runs of both, so that both meet the same load; those that count have `turn` for themselves.
    pub(crate) async fn measure(
        turn: &RwLock<()>,
        cpu: impl AsyncFn(&Cancel) -> Result<(), GpuError>,
        gpu: impl AsyncFn(&Cancel) -> Result<(), GpuError>,
    ) -> Result<Self, GpuError> {
        warm_up(&cpu).await?;
        let mut gpu_secs = match within(MOST_SECS_FIRST, &gpu).await? {
            Ended::Done(_) => Some(f64::INFINITY),
            Ended::Stopped(_) => None,
        };
        let mut cpu_secs = f64::INFINITY;
        let mut has_lost = gpu_secs.is_none();
        for _ in 0..ROUNDS {
            let _turn = turn.write().await;
            cpu_secs = within(f64::INFINITY, &cpu).await?.secs().min(cpu_secs);
            if let Some(best) = gpu_secs.filter(|_| !has_lost) {
                let ended = within(cpu_secs * MOST_TIMES_CPU, &gpu).await?;
                has_lost = matches!(ended, Ended::Stopped(_));
                gpu_secs = Some(ended.secs().min(best));
            }
        }
        Ok(Self { cpu_secs, gpu_secs })
    }

    /// Whether the GPU is the faster one.
    #[must_use]
    pub fn favours_gpu(&self) -> bool {
        self.gpu_secs.is_some_and(|secs| secs < self.cpu_secs)
    }

    /// For [`Notes`](crate::Notes): nanoseconds, whole ones, since reading fractions takes tables of 10 kB.
    pub(crate) fn to_note(self) -> String {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a run ends within hours")]
        let nanos = |secs: f64| (secs * 1e9).round() as u64;
        let gpu = self.gpu_secs.map_or_else(|| "-".to_owned(), |secs| nanos(secs).to_string());
        format!("{} {gpu}", nanos(self.cpu_secs))
    }

    pub(crate) fn from_note(note: &str) -> Option<Self> {
        let (cpu, gpu) = note.split_once(' ')?;
        let secs = |nanos: &str| Some(nanos.parse::<u64>().ok()? as f64 / 1e9);
        let gpu_secs = if gpu == "-" { None } else { Some(secs(gpu)?) };
        Some(Self { cpu_secs: secs(cpu)?, gpu_secs })
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cpu_ms = self.cpu_secs * 1e3;
        match self.gpu_secs {
            Some(secs) => write!(f, "{:.1} ms on the GPU, {cpu_ms:.1} ms on the CPU", secs * 1e3),
            None => write!(f, "{cpu_ms:.1} ms on the CPU, no answer within {MOST_SECS_FIRST} s on the GPU"),
        }
    }
}

/// The first run packs weights; in a browser the next ones run functions that are optimised one by one, beside that.
async fn warm_up(cpu: &impl AsyncFn(&Cancel) -> Result<(), GpuError>) -> Result<(), GpuError> {
    let mut secs = f64::INFINITY;
    for _ in 0..MOST_WARM_UPS {
        let before = std::mem::replace(&mut secs, within(f64::INFINITY, cpu).await?.secs());
        if secs > HARDLY_FASTER * before {
            break;
        }
    }
    Ok(())
}

enum Ended {
    Done(f64),
    Stopped(f64),
}

impl Ended {
    fn secs(&self) -> f64 {
        match self {
            Self::Done(secs) | Self::Stopped(secs) => *secs,
        }
    }
}

/// One run, cancelled once it has taken longer than `most_secs`.
async fn within(
    most_secs: f64,
    run: &impl AsyncFn(&Cancel) -> Result<(), GpuError>,
) -> Result<Ended, GpuError> {
    let cancel = Cancel::new();
    let clock = Clock::start();
    let mut run = pin!(run(&cancel));
    let result = poll_fn(|context| {
        // Runs are polled whenever a slice of their work is done.
        if clock.secs() > most_secs {
            cancel.cancel();
        }
        run.as_mut().poll(context)
    })
    .await;
    match result {
        Ok(()) => Ok(Ended::Done(clock.secs())),
        Err(GpuError::Net(NetError::Cancelled)) => Ok(Ended::Stopped(clock.secs())),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use std::cell::Cell;
    use std::task::Poll;

    use super::*;

    thread_local! {
        /// Goes on only while something [`takes`] its time, so that no other program makes one of them the slower.
        static NOW_SECS: Cell<f64> = const { Cell::new(0.0) };
    }

    pub(super) struct Clock(f64);

    impl Clock {
        pub(super) fn start() -> Self {
            Self(NOW_SECS.get())
        }

        pub(super) fn secs(&self) -> f64 {
            NOW_SECS.get() - self.0
        }
    }

    /// Takes so long, as a GPU does: slice by slice, and a cancel shows after each.
    async fn takes(secs: f64, cancel: &Cancel) -> Result<(), GpuError> {
        let clock = Clock::start();
        poll_fn(|context| {
            if clock.secs() > 0.0 {
                return Poll::Ready(());
            }
            NOW_SECS.set(NOW_SECS.get() + secs);
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        Ok(cancel.check()?)
    }

    async fn slices(count: usize, secs: f64, cancel: &Cancel) -> Result<(), GpuError> {
        for _ in 0..count {
            takes(secs, cancel).await?;
        }
        Ok(())
    }

    fn measured(
        cpu_secs: f64,
        gpu: impl AsyncFn(&Cancel) -> Result<(), GpuError>,
    ) -> Result<Timing, GpuError> {
        pollster::block_on(Timing::measure(
            &RwLock::new(()),
            async |cancel| takes(cpu_secs, cancel).await,
            gpu,
        ))
    }

    #[test]
    fn the_faster_one_is_favoured() {
        let timing = measured(0.03, async |cancel| slices(2, 0.002, cancel).await).unwrap();
        assert!(timing.favours_gpu(), "{timing:?}");
        let timing = measured(0.002, async |cancel| slices(1, 0.003, cancel).await).unwrap();
        assert!(!timing.favours_gpu() && timing.cpu_secs < 0.03, "{timing:?}");
    }

    #[test]
    fn what_is_slow_at_first_is_measured_once_it_is_fast() {
        let runs = Cell::new(0_u32);
        let cpu = async |cancel: &Cancel| {
            runs.set(runs.get() + 1);
            takes(0.048 / f64::from(1 << runs.get().min(4)), cancel).await
        };
        let turn = RwLock::new(());
        let gpu = async |cancel: &Cancel| takes(0.012, cancel).await;
        let timing = pollster::block_on(Timing::measure(&turn, cpu, gpu)).unwrap();
        assert!(!timing.favours_gpu(), "{timing:?}");
    }

    #[test]
    fn a_gpu_that_has_lost_is_stopped_and_not_asked_again() {
        let slices_done = Cell::new(0);
        let slow = async |cancel: &Cancel| {
            for _ in 0..50 {
                takes(0.005, cancel).await?;
                slices_done.set(slices_done.get() + 1);
            }
            Ok(())
        };
        let timing = measured(0.002, slow).unwrap();
        assert!(!timing.favours_gpu() && timing.gpu_secs.is_some(), "{timing:?}");
        // Its first run is let finish; the second one ends with the slice in which it lost.
        assert!((50..60).contains(&slices_done.get()), "{slices_done:?}");
    }

    #[test]
    fn a_gpu_that_never_ends_its_first_run_does_not_hold_up_the_rest() {
        let timing = measured(0.002, async |cancel| slices(1_000_000, 0.01, cancel).await).unwrap();
        assert_eq!(timing.gpu_secs, None);
        assert!(!timing.favours_gpu());
    }

    #[test]
    fn what_fails_on_the_gpu_is_no_measurement() {
        let lost = || Err(GpuError::Lost("test".into()));
        assert_eq!(measured(0.001, async |_| lost()).err(), lost().err());
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        for gpu_secs in [None, Some(0.012_345)] {
            let timing = Timing { cpu_secs: 0.1, gpu_secs };
            assert_eq!(Timing::from_note(&timing.to_note()), Some(timing));
        }
        assert_eq!(Timing::from_note("what another version wrote"), None);
    }
}
