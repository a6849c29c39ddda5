//! A plan with its weights packed.

use std::collections::HashMap;
use std::sync::Arc;

use draftlens_kernels::pack::{self, Packed, Source};
use draftlens_kernels::winograd::Winograd;
use draftlens_kernels::{Form, Isa, Layout, Window, transposed};

use crate::graph::ValueId;
use crate::plan::{Convolution, Plan, Step, Work};
use crate::{Model, NetError};

/// Weights that are packed already, by what they are packed from and for.
pub(super) type Packs = HashMap<(ValueId, Option<ValueId>, Form, bool, Window), Arc<Packed>>;

#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) plan: Arc<Plan>,
    /// For each step.
    pub(super) packed: Vec<Option<Arc<Packed>>>,
}

impl Prepared {
    pub(super) fn new(model: &Model, plan: Arc<Plan>, isa: Isa, packs: &mut Packs) -> Result<Self, NetError> {
        let packed =
            plan.steps.iter().map(|step| packed(model, step, isa, packs)).collect::<Result<_, _>>()?;
        Ok(Self { plan, packed })
    }
}

fn packed(model: &Model, step: &Step, isa: Isa, packs: &mut Packs) -> Result<Option<Arc<Packed>>, NetError> {
    let (work, transposed) = match &step.work {
        Work::Convolution(work) => (work, false),
        Work::TransposedConvolution(work) => (work, true),
        _ => return Ok(None),
    };
    let one_channel = step.inputs.iter().take(1).any(|input| input.layout == Layout::Rows);
    let key = (work.weights, work.bias, work.form, one_channel, work.window);
    if let Some(packed) = packs.get(&key) {
        return Ok(Some(Arc::clone(packed)));
    }
    let packed = Arc::new(pack(model, work, isa, transposed, one_channel)?);
    packs.insert(key, Arc::clone(&packed));
    Ok(Some(packed))
}

fn pack(
    model: &Model,
    work: &Convolution,
    isa: Isa,
    transposed: bool,
    one_channel: bool,
) -> Result<Packed, NetError> {
    let weights =
        model.floats(work.weights).ok_or_else(|| NetError::Internal("weights are missing".into()))?;
    let &[first, second, height, width] = weights.shape.as_slice() else {
        return Err(NetError::Internal("weights of a convolution have no four dimensions".into()));
    };
    let bias = work.bias.and_then(|bias| model.floats(bias)).map(|bias| &*bias.data);
    let taps = height * width;
    let (outputs, inputs) = if transposed { (second, first) } else { (first, second) };
    let source = Source { weights: &weights.data, outputs, inputs, taps, inputs_first: transposed };
    let allowed = isa.panel_widths();
    Ok(if transposed {
        Packed::Phases(transposed::phases(&work.window, &source, bias, allowed))
    } else {
        match work.form {
            Form::Plain if !one_channel && Winograd::suits(&work.window, inputs, outputs) => {
                Packed::Winograd(Winograd::new(&source, bias, allowed))
            }
            Form::Pointwise | Form::Plain => {
                let in_order: Vec<usize> = (0..taps).collect();
                Packed::Panels(pack::panels(&source, bias, &in_order, one_channel, allowed))
            }
            Form::Depthwise => pack::depthwise(&weights.data, bias, outputs, taps),
            Form::Grouped => Packed::Unpacked,
        }
    })
}
