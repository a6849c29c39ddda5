//! Times a net on the CPU: `time-net MODEL.onnx [1,1,640,640] [--runs 25] [--threads 1] [--steps] [--answer FILE]`
//!
//! Prints the plan's cost, the first run, and the median, least and greatest time of the others in milliseconds; with
//! `--steps` also the median of each step. `--answer` writes the answer, f32 in row-major order.

use std::sync::Arc;
use std::time::Instant;

use draftlens_net::{CpuNetwork, Dim, Model, NetError, Tensor};

struct Arguments {
    path: String,
    shape: Option<Vec<usize>>,
    runs: usize,
    threads: usize,
    steps: bool,
    answer: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = arguments()?;
    let began = Instant::now();
    let model = Arc::new(Model::load(&std::fs::read(&arguments.path)?)?);
    println!("loaded in {:.1} ms", millis(began));
    let shape = arguments.shape.unwrap_or_else(|| declared(&model));
    let network = CpuNetwork::new(Arc::clone(&model)).with_threads(arguments.threads);
    let began = Instant::now();
    let plan = network.plan(&shape)?;
    println!("planned in {:.1} ms for {shape:?}, instructions {}", millis(began), network.instructions());
    let cost = plan.cost();
    println!(
        "{} steps, {:.3} GMAC, reads {:.1} MB, writes {:.1} MB, memory {:.1} MB",
        plan.steps.len(),
        cost.macs as f64 / 1e9,
        cost.bytes_read as f64 / 1e6,
        cost.bytes_written as f64 / 1e6,
        plan.peak_bytes() as f64 / 1e6
    );
    let mut totals = Vec::new();
    let mut per_step = vec![Vec::new(); plan.steps.len()];
    for run in 0..=arguments.runs {
        let input = input(&shape)?;
        let began = Instant::now();
        let answer = timed(&network, input, &mut per_step)?;
        if run == 0 {
            println!("first run {:.2} ms", millis(began));
            per_step.iter_mut().for_each(Vec::clear);
            if let Some(path) = &arguments.answer {
                let bytes: Vec<u8> = answer.data().iter().flat_map(|number| number.to_le_bytes()).collect();
                std::fs::write(path, bytes)?;
            }
        } else {
            totals.push(millis(began));
        }
    }
    println!(
        "median {:.2} ms, {:.2} to {:.2}, of {}",
        median(&mut totals),
        totals[0],
        totals[totals.len() - 1],
        totals.len()
    );
    if arguments.steps {
        for (step, times) in plan.steps.iter().zip(&mut per_step) {
            let median = median(times);
            let gigaflops = 2.0 * step.cost.macs as f64 / (median * 1e6);
            let work = format!("{:?}", step.work);
            let kind = work.split([' ', '(']).next().unwrap_or_default();
            let from = step.inputs.first().map(|view| view.shape.clone()).unwrap_or_default();
            let to = &step.output.shape;
            println!(
                "{median:8.3} ms {gigaflops:7.1} GFLOP/s  {kind} {from:?} → {to:?} {}",
                step.nodes.join(" ")
            );
        }
    }
    Ok(())
}

fn timed(network: &CpuNetwork, input: Tensor, per_step: &mut [Vec<f64>]) -> Result<Tensor, NetError> {
    let mut run = network.begin(input)?;
    for times in per_step {
        let began = Instant::now();
        run.step()?;
        times.push(millis(began));
    }
    run.finish()
}

fn arguments() -> Result<Arguments, Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1);
    let mut arguments =
        Arguments { path: String::new(), shape: None, runs: 25, threads: 1, steps: false, answer: None };
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or("a value is missing");
        match argument.as_str() {
            "--runs" => arguments.runs = value()?.parse()?,
            "--threads" => arguments.threads = value()?.parse()?,
            "--answer" => arguments.answer = Some(value()?),
            "--steps" => arguments.steps = true,
            _ if arguments.path.is_empty() => arguments.path = argument,
            _ => arguments.shape = Some(argument.split(',').map(str::parse).collect::<Result<_, _>>()?),
        }
    }
    Ok(arguments)
}

/// Free dimensions are taken as 1.
fn declared(model: &Model) -> Vec<usize> {
    model.input_dims().iter().map(|dim| if let Dim::Fixed(size) = dim { *size } else { 1 }).collect()
}

fn input(shape: &[usize]) -> Result<Tensor, NetError> {
    let len: usize = shape.iter().product();
    let number = |index: usize| ((7919 * index + 13) % 2003) as f32 - 1001.0;
    Tensor::new(shape, (0..len).map(|index| number(index) / 1001.0).collect())
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
