use crate::NetError;
use crate::plan::{Home, Plan};
use draftlens_kernels::View;

/// The numbers behind a plan's views.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) input: Vec<f32>,
    pub(crate) arena: Vec<f32>,
    pub(crate) output: Vec<f32>,
}

impl Memory {
    pub(crate) fn read(&self, plan: &Plan, view: &View) -> Result<&[f32], NetError> {
        let (whole, start) = match home(plan, view)? {
            Home::Input => (&self.input, view.offset),
            Home::Output => (&self.output, view.offset),
            Home::Arena { offset, .. } => (&self.arena, offset + view.offset),
        };
        whole.get(start..start + view.len()).ok_or_else(outside)
    }

    pub(crate) fn write(&mut self, plan: &Plan, view: &View) -> Result<&mut [f32], NetError> {
        Ok(self.split(plan, &[], view)?.1)
    }

    /// Inputs to read and the output to write, which the plan keeps apart.
    pub(crate) fn split(
        &mut self,
        plan: &Plan,
        inputs: &[View],
        output: &View,
    ) -> Result<(Vec<&[f32]>, &mut [f32]), NetError> {
        let Self { input: own_input, arena, output: own_output } = self;
        let (before, out, after, out_start) = match home(plan, output)? {
            Home::Input => return Err(NetError::Internal("a step writes the net's input".into())),
            Home::Output => {
                let out =
                    own_output.get_mut(output.offset..output.offset + output.len()).ok_or_else(outside)?;
                let arena: &[f32] = arena;
                let inputs = inputs
                    .iter()
                    .map(|view| match home(plan, view)? {
                        Home::Input => {
                            own_input.get(view.offset..view.offset + view.len()).ok_or_else(outside)
                        }
                        Home::Arena { offset, .. } => {
                            let start = offset + view.offset;
                            arena.get(start..start + view.len()).ok_or_else(outside)
                        }
                        Home::Output => Err(overlap()),
                    })
                    .collect::<Result<_, _>>()?;
                return Ok((inputs, out));
            }
            Home::Arena { offset, .. } => {
                let start = offset + output.offset;
                let (before, rest) = arena.split_at_mut_checked(start).ok_or_else(outside)?;
                let (out, after) = rest.split_at_mut_checked(output.len()).ok_or_else(outside)?;
                (&*before, out, &*after, start)
            }
        };
        let out_end = out_start + out.len();
        let inputs = inputs
            .iter()
            .map(|view| match home(plan, view)? {
                Home::Input => own_input.get(view.offset..view.offset + view.len()).ok_or_else(outside),
                Home::Output => own_output.get(view.offset..view.offset + view.len()).ok_or_else(outside),
                Home::Arena { offset, .. } => {
                    let start = offset + view.offset;
                    let end = start + view.len();
                    if end <= out_start {
                        before.get(start..end).ok_or_else(outside)
                    } else if start >= out_end {
                        after.get(start - out_end..end - out_end).ok_or_else(outside)
                    } else {
                        Err(overlap())
                    }
                }
            })
            .collect::<Result<_, _>>()?;
        Ok((inputs, out))
    }
}

fn home(plan: &Plan, view: &View) -> Result<Home, NetError> {
    plan.buffers.get(view.buffer.index()).map(|buffer| buffer.home).ok_or_else(outside)
}

fn outside() -> NetError {
    NetError::Internal("a view lies outside its buffer".into())
}

fn overlap() -> NetError {
    NetError::Internal("a step's output overlaps its input".into())
}
