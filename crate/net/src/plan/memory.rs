//! Which buffers share memory: those that are never needed at the same time.

use super::{Buffer, Home, Step};
use draftlens_kernels::BufferId;

/// Buffers that belong to the caller.
#[derive(Debug, Clone, Copy)]
pub(super) struct Homes {
    pub(super) input: BufferId,
    pub(super) output: BufferId,
}

pub(super) struct Memory {
    pub(super) buffers: Vec<Buffer>,
    pub(super) arena_len: usize,
    pub(super) slots: Vec<usize>,
}

/// Buffers begin at a multiple of this many numbers: a cache line.
const ALIGNMENT: usize = 16;

pub(super) fn assign(steps: &[Step], lens: &[usize], homes: Homes) -> Memory {
    let mut buffers: Vec<Buffer> = lens
        .iter()
        .enumerate()
        .map(|(index, &len)| {
            let touches = |step: &Step| {
                let mut views = step.inputs.iter().chain([&step.output]);
                views.any(|view| view.buffer.index() == index)
            };
            let home = match BufferId(index) {
                id if id == homes.input => Home::Input,
                id if id == homes.output => Home::Output,
                _ => Home::Arena { offset: 0, slot: 0 },
            };
            let first_step = steps.iter().position(touches).unwrap_or(0);
            let last_step = steps.iter().rposition(touches).unwrap_or(0);
            Buffer { len, home, first_step, last_step }
        })
        .collect();
    let in_arena: Vec<usize> =
        (0..buffers.len()).filter(|&index| matches!(buffers[index].home, Home::Arena { .. })).collect();
    let (offsets, arena_len) = offsets(&buffers, &in_arena);
    let (slot_of, slots) = slots(&buffers, &in_arena);
    for ((&index, offset), slot) in in_arena.iter().zip(offsets).zip(slot_of) {
        buffers[index].home = Home::Arena { offset, slot };
    }
    Memory { buffers, arena_len, slots }
}

/// Places by their keys, and as they came where these are equal. Pairs are sorted elsewhere anyway; another sort would be code of
/// its own, which browsers download.
fn in_order(keys: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut order: Vec<(usize, usize)> = keys.zip(0..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// The largest first, each at the lowest place where it meets none that lives at the same time.
fn offsets(buffers: &[Buffer], in_arena: &[usize]) -> (Vec<usize>, usize) {
    let order = in_order(in_arena.iter().map(|&index| usize::MAX - buffers[index].len));
    let mut offsets = vec![0; in_arena.len()];
    let mut arena_len = 0;
    let mut done: Vec<usize> = Vec::new();
    for at in order {
        let buffer = &buffers[in_arena[at]];
        let mut meets: Vec<(usize, usize)> = done
            .iter()
            .filter(|&&other| live_together(buffer, &buffers[in_arena[other]]))
            .map(|&other| (offsets[other], offsets[other] + buffers[in_arena[other]].len))
            .collect();
        meets.sort_unstable();
        let mut offset = 0_usize;
        for (start, end) in meets {
            if offset + buffer.len <= start {
                break;
            }
            offset = offset.max(end.next_multiple_of(ALIGNMENT));
        }
        offsets[at] = offset;
        arena_len = arena_len.max(offset + buffer.len);
        done.push(at);
    }
    (offsets, arena_len)
}

/// In the order of their first steps, each into the free slot that fits it best.
fn slots(buffers: &[Buffer], in_arena: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let order = in_order(in_arena.iter().map(|&index| buffers[index].first_step));
    let mut slot_of = vec![0; in_arena.len()];
    // Length, and the last step of the buffer that has it.
    let mut slots: Vec<(usize, usize)> = Vec::new();
    for at in order {
        let buffer = &buffers[in_arena[at]];
        let free = slots.iter().enumerate().filter(|(_, (_, last_step))| *last_step < buffer.first_step);
        // Best is the one with the least waste, or else the least growth.
        let best = free.min_by_key(|(_, (len, _))| (*len < buffer.len, len.abs_diff(buffer.len)));
        slot_of[at] = match best.map(|(slot, _)| slot) {
            Some(slot) => {
                slots[slot] = (slots[slot].0.max(buffer.len), buffer.last_step);
                slot
            }
            None => {
                slots.push((buffer.len, buffer.last_step));
                slots.len() - 1
            }
        };
    }
    (slot_of, slots.into_iter().map(|(len, _)| len).collect())
}

fn live_together(a: &Buffer, b: &Buffer) -> bool {
    a.first_step <= b.last_step && b.first_step <= a.last_step
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::Work;
    use draftlens_kernels::{Layout, View};

    fn view(buffer: usize, len: usize) -> View {
        View { buffer: BufferId(buffer), offset: 0, shape: vec![len], layout: Layout::Rows }
    }

    proptest! {
        /// A net in which step i writes buffer i + 1 and reads any buffers before it.
        #[test]
        fn buffers_that_live_together_never_share_memory(
            lens in prop::collection::vec(1_usize..500, 2..40),
            reads in prop::collection::vec(prop::collection::vec(0_usize..40, 1..3), 40),
        ) {
            let steps: Vec<Step> = (0..lens.len() - 1)
                .map(|index| Step {
                    nodes: Vec::new(),
                    work: Work::Copy,
                    inputs: reads[index].iter().map(|read| read % (index + 1)).map(|read| view(read, lens[read])).collect(),
                    output: view(index + 1, lens[index + 1]),
                    cost: crate::Cost::default(),
                })
                .collect();
            let homes = Homes { input: BufferId(0), output: BufferId(lens.len() - 1) };
            let memory = assign(&steps, &lens, homes);
            let placed: Vec<_> = memory.buffers.iter().filter_map(|buffer| match buffer.home {
                Home::Arena { offset, slot } => Some((buffer, offset, slot)),
                _ => None,
            }).collect();
            prop_assert_eq!(placed.len(), lens.len() - 2);
            for (index, (a, offset, slot)) in placed.iter().enumerate() {
                prop_assert!(offset + a.len <= memory.arena_len && a.len <= memory.slots[*slot]);
                for (b, other, other_slot) in &placed[..index] {
                    let apart = offset + a.len <= *other || other + b.len <= *offset;
                    prop_assert!(!live_together(a, b) || (apart && slot != other_slot));
                }
            }
        }
    }
}
