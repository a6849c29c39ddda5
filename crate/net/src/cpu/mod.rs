//! The CPU executor: runs a plan step by step, single-threaded unless asked. Its loops lie in `draftlens-kernels`.

mod memory;
mod prepare;
mod run;
mod step;

use std::sync::{Arc, Mutex, PoisonError};

use crate::{Cancel, Model, NetError, Network, Plan, Tensor};
use draftlens_kernels::{Isa, Scratch};
use prepare::{Packs, Prepared};
pub use run::CpuRun;

/// As many input shapes are kept ready to run.
const PLANS_KEPT: usize = 8;

/// A model that runs on the CPU, with the widest SIMD that this processor has.
#[derive(Debug)]
pub struct CpuNetwork {
    model: Arc<Model>,
    isa: Isa,
    threads: usize,
    packs: Mutex<Packs>,
    /// The one used last comes last.
    plans: Mutex<Vec<Arc<Prepared>>>,
    /// Memory of runs that have ended, for the next ones.
    spares: Mutex<Vec<Spare>>,
}

/// Memory of a run that has ended.
#[derive(Debug, Default)]
struct Spare {
    arena: Vec<f32>,
    scratches: Vec<Scratch>,
}

impl CpuNetwork {
    /// On one thread, and with nothing planned yet.
    #[must_use]
    pub fn new(model: Arc<Model>) -> Self {
        Self {
            model,
            isa: Isa::detect(),
            threads: 1,
            packs: Mutex::default(),
            plans: Mutex::default(),
            spares: Mutex::default(),
        }
    }

    /// On so many threads; on one where there are no more, as in wasm.
    #[must_use]
    pub fn with_threads(self, threads: usize) -> Self {
        let most = if cfg!(target_family = "wasm") { 1 } else { usize::MAX };
        Self { threads: threads.clamp(1, most), ..self }
    }

    /// How many threads it runs on.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// The sets of SIMD instructions that this processor has, the widest one last.
    #[must_use]
    pub fn instruction_sets() -> Vec<&'static str> {
        Isa::all().into_iter().map(Isa::name).collect()
    }

    /// With narrower instructions than the processor has, to compare; `None` for a set that it does not have.
    #[must_use]
    pub fn with_instructions(self, name: &str) -> Option<Self> {
        let isa = Isa::all().into_iter().find(|isa| isa.name() == name)?;
        // Weights are packed for one set of instructions.
        Some(Self { isa, packs: Mutex::default(), plans: Mutex::default(), ..self })
    }

    /// The SIMD instructions that are used, such as `avx2` or `wasm relaxed simd`.
    #[must_use]
    pub fn instructions(&self) -> &'static str {
        self.isa.name()
    }

    /// The model that runs.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The plan for inputs of a shape.
    pub fn plan(&self, input_shape: &[usize]) -> Result<Arc<Plan>, NetError> {
        Ok(Arc::clone(&self.prepared(input_shape)?.plan))
    }

    /// Begins a run that the caller advances step by step: for callers that must do something in between, such as
    /// letting a browser's worker see that it was asked to cancel.
    pub fn begin(&self, input: Tensor) -> Result<CpuRun<'_>, NetError> {
        let prepared = self.prepared(input.shape())?;
        let spare = lock(&self.spares).pop().unwrap_or_default();
        Ok(CpuRun::new(self, prepared, spare, input))
    }

    /// Begins a run of any plan of this network's model: for comparisons.
    pub fn begin_plan(&self, plan: Plan, input: Tensor) -> Result<CpuRun<'_>, NetError> {
        if plan.input.shape != input.shape() {
            return Err(NetError::InputShape {
                expected: format!("{:?}", plan.input.shape),
                actual: format!("{:?}", input.shape()),
            });
        }
        let prepared = Prepared::new(&self.model, Arc::new(plan), self.isa, &mut lock(&self.packs))?;
        Ok(CpuRun::new(self, Arc::new(prepared), Spare::default(), input))
    }

    fn prepared(&self, input_shape: &[usize]) -> Result<Arc<Prepared>, NetError> {
        let mut plans = lock(&self.plans);
        if let Some(index) = plans.iter().position(|prepared| prepared.plan.input.shape == input_shape) {
            let prepared = plans.remove(index);
            plans.push(Arc::clone(&prepared));
            return Ok(prepared);
        }
        let plan = Arc::new(self.model.plan(input_shape)?);
        let prepared = Arc::new(Prepared::new(&self.model, plan, self.isa, &mut lock(&self.packs))?);
        if plans.len() >= PLANS_KEPT {
            plans.remove(0);
        }
        plans.push(Arc::clone(&prepared));
        Ok(prepared)
    }
}

impl Network for CpuNetwork {
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        let mut run = self.begin(input)?;
        while !run.is_done() {
            cancel.check()?;
            run.step()?;
        }
        run.finish()
    }
}

/// What a panicking thread leaves behind is as good as before: caches are only ever added to.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
