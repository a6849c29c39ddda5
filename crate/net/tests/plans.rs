//! What every plan promises its executors, checked on every case.

#![allow(clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

mod fixture;

use std::sync::Arc;

use draftlens_net::{CpuNetwork, Home, Model, Plan, Step, View, Work};
use fixture::{case, cases};

fn plans() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for case in cases() {
        let model = Model::load(&case.model).unwrap();
        for run in &case.runs {
            plans.push((case.name.clone(), model.plan(&run.input).unwrap()));
            plans.push((format!("{} unfused", case.name), model.plan_unfused(&run.input).unwrap()));
        }
    }
    plans
}

fn range(view: &View) -> std::ops::Range<usize> {
    view.offset..view.offset + view.len()
}

#[test]
fn buffers_that_live_together_share_neither_arena_nor_slot() {
    for (name, plan) in plans() {
        for (index, a) in plan.buffers.iter().enumerate() {
            for b in &plan.buffers[..index] {
                let together = a.first_step <= b.last_step && b.first_step <= a.last_step;
                let (Home::Arena { offset, slot }, Home::Arena { offset: other, slot: other_slot }) =
                    (a.home, b.home)
                else {
                    continue;
                };
                assert!(offset + a.len <= plan.arena_len && a.len <= plan.slots[slot], "{name}");
                let apart = offset + a.len <= other || other + b.len <= offset;
                assert!(!together || (apart && slot != other_slot), "{name}: {a:?} {b:?}");
            }
        }
    }
}

#[test]
fn steps_read_what_was_written_and_never_the_buffer_that_they_write() {
    for (name, plan) in plans() {
        let mut written: Vec<View> = vec![plan.input.clone()];
        for Step { inputs, output, work, .. } in &plan.steps {
            for input in inputs {
                assert_ne!(input.buffer, output.buffer, "{name}: {work:?}");
                let mut parts = written.iter().filter(|view| view.buffer == input.buffer);
                let covered = parts.clone().any(|view| range(view) == range(input))
                    || parts.by_ref().map(View::len).sum::<usize>() == input.len();
                assert!(covered, "{name}: {work:?} reads what nothing has written");
            }
            let buffer = &plan.buffers[output.buffer.index()];
            assert!(range(output).end <= buffer.len, "{name}");
            let overlaps = |view: &&View| {
                view.buffer == output.buffer
                    && range(view).start < range(output).end
                    && range(output).start < range(view).end
            };
            assert_eq!(written.iter().find(overlaps), None, "{name}: {work:?} writes over a value");
            written.push(output.clone());
        }
        assert!(written.iter().any(|view| range(view) == range(&plan.output)), "{name}");
    }
}

fn works(name: &str) -> Vec<&'static str> {
    let case = case(name);
    let plan = Model::load(&case.model).unwrap().plan(&case.runs[0].input).unwrap();
    plan.steps
        .iter()
        .map(|step| match &step.work {
            Work::Convolution(convolution) if convolution.residual.is_some() => "convolution with residual",
            Work::Convolution(_) => "convolution",
            Work::TransposedConvolution(_) => "transposed convolution",
            Work::Resize { .. } => "resize",
            Work::Concat { .. } => "concat",
            Work::Binary { .. } => "binary",
            Work::Unary(_) => "unary",
            Work::Copy => "copy",
            Work::ToBlocks => "to blocks",
            Work::ToRows => "to rows",
            _ => "other",
        })
        .collect()
}

#[test]
fn what_follows_a_convolution_is_fused_into_it() {
    for name in ["residual_then_relu", "relu_then_residual", "residual_then_sigmoid", "sigmoid_then_residual"]
    {
        assert_eq!(works(name), ["to blocks", "convolution with residual", "to rows"], "{name}");
    }
    for name in ["conv_then_hard_swish", "activation_silu", "activation_clip", "batch_norm_folded"] {
        assert_eq!(works(name), ["to blocks", "convolution", "to rows"], "{name}");
    }
    assert_eq!(
        works("residual_that_is_enlarged"),
        ["to blocks", "convolution", "convolution with residual", "to rows"]
    );
    assert_eq!(works("sigmoid_behind_an_enlargement"), ["to blocks", "convolution", "resize"]);
    assert_eq!(works("batch_norm_folded_transposed"), ["to blocks", "transposed convolution", "to rows"]);
}

#[test]
fn concatenations_are_written_in_place_where_no_step_reads_what_it_writes() {
    assert_eq!(
        works("concat_in_place"),
        ["to blocks", "convolution", "convolution", "convolution", "to rows"]
    );
    assert_eq!(
        works("concat_of_an_enlargement"),
        ["to blocks", "convolution", "resize", "convolution", "to rows"]
    );
    let copies = works("concat_of_its_own_source").iter().filter(|work| **work == "copy").count();
    assert_eq!(copies, 1);
    assert!(works("concat_uneven").contains(&"concat"));
}

#[test]
fn a_single_channel_is_read_as_it_comes() {
    assert_eq!(works("conv_one_channel"), ["convolution", "to rows"]);
}

#[test]
fn costs_are_those_of_the_model() {
    let case = case("conv_plain_3x3");
    let plan = Model::load(&case.model).unwrap().plan(&case.runs[0].input).unwrap();
    let convolution = &plan.steps[1];
    assert_eq!(convolution.cost.macs, 7 * 9 * 7 * 5 * 9);
    // 5 channels lie in 2 blocks; 7 · 5 · 9 weights and 7 biases.
    assert_eq!(convolution.cost.bytes_read, 4 * (8 * 63 + 315 + 7));
    assert_eq!(convolution.cost.bytes_written, 4 * 8 * 63);
}

#[test]
fn a_deep_net_needs_less_memory_than_the_sum_of_its_values() {
    let case = case("model_plain_detector");
    let plan = Model::load(&case.model).unwrap().plan(&[1, 1, 640, 640]).unwrap();
    let sum: usize = plan.buffers.iter().map(|buffer| 4 * buffer.len).sum();
    assert!(plan.peak_bytes() * 5 < sum * 3, "{} of {sum}", plan.peak_bytes());
    let slots: usize = plan.slots.iter().sum();
    assert!(slots <= plan.arena_len * 3 / 2, "{slots} in slots, {} in the arena", plan.arena_len);
}

#[test]
fn the_plans_of_the_last_eight_shapes_are_kept() {
    let model = Model::load(&case("model_plain_reader").model).unwrap();
    let network = CpuNetwork::new(Arc::new(model));
    let plan = |width: usize| network.plan(&[1, 1, 8, width]).unwrap();
    let first: Vec<_> = (8..16).map(plan).collect();
    for (width, first) in (8..16).zip(&first) {
        assert!(Arc::ptr_eq(first, &plan(width)), "width {width} was planned again");
    }
    // One more drives out the one that was asked for longest ago.
    plan(8);
    plan(16);
    assert!(Arc::ptr_eq(&first[0], &plan(8)));
    assert!(!Arc::ptr_eq(&first[1], &plan(9)));
}
