//! A model that always answers: on the GPU where that is faster and right, on the CPU otherwise.
//!
//! The CPU serves from the first moment. [`Engine::settle`] opens the GPU, tests it and measures both beside that, so that
//! no run waits for it, unless the caller wants to.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_lock::OnceCell;
use draftlens_net::{Cancel, CpuNetwork, NetError, Network, Tensor};

use crate::backend::{Backend, BackendName, Device, Why};
use crate::chooser::Chooser;
use crate::self_test::question;
use crate::timing::Timing;
use crate::{GpuError, GpuNetwork, shader};

/// Called between two steps on the CPU: where a browser's worker sees that it was asked to cancel.
pub type Breathe = fn() -> Pin<Box<dyn Future<Output = ()>>>;

/// A model on both executors.
#[derive(Debug)]
pub struct Engine {
    chooser: Chooser,
    cpu: CpuNetwork,
    sha256: String,
    typical_shape: Vec<usize>,
    breathe: Option<Breathe>,
    settled: OnceCell<()>,
    serving: Mutex<Serving>,
}

/// Who takes the next run.
#[derive(Debug, Clone)]
enum Serving {
    Cpu(Why),
    Gpu(Arc<GpuNetwork>, Why),
}

impl Serving {
    fn faster(network: Arc<GpuNetwork>, timing: Timing, is_remembered: bool) -> Self {
        let why = Why::Measured { timing, is_remembered };
        if timing.favours_gpu() { Self::Gpu(network, why) } else { Self::Cpu(why) }
    }
}

/// What a net answered, and what served.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The net's output.
    pub output: Tensor,
    /// What computed it.
    pub backend: Backend,
}

impl Engine {
    /// Serves by `cpu` at once. What is measured is remembered for the model of this sha256, and measured with inputs of
    /// the shape that it will mostly see.
    #[must_use]
    pub fn new(chooser: &Chooser, cpu: CpuNetwork, sha256: &str, typical_shape: &[usize]) -> Self {
        let why = if chooser.device() == Device::Cpu { Why::Asked } else { Why::GpuNotReady };
        Self {
            chooser: chooser.clone(),
            cpu,
            sha256: sha256.to_owned(),
            typical_shape: typical_shape.to_vec(),
            breathe: None,
            settled: OnceCell::new(),
            serving: Mutex::new(Serving::Cpu(why)),
        }
    }

    /// With pauses between the steps on the CPU.
    #[must_use]
    pub fn with_pauses(self, breathe: Breathe) -> Self {
        Self { breathe: Some(breathe), ..self }
    }

    /// The executor that serves when there is no better one.
    #[must_use]
    pub fn cpu(&self) -> &CpuNetwork {
        &self.cpu
    }

    /// The model on the GPU, if that serves.
    #[must_use]
    pub fn gpu(&self) -> Option<Arc<GpuNetwork>> {
        match &*self.serving() {
            Serving::Gpu(network, _) => Some(Arc::clone(network)),
            Serving::Cpu(_) => None,
        }
    }

    /// What the next run is served by, as things are.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match &*self.serving() {
            Serving::Gpu(network, why) => gpu_backend(network, why),
            Serving::Cpu(why) => self.cpu_backend(why.clone()),
        }
    }

    /// Decides who serves from now on; later calls wait for the first one's decision.
    pub async fn settle(&self) {
        let decide = || async {
            let serving = self.decide().await;
            *self.serving() = serving;
        };
        self.settled.get_or_init(decide).await;
    }

    /// Measures both, whatever is remembered, and decides and remembers by the outcome. Fails with what is wrong with the
    /// GPU.
    pub async fn measure(&self) -> Result<Timing, GpuError> {
        // Two measurements at once would disturb each other.
        if !self.settled.is_initialized() {
            self.settle().await;
            if let Why::Measured { timing, is_remembered: false } = self.backend().why {
                return Ok(timing);
            }
        }
        let network = self.on_gpu().await?;
        let timing = self.measured(&network).await?;
        if self.chooser.device() == Device::Auto {
            *self.serving() = Serving::faster(network, timing, false);
        }
        Ok(timing)
    }

    /// Input → output, and what served. Waits for the GPU only if the caller asked for that one.
    pub async fn answer(&self, input: Tensor, cancel: &Cancel) -> Result<Answer, NetError> {
        if self.chooser.device() == Device::Gpu {
            self.settle().await;
        }
        let _turn = self.chooser.turn().read().await;
        let serving = self.serving().clone();
        let why = match serving {
            Serving::Cpu(why) => why,
            Serving::Gpu(network, why) => match network.try_run(&input, cancel).await {
                Ok(output) => return Ok(Answer { output, backend: gpu_backend(&network, &why) }),
                Err(GpuError::Net(error)) => return Err(error),
                Err(error) => self.without_gpu(error),
            },
        };
        let output = self.on_cpu(input, cancel).await?;
        Ok(Answer { output, backend: self.cpu_backend(why) })
    }

    async fn decide(&self) -> Serving {
        let decided = match self.chooser.device() {
            Device::Cpu => Ok(Serving::Cpu(Why::Asked)),
            Device::Gpu => self.on_gpu().await.map(|network| Serving::Gpu(network, Why::Asked)),
            Device::Auto => self.faster().await,
        };
        decided.unwrap_or_else(|error| Serving::Cpu(Why::GpuFailed(error)))
    }

    async fn faster(&self) -> Result<Serving, GpuError> {
        let remembered = self.remembered().await?;
        let is_remembered = remembered.is_some();
        if let Some(timing) = remembered.filter(|timing| !timing.favours_gpu()) {
            // Not even opened: a GPU that loses is not worth the wait and the memory.
            return Ok(Serving::Cpu(Why::Measured { timing, is_remembered }));
        }
        let network = self.on_gpu().await?;
        let timing = match remembered {
            Some(timing) => timing,
            None => self.measured(&network).await?,
        };
        Ok(Serving::faster(network, timing, is_remembered))
    }

    async fn on_gpu(&self) -> Result<Arc<GpuNetwork>, GpuError> {
        let gpu = self.chooser.gpu().await?;
        let model = Arc::clone(self.cpu.model());
        Ok(Arc::new(GpuNetwork::load(&gpu, model, &[&self.typical_shape]).await?))
    }

    async fn measured(&self, network: &GpuNetwork) -> Result<Timing, GpuError> {
        let len = self.typical_shape.iter().product();
        let input = Tensor::new(&self.typical_shape, question(len))?;
        let timing = Timing::measure(
            self.chooser.turn(),
            async |cancel| Ok(self.on_cpu(input.clone(), cancel).await.map(drop)?),
            async |cancel| network.try_run(&input, cancel).await.map(drop),
        )
        .await?;
        let adapter = self.chooser.adapter().await?;
        // A real GPU whose driver was still compiling gets another chance.
        if timing.gpu_secs.is_some() || adapter.is_software {
            self.chooser.notes().put(&self.key().await?, &timing.to_note());
        }
        Ok(timing)
    }

    async fn remembered(&self) -> Result<Option<Timing>, GpuError> {
        let note = self.chooser.notes().get(&self.key().await?);
        Ok(note.and_then(|note| Timing::from_note(&note)))
    }

    /// All that the outcome of a measurement depends on.
    async fn key(&self) -> Result<String, GpuError> {
        let adapter = self.chooser.adapter().await?.identity();
        let (cpu, shape) = (self.cpu_name(), &self.typical_shape);
        Ok(format!("timing/{}/{shape:?}/{:016x}/{cpu}/{adapter}", self.sha256, shader::digest()))
    }

    async fn on_cpu(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        let Some(breathe) = self.breathe else { return self.cpu.run(input, cancel).await };
        let mut run = self.cpu.begin(input)?;
        while !run.is_done() {
            cancel.check()?;
            run.step()?;
            if !run.is_done() {
                breathe().await;
            }
        }
        run.finish()
    }

    /// The GPU could not do a run that the CPU now does. Only what may be otherwise for another input leaves it in service.
    fn without_gpu(&self, error: GpuError) -> Why {
        let is_of_this_input = matches!(error, GpuError::OutOfMemory(_) | GpuError::NoKernel(_));
        let why = Why::GpuFailed(error);
        if !is_of_this_input {
            *self.serving() = Serving::Cpu(why.clone());
        }
        why
    }

    fn cpu_backend(&self, why: Why) -> Backend {
        Backend { name: BackendName::Cpu, why, adapter: self.cpu_name() }
    }

    fn cpu_name(&self) -> String {
        let threads = self.cpu.threads();
        format!("{}, {threads} thread{}", self.cpu.instructions(), if threads == 1 { "" } else { "s" })
    }

    fn serving(&self) -> MutexGuard<'_, Serving> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Network for Engine {
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        Ok(self.answer(input, cancel).await?.output)
    }
}

fn gpu_backend(network: &GpuNetwork, why: &Why) -> Backend {
    let adapter = network.gpu().report().adapter.name;
    Backend { name: BackendName::WebGpu, why: why.clone(), adapter }
}
