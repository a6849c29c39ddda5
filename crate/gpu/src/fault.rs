//! Faults on purpose, for the tests of what must survive them. None of them does anything unless asked for.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Precision;

/// What goes wrong.
#[derive(Debug, Clone, Default)]
pub struct Fault {
    /// Outputs hold NaN before a run, and a pattern behind their ends that must be there after it.
    pub guards: bool,
    /// This kernel's last row of workgroups is not dispatched: a wrong answer.
    pub skips_workgroups_of: Option<&'static str>,
    /// The same, only of devices that store numbers like this.
    pub lies_in: Option<Precision>,
    /// The same for plans prepared after it was set; all clones see it.
    pub skips_later: Arc<Mutex<Option<&'static str>>>,
    /// The device is destroyed after each of these submits, counted over all devices from 1.
    pub destroys_after_submits: Vec<u64>,
    /// Submits so far, counted by all clones.
    pub submits: Arc<AtomicU64>,
}

impl Fault {
    pub(crate) fn skips(&self, kernel: &str, precision: Precision) -> bool {
        if self.lies_in.is_some_and(|lies_in| lies_in != precision) {
            return false;
        }
        let later = *self.skips_later.lock().unwrap_or_else(PoisonError::into_inner);
        self.skips_workgroups_of == Some(kernel) || later == Some(kernel)
    }

    /// Counts a submit.
    pub(crate) fn destroys_after_this_submit(&self) -> bool {
        let submit = self.submits.fetch_add(1, Ordering::Relaxed) + 1;
        self.destroys_after_submits.contains(&submit)
    }
}
