//! The benchmark's models: a detector, a reader of 16 crops and an embedding, with seeded random weights. What they
//! compute means nothing; their layers are those of small nets for drawings, and fixed, so that figures of different days
//! compare. Written as ONNX by the writer that the tests of `crate/gpu` use.

#[path = "../../../../crate/gpu/tests/onnx_file/mod.rs"]
mod onnx_file;

use std::path::Path;

use onnx_file::{Attribute, Net};

use crate::Outcome;

const CROPS: usize = 16;
const CHARACTERS: usize = 96;
const EMBEDDING: usize = 256;

/// Keeps the size of numbers through a ReLU.
const THROUGH_RELU: f32 = 2.0;
/// What is added to a sum adds little, so that deep sums stay bounded.
const INTO_SUM: f32 = 0.1;

pub(crate) fn write(folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    for (name, file) in [("detector", detector()), ("recogniser", recogniser()), ("embedding", embedding())] {
        std::fs::write(folder.join(name).with_extension("onnx"), file)?;
    }
    Ok(())
}

/// 1×1×640×640 → 1×2×640×640: five scales down and four up again, with the earlier ones beside them.
fn detector() -> Vec<u8> {
    let mut net = Layers::new([1, 1, 640, 640]);
    net.convolution(16, [3, 3], [2, 2]);
    let mut scales = Vec::new();
    for (channels, repeats, kernel) in [(16, 2, 3), (48, 3, 3), (96, 4, 3), (192, 5, 3), (320, 5, 5)] {
        scales.push(net.here.clone());
        for repeat in 0..repeats {
            let is_smaller = repeat == 0 && channels > 16;
            let (kernel, stride) = if is_smaller { (3, 2) } else { (kernel, 1) };
            net.separable(channels, [kernel, kernel], [stride, stride]);
        }
    }
    for (channels, scale) in [160, 80, 48, 24].into_iter().zip(scales[1..].iter().rev()) {
        net.convolution(channels, [1, 1], [1, 1]);
        net.double();
        net.beside(scale);
        net.separable(channels, [3, 3], [1, 1]);
        net.separable(channels, [3, 3], [1, 1]);
    }
    net.linear(2, 1.0);
    net.double();
    net.apply("Sigmoid");
    let shape = net.here.shape;
    net.file(&shape)
}

/// 16×1×32×256 → 16×64×96: lines of text become one row of columns, each a distribution over characters.
fn recogniser() -> Vec<u8> {
    let mut net = Layers::new([CROPS, 1, 32, 256]);
    net.convolution(32, [3, 3], [2, 2]);
    net.convolution(64, [3, 3], [1, 1]);
    for (channels, repeats, stride) in [(96, 2, [2, 1]), (128, 3, [2, 2]), (192, 2, [2, 1])] {
        for repeat in 0..repeats {
            net.separable(channels, [3, 3], if repeat == 0 { stride } else { [1, 1] });
        }
    }
    net.convolution(256, [3, 3], [2, 1]);
    for _ in 0..3 {
        net.separable(256, [1, 9], [1, 1]);
    }
    net.linear(CHARACTERS, THROUGH_RELU);
    let [crops, characters, _, columns] = net.here.shape;
    let shape = net.net.integers(&[crops, characters, columns].map(|size| size as i64));
    net.node("Reshape", &[&shape], &[]);
    net.node("Transpose", &[], &[Attribute::Ints("perm", &[0, 2, 1])]);
    net.node("Softmax", &[], &[Attribute::Int("axis", -1)]);
    net.file(&[crops, columns, characters])
}

/// 1×1×384×384 → 1×256 of length 1.
fn embedding() -> Vec<u8> {
    let mut net = Layers::new([1, 1, 384, 384]);
    net.convolution(24, [3, 3], [2, 2]);
    net.separable(48, [3, 3], [2, 2]);
    net.separable(48, [3, 3], [1, 1]);
    net.convolution(96, [3, 3], [2, 2]);
    for (channels, repeats) in [(96, 2), (192, 5), (384, 3)] {
        for repeat in 0..repeats {
            let stride = if repeat == 0 && channels > 96 { 2 } else { 1 };
            net.separable(channels, [3, 3], [stride, stride]);
        }
    }
    let channels = net.here.shape[1];
    net.apply("GlobalAveragePool");
    net.node("Flatten", &[], &[Attribute::Int("axis", 1)]);
    let weights = net.net.random(&[EMBEDDING, channels], scale_for(1.0, channels));
    let bias = net.net.floats(&[EMBEDDING], &[0.0; EMBEDDING]);
    net.node("Gemm", &[&weights, &bias], &[Attribute::Int("transB", 1)]);
    let vector = net.here.clone();
    net.node("Mul", &[&vector.name], &[]);
    let axes = net.net.integers(&[1]);
    net.node("ReduceSum", &[&axes], &[Attribute::Int("keepdims", 1)]);
    let not_zero = net.net.floats(&[1], &[1e-12]);
    net.node("Add", &[&not_zero], &[]);
    net.apply("Sqrt");
    let length = std::mem::replace(&mut net.here, vector);
    net.node("Div", &[&length.name], &[]);
    net.file(&[1, EMBEDDING])
}

/// A net that grows at one end, `here`.
struct Layers {
    net: Net,
    here: Value,
}

#[derive(Clone)]
struct Value {
    name: String,
    /// Only the layers that convolve keep it.
    shape: [usize; 4],
}

impl Layers {
    fn new(shape: [usize; 4]) -> Self {
        Self { net: Net::new(&shape), here: Value { name: "input".to_owned(), shape } }
    }

    /// Takes what is here and `more`, and gives the new here.
    fn node(&mut self, operator: &str, more: &[&str], attributes: &[Attribute]) {
        let inputs = [&[self.here.name.as_str()], more].concat();
        self.here.name = self.net.node(operator, &inputs, attributes);
    }

    fn apply(&mut self, operator: &str) {
        self.node(operator, &[], &[]);
    }

    fn convolution(&mut self, outputs: usize, kernel: [usize; 2], stride: [usize; 2]) {
        self.convolve(outputs, kernel, stride, 1, THROUGH_RELU);
        self.apply("Relu");
    }

    /// Pointwise, with nothing behind it.
    fn linear(&mut self, outputs: usize, gain: f32) {
        self.convolve(outputs, [1, 1], [1, 1], 1, gain);
    }

    /// Depthwise, pointwise, and what was there before on top where the shape is kept.
    fn separable(&mut self, outputs: usize, kernel: [usize; 2], stride: [usize; 2]) {
        let before = self.here.clone();
        let channels = before.shape[1];
        self.convolve(channels, kernel, stride, channels, THROUGH_RELU);
        self.apply("Relu");
        let is_sum = outputs == channels && stride == [1, 1];
        self.convolve(outputs, [1, 1], [1, 1], 1, if is_sum { INTO_SUM } else { THROUGH_RELU });
        self.apply("Relu");
        if is_sum {
            self.node("Add", &[&before.name], &[]);
        }
    }

    fn convolve(&mut self, outputs: usize, kernel: [usize; 2], stride: [usize; 2], groups: usize, gain: f32) {
        let [batch, channels, height, width] = self.here.shape;
        let inputs = channels / groups;
        let fan_in = inputs * kernel[0] * kernel[1];
        let weights = self.net.random(&[outputs, inputs, kernel[0], kernel[1]], scale_for(gain, fan_in));
        let bias = self.net.random(&[outputs], 50.0);
        let (pads, strides, sides) = (
            kernel.map(|side| (side / 2) as i64),
            stride.map(|step| step as i64),
            kernel.map(|side| side as i64),
        );
        self.node(
            "Conv",
            &[&weights, &bias],
            &[
                Attribute::Ints("kernel_shape", &sides),
                Attribute::Ints("strides", &strides),
                Attribute::Ints("pads", &[pads, pads].concat()),
                Attribute::Ints("dilations", &[1, 1]),
                Attribute::Int("group", groups as i64),
            ],
        );
        self.here.shape = [batch, outputs, height.div_ceil(stride[0]), width.div_ceil(stride[1])];
    }

    /// Twice as high and wide, each pixel four times.
    fn double(&mut self) {
        self.here.name = self.net.resize(&self.here.name, "nearest", [2.0, 2.0]);
        let [batch, channels, height, width] = self.here.shape;
        self.here.shape = [batch, channels, 2 * height, 2 * width];
    }

    fn beside(&mut self, other: &Value) {
        self.node("Concat", &[&other.name], &[Attribute::Int("axis", 1)]);
        self.here.shape[1] += other.shape[1];
    }

    fn file(self, shape: &[usize]) -> Vec<u8> {
        self.net.file_with(&self.here.name, shape)
    }
}

/// `Net::random` draws evenly from ±1/scale, whose variance is a third of that squared.
fn scale_for(gain: f32, fan_in: usize) -> f32 {
    (fan_in as f32 / (3.0 * gain)).sqrt()
}
