//! Who serves a run, why, and who takes over when a GPU fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod device;
mod onnx_file;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use device::{difference, has_adapter, input};
use draftlens_gpu::{
    BackendName, Chooser, Device, Engine, Fault, GpuError, GpuOptions, Notes, Precision, UnsavedNotes, Why,
    tolerance,
};
use draftlens_net::{Cancel, CpuNetwork, Model, NetError, Network, Tensor};
use onnx_file::Net;

const SHAPE: [usize; 4] = [1, 12, 16, 16];
/// Submits of the self-test: one for each of its nets, which are small.
const SUBMITS_OF_SELF_TEST: u64 = 5;

fn model() -> Arc<Model> {
    let mut net = Net::new(&SHAPE);
    let mut x = "input".to_owned();
    for _ in 0..3 {
        x = net.convolution(&x, [12, 12, 1], [3, 1, 1, 1]);
        x = net.node("Relu", &[&x], &[]);
    }
    Arc::new(Model::load(&net.file(&x)).unwrap())
}

fn engine(chooser: &Chooser, model: &Arc<Model>) -> Engine {
    Engine::new(chooser, CpuNetwork::new(Arc::clone(model)), "sha256 of the test", &SHAPE)
}

fn expected(model: &Arc<Model>) -> Tensor {
    pollster::block_on(CpuNetwork::new(Arc::clone(model)).run(input(&SHAPE), &Cancel::new())).unwrap()
}

fn answer(engine: &Engine) -> (Tensor, BackendName, Why) {
    let answer = pollster::block_on(engine.answer(input(&SHAPE), &Cancel::new())).unwrap();
    (answer.output, answer.backend.name, answer.backend.why)
}

fn with(fault: Fault, notes: &Arc<UnsavedNotes>) -> GpuOptions {
    GpuOptions { fault, notes: Arc::clone(notes) as Arc<dyn Notes>, ..GpuOptions::default() }
}

/// Says that the GPU is the faster one, whatever is asked.
#[derive(Debug, Default)]
struct GpuWins;

impl Notes for GpuWins {
    fn get(&self, key: &str) -> Option<String> {
        key.starts_with("timing/").then(|| "1000000000 1000000".to_owned())
    }

    fn put(&self, _: &str, _: &str) {}
}

fn where_the_gpu_wins(fault: Fault) -> Chooser {
    Chooser::new(Device::Auto, GpuOptions { fault, notes: Arc::new(GpuWins), ..GpuOptions::default() })
}

#[test]
fn the_cpu_serves_when_asked_for_and_no_gpu_is_looked_for() {
    let chooser = Chooser::new(Device::Cpu, GpuOptions::default());
    let model = model();
    let engine = engine(&chooser, &model);
    pollster::block_on(engine.settle());
    assert_eq!(answer(&engine), (expected(&model), BackendName::Cpu, Why::Asked));
    assert!(chooser.opened().is_none());
    assert!(!engine.backend().adapter.is_empty());
}

#[test]
fn the_gpu_serves_when_asked_for() {
    if !has_adapter() {
        return;
    }
    let chooser = Chooser::new(Device::Gpu, GpuOptions::default());
    let model = model();
    let engine = engine(&chooser, &model);
    let (output, name, why) = answer(&engine);
    assert_eq!((name, why), (BackendName::WebGpu, Why::Asked));
    assert_eq!(
        difference(&expected(&model), &output, |largest| tolerance(324, Precision::Full, largest)),
        None
    );
    assert_eq!(engine.backend().adapter, pollster::block_on(chooser.adapter()).unwrap().name);
}

#[test]
fn the_first_run_waits_for_no_gpu_and_later_ones_go_to_what_was_measured_faster() {
    if !has_adapter() {
        return;
    }
    let notes = Arc::new(UnsavedNotes::default());
    let model = model();
    let chooser = Chooser::new(Device::Auto, with(Fault::default(), &notes));
    let first = engine(&chooser, &model);
    assert_eq!(answer(&first), (expected(&model), BackendName::Cpu, Why::GpuNotReady));
    assert!(chooser.opened().is_none());

    pollster::block_on(first.settle());
    let (_, name, why) = answer(&first);
    let Why::Measured { timing, is_remembered: false } = why else { panic!("{why:?}") };
    assert_eq!(name == BackendName::WebGpu, timing.favours_gpu());

    // The next start of the program measures nothing.
    let chooser = Chooser::new(Device::Auto, with(Fault::default(), &notes));
    let second = engine(&chooser, &model);
    pollster::block_on(second.settle());
    assert_eq!(answer(&second).2, Why::Measured { timing, is_remembered: true });
    assert_eq!(chooser.opened().is_some(), timing.favours_gpu(), "a GPU that loses is not opened");
}

#[test]
fn whoever_measures_anew_decides_anew_whatever_is_remembered() {
    if !has_adapter() {
        return;
    }
    let model = model();
    let engine = engine(&where_the_gpu_wins(Fault::default()), &model);
    pollster::block_on(engine.settle());
    assert!(matches!(engine.backend().why, Why::Measured { is_remembered: true, .. }));
    let timing = pollster::block_on(engine.measure()).unwrap();
    assert_eq!(engine.backend().why, Why::Measured { timing, is_remembered: false });
    assert_eq!(engine.backend().name == BackendName::WebGpu, timing.favours_gpu());
}

#[test]
fn runs_beside_a_measurement_are_right() {
    if !has_adapter() {
        return;
    }
    let model = model();
    let chooser = Chooser::new(Device::Auto, GpuOptions::default());
    let engine = engine(&chooser, &model);
    let expected = expected(&model);
    std::thread::scope(|scope| {
        let settling = scope.spawn(|| pollster::block_on(engine.settle()));
        while !settling.is_finished() {
            let (output, ..) = answer(&engine);
            assert_eq!(
                difference(&expected, &output, |largest| tolerance(324, Precision::Full, largest)),
                None
            );
        }
    });
    assert!(matches!(engine.backend().why, Why::Measured { .. }), "{:?}", engine.backend());
}

#[test]
fn an_adapter_that_answers_wrongly_leaves_the_cpu_to_serve_and_is_not_asked_again() {
    if !has_adapter() {
        return;
    }
    let notes = Arc::new(UnsavedNotes::default());
    let model = model();
    let lies = Fault { skips_workgroups_of: Some("depthwise"), ..Fault::default() };
    let chooser = Chooser::new(Device::Gpu, with(lies, &notes));
    let (output, name, why) = answer(&engine(&chooser, &model));
    assert_eq!((output, name), (expected(&model), BackendName::Cpu));
    let Why::GpuFailed(error @ GpuError::Quarantined { .. }) = why else { panic!("{why:?}") };
    assert!(error.to_string().contains("separable"), "{error}");

    let sound = Fault::default();
    let chooser = Chooser::new(Device::Gpu, with(sound.clone(), &notes));
    assert_eq!(answer(&engine(&chooser, &model)).2, Why::GpuFailed(error));
    assert_eq!(sound.submits.load(Ordering::Relaxed), 0);

    // Whoever tests it anew, and finds it sound, frees it.
    let tests = pollster::block_on(chooser.self_tests()).unwrap();
    assert!(tests.iter().all(|test| test.problem.is_none() && !test.families.is_empty()), "{tests:?}");
    let chooser = Chooser::new(Device::Gpu, with(Fault::default(), &notes));
    assert_eq!(answer(&engine(&chooser, &model)).1, BackendName::WebGpu);
}

#[test]
fn an_adapter_that_is_wrong_in_16_bits_serves_in_32() {
    if !has_adapter() {
        return;
    }
    let fault = Fault {
        skips_workgroups_of: Some("convolution_direct"),
        lies_in: Some(Precision::Half),
        ..Fault::default()
    };
    let options = GpuOptions { precision: Precision::Half, fault, ..GpuOptions::default() };
    let chooser = Chooser::new(Device::Gpu, options);
    let model = model();
    let (output, name, _) = answer(&engine(&chooser, &model));
    assert_eq!(name, BackendName::WebGpu);
    assert_eq!(
        difference(&expected(&model), &output, |largest| tolerance(324, Precision::Full, largest)),
        None
    );
    assert_eq!(chooser.opened().unwrap().report().precision, Precision::Full);
}

#[test]
fn a_gpu_lost_twice_in_a_run_lets_the_cpu_finish_it_and_is_left_alone_after() {
    if !has_adapter() {
        return;
    }
    let fault =
        Fault { destroys_after_submits: (SUBMITS_OF_SELF_TEST + 1..1000).collect(), ..Fault::default() };
    let chooser = where_the_gpu_wins(fault.clone());
    let model = model();
    let engine = engine(&chooser, &model);
    pollster::block_on(engine.settle());
    assert_eq!(engine.backend().name, BackendName::WebGpu);
    let (output, name, why) = answer(&engine);
    assert_eq!((output, name), (expected(&model), BackendName::Cpu));
    assert!(matches!(why, Why::GpuFailed(GpuError::Lost(_))), "{why:?}");

    let submits = fault.submits.load(Ordering::Relaxed);
    assert_eq!(answer(&engine).2, why);
    assert_eq!(fault.submits.load(Ordering::Relaxed), submits);
}

#[test]
fn what_does_not_fit_the_gpu_runs_on_the_cpu_and_what_fits_goes_on() {
    if !has_adapter() {
        return;
    }
    let mut net = Net::new(&[1, 12, 0, 0]);
    let x = net.convolution("input", [12, 12, 1], [3, 1, 1, 1]);
    let model = Arc::new(Model::load(&net.file(&x)).unwrap());
    let options = GpuOptions { most_bytes: 400_000, notes: Arc::new(GpuWins), ..GpuOptions::default() };
    let chooser = Chooser::new(Device::Auto, options);
    let engine = engine(&chooser, &model);
    pollster::block_on(engine.settle());
    let backend_for = |side: usize| {
        let cancel = Cancel::new();
        let run = engine.answer(input(&[1, 12, side, side]), &cancel);
        pollster::block_on(run).unwrap().backend
    };
    assert_eq!(backend_for(16).name, BackendName::WebGpu);
    let refused = backend_for(128);
    assert_eq!(refused.name, BackendName::Cpu);
    assert!(matches!(refused.why, Why::GpuFailed(GpuError::OutOfMemory(_))), "{refused:?}");
    assert_eq!(backend_for(16).name, BackendName::WebGpu);
}

#[test]
fn an_answer_that_is_no_number_is_an_error_and_no_reason_to_try_elsewhere() {
    let mut net = Net::new(&SHAPE);
    let x = net.convolution("input", [12, 12, 1], [1, 1, 0, 1]);
    let x = net.node("Sqrt", &[&x], &[]);
    let model = Arc::new(Model::load(&net.file(&x)).unwrap());
    for device in [Device::Cpu, Device::Gpu] {
        let chooser = Chooser::new(device, GpuOptions::default());
        let result = pollster::block_on(engine(&chooser, &model).run(input(&SHAPE), &Cancel::new()));
        assert!(matches!(result, Err(NetError::NotFinite { .. })), "{result:?}");
    }
}

/// Of the last engine that breathed; one test uses it.
static PAUSED: Mutex<Option<Cancel>> = Mutex::new(None);

#[test]
fn a_run_on_the_cpu_ends_at_the_step_after_which_it_was_cancelled() {
    let chooser = Chooser::new(Device::Cpu, GpuOptions::default());
    let cancel = Cancel::new();
    *PAUSED.lock().unwrap() = Some(cancel.clone());
    let engine = engine(&chooser, &model()).with_pauses(|| {
        Box::pin(async {
            PAUSED.lock().unwrap().take().expect("nothing runs after a cancel").cancel();
        })
    });
    assert_eq!(pollster::block_on(engine.run(input(&SHAPE), &cancel)), Err(NetError::Cancelled));
}
