//! The nets of the self-test and their known answers: that the files are those that this writes, that the CPU, which a GPU is
//! compared with, answers so, and that they cover every kernel.
//! `DRAFTLENS_UPDATE=1` writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod onnx_file;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use draftlens_gpu::{Precision, Tier, plan_report};
use draftlens_net::{Cancel, CpuNetwork, Model, Network, Tensor};
use onnx_file::{Attribute, Net};

const IMAGE: [usize; 4] = [2, 1, 5, 6];

fn nets() -> Vec<(&'static str, Vec<u8>, Vec<usize>)> {
    vec![
        ("convolution", convolution(), IMAGE.to_vec()),
        ("separable", separable(), IMAGE.to_vec()),
        ("transposed", transposed(), IMAGE.to_vec()),
        ("image", image(), vec![2, 5, 3, 4]),
        ("rows", rows(), vec![2, 5, 3, 4]),
    ]
}

/// A picture in rows, then more outputs than a direct kernel takes on a GPU, and groups.
fn convolution() -> Vec<u8> {
    let mut net = Net::new(&IMAGE);
    let x = net.convolution("input", [1, 10, 1], [3, 1, 1, 1]);
    let x = net.node("Relu", &[&x], &[]);
    let x = net.convolution(&x, [10, 9, 1], [3, 2, 1, 1]);
    let x = net.node("Sigmoid", &[&x], &[]);
    let x = net.convolution(&x, [9, 6, 3], [3, 1, 1, 1]);
    net.file(&x)
}

/// Depthwise, pointwise and what is added to them.
fn separable() -> Vec<u8> {
    let mut net = Net::new(&IMAGE);
    let x = net.convolution("input", [1, 9, 1], [3, 1, 1, 1]);
    let y = net.convolution(&x, [9, 9, 9], [3, 1, 1, 1]);
    let y = net.node("HardSwish", &[&y], &[]);
    let y = net.convolution(&y, [9, 9, 1], [1, 1, 0, 1]);
    let x = net.node("Add", &[&x, &y], &[]);
    let x = net.convolution(&x, [9, 9, 9], [5, 2, 2, 1]);
    net.file(&x)
}

fn transposed() -> Vec<u8> {
    let mut net = Net::new(&IMAGE);
    let x = net.convolution("input", [1, 7, 1], [3, 1, 1, 1]);
    let x = net.transposed(&x, [7, 6], [3, 2, 1]);
    net.file(&x)
}

/// What moves and mixes pixels: pools, resizes, joins, elementwise functions.
fn image() -> Vec<u8> {
    let mut net = Net::new(&[2, 5, 3, 4]);
    let pooled = net.node(
        "MaxPool",
        &["input"],
        &[
            Attribute::Ints("kernel_shape", &[3, 3]),
            Attribute::Ints("strides", &[1, 1]),
            Attribute::Ints("pads", &[1, 1, 1, 1]),
        ],
    );
    let bent = net.node("Tanh", &[&pooled], &[]);
    let factors = net.random(&[1, 5, 1, 1], 1.0);
    let scaled = net.node("Mul", &[&bent, &factors], &[]);
    let mixed = net.node("Sub", &[&scaled, &pooled], &[]);
    let joined = net.node("Concat", &[&mixed, &pooled], &[Attribute::Int("axis", 1)]);
    let larger = net.resize(&joined, "nearest", [2.0, 2.0]);
    let activated = net.node("Relu", &[&larger], &[]);
    let summed = net.node("Add", &[&activated, &larger], &[]);
    let x = net.resize(&summed, "linear", [0.75, 1.5]);
    net.file(&x)
}

/// What follows an image: means, products, lengths, exponentials.
fn rows() -> Vec<u8> {
    let mut net = Net::new(&[2, 5, 3, 4]);
    let x = net.node("GlobalAveragePool", &["input"], &[]);
    let x = net.node("Flatten", &[&x], &[Attribute::Int("axis", 1)]);
    let weights = net.random(&[70, 5], 1.0);
    let bias = net.random(&[70], 1.0);
    let x = net.node("Gemm", &[&x, &weights, &bias], &[Attribute::Int("transB", 1)]);
    let squares = net.node("Mul", &[&x, &x], &[]);
    let axes = net.integers(&[1]);
    let sum = net.node("ReduceSum", &[&squares, &axes], &[Attribute::Int("keepdims", 1)]);
    let length = net.node("Sqrt", &[&sum], &[]);
    let x = net.node("Div", &[&x, &length], &[]);
    let x = net.node("Transpose", &[&x], &[Attribute::Ints("perm", &[1, 0])]);
    let x = net.node("Softmax", &[&x], &[Attribute::Int("axis", 0)]);
    net.file(&x)
}

/// As in the crate's `self_test.rs`.
fn question(shape: &[usize]) -> Tensor {
    let len: usize = shape.iter().product();
    let numbers = (0..len).map(|index| ((7919 * index + 13) % 2003) as f32 / 1001.0 - 1.0).collect();
    Tensor::new(shape, numbers).unwrap()
}

#[test]
fn the_files_of_the_self_test_are_those_written_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("self-test");
    for (family, model, shape) in nets() {
        let network = CpuNetwork::new(Arc::new(Model::load(&model).unwrap()));
        let answer = pollster::block_on(network.run(question(&shape), &Cancel::new())).unwrap();
        let bytes: Vec<u8> = answer.data().iter().flat_map(|number| number.to_le_bytes()).collect();
        let (model_path, answer_path) =
            (folder.join(family).with_extension("onnx"), folder.join(family).with_extension("f32"));
        if std::env::var_os("DRAFTLENS_UPDATE").is_some() {
            std::fs::write(&model_path, &model).unwrap();
            std::fs::write(&answer_path, &bytes).unwrap();
        }
        assert_eq!(
            std::fs::read(model_path).unwrap(),
            model,
            "{family}: set DRAFTLENS_UPDATE=1 to write it anew"
        );
        let stored = std::fs::read(answer_path).unwrap();
        assert_eq!(stored.len(), bytes.len(), "{family}");
        // Other processors add in another order.
        for (stored, number) in stored.as_chunks::<4>().0.iter().zip(answer.data()) {
            assert!((f32::from_le_bytes(*stored) - number).abs() < 1e-5, "{family}");
        }
    }
}

#[test]
fn the_self_test_asks_every_kernel() {
    let mut asked = BTreeSet::new();
    for (_, model, shape) in nets() {
        let model = Model::load(&model).unwrap();
        let plan = model.plan(&shape).unwrap();
        for tier in [Tier::Hardware, Tier::Software] {
            let report = plan_report(&model, &plan, tier, Precision::Full).unwrap();
            asked.extend(report.steps.iter().map(|step| step.kernel));
        }
    }
    let shaders = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shaders")).unwrap();
    for path in shaders.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let kernel = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(asked.contains(kernel.as_str()), "{kernel} is in no net of the self-test; asked: {asked:?}");
    }
}
