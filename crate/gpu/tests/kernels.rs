//! Every kernel, and small whole nets, against the CPU executor and ONNX Runtime's answers, for both tiers and both
//! precisions, at sizes around those of workgroups, tiles and blocks.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod device;
mod onnx_file;

#[path = "../../net/tests/fixture/mod.rs"]
mod fixture;

use std::sync::{Arc, OnceLock};

use device::{difference, guarded, input, open};
use draftlens_gpu::{Gpu, GpuNetwork, Precision, Tier, tolerance};
use draftlens_net::{Cancel, CpuNetwork, Model, Network, Tensor};
use onnx_file::{Attribute, Net};

/// A net, its input's shape, and how many products its longest sum has.
struct Case {
    name: String,
    model: Vec<u8>,
    input: Vec<usize>,
    summed: usize,
}

fn check(gpu: &Gpu, case: &Case) -> Option<String> {
    let model = Arc::new(Model::load(&case.model).unwrap());
    let cpu = CpuNetwork::new(Arc::clone(&model));
    let expected = pollster::block_on(cpu.run(input(&case.input), &Cancel::new())).unwrap();
    let precision = gpu.report().precision;
    let actual = pollster::block_on(async {
        let network = GpuNetwork::load(gpu, model, &[&case.input]).await?;
        network.run(input(&case.input), &Cancel::new()).await.map_err(draftlens_gpu::GpuError::from)
    });
    let problem = match actual {
        Ok(actual) => difference(&expected, &actual, |largest| tolerance(case.summed, precision, largest))?,
        Err(error) => error.to_string(),
    };
    Some(format!("{} with {precision:?}: {problem}", case.name))
}

/// Opened once for all tests, since each compiles its pipelines; empty without an adapter.
fn gpus() -> &'static [(Tier, Gpu)] {
    static GPUS: OnceLock<Vec<(Tier, Gpu)>> = OnceLock::new();
    GPUS.get_or_init(|| {
        let kinds = [
            (Tier::Hardware, Precision::Full),
            (Tier::Software, Precision::Full),
            (Tier::Hardware, Precision::Half),
            (Tier::Software, Precision::Half),
        ];
        kinds
            .into_iter()
            .filter_map(|(tier, precision)| Some((tier, open(guarded(tier, precision))?)))
            .collect()
    })
}

fn check_all(cases: &[Case]) {
    let found = |(tier, gpu): &(Tier, Gpu)| {
        let tier = *tier;
        cases
            .iter()
            .filter_map(|case| check(gpu, case))
            .map(move |failure| format!("{tier:?}: {failure}"))
            .collect::<Vec<_>>()
    };
    let failures: Vec<String> = gpus().iter().flat_map(found).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn case(name: String, input: &[usize], summed: usize, build: impl FnOnce(&mut Net) -> String) -> Case {
    let mut net = Net::new(input);
    let output = build(&mut net);
    Case { name, model: net.file(&output), input: input.to_vec(), summed }
}

/// Sizes whose pixels lie at, just below and just above 64, a workgroup and the least tile, and 1.
const IMAGES: [[usize; 2]; 6] = [[1, 1], [7, 9], [8, 8], [5, 13], [1, 65], [31, 9]];

#[test]
fn dense_convolutions_match_the_cpu() {
    let mut cases = Vec::new();
    for [height, width] in IMAGES {
        // Inputs and outputs below, at and above blocks, pairs of blocks and tiles.
        for [inputs, outputs] in [[2, 9], [3, 16], [5, 33], [17, 24], [8, 13], [4, 2]] {
            for window in [[1, 1, 0, 1], [3, 1, 1, 1], [3, 2, 1, 1], [3, 1, 2, 2], [5, 2, 2, 1]] {
                let taps = usize::try_from(window[0] * window[0]).unwrap();
                let name = format!("convolution {inputs}→{outputs} {window:?} of {height}×{width}");
                // Each second size with a batch.
                let shape = [1 + width % 2, inputs, height, width];
                cases.push(case(name, &shape, inputs * taps, |net| {
                    net.convolution("input", [inputs, outputs, 1], window)
                }));
            }
        }
    }
    // One in seven still meets every image, every pair of channels and every window: all of them take minutes.
    let some: Vec<Case> = cases.into_iter().step_by(7).collect();
    check_all(&some);
}

#[test]
fn convolutions_of_one_channel_match_the_cpu() {
    let cases: Vec<Case> = IMAGES
        .iter()
        .flat_map(|&[height, width]| {
            [[1, 3, 1], [1, 16, 1], [1, 33, 1]].map(|channels| {
                case(format!("{channels:?} of {height}×{width}"), &[2, 1, height, width], 9, |net| {
                    net.convolution("input", channels, [3, 2, 1, 1])
                })
            })
        })
        .collect();
    check_all(&cases);
}

#[test]
fn depthwise_and_grouped_convolutions_match_the_cpu() {
    let mut cases = Vec::new();
    for [height, width] in IMAGES {
        for channels in [1, 3, 4, 9] {
            for window in [[3, 1, 1, 1], [3, 2, 1, 1], [5, 1, 4, 2]] {
                let name = format!("depthwise {channels} {window:?} of {height}×{width}");
                cases.push(case(name, &[1, channels, height, width], 25, |net| {
                    let x = net.node("Relu", &["input"], &[]);
                    net.convolution(&x, [channels, channels, channels], window)
                }));
            }
        }
        for [inputs, outputs, groups] in [[6, 9, 3], [8, 12, 2], [10, 20, 5], [12, 4, 4], [6, 12, 6]] {
            let name = format!("grouped {inputs}→{outputs} in {groups} of {height}×{width}");
            cases.push(case(name, &[1, inputs, height, width], inputs * 9, |net| {
                net.convolution("input", [inputs, outputs, groups], [3, 1, 1, 1])
            }));
        }
    }
    check_all(&cases);
}

#[test]
fn transposed_convolutions_match_the_cpu() {
    let mut cases = Vec::new();
    for [height, width] in IMAGES {
        for channels in [[3, 5], [4, 4], [9, 2]] {
            for window in [[2, 2, 0], [3, 2, 1], [3, 1, 1], [4, 3, 0]] {
                let name = format!("transposed {channels:?} {window:?} of {height}×{width}");
                cases.push(case(name, &[2, channels[0], height, width], channels[0] * 16, |net| {
                    net.transposed("input", channels, window)
                }));
            }
        }
    }
    check_all(&cases);
}

#[test]
fn residuals_of_the_same_size_and_enlarged_match_the_cpu() {
    let cases = [[2, 2], [6, 10]].map(|[height, width]| {
        case(format!("residuals of {height}×{width}"), &[2, 6, height, width], 54, |net| {
            let small = net.convolution("input", [6, 11, 1], [3, 2, 1, 1]);
            let large = net.resize(&small, "nearest", [2.0, 2.0]);
            let side = net.convolution("input", [6, 11, 1], [1, 1, 0, 1]);
            let side = net.node("Relu", &[&side], &[]);
            let sum = net.node("Add", &[&side, &large], &[]);
            let sum = net.node("Sigmoid", &[&sum], &[]);
            let again = net.convolution(&sum, [11, 11, 11], [3, 1, 1, 1]);
            net.node("Add", &[&again, &sum], &[])
        })
    });
    check_all(&cases);
}

#[test]
fn what_moves_pixels_matches_the_cpu() {
    let mut cases = Vec::new();
    for [height, width] in [[3, 4], [8, 8], [5, 13], [31, 9]] {
        for channels in [1, 4, 7] {
            let shape = [2, channels, height, width];
            let name = |what: &str| format!("{what} of {channels} × {height}×{width}");
            for (operator, pads) in [("MaxPool", 1), ("AveragePool", 1), ("MaxPool", 0)] {
                cases.push(case(name(operator), &shape, 9, |net| {
                    let attributes = [
                        Attribute::Ints("kernel_shape", &[3, 2]),
                        Attribute::Ints("strides", &[2, 1]),
                        Attribute::Ints("pads", &[pads, pads, pads, 0]),
                    ];
                    net.node(operator, &["input"], &attributes)
                }));
            }
            for (mode, scales) in [("nearest", [2.0, 3.0]), ("linear", [2.0, 1.5]), ("linear", [0.5, 0.75])] {
                cases.push(case(name(mode), &shape, 4, |net| {
                    let x = net.resize("input", mode, scales);
                    net.node("Tanh", &[&x], &[])
                }));
                cases.push(case(name(&format!("{mode} into rows")), &shape, 4, |net| {
                    let x = net.node("Relu", &["input"], &[]);
                    net.resize(&x, mode, scales)
                }));
            }
            cases.push(case(name("joins"), &shape, 9 * channels, |net| {
                let a = net.convolution("input", [channels, 8, 1], [3, 1, 1, 1]);
                let b = net.convolution("input", [channels, 3, 1], [1, 1, 0, 1]);
                let in_place = net.node("Concat", &[&a, &b], &[Attribute::Int("axis", 1)]);
                let moved = net.node("Concat", &[&b, &in_place, &b], &[Attribute::Int("axis", 1)]);
                net.convolution(&moved, [17, 3, 1], [1, 1, 0, 1])
            }));
        }
    }
    check_all(&cases);
}

#[test]
fn elementwise_functions_match_the_cpu() {
    let mut cases = Vec::new();
    for [height, width] in [[1, 1], [7, 9], [5, 13]] {
        for operator in ["Relu", "Sigmoid", "HardSwish", "Tanh", "Exp", "LeakyRelu", "HardSigmoid"] {
            cases.push(case(format!("{operator} {height}×{width}"), &[2, 5, height, width], 1, |net| {
                let blocks = net.convolution("input", [5, 5, 5], [3, 1, 1, 1]);
                let x = net.node(operator, &[&blocks], &[]);
                let y = net.node(operator, &[&x], &[]);
                net.node("Mul", &[&x, &y], &[])
            }));
        }
        for operator in ["Add", "Sub", "Mul", "Div"] {
            for swapped in [false, true] {
                let name = format!("{operator} {height}×{width}, swapped: {swapped}");
                cases.push(case(name, &[2, 5, height, width], 9, |net| {
                    let blocks = net.convolution("input", [5, 5, 1], [3, 1, 1, 1]);
                    let positive = net.node("Exp", &[&blocks], &[]);
                    let factors = net.floats(&[1, 5, 1, 1], &[1.0, 0.5, 2.0, -1.0, 3.0]);
                    let scalar = net.floats(&[1], &[2.0]);
                    let order = |a: &'static str, b: &'static str| if swapped { (b, a) } else { (a, b) };
                    let (a, b) = order("x", "f");
                    let pick = |which: &str| if which == "x" { positive.clone() } else { factors.clone() };
                    let scaled = net.node(operator, &[&pick(a), &pick(b)], &[]);
                    let shifted = net.node(operator, &[&scaled, &scalar], &[]);
                    // One number for each image and channel, which flows.
                    let mean = net.node("GlobalAveragePool", &[&positive], &[]);
                    let weighed = net.node("Mul", &[&shifted, &mean], &[]);
                    net.node(operator, &[&weighed, &positive], &[])
                }));
            }
        }
    }
    check_all(&cases);
}

#[test]
fn matrices_and_reductions_match_the_cpu() {
    let mut cases = Vec::new();
    for [rows, depth, columns] in [[1, 1, 1], [3, 63, 5], [2, 65, 64], [5, 130, 33]] {
        let name = |what: &str| format!("{what} {rows}×{depth}→{columns}");
        cases.push(case(name("Gemm"), &[rows, depth], depth, |net| {
            let weights = net.random(&[columns, depth], (depth as f32).sqrt());
            let bias = net.random(&[columns], 1.0);
            let attributes =
                [Attribute::Int("transB", 1), Attribute::Float("alpha", 0.5), Attribute::Float("beta", 2.0)];
            let x = net.node("Gemm", &["input", &weights, &bias], &attributes);
            net.node("Relu", &[&x], &[])
        }));
        for axis in [0, 1] {
            cases.push(case(name("Softmax"), &[rows, depth], depth, |net| {
                net.node("Softmax", &["input"], &[Attribute::Int("axis", axis)])
            }));
        }
        for operator in ["ReduceMax", "ReduceMean", "ReduceL2"] {
            for axes in [[1].as_slice(), &[0], &[0, 2]] {
                cases.push(case(name(operator), &[rows, depth, columns], rows * depth * columns, |net| {
                    net.node(
                        operator,
                        &["input"],
                        &[Attribute::Ints("axes", axes), Attribute::Int("keepdims", 0)],
                    )
                }));
            }
        }
        cases.push(case(name("Transpose"), &[rows, depth, columns], 1, |net| {
            net.node("Transpose", &["input"], &[Attribute::Ints("perm", &[2, 0, 1])])
        }));
        cases.push(case(name("Transpose out of blocks"), &[rows, 3, 5, columns], 27, |net| {
            let x = net.convolution("input", [3, 6, 1], [3, 1, 1, 1]);
            let x = net.node("Transpose", &[&x], &[Attribute::Ints("perm", &[0, 2, 3, 1])]);
            net.node("Softmax", &[&x], &[Attribute::Int("axis", 3)])
        }));
    }
    check_all(&cases);
}

#[test]
fn the_cases_of_the_cpu_executor_answer_as_onnx_runtime_does() {
    let mut failures = Vec::new();
    for (tier, gpu) in gpus().iter().filter(|(_, gpu)| gpu.report().precision == Precision::Full) {
        for case in fixture::cases() {
            let model = Arc::new(Model::load(&case.model).unwrap());
            let network = pollster::block_on(GpuNetwork::load(gpu, model, &[])).unwrap();
            for run in &case.runs {
                let expected = Tensor::new(&run.output, run.answer.clone()).unwrap();
                let problem =
                    match pollster::block_on(network.run(fixture::input(&run.input), &Cancel::new())) {
                        Ok(answer) => difference(&expected, &answer, |largest| {
                            tolerance(1000, Precision::Full, largest)
                        }),
                        Err(error) => Some(error.to_string()),
                    };
                failures.extend(
                    problem.map(|problem| format!("{tier:?} {} {:?}: {problem}", case.name, run.input)),
                );
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
