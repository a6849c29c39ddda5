//! What is refused, when, and in which words; and runs that end without an answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

mod fixture;

use std::sync::Arc;

use draftlens_net::{Cancel, CpuNetwork, Model, NetError, Network, Tensor};
use fixture::{block_on, case, input};
use rten_onnx::onnx::{AttributeProto, ModelProto, NodeProto};

/// A small model, changed.
fn changed(name: &str, change: impl FnOnce(&mut Vec<NodeProto>)) -> Result<Model, NetError> {
    let mut proto = ModelProto::parse_buf(&case(name).model).unwrap();
    change(&mut proto.graph.as_mut().unwrap().node);
    Model::load(&proto.write_buf().unwrap())
}

/// The first node of a kind; before it come the casts that widen weights.
fn first<'a>(nodes: &'a mut [NodeProto], kind: &str) -> &'a mut NodeProto {
    nodes.iter_mut().find(|node| node.op_type.as_deref() == Some(kind)).unwrap()
}

fn network(name: &str) -> CpuNetwork {
    CpuNetwork::new(Arc::new(Model::load(&case(name).model).unwrap()))
}

fn attribute(name: &str, value: i64) -> AttributeProto {
    AttributeProto { name: Some(name.into()), i: Some(value), ..AttributeProto::default() }
}

#[test]
fn an_unknown_operator_is_refused_at_load_with_its_node() {
    let error =
        changed("conv_then_relu", |nodes| first(nodes, "Relu").op_type = Some("Gelu".into())).unwrap_err();
    assert_eq!(error, NetError::UnsupportedOperator { node: "relu4".into(), operator: "Gelu".into() });
    assert_eq!(error.to_string(), "node `relu4`: operator Gelu is not supported");
}

#[test]
fn an_operator_of_another_domain_is_refused_with_its_domain() {
    let error = changed("conv_then_relu", |nodes| first(nodes, "Relu").domain = Some("com.microsoft".into()))
        .unwrap_err();
    assert_eq!(
        error,
        NetError::UnsupportedOperator { node: "relu4".into(), operator: "com.microsoft.Relu".into() }
    );
}

#[test]
fn an_unsupported_attribute_is_refused_at_load_with_node_operator_and_attribute() {
    let error =
        changed("pool_max", |nodes| first(nodes, "MaxPool").attribute.push(attribute("ceil_mode", 1)))
            .unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, NetError::UnsupportedAttribute { .. }), "{text}");
    assert_eq!(text, "node `maxpool1`: MaxPool with attribute ceil_mode: 1 is not supported, only 0");
}

#[test]
fn an_attribute_that_is_not_known_is_refused_rather_than_passed_over() {
    let error =
        changed("conv_plain_3x3", |nodes| first(nodes, "Conv").attribute.push(attribute("swizzle", 1)))
            .unwrap_err();
    assert_eq!(error.to_string(), "node `conv1`: Conv with attribute swizzle: it is not known here");
}

#[test]
fn weights_that_flow_are_refused_at_load() {
    let error = changed("conv_plain_3x3", |nodes| first(nodes, "Conv").input[1] = "x".into()).unwrap_err();
    assert_eq!(error.to_string(), "node `conv1`: Conv with attribute input 1: it must be a constant");
}

#[test]
fn damaged_files_are_refused_and_never_a_panic() {
    let whole = case("model_fire").model;
    for len in (0..whole.len()).step_by(17) {
        assert!(Model::load(&whole[..len]).is_err(), "{len} of {} bytes", whole.len());
    }
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        // It may still be a model, and then plans or says why not.
        if let Ok(model) = Model::load(&damaged) {
            let _ = model.plan(&[1, 3, 20, 20]);
        }
    }
}

#[test]
fn a_model_of_another_hash_is_refused() {
    let bytes = case("conv_plain_3x3").model;
    let wrong = "0".repeat(64);
    let Err(NetError::WrongHash { actual, .. }) = Model::load_verified(&bytes, &wrong) else {
        panic!("accepted")
    };
    Model::load_verified(&bytes, &actual.to_uppercase()).unwrap();
}

#[test]
fn inputs_of_another_shape_are_refused_in_the_models_words() {
    let network = network("model_separable_reader");
    for shape in
        [vec![0, 1, 16, 40], vec![1, 1, 16, 0], vec![1, 2, 16, 40], vec![1, 1, 15, 40], vec![1, 16, 40]]
    {
        let error = block_on(network.run(input(&shape), &Cancel::new())).unwrap_err();
        let expected = "[batch, 1, 16, width]".to_owned();
        assert_eq!(error, NetError::InputShape { expected, actual: format!("{shape:?}") });
    }
}

#[test]
fn an_image_too_small_for_a_window_is_refused_by_its_node() {
    let pool = |nodes: &mut Vec<NodeProto>| {
        let kernel = &mut first(nodes, "MaxPool").attribute;
        kernel.iter_mut().find(|attribute| attribute.name.as_deref() == Some("kernel_shape")).unwrap().ints =
            vec![30, 3];
    };
    let error = changed("pool_max", pool).unwrap().plan(&[1, 5, 9, 9]).unwrap_err();
    let expected = "node `maxpool1`: MaxPool: the window is larger than the image (inputs [[1, 5, 9, 9]])";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_cancelled_run_ends_between_two_operators_and_the_next_one_is_right() {
    let network = network("model_plain_detector");
    let case = case("model_plain_detector");
    let run = &case.runs[0];
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(block_on(network.run(input(&run.input), &cancel)), Err(NetError::Cancelled));
    // Dropped half-way, a run leaves its memory, with whatever is in it, to the next.
    let mut half = network.begin(input(&run.input)).unwrap();
    for _ in 0..half.plan().steps.len() / 2 {
        half.step().unwrap();
    }
    drop(half);
    let answer = block_on(network.run(input(&run.input), &Cancel::new())).unwrap();
    for (expected, actual) in run.answer.iter().zip(answer.data()) {
        assert!((expected - actual).abs() < 1e-4, "{actual}, not {expected}");
    }
}

#[test]
fn a_nan_or_an_infinity_in_the_answer_is_an_error() {
    // Through convolutions, fused and other activations, residuals, pools and resizes.
    for name in ["model_plain_detector", "model_separable_detector", "model_fire", "residual_then_sigmoid"] {
        let (network, case) = (network(name), case(name));
        let shape = &case.runs[0].input;
        let mut data = input(shape).into_data();
        let middle = data.len() / 2;
        data[middle] = f32::NAN;
        let result = block_on(network.run(Tensor::new(shape, data).unwrap(), &Cancel::new()));
        assert!(matches!(result, Err(NetError::NotFinite { .. })), "{name}: {result:?}");
    }
    let divided = network("divide_constant");
    let shape = [1, 5, 3, 4];
    let result = block_on(divided.run(Tensor::new(&shape, vec![-1e30; 60]).unwrap(), &Cancel::new()));
    assert!(matches!(result, Err(NetError::NotFinite { .. })), "{result:?}");
}

#[test]
fn a_net_runs_at_every_width_though_few_plans_are_kept() {
    let network = network("model_plain_reader");
    for width in 1..40 {
        let answer = block_on(network.run(input(&[1, 1, 8, width]), &Cancel::new())).unwrap();
        assert_eq!(answer.shape(), [1, 19, width.div_ceil(2)]);
    }
}
