use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use draftlens_gpu::{Answer, Chooser, Device, Engine, Gpu, Precision, Tier, plan_report};
use draftlens_net::{Cancel, CpuNetwork, Model, Tensor};
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::host::Host;
use super::served::Served;
use super::turn::{had_turn, turn};
use super::{gpu_thrown, thrown};
use crate::convert::to_js;

/// A model that is ready to run.
#[wasm_bindgen]
pub struct WasmNet {
    host: Rc<Host>,
    chooser: Chooser,
    model: Arc<Model>,
    sha256: String,
    served: OnceCell<Served>,
}

impl WasmNet {
    pub(super) fn new(host: Rc<Host>, chooser: Chooser, model: Arc<Model>, sha256: String) -> Self {
        Self { host, chooser, model, sha256, served: OnceCell::new() }
    }

    /// Compiles kernels if the GPU is asked for.
    pub(super) async fn prepare(&self, typical_shape: &[usize]) {
        let served = self.served(typical_shape);
        if self.chooser.device() == Device::Gpu {
            served.engine().settle().await;
        }
    }

    pub(super) fn served(&self, typical_shape: &[usize]) -> Served {
        let make = || {
            let cpu = CpuNetwork::new(Arc::clone(&self.model));
            let engine = Engine::new(&self.chooser, cpu, &self.sha256, typical_shape);
            let engine = engine.with_pauses(|| Box::pin(turn()));
            Served::new(engine, Rc::clone(&self.host), self.chooser.device())
        };
        self.served.get_or_init(make).clone()
    }
}

#[wasm_bindgen]
impl WasmNet {
    /// Numbers in row-major order, and their shape → the answer. Throws `{code, message, hint}`.
    pub async fn run(
        &self,
        input: Vec<f32>,
        shape: Vec<usize>,
        cancel: &WasmCancel,
    ) -> Result<WasmAnswer, JsValue> {
        had_turn();
        let input = Tensor::new(&shape, input).map_err(|error| thrown(&error))?;
        let served = self.served(&shape);
        served.answer(input, &cancel.0).await.map(WasmAnswer).map_err(|error| thrown(&error))
    }

    /// `{name, why, adapter}`: what would compute a run of this shape now.
    pub fn backend(&self, shape: Vec<usize>) -> Result<JsValue, JsValue> {
        to_js(&self.served(&shape).engine().backend())
    }

    /// `{cpu_secs, gpu_secs}` of a run of this shape, measured now. Throws `{code, message, hint}`.
    pub async fn measure(&self, shape: Vec<usize>) -> Result<JsValue, JsValue> {
        let served = self.served(&shape);
        self.host.ask().await;
        to_js(&served.engine().measure().await.map_err(|error| gpu_thrown(&error))?)
    }

    /// What a run of this shape costs a GPU, operator by operator.
    pub fn plan(&self, shape: Vec<usize>) -> Result<JsValue, JsValue> {
        let plan = self.model.plan(&shape).map_err(|error| thrown(&error))?;
        let gpu = self.chooser.opened().map(Gpu::report);
        let (tier, precision) =
            gpu.map_or((Tier::Hardware, Precision::Full), |report| (report.tier, report.precision));
        to_js(&plan_report(&self.model, &plan, tier, precision).map_err(|error| gpu_thrown(&error))?)
    }
}

/// Numbers with a shape, and what computed them.
#[wasm_bindgen]
pub struct WasmAnswer(Answer);

#[wasm_bindgen]
impl WasmAnswer {
    /// Sizes, the outermost first.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn shape(&self) -> Vec<usize> {
        self.0.output.shape().to_vec()
    }

    /// `{name, why, adapter}`.
    pub fn backend(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.backend)
    }

    /// In row-major order.
    #[must_use]
    pub fn data(&self) -> Float32Array {
        self.0.output.data().into()
    }
}

/// Stops the run that it was given to.
#[wasm_bindgen]
pub struct WasmCancel(Cancel);

impl WasmCancel {
    pub(super) fn inner(&self) -> &Cancel {
        &self.0
    }
}

#[wasm_bindgen]
impl WasmCancel {
    /// For one run.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[allow(clippy::new_without_default, reason = "made by JavaScript only")]
    pub fn new() -> Self {
        Self(Cancel::new())
    }

    /// Ends it at its next operator or submit.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}
