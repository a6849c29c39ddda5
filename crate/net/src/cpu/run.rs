use std::sync::Arc;

use super::memory::Memory;
use super::prepare::Prepared;
use super::{CpuNetwork, Spare, lock};
use crate::{NetError, Plan, Step, Tensor, View};
use draftlens_kernels::Scratch;

/// A run under way. Dropped, it gives its memory to the next one.
#[derive(Debug)]
pub struct CpuRun<'a> {
    network: &'a CpuNetwork,
    prepared: Arc<Prepared>,
    memory: Memory,
    scratches: Vec<Scratch>,
    next: usize,
}

impl<'a> CpuRun<'a> {
    pub(super) fn new(network: &'a CpuNetwork, prepared: Arc<Prepared>, spare: Spare, input: Tensor) -> Self {
        let plan = &prepared.plan;
        let Spare { mut arena, mut scratches } = spare;
        // Steps write all that is read later: what earlier runs left does no harm.
        arena.resize(plan.arena_len, 0.0);
        scratches.resize_with(network.threads, Scratch::default);
        let memory = Memory { input: input.into_data(), arena, output: vec![0.0; plan.output.len()] };
        Self { network, prepared, memory, scratches, next: 0 }
    }

    /// What it runs.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.prepared.plan
    }

    /// The step that comes next.
    #[must_use]
    pub fn next_step(&self) -> Option<&Step> {
        self.prepared.plan.steps.get(self.next)
    }

    /// Whether all steps have been taken.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.next >= self.prepared.plan.steps.len()
    }

    /// Takes the next step; does nothing after the last one.
    pub fn step(&mut self) -> Result<(), NetError> {
        let plan = &self.prepared.plan;
        if let (Some(step), Some(packed)) = (plan.steps.get(self.next), self.prepared.packed.get(self.next)) {
            let (inputs, output) = self.memory.split(plan, &step.inputs, &step.output)?;
            super::step::run(self.network, step, packed.as_deref(), &inputs, output, &mut self.scratches)?;
            self.next += 1;
        }
        Ok(())
    }

    /// Passes over the next step: for a caller that has computed it elsewhere and [written](Self::write) its output.
    pub fn skip(&mut self) {
        self.next += 1;
    }

    /// The numbers of a view, in its layout; meaningful from the step that writes them to the last one that reads them.
    pub fn read(&self, view: &View) -> Result<&[f32], NetError> {
        self.memory.read(&self.prepared.plan, view)
    }

    /// Replaces the numbers of a view, in its layout.
    pub fn write(&mut self, view: &View, numbers: &[f32]) -> Result<(), NetError> {
        let into = self.memory.write(&self.prepared.plan, view)?;
        if into.len() != numbers.len() {
            return Err(NetError::Internal("another number of numbers than the view has".into()));
        }
        into.copy_from_slice(numbers);
        Ok(())
    }

    /// The answer. Fails with [`NetError::NotFinite`].
    pub fn finish(mut self) -> Result<Tensor, NetError> {
        if !self.is_done() {
            return Err(NetError::Internal("the run is not done".into()));
        }
        let output = std::mem::take(&mut self.memory.output);
        Tensor::new(&self.prepared.plan.output.shape, output)?.checked_finite()
    }
}

impl Drop for CpuRun<'_> {
    fn drop(&mut self) {
        let spare = Spare {
            arena: std::mem::take(&mut self.memory.arena),
            scratches: std::mem::take(&mut self.scratches),
        };
        let mut spares = lock(&self.network.spares);
        // One for runs that follow each other; those that overlap bring their own.
        if spares.is_empty() {
            spares.push(spare);
        }
    }
}
