//! How a GPU is opened.

use std::sync::{Arc, OnceLock};

use crate::Precision;
use crate::fault::Fault;
use crate::kernel::Tier;
use crate::notes::{Notes, UnsavedNotes};

/// Which adapters may serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AdapterChoice {
    /// The fastest one.
    #[default]
    Any,
    /// GPUs only.
    Hardware,
    /// A processor that plays a GPU: for tests.
    Software,
}

/// What the host knows of an adapter, and may learn only after the options were made. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct AdapterName(Arc<OnceLock<String>>);

impl AdapterName {
    /// Counts for adapters that are found from now on; once told, it stays.
    pub fn tell(&self, name: String) {
        let _ = self.0.set(name);
    }

    pub(crate) fn get(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// How a GPU is opened.
#[derive(Debug, Clone)]
pub struct GpuOptions {
    /// Which adapters may serve.
    pub adapter: AdapterChoice,
    /// What the host knows of the adapter, where the driver tells no name: browsers keep it from WebAssembly.
    pub adapter_name: AdapterName,
    /// Falls back to [`Precision::Full`] where the device has no f16, or computes wrongly in it.
    pub precision: Precision,
    /// Kernels for this tier whatever the adapter: for tests.
    pub tier: Option<Tier>,
    /// All buffers together, in bytes.
    pub most_bytes: u64,
    /// What is remembered of adapters that answer wrongly, and of how fast models run.
    pub notes: Arc<dyn Notes>,
    /// What goes wrong on purpose: for tests.
    #[doc(hidden)]
    pub fault: Fault,
}

/// The largest model takes 60 MB for an A3 sheet's tile; a phone's browser allows a tab some hundreds.
const MOST_BYTES: u64 = 512 << 20;

impl Default for GpuOptions {
    fn default() -> Self {
        Self {
            adapter: AdapterChoice::default(),
            adapter_name: AdapterName::default(),
            precision: Precision::default(),
            tier: None,
            most_bytes: MOST_BYTES,
            notes: Arc::new(UnsavedNotes::default()),
            fault: Fault::default(),
        }
    }
}
