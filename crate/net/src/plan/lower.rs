//! Draft → steps: chooses a layout for every value, puts the parts of concatenations in place, and names what each
//! step reads and writes.

use std::collections::HashMap;

use super::cost;
use super::memory::{self, Homes};
use super::{Convolution, Operand, Plan, Residual, Step, Work, shape};
use crate::NetError;
use crate::graph::{BinaryKind, Graph, Operator, ValueId};
use crate::pass::{Draft, Fused};
use draftlens_kernels::{BufferId, Form, Layout, View};

/// Fails only where a step would need a layout that no kernel has.
pub(crate) fn lower(graph: &Graph, draft: &Draft) -> Result<Plan, NetError> {
    let mut lowering = Lowering {
        graph,
        draft,
        steps: Vec::new(),
        storages: Vec::new(),
        placed: HashMap::new(),
        parts: HashMap::new(),
    };
    lowering.find_parts();
    let input = lowering.produce(graph.input, Layout::Rows);
    for fused in &draft.operators {
        lowering.lower(fused)?;
    }
    let output = lowering.output(&input)?;
    let homes = Homes { input: input.buffer, output: output.buffer };
    let memory = memory::assign(&lowering.steps, &lowering.storages, homes);
    Ok(Plan {
        steps: lowering.steps,
        buffers: memory.buffers,
        arena_len: memory.arena_len,
        slots: memory.slots,
        input,
        output,
    })
}

struct Lowering<'a> {
    graph: &'a Graph,
    draft: &'a Draft,
    steps: Vec<Step>,
    /// Lengths of the buffers, in numbers.
    storages: Vec<usize>,
    placed: HashMap<(ValueId, Layout), View>,
    /// Values that may be written straight into a concatenation: which one, and after how many channels.
    parts: HashMap<ValueId, (ValueId, usize)>,
}

impl Lowering<'_> {
    /// In blocks a part begins at a whole block, hence all but the last need channels that divide by four. No step may
    /// read and write one buffer: a part whose maker reads another part is left out, and so are concatenations and
    /// what is reshaped, which lie where their sources do.
    fn find_parts(&mut self) {
        for fused in &self.draft.operators {
            if !self.joins_blocks(fused) {
                continue;
            }
            let mut channels = 0;
            for &part in &fused.inputs {
                let used_once = fused.inputs.iter().filter(|&&input| input == part).count() == 1;
                let maker = self.draft.operators.iter().find(|maker| maker.output == part);
                let reads_none = |maker: &Fused| {
                    let in_whole =
                        |read| self.parts.get(&read).is_some_and(|&(whole, _)| whole == fused.output);
                    !matches!(maker.operator, Operator::Concat { .. }) && !maker.reads().any(in_whole)
                };
                let reshaped = self.draft.operators.iter().any(|reader| {
                    matches!(reader.operator, Operator::Reshape(_)) && reader.inputs.contains(&part)
                });
                let free = part != self.draft.output && !reshaped && !self.parts.contains_key(&part);
                if used_once && free && maker.is_some_and(reads_none) {
                    self.parts.insert(part, (fused.output, channels));
                }
                channels += self.draft.shape(part)[1];
            }
        }
    }

    /// Whether an operator joins images at whole blocks.
    fn joins_blocks(&self, fused: &Fused) -> bool {
        let shape = self.draft.shape(fused.output);
        let Operator::Concat { axis } = fused.operator else {
            return false;
        };
        let (_, all_but_last) = fused.inputs.split_last().unwrap_or((&fused.output, &[]));
        shape.len() == 4
            && shape::axis(axis, 4) == Ok(1)
            && all_but_last.iter().all(|&part| self.draft.shape(part)[1].is_multiple_of(4))
    }

    /// A place for a value: its part of a concatenation, or a buffer of its own.
    fn produce(&mut self, id: ValueId, layout: Layout) -> View {
        let shape = self.draft.shape(id).to_vec();
        let mut view = View { buffer: BufferId(0), offset: 0, shape, layout };
        match self.parts.get(&id).copied() {
            Some((whole, channels)) if layout == Layout::Blocks => {
                let whole = match self.placed.get(&(whole, layout)) {
                    Some(placed) => placed.clone(),
                    None => self.produce(whole, layout),
                };
                view.buffer = whole.buffer;
                view.offset = whole.offset + channels / 4 * view.pixels() * 4;
            }
            _ => {
                view.buffer = BufferId(self.storages.len());
                self.storages.push(view.len());
            }
        }
        self.placed.insert((id, layout), view.clone());
        view
    }

    fn has(&self, id: ValueId, layout: Layout) -> bool {
        self.placed.contains_key(&(id, layout))
    }

    /// A value in a layout, converted if it has none of that yet.
    fn want(&mut self, id: ValueId, layout: Layout) -> Result<View, NetError> {
        if let Some(view) = self.placed.get(&(id, layout)) {
            return Ok(view.clone());
        }
        let (other, work) = match layout {
            Layout::Blocks => (Layout::Rows, Work::ToBlocks),
            Layout::Rows => (Layout::Blocks, Work::ToRows),
        };
        let from = self.placed.get(&(id, other)).cloned().ok_or_else(|| {
            let name = self.graph.values.get(id.index()).map(|value| value.name.clone());
            NetError::Internal(format!("value `{}` is used before it is made", name.unwrap_or_default()))
        })?;
        let to = self.produce(id, layout);
        self.push(Vec::new(), work, vec![from], to.clone(), &[]);
        Ok(to)
    }

    fn push(
        &mut self,
        nodes: Vec<String>,
        work: Work,
        inputs: Vec<View>,
        output: View,
        constants: &[ValueId],
    ) {
        let weights: usize =
            constants.iter().filter_map(|&id| self.graph.floats(id)).map(|floats| floats.data.len()).sum();
        let cost = cost::of(&work, &inputs, &output, weights);
        self.steps.push(Step { nodes, work, inputs, output, cost });
    }

    fn lower(&mut self, fused: &Fused) -> Result<(), NetError> {
        let Some(&data) = fused.inputs.first() else {
            return Ok(());
        };
        let nodes = fused.nodes.clone();
        match &fused.operator {
            Operator::Convolution { .. } | Operator::TransposedConvolution { .. } => {
                self.convolution(fused, data)?;
            }
            Operator::Pool { kind, window } => {
                let input = self.want(data, Layout::Blocks)?;
                let output = self.produce(fused.output, Layout::Blocks);
                self.push(nodes, Work::Pool { kind: *kind, window: *window }, vec![input], output, &[]);
            }
            Operator::Resize { mode, coordinates, to } => {
                let input = self.want(data, Layout::Blocks)?;
                let scales =
                    shape::resize_scales(*to, self.draft.shape(data), self.draft.shape(fused.output));
                // The answer is wanted in rows: written so at once, it is written once.
                let is_answer = fused.output == self.draft.output;
                let layout = if is_answer { Layout::Rows } else { Layout::Blocks };
                let output = self.produce(fused.output, layout);
                let work = Work::Resize { mode: *mode, coordinates: *coordinates, scales };
                self.push(nodes, work, vec![input], output, &[]);
            }
            Operator::Concat { axis } => self.concat(fused, *axis)?,
            Operator::Binary(kind) => self.binary(fused, *kind)?,
            Operator::Unary(activation) => {
                let layout = if self.has(data, Layout::Blocks) { Layout::Blocks } else { Layout::Rows };
                let input = self.want(data, layout)?;
                let output = self.produce(fused.output, layout);
                self.push(nodes, Work::Unary(*activation), vec![input], output, &[]);
            }
            Operator::Gemm { alpha, beta, transposed_weights } => {
                let input = self.want(data, Layout::Rows)?;
                let output = self.produce(fused.output, Layout::Rows);
                let work = Work::Gemm {
                    weights: fused.inputs[1],
                    bias: fused.inputs.get(2).copied(),
                    alpha: *alpha,
                    beta: *beta,
                    transposed_weights: *transposed_weights,
                    activation: fused.activation,
                };
                self.push(nodes, work, vec![input], output, &fused.inputs[1..]);
            }
            Operator::Softmax { axis } => {
                let input = self.want(data, Layout::Rows)?;
                let axis = shape::axis(*axis, input.shape.len()).map_err(NetError::Internal)?;
                let output = self.produce(fused.output, Layout::Rows);
                self.push(nodes, Work::Softmax { axis }, vec![input], output, &[]);
            }
            Operator::Reduce { kind, axes, .. } => {
                let rank = self.draft.shape(data).len();
                let axes = shape::reduced_axes(axes, rank).map_err(NetError::Internal)?;
                let whole_images = axes.iter().copied().eq(2..rank) && self.has(data, Layout::Blocks);
                let layout = if whole_images { Layout::Blocks } else { Layout::Rows };
                let input = self.want(data, layout)?;
                let output = self.produce(fused.output, Layout::Rows);
                self.push(nodes, Work::Reduce { kind: *kind, axes }, vec![input], output, &[]);
            }
            Operator::Transpose { order } => {
                let rank = self.draft.shape(data).len();
                let order = shape::transposition(order, rank);
                let channels_last =
                    rank > 2 && order.iter().copied().eq([0].into_iter().chain(2..rank).chain([1]));
                let from_blocks = channels_last && self.has(data, Layout::Blocks);
                let input = self.want(data, if from_blocks { Layout::Blocks } else { Layout::Rows })?;
                let output = self.produce(fused.output, Layout::Rows);
                self.push(nodes, Work::Transpose { order }, vec![input], output, &[]);
            }
            Operator::Reshape(_) => self.reshape(data, fused.output)?,
            Operator::BatchNormalization { .. } => {
                return Err(NetError::Internal("a batch normalisation was not folded".into()));
            }
        }
        Ok(())
    }

    fn convolution(&mut self, fused: &Fused, data: ValueId) -> Result<(), NetError> {
        let channels = self.draft.shape(data)[1];
        let outputs = self.draft.shape(fused.output)[1];
        let (window, groups, transposed) = match &fused.operator {
            Operator::Convolution { window, groups } => (*window, *groups, false),
            Operator::TransposedConvolution { window, .. } => (*window, 1, true),
            _ => return Ok(()),
        };
        let form = Form::of(&window, groups, channels, outputs);
        // A single channel is the same in rows, and four times as much in blocks.
        let reads_rows = channels == 1 && groups == 1 && !transposed && self.has(data, Layout::Rows);
        let form = if reads_rows { Form::Plain } else { form };
        let mut inputs = vec![self.want(data, if reads_rows { Layout::Rows } else { Layout::Blocks })?];
        if let Some(residual) = fused.residual {
            inputs.push(self.want(residual.value, Layout::Blocks)?);
        }
        let convolution = Convolution {
            form,
            window,
            groups,
            weights: fused.inputs[1],
            bias: fused.inputs.get(2).copied(),
            activation: fused.activation,
            residual: fused.residual.map(|residual| Residual { enlarged: residual.enlarged }),
            activation_after: fused.activation_after,
        };
        let work = if transposed {
            Work::TransposedConvolution(convolution)
        } else {
            Work::Convolution(convolution)
        };
        let output = self.produce(fused.output, Layout::Blocks);
        self.push(fused.nodes.clone(), work, inputs, output, &fused.inputs[1..]);
        Ok(())
    }

    fn concat(&mut self, fused: &Fused, axis: i64) -> Result<(), NetError> {
        let rank = self.draft.shape(fused.output).len();
        let axis = shape::axis(axis, rank).map_err(NetError::Internal)?;
        if !self.joins_blocks(fused) {
            let over_channels = rank == 4 && axis == 1;
            let layout = if over_channels { Layout::Blocks } else { Layout::Rows };
            let inputs =
                fused.inputs.iter().map(|&part| self.want(part, layout)).collect::<Result<Vec<_>, _>>()?;
            let output = self.produce(fused.output, layout);
            self.push(fused.nodes.clone(), Work::Concat { axis }, inputs, output, &[]);
            return Ok(());
        }
        let whole = match self.placed.get(&(fused.output, Layout::Blocks)) {
            Some(whole) => whole.clone(),
            None => self.produce(fused.output, Layout::Blocks),
        };
        let mut channels = 0;
        for &part in &fused.inputs {
            let from = self.want(part, Layout::Blocks)?;
            let offset = whole.offset + channels / 4 * whole.pixels() * 4;
            channels += from.channels();
            if (from.buffer, from.offset) != (whole.buffer, offset) {
                let to = View { buffer: whole.buffer, offset, ..from.clone() };
                self.push(fused.nodes.clone(), Work::Copy, vec![from], to, &[]);
            }
        }
        Ok(())
    }

    fn binary(&mut self, fused: &Fused, kind: BinaryKind) -> Result<(), NetError> {
        let &[a, b] = fused.inputs.as_slice() else {
            return Err(NetError::Internal("an elementwise operator of other than two values".into()));
        };
        let shape = self.draft.shape(fused.output).to_vec();
        let commutes = matches!(kind, BinaryKind::Add | BinaryKind::Multiply);
        let is_full = |id: ValueId| self.draft.shape(id) == shape;
        let is_constant = |id: ValueId| self.graph.constant(id).is_some();
        // The operand that flows and has the output's shape comes first.
        let swap = !is_constant(b) && (is_constant(a) || (!is_full(a) && is_full(b) && commutes));
        let (first, second) = if swap { (b, a) } else { (a, b) };
        if !is_full(first) && is_constant(second) {
            return Err(NetError::Shape {
                node: fused.nodes.concat(),
                operator: fused.operator.name().to_owned(),
                problem: "a constant that is larger than what it is combined with is not supported".into(),
            });
        }
        let in_blocks = self.has(first, Layout::Blocks) && is_full(first) && {
            let dims = self.draft.shape(second);
            let scalar = dims.iter().product::<usize>() == 1;
            if is_constant(second) {
                scalar || is_per_channel(dims, &shape, false)
            } else {
                is_full(second) || is_per_channel(dims, &shape, true)
            }
        };
        let layout = if in_blocks { Layout::Blocks } else { Layout::Rows };
        let mut inputs = vec![self.want(first, layout)?];
        let operand = if is_constant(second) {
            if swap && !commutes { Operand::ConstantFirst(second) } else { Operand::Constant(second) }
        } else if self.draft.shape(second) == self.draft.shape(first) {
            inputs.push(self.want(second, layout)?);
            Operand::Same
        } else {
            inputs.push(self.want(second, Layout::Rows)?);
            Operand::Broadcast
        };
        let constants: &[ValueId] = if is_constant(second) { &[second] } else { &[] };
        let output = self.produce(fused.output, layout);
        let work = Work::Binary { kind, operand, activation: fused.activation };
        self.push(fused.nodes.clone(), work, inputs, output, constants);
        Ok(())
    }

    /// Nothing runs: the value gets another shape in the place where it is.
    fn reshape(&mut self, data: ValueId, output: ValueId) -> Result<(), NetError> {
        let shape = self.draft.shape(output).to_vec();
        let blocks = self.placed.get(&(data, Layout::Blocks)).cloned();
        let fits = |view: &View| view.shape.len() > 1 && shape.len() > 1 && view.shape[..2] == shape[..2];
        if let Some(view) = blocks.filter(fits) {
            self.placed.insert((output, Layout::Blocks), View { shape: shape.clone(), ..view });
            if !self.has(data, Layout::Rows) {
                return Ok(());
            }
        }
        let view = View { shape, ..self.want(data, Layout::Rows)? };
        self.placed.insert((output, Layout::Rows), view);
        Ok(())
    }

    /// The answer, in rows, in a buffer that holds nothing else.
    fn output(&mut self, input: &View) -> Result<View, NetError> {
        let view = self.want(self.draft.output, Layout::Rows)?;
        if view.buffer != input.buffer && view.len() == self.storages[view.buffer.index()] {
            return Ok(view);
        }
        let own = View { buffer: BufferId(self.storages.len()), offset: 0, ..view.clone() };
        self.storages.push(own.len());
        self.push(Vec::new(), Work::Copy, vec![view], own.clone(), &[]);
        Ok(own)
    }
}

/// Whether an operand has one number for each channel of an image, or, where it flows, of each image.
fn is_per_channel(dims: &[usize], image: &[usize], flows: bool) -> bool {
    let leading = image.len().saturating_sub(dims.len());
    let dim = |index: usize| index.checked_sub(leading).map_or(1, |at| dims[at]);
    dims.len() <= image.len()
        && image.len() > 1
        && (dim(0) == 1 || (flows && dim(0) == image[0]))
        && dim(1) == image[1]
        && (2..image.len()).all(|index| dim(index) == 1)
}
