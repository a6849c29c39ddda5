//! What all engines of a program or page share: the wish of the user, and a GPU that is opened when the first one needs it.

use std::sync::Arc;

use async_lock::{OnceCell, RwLock};

use crate::adapter::FoundAdapter;
use crate::gpu::tested;
use crate::memory::Account;
use crate::notes::Notes;
use crate::{AdapterReport, Device, Gpu, GpuError, GpuOptions, Precision, SelfTest};

/// Chooses between CPU and GPU. Clones share one GPU.
#[derive(Debug, Clone)]
pub struct Chooser {
    device: Device,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: GpuOptions,
    adapter: OnceCell<Result<AdapterReport, GpuError>>,
    gpu: OnceCell<Result<Gpu, GpuError>>,
    turn: RwLock<()>,
}

impl Chooser {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(device: Device, options: GpuOptions) -> Self {
        let shared = Shared {
            options,
            adapter: OnceCell::new(),
            gpu: OnceCell::new(),
            // Runs share it; a measurement has it for itself for a moment.
            turn: RwLock::new(()),
        };
        Self { device, shared: Arc::new(shared) }
    }

    /// One with another wish, on the same GPU.
    #[must_use]
    pub fn with_device(&self, device: Device) -> Self {
        Self { device, ..self.clone() }
    }

    /// What the user wants to run on.
    #[must_use]
    pub fn device(&self) -> Device {
        self.device
    }

    /// The adapter that would serve, without a device on it. Fails with [`GpuError::NoAdapter`].
    pub async fn adapter(&self) -> Result<&AdapterReport, GpuError> {
        let find = || async { Ok(FoundAdapter::find(&self.shared.options).await?.report) };
        self.shared.adapter.get_or_init(find).await.as_ref().map_err(GpuError::clone)
    }

    /// The GPU, opened and tested when this is first called. Fails with [`GpuError::NoAdapter`] or
    /// [`GpuError::Quarantined`], each time alike.
    pub async fn gpu(&self) -> Result<Gpu, GpuError> {
        let open = || Gpu::open(self.shared.options.clone());
        self.shared.gpu.get_or_init(open).await.clone()
    }

    /// The GPU, if it has been opened and can be used.
    #[must_use]
    pub fn opened(&self) -> Option<&Gpu> {
        self.shared.gpu.get()?.as_ref().ok()
    }

    /// Tests the adapter anew in all that it can calculate in, whatever is remembered of it. Fails with
    /// [`GpuError::NoAdapter`].
    pub async fn self_tests(&self) -> Result<Vec<SelfTest>, GpuError> {
        let options = &self.shared.options;
        let mut tests = Vec::new();
        for &precision in self.adapter().await?.precisions(Precision::Half) {
            let found = FoundAdapter::find(options).await?;
            let result = tested(found, options, precision, &Account::new(options.most_bytes)).await;
            tests.push(SelfTest::new(precision, result.map(drop)));
        }
        Ok(tests)
    }

    pub(crate) fn notes(&self) -> &dyn Notes {
        self.shared.options.notes.as_ref()
    }

    pub(crate) fn turn(&self) -> &RwLock<()> {
        &self.shared.turn
    }
}
