//! Shapes of inputs → shape of the output, for every operator.

use crate::NetError;
use crate::graph::{Coordinates, Dim, Graph, Operator, Reshape, ResizeMode, ResizeTo, Window};
use draftlens_kernels::nearest_sources;

/// No value may be larger: 4 GiB, the whole memory of a wasm module.
const MOST_ELEMENTS: usize = 1 << 30;

/// The shape of every value of a graph, once that of its input is known.
pub(crate) fn infer(graph: &Graph, input_shape: &[usize]) -> Result<Vec<Vec<usize>>, NetError> {
    let fits = graph.input_dims.len() == input_shape.len()
        && graph.input_dims.iter().zip(input_shape).all(|(dim, &size)| match dim {
            Dim::Fixed(fixed) => *fixed == size,
            Dim::Free(_) => size > 0,
        });
    if !fits {
        let dims = graph.input_dims.iter().map(|dim| match dim {
            Dim::Fixed(size) => size.to_string(),
            Dim::Free(name) => name.clone(),
        });
        return Err(NetError::InputShape {
            expected: format!("[{}]", dims.collect::<Vec<_>>().join(", ")),
            actual: format!("{input_shape:?}"),
        });
    }
    let mut shapes: Vec<Vec<usize>> = graph
        .values
        .iter()
        .enumerate()
        .map(|(index, _)| {
            let id = crate::ValueId(u32::try_from(index).unwrap_or(u32::MAX));
            graph.floats(id).map(|floats| floats.shape.clone()).unwrap_or_default()
        })
        .collect();
    shapes[graph.input.index()] = input_shape.to_vec();
    for node in &graph.nodes {
        let inputs: Vec<&[usize]> =
            node.inputs.iter().map(|input| shapes[input.index()].as_slice()).collect();
        let shape = of(&node.name, &node.operator, &inputs)?;
        shapes[node.output.index()] = shape;
    }
    Ok(shapes)
}

/// The shape of one operator's output. Fails with [`NetError::Shape`] if the inputs do not fit, or nothing comes out.
pub(crate) fn of(node: &str, operator: &Operator, inputs: &[&[usize]]) -> Result<Vec<usize>, NetError> {
    let problem = |problem: String| NetError::Shape {
        node: node.to_owned(),
        operator: operator.name().to_owned(),
        problem: format!("{problem} (inputs {inputs:?})"),
    };
    let &data = inputs.first().ok_or_else(|| problem("it has no input".into()))?;
    let image = || {
        <[usize; 4]>::try_from(data)
            .map_err(|_| problem("only batch, channels, height and width are supported".into()))
    };
    let shape = match operator {
        Operator::Convolution { window, groups } => {
            let ([batch, channels, height, width], weights) = (image()?, inputs.get(1));
            let outputs = match weights {
                Some(&[outputs, inputs, ..]) if inputs * groups == channels => outputs,
                _ => return Err(problem("data and weights have different numbers of channels".into())),
            };
            check_bias(inputs.get(2), *outputs).map_err(&problem)?;
            let [height, width] = slid(window, [height, width]).map_err(problem)?;
            vec![batch, *outputs, height, width]
        }
        Operator::TransposedConvolution { window, output_padding } => {
            let ([batch, channels, height, width], weights) = (image()?, inputs.get(1));
            let outputs = match weights {
                Some(&[inputs, outputs, ..]) if *inputs == channels => outputs,
                _ => return Err(problem("data and weights have different numbers of channels".into())),
            };
            check_bias(inputs.get(2), *outputs).map_err(&problem)?;
            let grown = |axis: usize, len: usize| {
                ((len - 1) * window.strides[axis] + window.kernel[axis] + output_padding[axis])
                    .checked_sub(window.pads_before[axis] + window.pads_after[axis])
                    .ok_or_else(|| problem("the pads leave nothing".into()))
            };
            vec![batch, *outputs, grown(0, height)?, grown(1, width)?]
        }
        Operator::Pool { window, .. } => {
            let [batch, channels, height, width] = image()?;
            let pads_fit = (0..2).all(|axis| {
                let largest = window.pads_before[axis].max(window.pads_after[axis]);
                largest < window.kernel[axis]
            });
            if !pads_fit {
                return Err(problem("pads as large as the window".into()));
            }
            let [height, width] = slid(window, [height, width]).map_err(problem)?;
            vec![batch, channels, height, width]
        }
        Operator::BatchNormalization { .. } | Operator::Unary(_) => data.to_vec(),
        Operator::Softmax { axis } => {
            self::axis(*axis, data.len()).map_err(problem)?;
            data.to_vec()
        }
        Operator::Resize { to, .. } => {
            let [batch, channels, height, width] = image()?;
            let [height, width] = resized(*to, [height, width]);
            vec![batch, channels, height, width]
        }
        Operator::Concat { axis } => {
            let axis = self::axis(*axis, data.len()).map_err(&problem)?;
            let mut shape = data.to_vec();
            shape[axis] = 0;
            for &input in inputs {
                let fits = input.len() == shape.len()
                    && input.iter().zip(&shape).enumerate().all(|(index, (a, b))| index == axis || a == b);
                if !fits {
                    return Err(problem("shapes differ along other axes".into()));
                }
                shape[axis] += input[axis];
            }
            shape
        }
        Operator::Binary(_) => match inputs {
            [a, b] => broadcast(a, b).ok_or_else(|| problem("shapes cannot be broadcast".into()))?,
            _ => return Err(problem("it needs two inputs".into())),
        },
        Operator::Gemm { transposed_weights, .. } => {
            let (&[rows, inner], Some(&&[first, second])) = (data, inputs.get(1)) else {
                return Err(problem("only matrices are supported".into()));
            };
            let (weights_inner, columns) =
                if *transposed_weights { (second, first) } else { (first, second) };
            let bias_fits = inputs
                .get(2)
                .is_none_or(|bias| broadcast(bias, &[rows, columns]).as_deref() == Some(&[rows, columns]));
            if inner != weights_inner || !bias_fits {
                return Err(problem("the matrices do not fit".into()));
            }
            vec![rows, columns]
        }
        Operator::Reduce { axes, keep_axes, .. } => {
            let axes = reduced_axes(axes, data.len()).map_err(problem)?;
            let kept = data.iter().enumerate().filter_map(|(index, &dim)| {
                match (axes.contains(&index), keep_axes) {
                    (false, _) => Some(dim),
                    (true, true) => Some(1),
                    (true, false) => None,
                }
            });
            kept.collect()
        }
        Operator::Reshape(reshape) => reshaped(reshape, data).map_err(problem)?,
        Operator::Transpose { order } => {
            let order = transposition(order, data.len());
            let mut sorted = order.clone();
            sorted.sort_unstable();
            if !sorted.iter().copied().eq(0..data.len()) {
                return Err(problem(format!("{order:?} is no order of the axes")));
            }
            order.iter().map(|&axis| data[axis]).collect()
        }
    };
    match shape.iter().try_fold(1_usize, |len, &dim| len.checked_mul(dim)) {
        Some(1..=MOST_ELEMENTS) => Ok(shape),
        Some(0) => Err(problem(format!("the output {shape:?} is empty"))),
        _ => Err(problem(format!("the output {shape:?} is too large"))),
    }
}

fn check_bias(bias: Option<&&[usize]>, outputs: usize) -> Result<(), String> {
    match bias {
        Some(&bias) if bias != [outputs] => {
            Err(format!("the bias is not one number for each of {outputs} outputs"))
        }
        _ => Ok(()),
    }
}

fn slid(window: &Window, lens: [usize; 2]) -> Result<[usize; 2], String> {
    let along = |axis: usize| {
        let padded = lens[axis] + window.pads_before[axis] + window.pads_after[axis];
        let reach = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
        let free = padded.checked_sub(reach).ok_or("the window is larger than the image")?;
        Ok::<_, String>(free / window.strides[axis] + 1)
    };
    Ok([along(0)?, along(1)?])
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, as the reader checked")]
fn resized(to: ResizeTo, lens: [usize; 2]) -> [usize; 2] {
    match to {
        ResizeTo::Sizes(sizes) => sizes,
        ResizeTo::Scales(scales) => [0, 1].map(|axis| (lens[axis] as f32 * scales[axis]).floor() as usize),
    }
}

/// Output over input along height and width, as ONNX's coordinates need it.
pub(crate) fn resize_scales(to: ResizeTo, from: &[usize], into: &[usize]) -> [f32; 2] {
    match to {
        ResizeTo::Scales(scales) => scales,
        ResizeTo::Sizes(_) => [0, 1].map(|axis| into[axis + 2] as f32 / from[axis + 2] as f32),
    }
}

/// How often each pixel is repeated, if a resize does just that.
pub(crate) fn whole_enlargement(
    mode: ResizeMode,
    coordinates: Coordinates,
    to: ResizeTo,
    from: &[usize],
    into: &[usize],
) -> Option<[usize; 2]> {
    let ResizeMode::Nearest(rounding) = mode else {
        return None;
    };
    let scales = resize_scales(to, from, into);
    let along = |axis: usize| {
        let (from, into) = (from[axis + 2], into[axis + 2]);
        let times = into / from;
        let sources = nearest_sources(coordinates, rounding, scales[axis], from, into);
        let repeats = times * from == into
            && sources.iter().enumerate().all(|(index, &source)| source == index / times);
        repeats.then_some(times)
    };
    Some([along(0)?, along(1)?])
}

pub(crate) fn axis(axis: i64, rank: usize) -> Result<usize, String> {
    let rank_signed = i64::try_from(rank).unwrap_or(i64::MAX);
    let counted = if axis < 0 { axis + rank_signed } else { axis };
    usize::try_from(counted)
        .ok()
        .filter(|&axis| axis < rank)
        .ok_or_else(|| format!("there is no axis {axis}"))
}

/// Ascending; all of them if none are named.
pub(crate) fn reduced_axes(axes: &[i64], rank: usize) -> Result<Vec<usize>, String> {
    if axes.is_empty() {
        return Ok((0..rank).collect());
    }
    let mut axes = axes.iter().map(|&axis| self::axis(axis, rank)).collect::<Result<Vec<_>, _>>()?;
    axes.sort_unstable();
    axes.dedup();
    Ok(axes)
}

/// All axes reversed if none are named.
pub(crate) fn transposition(order: &[usize], rank: usize) -> Vec<usize> {
    if order.is_empty() { (0..rank).rev().collect() } else { order.to_vec() }
}

fn broadcast(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let rank = a.len().max(b.len());
    let dim =
        |shape: &[usize], index: usize| (index + shape.len()).checked_sub(rank).map_or(1, |at| shape[at]);
    (0..rank)
        .map(|index| match (dim(a, index), dim(b, index)) {
            (a, b) if a == b => Some(a),
            (1, other) | (other, 1) => Some(other),
            _ => None,
        })
        .collect()
}

fn reshaped(reshape: &Reshape, data: &[usize]) -> Result<Vec<usize>, String> {
    match reshape {
        Reshape::To(target) => reshaped_to(target, data),
        Reshape::Flatten { axis } => {
            let rank = i64::try_from(data.len()).unwrap_or(i64::MAX);
            let at = if *axis == rank { data.len() } else { self::axis(*axis, data.len())? };
            Ok(vec![data[..at].iter().product(), data[at..].iter().product()])
        }
        Reshape::Squeeze { axes } => {
            let named =
                axes.iter().map(|&axis| self::axis(axis, data.len())).collect::<Result<Vec<_>, _>>()?;
            if let Some(axis) = named.iter().find(|&&axis| data[axis] != 1) {
                return Err(format!("axis {axis} is not of size 1"));
            }
            let goes =
                |index: usize, dim: usize| if axes.is_empty() { dim == 1 } else { named.contains(&index) };
            Ok(data
                .iter()
                .enumerate()
                .filter(|&(index, &dim)| !goes(index, dim))
                .map(|(_, &dim)| dim)
                .collect())
        }
        Reshape::Unsqueeze { axes } => {
            let rank = data.len() + axes.len();
            let named = axes.iter().map(|&axis| self::axis(axis, rank)).collect::<Result<Vec<_>, _>>()?;
            let mut dims = data.iter().copied();
            let shape: Option<Vec<_>> =
                (0..rank).map(|index| if named.contains(&index) { Some(1) } else { dims.next() }).collect();
            shape.filter(|_| dims.next().is_none()).ok_or_else(|| "an axis is named twice".to_owned())
        }
    }
}

fn reshaped_to(target: &[i64], data: &[usize]) -> Result<Vec<usize>, String> {
    let total: usize = data.iter().product();
    let misfit = || format!("{total} numbers do not fill {target:?}");
    let mut shape = Vec::with_capacity(target.len());
    let mut open = None;
    for (index, &dim) in target.iter().enumerate() {
        shape.push(match dim {
            0 => *data.get(index).ok_or_else(misfit)?,
            -1 if open.is_none() => {
                open = Some(index);
                1
            }
            _ => usize::try_from(dim).map_err(|_| misfit())?,
        });
    }
    let known = shape.iter().try_fold(1_usize, |len, &dim| len.checked_mul(dim)).ok_or_else(misfit)?;
    if let Some(index) = open {
        shape[index] = total.checked_div(known).ok_or_else(misfit)?;
    }
    if shape.iter().try_fold(1_usize, |len, &dim| len.checked_mul(dim)) == Some(total) {
        Ok(shape)
    } else {
        Err(misfit())
    }
}
