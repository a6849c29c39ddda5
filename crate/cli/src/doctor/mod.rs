//! What this machine computes with: adapters, self-test, speed, models, and who serves which model.

mod findings;
mod table;

use std::sync::Arc;

use draftlens_drawing::{SHIPPED_MODELS, ShippedModel};
use draftlens_gpu::{
    Chooser, Engine, GpuError, GpuNetwork, PlanReport, Precision, StepDifference, Tier, adapters, plan_report,
};
use draftlens_net::Tensor;

use crate::Outcome;
use crate::arguments::{DeviceArgument, DoctorArguments};
use crate::device::{chooser, engine};
use findings::{Comparison, Cpu, Findings, ModelFindings, Speed};

pub(crate) fn run(arguments: &DoctorArguments) -> Outcome {
    let findings = pollster::block_on(examine(arguments))?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&findings).map_err(anyhow::Error::from)?);
    } else {
        print!("{findings}");
    }
    Ok(())
}

async fn examine(arguments: &DoctorArguments) -> anyhow::Result<Findings> {
    let chooser = chooser(DeviceArgument::Auto);
    let tested = chooser.self_tests().await;
    let mut models = Vec::new();
    for shipped in &SHIPPED_MODELS {
        models.push(examine_model(arguments, &chooser, shipped).await?);
    }
    Ok(Findings {
        version: env!("CARGO_PKG_VERSION"),
        cpu: Cpu::this(),
        adapters: adapters().await,
        chosen_adapter: chooser.adapter().await.ok().cloned(),
        gpu_problem: tested.as_ref().err().map(ToString::to_string),
        self_tests: tested.unwrap_or_default(),
        models,
    })
}

async fn examine_model(
    arguments: &DoctorArguments,
    chooser: &Chooser,
    shipped: &ShippedModel,
) -> anyhow::Result<ModelFindings> {
    let engine = engine(chooser, shipped)?;
    let macs = engine.cpu().plan(shipped.typical_shape)?.cost().macs;
    // What is wrong with the GPU shows in why the CPU serves.
    let timing = engine.measure().await.ok();
    engine.settle().await;
    Ok(ModelFindings {
        name: shipped.name,
        model: shipped.id()?,
        bytes: shipped.onnx.len(),
        input_shape: shipped.typical_shape,
        speed: timing.map(|timing| Speed::new(timing, macs)),
        backend: engine.backend(),
        plan: if arguments.plan { Some(plan(chooser, &engine, shipped).await?) } else { None },
        comparison: if arguments.compare {
            Some(Comparison::new(compare(chooser, &engine, shipped).await))
        } else {
            None
        },
    })
}

/// With the kernels of the adapter that there is, or of a real GPU where there is none.
async fn plan(chooser: &Chooser, engine: &Engine, shipped: &ShippedModel) -> anyhow::Result<PlanReport> {
    let (tier, precision) = match chooser.gpu().await.map(|gpu| gpu.report()) {
        Ok(report) => (report.tier, report.precision),
        Err(_) => (Tier::Hardware, Precision::Full),
    };
    let plan = engine.cpu().plan(shipped.typical_shape)?;
    Ok(plan_report(engine.cpu().model(), &plan, tier, precision)?)
}

/// Step by step on both, until they differ by more than two right answers may.
async fn compare(
    chooser: &Chooser,
    engine: &Engine,
    shipped: &ShippedModel,
) -> Result<Option<StepDifference>, GpuError> {
    let shape = shipped.typical_shape;
    let len = shape.iter().product::<usize>();
    // Some ink here and there, as on a sheet.
    let ink = (0..len).map(|index| if index % 7 == 0 { (index % 251) as f32 / 250.0 } else { 0.0 }).collect();
    let network = GpuNetwork::load(&chooser.gpu().await?, Arc::clone(engine.cpu().model()), &[shape]).await?;
    network.first_difference(Tensor::new(shape, ink)?).await
}
