//! A GPU that was tested and may be lost: shared by all networks on it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::adapter::FoundAdapter;
use crate::device::{DeviceReport, OpenDevice};
use crate::memory::{Account, MemoryReport};
use crate::options::GpuOptions;
use crate::quarantine::Quarantine;
use crate::self_test::self_test;
use crate::{GpuError, Precision};

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
        let found = FoundAdapter::find(&options).await?;
        let device = Mutex::new(Arc::new(trusted(found, &options, &account).await?));
        Ok(Self { shared: Arc::new(Shared { options, account, current: device }) })
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
        let options = &self.shared.options;
        let found = FoundAdapter::find(options).await?;
        let device = if found.report.identity() == lost.report.adapter.identity() {
            // The same adapter with the same driver was tested when it was opened.
            OpenDevice::open(found, options, lost.report.precision).await?
        } else {
            trusted(found, options, &self.shared.account).await?
        };
        let mut current = self.shared.current.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&current, lost) {
            *current = Arc::new(device);
        }
        Ok(())
    }
}

/// A device that has passed the self-test, in the wanted arithmetic or else in the one that always works. An adapter that
/// is known to fail is not asked.
async fn trusted(
    found: FoundAdapter,
    options: &GpuOptions,
    account: &Arc<Account>,
) -> Result<OpenDevice, GpuError> {
    let precisions = found.report.precisions(options.precision);
    let mut found = Some(found);
    let mut result = Err(GpuError::NoAdapter("it has no arithmetic".into()));
    for &precision in precisions {
        let adapter = match found.take() {
            Some(found) => found,
            None => FoundAdapter::find(options).await?,
        };
        let known = Quarantine::of(&adapter.report, precision, options.notes.as_ref()).check();
        result = match known {
            Ok(()) => tested(adapter, options, precision, account).await,
            Err(error) => Err(error),
        };
        if !matches!(result, Err(GpuError::Quarantined { .. })) {
            break;
        }
    }
    result
}

/// Runs the self-test, and remembers its outcome.
pub(crate) async fn tested(
    found: FoundAdapter,
    options: &GpuOptions,
    precision: Precision,
    account: &Arc<Account>,
) -> Result<OpenDevice, GpuError> {
    let adapter = found.report.clone();
    let device = OpenDevice::open(found, options, precision).await?;
    let result = self_test(&device, account).await;
    Quarantine::of(&adapter, precision, options.notes.as_ref()).remember(&result);
    result.map(|()| device)
}
