//! Every operator, and small models of each kind, against the answers of ONNX Runtime: see `cases/make-cases.py`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

mod fixture;

use std::sync::Arc;

use draftlens_net::{Cancel, CpuNetwork, Model, Network, Tensor};
use fixture::{Case, block_on, cases, input};

/// Sums of some hundred products in another order differ by this much of the largest number.
const TOLERANCE: f32 = 4e-6;

fn check(case: &Case, what: &str, expected: &[f32], actual: &Tensor) -> Result<(), String> {
    let largest = expected.iter().fold(1.0_f32, |largest, x| largest.max(x.abs()));
    for (index, (expected, actual)) in expected.iter().zip(actual.data()).enumerate() {
        if (expected - actual).abs() > TOLERANCE * largest {
            return Err(format!("{} {what}: element {index} is {actual}, not {expected}", case.name));
        }
    }
    Ok(())
}

fn failures(prepare: impl Fn(CpuNetwork) -> CpuNetwork) -> Vec<String> {
    let mut failures = Vec::new();
    for case in cases() {
        let network = match Model::load(&case.model) {
            Ok(model) => prepare(CpuNetwork::new(Arc::new(model))),
            Err(error) => {
                failures.push(format!("{}: {error}", case.name));
                continue;
            }
        };
        for run in &case.runs {
            let result = match block_on(network.run(input(&run.input), &Cancel::new())) {
                Ok(answer) if answer.shape() != run.output => {
                    Err(format!("{}: shape {:?}", case.name, answer.shape()))
                }
                Ok(answer) => check(&case, &format!("{:?}", run.input), &run.answer, &answer),
                Err(error) => Err(format!("{}: {error}", case.name)),
            };
            failures.extend(result.err());
        }
    }
    failures
}

#[test]
fn every_case_answers_as_onnx_runtime_does_with_all_instructions() {
    for instructions in CpuNetwork::instruction_sets() {
        let failures = failures(|network| network.with_instructions(instructions).unwrap());
        assert!(failures.is_empty(), "{instructions}: {}", failures.join("\n"));
    }
}

#[test]
fn threads_change_nothing() {
    let failures = failures(|network| network.with_threads(3));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_fused_plan_answers_as_the_unfused_one_does() {
    for case in cases() {
        let model = Arc::new(Model::load(&case.model).unwrap());
        let network = CpuNetwork::new(Arc::clone(&model));
        for run in &case.runs {
            let plan = model.plan_unfused(&run.input).unwrap();
            let mut unfused = network.begin_plan(plan, input(&run.input)).unwrap();
            while !unfused.is_done() {
                unfused.step().unwrap();
            }
            check(&case, "unfused", &run.answer, &unfused.finish().unwrap()).unwrap();
        }
    }
}
