use super::proto::NodeProto;
use super::{Attributes, Reader};
use crate::NetError;
use crate::graph::{
    Activation, BinaryKind, Constant, Coordinates, NearestRounding, Operator, PoolKind, ReduceKind, Reshape,
    ResizeMode, ResizeTo, Window,
};

/// An operator, and how many of its inputs flow at run time (the others are in the operator).
type Read = (Operator, usize);

impl Reader<'_> {
    /// `None` for an operator that is not known here.
    pub(super) fn operator(
        &self,
        proto: &NodeProto,
        attributes: &mut Attributes,
    ) -> Result<Option<Read>, NetError> {
        let unary = |activation| Ok((Operator::Unary(activation), 1));
        let binary = |kind| Ok((Operator::Binary(kind), 2));
        let read = match attributes.operator {
            "Conv" => self.convolution(proto, attributes),
            "ConvTranspose" => self.transposed_convolution(proto, attributes),
            "MaxPool" => max_pool(attributes),
            "AveragePool" => average_pool(attributes),
            "GlobalAveragePool" => Ok((global(ReduceKind::Mean), 1)),
            "GlobalMaxPool" => Ok((global(ReduceKind::Maximum), 1)),
            "BatchNormalization" => batch_normalization(attributes),
            "Resize" => self.resize(proto, attributes),
            "Concat" => attributes
                .int("axis")
                .map(|axis| (Operator::Concat { axis }, usize::MAX))
                .ok_or_else(|| attributes.problem("axis", "it is missing")),
            "Add" => binary(BinaryKind::Add),
            "Sub" => binary(BinaryKind::Subtract),
            "Mul" => binary(BinaryKind::Multiply),
            "Div" => binary(BinaryKind::Divide),
            "Relu" => unary(Activation::Relu),
            "Sigmoid" => unary(Activation::Sigmoid),
            "Tanh" => unary(Activation::Tanh),
            "Sqrt" => unary(Activation::Sqrt),
            "Exp" => unary(Activation::Exp),
            "HardSwish" => unary(Activation::HardSwish),
            "LeakyRelu" => unary(Activation::LeakyRelu { slope: attributes.float("alpha").unwrap_or(0.01) }),
            "HardSigmoid" => unary(Activation::HardSigmoid {
                slope: attributes.float("alpha").unwrap_or(0.2),
                offset: attributes.float("beta").unwrap_or(0.5),
            }),
            "Clip" => self.clip(proto, attributes),
            "Gemm" => gemm(attributes),
            "MatMul" => Ok((Operator::Gemm { alpha: 1.0, beta: 1.0, transposed_weights: false }, 2)),
            "Softmax" => self.softmax(attributes),
            "ReduceSum" => self.reduce(ReduceKind::Sum, 13, proto, attributes),
            "ReduceMean" => self.reduce(ReduceKind::Mean, 18, proto, attributes),
            "ReduceMax" => self.reduce(ReduceKind::Maximum, 18, proto, attributes),
            "ReduceL2" => self.reduce(ReduceKind::Length, 18, proto, attributes),
            "Reshape" => self.reshape(proto, attributes),
            "Flatten" => {
                Ok((Operator::Reshape(Reshape::Flatten { axis: attributes.int("axis").unwrap_or(1) }), 1))
            }
            "Squeeze" => {
                let axes = self.axes(13, proto, attributes)?;
                Ok((Operator::Reshape(Reshape::Squeeze { axes }), 1))
            }
            "Unsqueeze" => {
                let axes = self.axes(13, proto, attributes)?;
                Ok((Operator::Reshape(Reshape::Unsqueeze { axes }), 1))
            }
            "Transpose" => transpose(attributes),
            _ => return Ok(None),
        };
        read.map(Some)
    }

    /// Weights and bias must be constants; their shape tells the kernel where the attribute is left out.
    fn weights_shape(&self, proto: &NodeProto, attributes: &Attributes) -> Result<[usize; 4], NetError> {
        self.constant_input(proto, 2, attributes)?;
        match self.constant_input(proto, 1, attributes)? {
            Some(Constant::Floats(floats)) => floats.shape.as_slice().try_into().map_err(|_| {
                attributes.problem("weights", "only convolutions over height and width are supported")
            }),
            _ => Err(attributes.problem("weights", "they must be floats")),
        }
    }

    fn convolution(&self, proto: &NodeProto, attributes: &mut Attributes) -> Result<Read, NetError> {
        let [outputs, inputs, height, width] = self.weights_shape(proto, attributes)?;
        let groups = attributes.int("group").unwrap_or(1);
        let groups = attributes.size("group", groups)?;
        let window = window(attributes, Some([height, width]))?;
        if groups == 0 || outputs % groups != 0 || inputs == 0 || outputs == 0 {
            return Err(attributes.problem("group", &format!("{groups} do not divide {outputs} outputs")));
        }
        Ok((Operator::Convolution { window, groups }, 3))
    }

    fn transposed_convolution(
        &self,
        proto: &NodeProto,
        attributes: &mut Attributes,
    ) -> Result<Read, NetError> {
        let [_, _, height, width] = self.weights_shape(proto, attributes)?;
        attributes.expect_int("group", 1)?;
        let output_padding = attributes.pair("output_padding", 0)?;
        let window = window(attributes, Some([height, width]))?;
        if window.dilations != [1, 1] {
            return Err(attributes.problem("dilations", "only 1 is supported"));
        }
        Ok((Operator::TransposedConvolution { window, output_padding }, 3))
    }

    fn resize(&self, proto: &NodeProto, attributes: &mut Attributes) -> Result<Read, NetError> {
        let rounding = match attributes.string("nearest_mode").unwrap_or("round_prefer_floor") {
            "floor" => NearestRounding::Floor,
            "ceil" => NearestRounding::Ceil,
            "round_prefer_floor" => NearestRounding::PreferFloor,
            "round_prefer_ceil" => NearestRounding::PreferCeil,
            other => return Err(attributes.problem("nearest_mode", &format!("{other} is not known"))),
        };
        let mode = match attributes.string("mode").unwrap_or("nearest") {
            "nearest" => ResizeMode::Nearest(rounding),
            "linear" => ResizeMode::Linear,
            other => return Err(attributes.problem("mode", &format!("{other} is not supported"))),
        };
        let coordinates = match attributes.string("coordinate_transformation_mode").unwrap_or("half_pixel") {
            "asymmetric" => Coordinates::Asymmetric,
            "half_pixel" => Coordinates::HalfPixel,
            "pytorch_half_pixel" => Coordinates::PytorchHalfPixel,
            "align_corners" => Coordinates::AlignCorners,
            other => {
                let problem = format!("{other} is not supported");
                return Err(attributes.problem("coordinate_transformation_mode", &problem));
            }
        };
        attributes.expect_int("antialias", 0)?;
        attributes.expect_string("keep_aspect_ratio_policy", "stretch")?;
        attributes.ignore(&["cubic_coeff_a", "exclude_outside", "extrapolation_value"]);
        let to = match (
            self.constant_input(proto, 2, attributes)?,
            self.constant_input(proto, 3, attributes)?,
        ) {
            (_, Some(Constant::Integers { data, .. })) => match data[..] {
                [_, _, height, width] => {
                    ResizeTo::Sizes([attributes.size("sizes", height)?, attributes.size("sizes", width)?])
                }
                _ => return Err(attributes.problem("sizes", "only those of four dimensions are supported")),
            },
            (Some(Constant::Floats(scales)), _) => match scales.data[..] {
                [1.0, 1.0, height, width] if height > 0.0 && width > 0.0 => ResizeTo::Scales([height, width]),
                _ => return Err(attributes.problem("scales", "only height and width can be scaled")),
            },
            _ => return Err(attributes.problem("scales", "neither scales nor sizes are given")),
        };
        Ok((Operator::Resize { mode, coordinates, to }, 1))
    }

    fn clip(&self, proto: &NodeProto, attributes: &Attributes) -> Result<Read, NetError> {
        let bound = |index, none: f32| match self.constant_input(proto, index, attributes)? {
            None => Ok(none),
            Some(Constant::Floats(floats)) if floats.data.len() == 1 => Ok(floats.data[0]),
            Some(_) => Err(attributes.problem(&format!("input {index}"), "it must be one float")),
        };
        let (low, high) = (bound(1, f32::NEG_INFINITY)?, bound(2, f32::INFINITY)?);
        Ok((Operator::Unary(Activation::Clamp { low, high }), 1))
    }

    fn softmax(&self, attributes: &mut Attributes) -> Result<Read, NetError> {
        let axis = attributes.int("axis");
        // Before version 13 all axes from this one on were one; that is the same only for the last axis.
        if self.version < 13 && axis != Some(-1) {
            return Err(attributes.problem("axis", "before version 13 of ONNX only -1 is supported"));
        }
        Ok((Operator::Softmax { axis: axis.unwrap_or(-1) }, 1))
    }

    /// Axes were an attribute before ONNX's version `input_since`, and are an input from it on.
    fn axes(
        &self,
        input_since: i64,
        proto: &NodeProto,
        attributes: &mut Attributes,
    ) -> Result<Vec<i64>, NetError> {
        if self.version < input_since {
            return Ok(attributes.ints("axes").map(<[i64]>::to_vec).unwrap_or_default());
        }
        match self.constant_input(proto, 1, attributes)? {
            None => Ok(Vec::new()),
            Some(Constant::Integers { data, .. }) => Ok(data.clone()),
            Some(Constant::Floats(_)) => Err(attributes.problem("axes", "they must be integers")),
        }
    }

    fn reduce(
        &self,
        kind: ReduceKind,
        input_since: i64,
        proto: &NodeProto,
        attributes: &mut Attributes,
    ) -> Result<Read, NetError> {
        let axes = self.axes(input_since, proto, attributes)?;
        attributes.expect_int("noop_with_empty_axes", 0)?;
        let keep_axes = attributes.int("keepdims").unwrap_or(1) != 0;
        Ok((Operator::Reduce { kind, axes, keep_axes }, 1))
    }

    fn reshape(&self, proto: &NodeProto, attributes: &mut Attributes) -> Result<Read, NetError> {
        attributes.expect_int("allowzero", 0)?;
        match self.constant_input(proto, 1, attributes)? {
            Some(Constant::Integers { data, .. }) => Ok((Operator::Reshape(Reshape::To(data.clone())), 1)),
            _ => Err(attributes.problem("shape", "it must be a constant of integers")),
        }
    }
}

fn global(kind: ReduceKind) -> Operator {
    Operator::Reduce { kind, axes: vec![2, 3], keep_axes: true }
}

/// `kernel` is what the weights say, or `None` where the attribute alone says it.
fn window(attributes: &mut Attributes, kernel: Option<[usize; 2]>) -> Result<Window, NetError> {
    attributes.expect_string("auto_pad", "NOTSET")?;
    let stated = attributes.pair("kernel_shape", 0)?;
    let kernel = match kernel {
        Some(kernel) if stated == [0, 0] || stated == kernel => kernel,
        Some(kernel) => {
            return Err(
                attributes.problem("kernel_shape", &format!("{stated:?}, and weights for {kernel:?}"))
            );
        }
        None => stated,
    };
    let (pads_before, pads_after) = match attributes.ints("pads") {
        None => ([0; 2], [0; 2]),
        Some(&[top, left, bottom, right]) => (
            [attributes.size("pads", top)?, attributes.size("pads", left)?],
            [attributes.size("pads", bottom)?, attributes.size("pads", right)?],
        ),
        Some(other) => return Err(attributes.problem("pads", &format!("{other:?} is not supported"))),
    };
    let window = Window {
        kernel,
        strides: attributes.pair("strides", 1)?,
        dilations: attributes.pair("dilations", 1)?,
        pads_before,
        pads_after,
    };
    for (name, pair) in
        [("kernel_shape", window.kernel), ("strides", window.strides), ("dilations", window.dilations)]
    {
        if pair.contains(&0) {
            return Err(attributes.problem(name, "0 is not supported"));
        }
    }
    Ok(window)
}

fn max_pool(attributes: &mut Attributes) -> Result<Read, NetError> {
    attributes.expect_int("ceil_mode", 0)?;
    attributes.ignore(&["storage_order"]);
    Ok((Operator::Pool { kind: PoolKind::Max, window: window(attributes, None)? }, 1))
}

fn average_pool(attributes: &mut Attributes) -> Result<Read, NetError> {
    attributes.expect_int("ceil_mode", 0)?;
    let counts_pads = attributes.int("count_include_pad").unwrap_or(0) != 0;
    Ok((Operator::Pool { kind: PoolKind::Average { counts_pads }, window: window(attributes, None)? }, 1))
}

fn batch_normalization(attributes: &mut Attributes) -> Result<Read, NetError> {
    attributes.expect_int("training_mode", 0)?;
    attributes.ignore(&["momentum"]);
    let epsilon = attributes.float("epsilon").unwrap_or(1e-5);
    Ok((Operator::BatchNormalization { epsilon }, 5))
}

fn gemm(attributes: &mut Attributes) -> Result<Read, NetError> {
    attributes.expect_int("transA", 0)?;
    let operator = Operator::Gemm {
        alpha: attributes.float("alpha").unwrap_or(1.0),
        beta: attributes.float("beta").unwrap_or(1.0),
        transposed_weights: attributes.int("transB").unwrap_or(0) != 0,
    };
    Ok((operator, 3))
}

fn transpose(attributes: &mut Attributes) -> Result<Read, NetError> {
    let order = attributes.ints("perm").unwrap_or_default();
    let order = order.iter().map(|&axis| attributes.size("perm", axis)).collect::<Result<_, _>>()?;
    Ok((Operator::Transpose { order }, 1))
}
