//! The host's part of `lib/place.wgsl`: sizes and strides of values as if they had four axes.

use draftlens_net::{Layout, View};

use crate::GpuError;

/// Axes that a shader can count.
pub(super) const AXES: usize = 4;

/// A shape with ones before it, as ONNX broadcasts.
pub(super) fn with_leading_ones(shape: &[usize]) -> Result<[usize; AXES], GpuError> {
    padded(shape, AXES.saturating_sub(shape.len()))
}

/// A shape with ones after it, so that axes keep their numbers.
pub(super) fn with_trailing_ones(shape: &[usize]) -> Result<[usize; AXES], GpuError> {
    padded(shape, 0)
}

fn padded(shape: &[usize], at: usize) -> Result<[usize; AXES], GpuError> {
    let mut sizes = [1; AXES];
    if shape.len() > AXES {
        return Err(GpuError::NoKernel(format!("the shape {shape:?} of more than {AXES} axes")));
    }
    sizes[at..at + shape.len()].copy_from_slice(shape);
    Ok(sizes)
}

/// Strides of rows.
pub(super) fn strides(sizes: [usize; AXES]) -> [usize; AXES] {
    [sizes[1] * sizes[2] * sizes[3], sizes[2] * sizes[3], sizes[3], 1]
}

/// Strides for `place_in_rows` or `place_in_blocks`, whose axes have their numbers from the front.
pub(super) fn strides_of(view: &View) -> Result<[usize; AXES], GpuError> {
    let sizes = with_trailing_ones(&view.shape)?;
    Ok(match view.layout {
        Layout::Rows => strides(sizes),
        Layout::Blocks => [sizes[2] * sizes[3], view.pixels(), sizes[3], 1],
    })
}

/// Strides that repeat where a size is 1 and the output's is not.
pub(super) fn broadcast_strides(shape: &[usize]) -> Result<[usize; AXES], GpuError> {
    let sizes = with_leading_ones(shape)?;
    let mut strides = strides(sizes);
    for (stride, size) in strides.iter_mut().zip(sizes) {
        if size == 1 {
            *stride = 0;
        }
    }
    Ok(strides)
}
