//! The largest number, or the mean, of a window that slides over blocks of four channels.

use crate::terms::View;
use crate::terms::{PoolKind, Window};

/// One plane of all images.
#[inline(never)]
pub fn run(kind: PoolKind, window: &Window, from: (&View, &[f32]), into: (&View, &mut [f32])) {
    let ((view, input), (out_view, output)) = (from, into);
    let (height, width) = (view.height(), view.width());
    let (out_height, out_width) = (out_view.height(), out_view.width());
    let images = input.chunks_exact(4 * height * width);
    for (image, output) in images.zip(output.chunks_exact_mut(4 * out_height * out_width)) {
        let pixels = image.as_chunks::<4>().0;
        for (index, output) in output.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let rows = tap_range(window, 0, index / out_width, height);
            let columns = tap_range(window, 1, index % out_width, width);
            let taps = rows.clone().flat_map(|y| columns.clone().map(move |x| (y, x)));
            *output = match kind {
                PoolKind::Max => taps.fold([f32::NEG_INFINITY; 4], |most, (y, x)| {
                    let pixel = &pixels[y * width + x];
                    std::array::from_fn(|lane| {
                        if most[lane] >= pixel[lane] || most[lane].is_nan() {
                            most[lane]
                        } else {
                            pixel[lane]
                        }
                    })
                }),
                PoolKind::Average { counts_pads } => {
                    let sum = taps.fold([0.0; 4], |sum: [f32; 4], (y, x)| {
                        let pixel = &pixels[y * width + x];
                        std::array::from_fn(|lane| sum[lane] + pixel[lane])
                    });
                    let count = if counts_pads {
                        window.kernel[0] * window.kernel[1]
                    } else {
                        rows.count() * columns.count()
                    };
                    sum.map(|sum| sum / count as f32)
                }
            };
        }
    }
}

/// The pixels that a window reads along one axis.
fn tap_range(window: &Window, axis: usize, output: usize, len: usize) -> impl Iterator<Item = usize> + Clone {
    let start = output * window.strides[axis];
    let (pad, dilation) = (window.pads_before[axis], window.dilations[axis]);
    let taps = (0..window.kernel[axis]).map(move |tap| start + tap * dilation);
    taps.filter_map(move |at| at.checked_sub(pad).filter(|&at| at < len))
}
