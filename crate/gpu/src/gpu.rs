//! A GPU that was tested and may be lost: shared by all networks on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::GpuError;
use crate::device::{DeviceReport, GpuOptions, OpenDevice};
use crate::memory::{Account, MemoryReport};
use crate::self_test::self_test;

/// Adapters that failed their self-test, and why: not asked again while the program runs.
static QUARANTINE: Mutex<Option<HashMap<String, GpuError>>> = Mutex::new(None);

/// A GPU. Clones share it.
#[derive(Debug, Clone)]
pub struct Gpu {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: GpuOptions,
    account: Arc<Account>,
    current: Mutex<Arc<OpenDevice>>,
}

impl Gpu {
    /// Options → a GPU that answered the self-test rightly. Fails with [`GpuError::NoAdapter`] or
    /// [`GpuError::Quarantined`].
    pub async fn open(options: GpuOptions) -> Result<Self, GpuError> {
        let account = Account::new(options.most_bytes);
        let device = OpenDevice::request(&options).await?;
        trust(&device, &account).await?;
        Ok(Self { shared: Arc::new(Shared { options, account, current: Mutex::new(Arc::new(device)) }) })
    }

    /// What was opened; another adapter, perhaps, after a loss.
    #[must_use]
    pub fn report(&self) -> DeviceReport {
        self.device().report.clone()
    }

    /// What all networks on this GPU take.
    #[must_use]
    pub fn memory(&self) -> MemoryReport {
        self.shared.account.report()
    }

    pub(crate) fn account(&self) -> &Arc<Account> {
        &self.shared.account
    }

    pub(crate) fn device(&self) -> Arc<OpenDevice> {
        Arc::clone(&self.shared.current.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adapter and device anew, unless another run has seen to that already.
    pub(crate) async fn replace(&self, lost: &Arc<OpenDevice>) -> Result<(), GpuError> {
        if !Arc::ptr_eq(&self.device(), lost) {
            return Ok(());
        }
        let device = OpenDevice::request(&self.shared.options).await?;
        // The same adapter with the same driver was tested when it was opened.
        if device.report.identity() != lost.report.identity() {
            trust(&device, &self.shared.account).await?;
        }
        let mut current = self.shared.current.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&current, lost) {
            *current = Arc::new(device);
        }
        Ok(())
    }
}

/// Runs the self-test, once for an adapter that fails it.
async fn trust(device: &OpenDevice, account: &Arc<Account>) -> Result<(), GpuError> {
    // Faults on purpose are those of one test, not of the adapter.
    let is_sound = device.fault.skips_workgroups_of.is_none();
    let identity = device.report.identity();
    let known = |entries: &Option<HashMap<String, GpuError>>| entries.as_ref()?.get(&identity).cloned();
    if is_sound && let Some(error) = known(&QUARANTINE.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Err(error);
    }
    let result = self_test(device, account).await;
    if is_sound && let Err(error @ GpuError::Quarantined { .. }) = &result {
        let mut entries = QUARANTINE.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get_or_insert_default().insert(identity, error.clone());
    }
    result
}
