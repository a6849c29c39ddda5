use std::cell::Cell;
use std::rc::Rc;

use draftlens_gpu::{Answer, Device, Engine};
use draftlens_net::{Cancel, NetError, Network, Tensor};
use wasm_bindgen_futures::spawn_local;

use super::host::Host;

/// A model that serves from the first moment. Clones are one.
#[derive(Debug, Clone)]
pub(super) struct Served(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    engine: Engine,
    host: Rc<Host>,
    /// Nobody has said where it runs, and nobody is finding out.
    is_undecided: Cell<bool>,
}

impl Served {
    pub(super) fn new(engine: Engine, host: Rc<Host>, device: Device) -> Self {
        Self(Rc::new(Inner { engine, host, is_undecided: Cell::new(device == Device::Auto) }))
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Where nobody says which is faster, that begins to be found out after the first answer: opening a GPU must not
    /// delay it.
    pub(super) async fn answer(&self, input: Tensor, cancel: &Cancel) -> Result<Answer, NetError> {
        let answer = self.0.engine.answer(input, cancel).await?;
        if self.0.is_undecided.replace(false) {
            let inner = Rc::clone(&self.0);
            spawn_local(async move {
                inner.host.ask().await;
                inner.engine.settle().await;
            });
        }
        Ok(answer)
    }
}

impl Network for Served {
    async fn run(&self, input: Tensor, cancel: &Cancel) -> Result<Tensor, NetError> {
        Ok(self.answer(input, cancel).await?.output)
    }
}
