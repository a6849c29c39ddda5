//! Times the kernels of models on this machine's GPU, natively, against what its WGSL gives at best.
//!
//! `time-kernels [--software] [--rounds 9] [--size N] [MODEL.onnx[=1,1,640,640]]...` prints JSON. Without models it
//! takes the convolutions that dominate the shipped ones. It needs a Vulkan driver and nothing else: no network, no files
//! but the models named. A shape that a model leaves free is 1 for the batch, 256 for a width and 32 for a height.
//!
//! `share_of_peak` is a step's multiply-adds per second over those of an f32 matrix product in WGSL (`peak.wgsl`);
//! `share_of_bandwidth` is bytes moved per second over those of a copy. Numbers are stored in f32 and, where the device
//! has it, in f16; both add in f32.

#[path = "../../tests/onnx_file/mod.rs"]
mod onnx_file;
mod peak;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use draftlens_gpu::{AdapterChoice, Gpu, GpuNetwork, GpuOptions, Precision, StepTime};
use draftlens_net::{Cancel, Dim, Model, Network, Tensor};
use onnx_file::Net;
use peak::Peak;
use serde_json::{Value, json};

struct Arguments {
    adapter: AdapterChoice,
    rounds: usize,
    size: Option<usize>,
    models: Vec<Subject>,
}

/// A name, a model and the shape of its input.
type Subject = (String, Model, Vec<usize>);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments()?;
    let is_software = arguments.adapter == AdapterChoice::Software;
    let peak = peak::measure(arguments.size, is_software)?;
    let mut reports = Vec::new();
    let mut device = Value::Null;
    for precision in [Precision::Full, Precision::Half] {
        let options = GpuOptions {
            adapter: arguments.adapter,
            precision,
            most_bytes: 4 << 30,
            ..GpuOptions::default()
        };
        let gpu = pollster::block_on(Gpu::open(options))?;
        let report = gpu.report();
        device = json!(report.adapter);
        if report.precision != precision {
            continue;
        }
        for (name, model, shape) in &arguments.models {
            let timed = time(&gpu, Arc::new(model.clone()), shape, arguments.rounds, peak)?;
            reports.push(
                json!({ "model": name, "input": shape, "stored_in": stored(precision), "timed": timed }),
            );
        }
    }
    let report = json!({
        "device": device,
        "peak": { "size": peak.size, "matrix_product_gflops": peak.gflops, "copy_gigabytes_per_sec": peak.gigabytes_per_sec },
        "models": reports,
    });
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn stored(precision: Precision) -> &'static str {
    match precision {
        Precision::Full => "f32",
        Precision::Half => "f16",
    }
}

fn arguments() -> Result<Arguments, Box<dyn Error>> {
    let mut parsed = Arguments { adapter: AdapterChoice::Any, rounds: 9, size: None, models: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut number =
            || words.next().ok_or("a number is missing")?.parse::<usize>().map_err(|error| error.to_string());
        match word.as_str() {
            "--software" => parsed.adapter = AdapterChoice::Software,
            "--rounds" => parsed.rounds = number()?,
            "--size" => parsed.size = Some(number()?.next_multiple_of(128)),
            _ => {
                let (path, shape) =
                    word.split_once('=').map_or((word.as_str(), None), |(path, shape)| (path, Some(shape)));
                let model = Model::load(&std::fs::read(path)?)?;
                let shape = match shape {
                    Some(shape) => shape.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?,
                    None => declared(&model),
                };
                parsed.models.push((path.to_owned(), model, shape));
            }
        }
    }
    if parsed.models.is_empty() {
        parsed.models = dominating()?;
    }
    Ok(parsed)
}

fn declared(model: &Model) -> Vec<usize> {
    let free = [1, 1, 32, 256];
    let size = |(dim, free): (&Dim, usize)| match dim {
        Dim::Fixed(size) => *size,
        Dim::Free(_) => free,
    };
    model.input_dims().iter().zip(free).map(size).collect()
}

/// 3×3 and pointwise convolutions as in the detector, the reader and the embedder: channels in, out and pixels a side.
fn dominating() -> Result<Vec<Subject>, Box<dyn Error>> {
    let layers = [
        (3, 32, 64, 128),
        (3, 24, 96, 192),
        (3, 64, 64, 96),
        (1, 96, 96, 160),
        (1, 192, 192, 80),
        (1, 320, 320, 40),
    ];
    layers
        .into_iter()
        .map(|(kernel, inputs, outputs, side)| {
            let shape = vec![1, inputs, side, side];
            let mut net = Net::new(&shape);
            let x = net.convolution("input", [inputs, outputs, 1], [kernel, 1, kernel / 2, 1]);
            let model = Model::load(&net.file(&x))?;
            Ok((format!("{kernel}×{kernel} {inputs}→{outputs} on {side}×{side}"), model, shape))
        })
        .collect()
}

fn time(
    gpu: &Gpu,
    model: Arc<Model>,
    shape: &[usize],
    rounds: usize,
    peak: Peak,
) -> Result<Value, Box<dyn Error>> {
    let input = || {
        Tensor::new(
            shape,
            (0..shape.iter().product()).map(|index: usize| (index % 251) as f32 / 251.0).collect(),
        )
    };
    let began = Instant::now();
    let network = pollster::block_on(GpuNetwork::load(gpu, model, &[shape]))?;
    let load_ms = began.elapsed().as_secs_f64() * 1e3;
    let mut runs = Vec::new();
    for _ in 0..=rounds {
        let began = Instant::now();
        pollster::block_on(network.run(input()?, &Cancel::new()))?;
        runs.push(began.elapsed().as_secs_f64() * 1e3);
    }
    let first_run_ms = runs.remove(0);
    runs.sort_by(f64::total_cmp);
    let steps = pollster::block_on(network.measure(shape, rounds))?;
    let mut by_kernel: BTreeMap<&str, (f64, u64)> = BTreeMap::new();
    for time in &steps {
        let sum = by_kernel.entry(time.step.kernel).or_default();
        *sum = (sum.0 + time.secs, sum.1 + time.step.macs);
    }
    let kernels: Vec<Value> = by_kernel
        .into_iter()
        .map(|(kernel, (secs, macs))| json!({ "kernel": kernel, "ms": secs * 1e3, "share_of_peak": share(macs, secs, peak) }))
        .collect();
    Ok(json!({
        "load_ms": load_ms,
        "first_run_ms": first_run_ms,
        "run_ms_median": runs.get(runs.len() / 2),
        "kernels_ms": steps.iter().map(|time| time.secs * 1e3).sum::<f64>(),
        "by_kernel": kernels,
        "steps": steps.iter().map(|time| step(time, peak)).collect::<Vec<_>>(),
    }))
}

fn share(macs: u64, secs: f64, peak: Peak) -> f64 {
    2.0 * macs as f64 / secs.max(1e-9) / 1e9 / peak.gflops
}

fn step(time: &StepTime, peak: Peak) -> Value {
    let (step, secs) = (&time.step, time.secs.max(1e-9));
    json!({
        "nodes": step.nodes.join("+"),
        "kernel": step.kernel,
        "ms": time.secs * 1e3,
        "mmac": step.macs as f64 / 1e6,
        "share_of_peak": share(step.macs, secs, peak),
        "share_of_bandwidth": step.moved_bytes as f64 / secs / 1e9 / peak.gigabytes_per_sec,
    })
}
