//! What a model costs on a GPU, operator by operator: `plan-report MODEL.onnx [1,1,640,640] [--software] [--half] [--check]`
//!
//! Needs no GPU, except to `--check`, which runs the model there and on the CPU and prints how far the answers differ.

use std::error::Error;
use std::sync::Arc;

use draftlens_gpu::{Gpu, GpuNetwork, GpuOptions, Precision, Tier, plan_report, tolerance};
use draftlens_net::{Cancel, CpuNetwork, Dim, Model, Network, Tensor};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let mut operands = words.iter().filter(|word| !word.starts_with("--"));
    let path = operands.next().ok_or("which model?")?;
    let model = Arc::new(Model::load(&std::fs::read(path)?)?);
    let shape = match operands.next() {
        Some(shape) => shape.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?,
        None => {
            model.input_dims().iter().map(|dim| if let Dim::Fixed(size) = dim { *size } else { 1 }).collect()
        }
    };
    let tier = if has("--software") { Tier::Software } else { Tier::Hardware };
    let precision = if has("--half") { Precision::Half } else { Precision::Full };
    println!("{}", plan_report(&model, &model.plan(&shape)?, tier, precision)?);
    if has("--check") {
        let options = GpuOptions { tier: Some(tier), precision, ..GpuOptions::default() };
        pollster::block_on(check(model, &shape, options))?;
    }
    Ok(())
}

async fn check(model: Arc<Model>, shape: &[usize], options: GpuOptions) -> Result<(), Box<dyn Error>> {
    let input = || {
        let number = |index: usize| ((7919 * index + 13) % 2003) as f32 / 2003.0;
        Tensor::new(shape, (0..shape.iter().product()).map(number).collect())
    };
    let gpu = Gpu::open(options).await?;
    let network = GpuNetwork::load(&gpu, Arc::clone(&model), &[shape]).await?;
    let actual = network.run(input()?, &Cancel::new()).await?;
    let expected = CpuNetwork::new(model).run(input()?, &Cancel::new()).await?;
    let largest = expected.data().iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    let difference = expected
        .data()
        .iter()
        .zip(actual.data())
        .fold(0.0_f32, |difference, (expected, actual)| difference.max((expected - actual).abs()));
    let report = gpu.report();
    println!(
        "{}, {:?}: greatest difference to the CPU {difference:e}, of numbers up to {largest}; {:e} is tolerated",
        report.adapter.name,
        report.tier,
        tolerance(2048, report.precision, largest)
    );
    let memory = gpu.memory();
    println!("{:.1} MB of buffers at the peak", memory.peak as f64 / 1e6);
    Ok(())
}
