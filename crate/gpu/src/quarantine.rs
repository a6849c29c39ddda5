//! Adapters that failed their self-test are not asked again, whatever program or page starts next.

use crate::notes::Notes;
use crate::{AdapterReport, GpuError, Precision, shader};

/// Between what was tested and what was wrong with it.
const SEPARATOR: char = '\n';

/// What is remembered of an adapter with its driver, in one arithmetic.
#[derive(Debug)]
pub(crate) struct Quarantine<'a> {
    adapter: String,
    key: String,
    notes: &'a dyn Notes,
}

impl<'a> Quarantine<'a> {
    pub(crate) fn of(adapter: &AdapterReport, precision: Precision, notes: &'a dyn Notes) -> Self {
        let adapter = adapter.identity();
        // Other kernels may do what these could not.
        let key = format!("quarantine/{:016x}/{precision}/{adapter}", shader::digest());
        Self { adapter, key, notes }
    }

    /// Fails with [`GpuError::Quarantined`] if the adapter has failed before.
    pub(crate) fn check(&self) -> Result<(), GpuError> {
        let Some(text) = self.notes.get(&self.key).filter(|text| !text.is_empty()) else { return Ok(()) };
        let (family, problem) = text.split_once(SEPARATOR).unwrap_or(("kernels", &text));
        Err(GpuError::Quarantined {
            adapter: self.adapter.clone(),
            family: family.to_owned(),
            problem: problem.to_owned(),
        })
    }

    /// Only of wrong answers: a device that is lost or busy may do better the next time.
    pub(crate) fn remember(&self, result: &Result<(), GpuError>) {
        match result {
            Err(GpuError::Quarantined { family, problem, .. }) => {
                self.notes.put(&self.key, &format!("{family}{SEPARATOR}{problem}"));
            }
            // Only whoever tests in spite of the quarantine finds that it can be lifted.
            Ok(()) if self.check().is_err() => self.notes.put(&self.key, ""),
            _ => {}
        }
    }
}
