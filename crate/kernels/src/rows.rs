//! Operators on row-major numbers.

use crate::activate::exp_less;
use crate::simd::Isa;
use crate::terms::{BinaryKind, ReduceKind};

/// An operand with its shape.
pub type Shaped<'a> = (&'a [f32], &'a [usize]);

/// Elementwise with ONNX's broadcasting; `shape` is that of the output.
pub fn binary(kind: BinaryKind, a: Shaped, b: Shaped, shape: &[usize], output: &mut [f32]) {
    match kind {
        BinaryKind::Add => each_pair(a, b, shape, output, |a, b| a + b),
        BinaryKind::Subtract => each_pair(a, b, shape, output, |a, b| a - b),
        BinaryKind::Multiply => each_pair(a, b, shape, output, |a, b| a * b),
        BinaryKind::Divide => each_pair(a, b, shape, output, |a, b| a / b),
    }
}

fn each_pair(a: Shaped, b: Shaped, shape: &[usize], output: &mut [f32], function: impl Fn(f32, f32) -> f32) {
    if a.1 == shape && b.1 == shape {
        for ((output, &a), &b) in output.iter_mut().zip(a.0).zip(b.0) {
            *output = function(a, b);
        }
        return;
    }
    let (&inner, outer) = shape.split_last().unwrap_or((&1, &[]));
    let (a_strides, b_strides) = (strides(a.1, shape), strides(b.1, shape));
    let step = |strides: &[usize]| strides.last().copied().unwrap_or(0);
    for (index, output) in output.chunks_exact_mut(inner).enumerate() {
        let (a_start, b_start) = (start(index, outer, &a_strides), start(index, outer, &b_strides));
        for (at, output) in output.iter_mut().enumerate() {
            *output = function(a.0[a_start + at * step(&a_strides)], b.0[b_start + at * step(&b_strides)]);
        }
    }
}

/// From one index to the next along each axis of `shape`; 0 where `dims` is broadcast.
fn strides(dims: &[usize], shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![0; shape.len()];
    let mut step = 1;
    for (at, &dim) in dims.iter().rev().enumerate() {
        if dim > 1 {
            strides[shape.len() - 1 - at] = step;
        }
        step *= dim;
    }
    strides
}

/// Where the row with this index over the `outer` axes begins.
fn start(mut index: usize, outer: &[usize], strides: &[usize]) -> usize {
    let mut start = 0;
    for (&dim, &stride) in outer.iter().zip(strides).rev() {
        start += index % dim * stride;
        index /= dim;
    }
    start
}

/// `order` names for each output axis the input axis.
#[inline(never)]
pub fn transpose(input: &[f32], shape: &[usize], order: &[usize], output: &mut [f32]) {
    let natural = strides(shape, shape);
    let out_shape: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    let out_strides: Vec<usize> = order.iter().map(|&axis| natural[axis]).collect();
    let (&inner, outer) = out_shape.split_last().unwrap_or((&1, &[]));
    let step = out_strides.last().copied().unwrap_or(0);
    for (index, output) in output.chunks_exact_mut(inner).enumerate() {
        let start = start(index, outer, &out_strides);
        for (at, output) in output.iter_mut().enumerate() {
            *output = input[start + at * step];
        }
    }
}

/// Exponentials that sum to one along `axis`.
#[inline(never)]
pub fn softmax(isa: Isa, input: &[f32], shape: &[usize], axis: usize, output: &mut [f32]) {
    let (len, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
    output.copy_from_slice(input);
    if inner == 1 {
        output.chunks_exact_mut(len).for_each(|row| softmax_row(isa, row));
        return;
    }
    let mut row = vec![0.0; len];
    for numbers in output.chunks_exact_mut(len * inner) {
        for at in 0..inner {
            for (into, from) in row.iter_mut().zip(numbers[at..].iter().step_by(inner)) {
                *into = *from;
            }
            softmax_row(isa, &mut row);
            for (into, from) in numbers[at..].iter_mut().step_by(inner).zip(&row) {
                *into = *from;
            }
        }
    }
}

fn softmax_row(isa: Isa, row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, largest_of);
    exp_less(isa, row, largest);
    let scale = 1.0 / sum(row.iter().copied());
    for number in row {
        *number *= scale;
    }
}

/// NaN wins, so that it is seen.
fn largest_of(a: f32, b: f32) -> f32 {
    if a >= b || a.is_nan() { a } else { b }
}

/// In sixteen parts, which vectorises and loses less to rounding.
fn sum(numbers: impl Iterator<Item = f32>) -> f32 {
    let mut parts = [0.0_f32; 16];
    for (index, number) in numbers.enumerate() {
        parts[index % 16] += number;
    }
    parts.iter().sum()
}

/// One number for each run along `axes`, which are ascending.
#[inline(never)]
pub fn reduce(kind: ReduceKind, input: &[f32], shape: &[usize], axes: &[usize], output: &mut [f32]) {
    // Kept axes first: each output's numbers are then one row.
    let kept = (0..shape.len()).filter(|axis| !axes.contains(axis));
    let order: Vec<usize> = kept.chain(axes.iter().copied()).collect();
    let transposed;
    let rows = if order.iter().copied().eq(0..shape.len()) {
        input
    } else {
        let mut numbers = vec![0.0; input.len()];
        transpose(input, shape, &order, &mut numbers);
        transposed = numbers;
        &transposed
    };
    let len = input.len() / output.len();
    for (row, output) in rows.chunks_exact(len).zip(output) {
        *output = reduced(kind, row.iter().copied(), len);
    }
}

/// Of `len` numbers.
pub fn reduced(kind: ReduceKind, numbers: impl Iterator<Item = f32>, len: usize) -> f32 {
    match kind {
        ReduceKind::Sum => sum(numbers),
        ReduceKind::Mean => sum(numbers) / len as f32,
        ReduceKind::Maximum => numbers.fold(f32::NEG_INFINITY, largest_of),
        ReduceKind::Length => sum(numbers.map(|x| x * x)).sqrt(),
    }
}

/// A matrix product: output `[m, n]` = alpha · input `[m, k]` · weights + beta · bias.
pub struct Gemm<'a> {
    /// `[m, k]`
    pub input: &'a [f32],
    /// k
    pub inner: usize,
    /// `[k, n]`, or `[n, k]` where transposed.
    pub weights: &'a [f32],
    /// The weights are `[n, k]`.
    pub transposed_weights: bool,
    /// n
    pub columns: usize,
    /// Scales the product.
    pub alpha: f32,
    /// Scales the bias.
    pub beta: f32,
    /// Broadcast to the output.
    pub bias: Option<Shaped<'a>>,
}

impl Gemm<'_> {
    /// Writes all of `output`.
    #[inline(never)]
    pub fn run(&self, output: &mut [f32]) {
        let rows = output.len() / self.columns;
        for (input, output) in self.input.chunks_exact(self.inner).zip(output.chunks_exact_mut(self.columns))
        {
            if self.transposed_weights {
                for (output, weights) in output.iter_mut().zip(self.weights.chunks_exact(self.inner)) {
                    *output = self.alpha * dot(input, weights);
                }
            } else {
                output.fill(0.0);
                for (&x, weights) in input.iter().zip(self.weights.chunks_exact(self.columns)) {
                    for (output, weight) in output.iter_mut().zip(weights) {
                        *output += self.alpha * x * weight;
                    }
                }
            }
        }
        if let Some(bias) = self.bias {
            let shape = [rows, self.columns];
            let product = output.to_vec();
            let scaled: Vec<f32> = bias.0.iter().map(|bias| self.beta * bias).collect();
            binary(BinaryKind::Add, (&product, &shape), (&scaled, bias.1), &shape, output);
        }
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut parts = [0.0_f32; 16];
    let (a_whole, a_rest) = a.as_chunks::<16>();
    let (b_whole, b_rest) = b.as_chunks::<16>();
    for (a, b) in a_whole.iter().zip(b_whole) {
        for lane in 0..16 {
            parts[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    parts.iter().sum::<f32>() + rest
}

/// Joins inputs along `axis`.
#[inline(never)]
pub fn concat(inputs: &[Shaped], axis: usize, output: &mut [f32]) {
    let len = |shape: &[usize]| shape[axis..].iter().product::<usize>();
    let outer = inputs.first().map_or(0, |(_, shape)| shape[..axis].iter().product());
    let mut at = 0;
    for index in 0..outer {
        for (input, shape) in inputs {
            let len = len(shape);
            output[at..at + len].copy_from_slice(&input[index * len..][..len]);
            at += len;
        }
    }
}
