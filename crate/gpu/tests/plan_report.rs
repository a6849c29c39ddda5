//! What plans cost on a GPU, counted without one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod onnx_file;

use std::path::Path;

use draftlens_gpu::{Precision, Tier, plan_report};
use draftlens_net::Model;
use onnx_file::{Attribute, Net};

/// The shape of a detector in small: separable blocks with residuals, down, up, joined.
fn separable_net() -> (Model, Vec<usize>) {
    let shape = vec![1, 1, 64, 64];
    let mut net = Net::new(&shape);
    let mut x = net.convolution("input", [1, 16, 1], [3, 2, 1, 1]);
    x = net.node("Relu", &[&x], &[]);
    for _ in 0..2 {
        let y = net.convolution(&x, [16, 16, 16], [3, 1, 1, 1]);
        let y = net.node("Relu", &[&y], &[]);
        let y = net.convolution(&y, [16, 16, 1], [1, 1, 0, 1]);
        let y = net.node("Relu", &[&y], &[]);
        x = net.node("Add", &[&x, &y], &[]);
    }
    let down = net.convolution(&x, [16, 32, 1], [3, 2, 1, 1]);
    let down = net.node("Relu", &[&down], &[]);
    let up = net.convolution(&down, [32, 16, 1], [1, 1, 0, 1]);
    let up = net.resize(&up, "nearest", [2.0, 2.0]);
    let joined = net.node("Concat", &[&up, &x], &[Attribute::Int("axis", 1)]);
    let y = net.convolution(&joined, [32, 16, 1], [1, 1, 0, 1]);
    let y = net.node("Relu", &[&y], &[]);
    (Model::load(&net.file(&y)).unwrap(), shape)
}

fn shipped(file: &str, shape: &[usize]) -> (Model, Vec<usize>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models").join(file);
    (Model::load(&std::fs::read(path).unwrap()).unwrap(), shape.to_vec())
}

#[test]
fn a_fused_plan_moves_little_more_than_it_must_in_one_dispatch_an_operator() {
    let nets = [
        separable_net(),
        shipped("detector.onnx", &[1, 1, 640, 640]),
        shipped("reader.onnx", &[16, 1, 32, 256]),
        shipped("reader.onnx", &[1, 1, 32, 100]),
    ];
    for (model, shape) in nets {
        let plan = model.plan(&shape).unwrap();
        for tier in [Tier::Hardware, Tier::Software] {
            for precision in [Precision::Full, Precision::Half] {
                let report = plan_report(&model, &plan, tier, precision).unwrap();
                assert!(report.steps.iter().all(|step| step.dispatches == 1), "{report}");
                assert!(report.bytes_ratio() <= 1.3, "{report}");
                assert_eq!(report.macs(), plan.cost().macs, "{report}");
            }
        }
    }
}

#[test]
fn storing_in_16_bits_halves_the_bytes() {
    let (model, shape) = separable_net();
    let plan = model.plan(&shape).unwrap();
    let bytes = |precision| {
        let report = plan_report(&model, &plan, Tier::Hardware, precision).unwrap();
        report.steps.iter().map(|step| step.moved_bytes).sum::<u64>()
    };
    assert_eq!(bytes(Precision::Full), 2 * bytes(Precision::Half));
}

#[test]
fn tiles_ask_for_fewer_bytes_than_direct_kernels_do() {
    let (model, shape) = separable_net();
    let plan = model.plan(&shape).unwrap();
    let asked = |tier| {
        let report = plan_report(&model, &plan, tier, Precision::Full).unwrap();
        report.steps.iter().map(|step| step.requested_bytes).sum::<u64>()
    };
    assert!(asked(Tier::Hardware) * 3 < asked(Tier::Software) * 2);
}
