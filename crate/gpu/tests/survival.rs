//! What goes wrong on a GPU, and what a caller sees of it: a cancelled run, a lost device, a wrong answer, too little
//! memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod device;
mod onnx_file;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use device::{input, open};
use draftlens_gpu::{
    AdapterChoice, Fault, Gpu, GpuError, GpuNetwork, GpuOptions, GpuTensor, Precision, Tier, tolerance,
};
use draftlens_net::{Cancel, CpuNetwork, Model, NetError, Network, Tensor};
use onnx_file::Net;

/// Of `layers` convolutions, each of 1.2 million multiply-adds on 32 × 32 pixels.
fn deep(layers: usize, side: usize) -> (Arc<Model>, Vec<usize>) {
    let shape = vec![1, 12, side, side];
    let mut net = Net::new(&shape);
    let mut x = "input".to_owned();
    for _ in 0..layers {
        x = net.convolution(&x, [12, 12, 1], [3, 1, 1, 1]);
        x = net.node("Relu", &[&x], &[]);
    }
    (Arc::new(Model::load(&net.file(&x)).unwrap()), shape)
}

fn run(network: &GpuNetwork, shape: &[usize]) -> Result<Tensor, NetError> {
    pollster::block_on(network.run(input(shape), &Cancel::new()))
}

#[test]
fn a_cancelled_run_ends_within_100_ms_and_the_next_one_is_right() {
    let Some(gpu) = open(GpuOptions::default()) else { return };
    // Seconds of work in software.
    let (model, shape) = deep(120, 160);
    let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[&shape])).unwrap();
    let cancel = Cancel::new();
    let (from_outside, started) = (cancel.clone(), Instant::now());
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(150));
        from_outside.cancel();
        Instant::now()
    });
    let result = pollster::block_on(network.run(input(&shape), &cancel));
    let (ended, cancelled) = (Instant::now(), thread.join().unwrap());
    if result.is_ok() {
        // A real GPU may be done before.
        assert!(ended < cancelled, "the run took {:?} and was not cancelled", ended - started);
        return;
    }
    assert_eq!(result, Err(NetError::Cancelled));
    assert!(ended - cancelled < Duration::from_millis(100), "{:?} after the cancel", ended - cancelled);

    let (model, shape) = deep(2, 8);
    let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[])).unwrap();
    let expected = pollster::block_on(CpuNetwork::new(model).run(input(&shape), &Cancel::new())).unwrap();
    let actual = run(&network, &shape).unwrap();
    assert_eq!(
        device::difference(&expected, &actual, |largest| tolerance(216, Precision::Full, largest)),
        None
    );
}

#[test]
fn a_run_that_is_cancelled_before_it_starts_submits_nothing() {
    let fault = Fault::default();
    let Some(gpu) = open(GpuOptions { fault: fault.clone(), ..GpuOptions::default() }) else { return };
    let (model, shape) = deep(2, 8);
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[])).unwrap();
    let before = fault.submits.load(Ordering::Relaxed);
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(pollster::block_on(network.run(input(&shape), &cancel)), Err(NetError::Cancelled));
    assert_eq!(fault.submits.load(Ordering::Relaxed), before);
}

/// Submits of the self-test: one for each of its nets, which are small.
const SUBMITS_OF_SELF_TEST: u64 = 5;

fn with_losses(after: &[u64]) -> GpuOptions {
    let fault = Fault {
        destroys_after_submits: after.iter().map(|submit| SUBMITS_OF_SELF_TEST + submit).collect(),
        ..Fault::default()
    };
    GpuOptions { fault, ..GpuOptions::default() }
}

#[test]
fn a_device_lost_in_the_middle_of_a_run_is_replaced_and_the_answer_is_the_same() {
    let (model, shape) = deep(24, 48);
    let Some(gpu) = open(GpuOptions::default()) else { return };
    let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[])).unwrap();
    let expected = run(&network, &shape).unwrap();
    for submit in [1, 2] {
        let Some(gpu) = open(with_losses(&[submit])) else { return };
        let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[&shape])).unwrap();
        assert_eq!(run(&network, &shape), Ok(expected.clone()), "lost after submit {submit}");
        assert_eq!(run(&network, &shape), Ok(expected.clone()), "the run after it");
    }
}

#[test]
fn a_hundred_lost_devices_are_replaced_and_leave_nothing_behind() {
    let (model, shape) = deep(2, 8);
    // This net takes one submit: of each run the first is lost, and the second one answers.
    let options = with_losses(&(1..200).step_by(2).collect::<Vec<_>>());
    let submits = Arc::clone(&options.fault.submits);
    let Some(gpu) = open(options) else { return };
    let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[&shape])).unwrap();
    let expected = pollster::block_on(CpuNetwork::new(model).run(input(&shape), &Cancel::new())).unwrap();
    let first = run(&network, &shape).unwrap();
    assert_eq!(
        device::difference(&expected, &first, |largest| tolerance(216, Precision::Full, largest)),
        None
    );
    let used = gpu.memory().used;
    for loss in 2..=100 {
        assert_eq!(run(&network, &shape), Ok(first.clone()), "loss {loss}");
    }
    assert_eq!(gpu.memory().used, used);
    assert_eq!(submits.load(Ordering::Relaxed), SUBMITS_OF_SELF_TEST + 200);
}

#[test]
fn an_input_on_the_gpu_serves_every_run_until_its_device_is_lost() {
    let (model, shape) = deep(2, 8);
    // Each run takes a submit: the third one loses its device.
    let (Some(sound), Some(gpu)) = (open(GpuOptions::default()), open(with_losses(&[3]))) else { return };
    let load = |gpu| pollster::block_on(GpuNetwork::load(gpu, Arc::clone(&model), &[&shape])).unwrap();
    let (expected, network) = (run(&load(&sound), &shape).unwrap(), load(&gpu));
    let ask = |question: &GpuTensor| pollster::block_on(network.run_resident(question, &Cancel::new()));
    let without = gpu.memory().used;
    let question = GpuTensor::upload(&gpu, &input(&shape)).unwrap();
    assert_eq!(gpu.memory().used - without, 4 * shape.iter().product::<usize>() as u64);
    for _ in 0..2 {
        assert_eq!(ask(&question), Ok(expected.clone()));
    }
    assert!(matches!(ask(&question), Err(GpuError::Lost(_))));
    assert_eq!(
        run(&network, &shape),
        Ok(expected.clone()),
        "what is uploaded finds the device that replaced it"
    );
    assert!(matches!(ask(&question), Err(GpuError::Lost(_))), "what lay on the old one is gone");
    drop(question);
    assert_eq!(ask(&GpuTensor::upload(&gpu, &input(&shape)).unwrap()), Ok(expected));
    assert_eq!(gpu.memory().used, without);
}

#[test]
fn a_thousand_runs_take_no_more_memory_than_fifty() {
    if !is_alone("a_thousand_runs_take_no_more_memory_than_fifty") {
        return;
    }
    let Some(gpu) = open(GpuOptions::default()) else { return };
    let (model, shape) = deep(2, 8);
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[&shape])).unwrap();
    let runs = |count: usize| {
        for _ in 0..count {
            run(&network, &shape).unwrap();
        }
    };
    runs(50);
    let (on_gpu, on_host) = (gpu.memory(), resident_bytes());
    runs(950);
    assert_eq!(gpu.memory(), on_gpu);
    // A kilobyte a run would be a megabyte; what the allocator keeps for itself wavers by less.
    if let (Some(before), Some(after)) = (on_host, resident_bytes()) {
        assert!(after < before + 1_000_000, "{before} bytes, then {after}");
    }
}

/// Runs a test once more in a process of its own, where no other one takes memory meanwhile; true in there.
fn is_alone(test: &str) -> bool {
    const ALONE: &str = "DRAFTLENS_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let mut itself = Command::new(std::env::current_exe().unwrap());
    let output = itself.args(["--exact", test]).env(ALONE, "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    false
}

/// What this process holds in memory, where the system tells.
fn resident_bytes() -> Option<u64> {
    const PAGE_BYTES: u64 = 4096;
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * PAGE_BYTES)
}

#[test]
fn a_device_lost_again_leaves_the_work_to_the_cpu_and_says_so() {
    let (model, shape) = deep(4, 16);
    let Some(gpu) = open(with_losses(&(1..100).collect::<Vec<_>>())) else { return };
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[])).unwrap();
    let Err(NetError::Device(why)) = run(&network, &shape) else { panic!("it was lost each time") };
    assert!(why.contains("lost") && why.contains("use the CPU"), "{why}");
}

#[test]
fn every_kernel_that_answers_wrongly_is_caught_before_it_is_trusted() {
    // Each is asked on the tier that uses it.
    let of_hardware = ["convolution", "pointwise"];
    let of_both = [
        "convolution_rows",
        "convolution_direct",
        "depthwise",
        "transposed",
        "pool",
        "resize",
        "gemm",
        "softmax",
    ];
    let moves = [
        "resize_to_rows",
        "binary",
        "binary_rows",
        "unary",
        "unary_rows",
        "reduce",
        "transpose",
        "to_blocks",
        "concat",
    ];
    for kernel in of_hardware.into_iter().chain(of_both).chain(moves) {
        let fault = Fault { skips_workgroups_of: Some(kernel), ..Fault::default() };
        let options = GpuOptions { fault, tier: Some(Tier::Hardware), ..GpuOptions::default() };
        match pollster::block_on(Gpu::open(options)) {
            Err(GpuError::NoAdapter(why)) => {
                return eprintln!("\n*** SKIPPED: no Vulkan adapter here ({why}) ***\n");
            }
            Err(GpuError::Quarantined { .. }) => {}
            other => panic!("{kernel} lies, and {other:?}"),
        }
    }
}

#[test]
fn what_does_not_fit_the_budget_is_refused_and_what_is_dropped_is_free() {
    let Some(gpu) = open(GpuOptions { most_bytes: 400_000, ..GpuOptions::default() }) else { return };
    assert_eq!(gpu.memory().used, 0, "the self-test left something behind");
    let (small, small_shape) = deep(3, 16);
    let network = pollster::block_on(GpuNetwork::load(&gpu, small, &[&small_shape])).unwrap();
    let used = gpu.memory().used;
    assert!(used > 0);
    for _ in 0..20 {
        run(&network, &small_shape).unwrap();
    }
    assert_eq!(gpu.memory().used, used, "memory grows with runs");

    let (large, large_shape) = deep(3, 64);
    let error = pollster::block_on(GpuNetwork::load(&gpu, large, &[&large_shape])).unwrap_err();
    assert!(matches!(error, GpuError::OutOfMemory(_)), "{error}");
    assert_eq!(gpu.memory().used, used, "a refused plan left something behind");
    run(&network, &small_shape).unwrap();
    network.dispose();
    assert_eq!(gpu.memory().used, 0);
}

#[test]
fn an_input_of_another_shape_is_an_error_and_not_an_answer() {
    let Some(gpu) = open(GpuOptions::default()) else { return };
    let (model, _) = deep(1, 8);
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[])).unwrap();
    assert!(matches!(run(&network, &[1, 12, 8, 9]), Err(NetError::InputShape { .. })));
}

#[test]
fn an_answer_that_is_no_number_is_an_error() {
    let Some(gpu) = open(GpuOptions::default()) else { return };
    let mut net = Net::new(&[1, 3, 4, 4]);
    let x = net.convolution("input", [3, 9, 1], [1, 1, 0, 1]);
    let x = net.node("Sqrt", &[&x], &[]);
    let model = Arc::new(Model::load(&net.file(&x)).unwrap());
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[])).unwrap();
    assert!(matches!(run(&network, &[1, 3, 4, 4]), Err(NetError::NotFinite { .. })));
}

#[test]
fn a_processor_is_no_hardware() {
    let options = GpuOptions { adapter: AdapterChoice::Software, ..GpuOptions::default() };
    let Some(gpu) = open(options) else { return };
    assert_eq!(gpu.report().tier, Tier::Software);
    assert!(!gpu.report().adapter.name.is_empty());
}

#[test]
fn the_first_step_that_differs_is_named() {
    let mut net = Net::new(&[1, 3, 6, 7]);
    let x = net.convolution("input", [3, 9, 1], [3, 1, 1, 1]);
    let y = net.convolution(&x, [9, 9, 9], [3, 1, 1, 1]);
    let y = net.convolution(&y, [9, 12, 1], [1, 1, 0, 1]);
    let model = Arc::new(Model::load(&net.file(&y)).unwrap());
    let shape = [1, 3, 6, 7];
    let Some(gpu) = open(GpuOptions::default()) else { return };
    let network = pollster::block_on(GpuNetwork::load(&gpu, Arc::clone(&model), &[])).unwrap();
    let none = pollster::block_on(network.first_difference(input(&shape))).unwrap();
    assert!(none.is_none(), "{none:?}");

    // The self-test refuses a device that lies, so that the fault begins after it.
    let fault = Fault::default();
    let Some(gpu) = open(GpuOptions { fault: fault.clone(), ..GpuOptions::default() }) else { return };
    *fault.skips_later.lock().unwrap() = Some("depthwise");
    let network = pollster::block_on(GpuNetwork::load(&gpu, model, &[])).unwrap();
    let found = pollster::block_on(network.first_difference(input(&shape))).unwrap().unwrap();
    assert_eq!(found.step.kernel, "depthwise", "{found:?}");
}
