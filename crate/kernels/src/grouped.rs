//! Convolutions in groups of several channels: none of our nets has one, so that they are right but slow.

use crate::pack::padded;
use crate::terms::View;
use crate::terms::Window;

/// One convolution with its weights as in the model.
pub struct Grouped<'a> {
    /// Where it slides.
    pub window: Window,
    /// How many.
    pub groups: usize,
    /// As in the model.
    pub weights: &'a [f32],
    /// Of each output, or empty.
    pub bias: &'a [f32],
}

impl Grouped<'_> {
    /// The plane of one block of outputs, for all images.
    #[inline(never)]
    pub fn run_block(&self, block: usize, from: (&View, &[f32]), into: (&View, &mut [f32])) {
        let ((view, input), (out_view, output)) = (from, into);
        let (width, image) = (view.width(), view.height() * view.width());
        let out_image = out_view.height() * out_view.width();
        let (inputs, outputs) = (view.channels() / self.groups, out_view.channels() / self.groups);
        let taps = self.window.kernel[0] * self.window.kernel[1];
        let bias = padded(Some(self.bias), out_view.channels());
        for (pixel, four) in output.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let (index, at) = (pixel / out_image, pixel % out_image);
            for (lane, number) in four.iter_mut().enumerate() {
                let channel = 4 * block + lane;
                *number = bias[channel];
                if channel >= out_view.channels() {
                    continue;
                }
                let rows = taps_at(&self.window, 0, at / out_view.width(), view.height());
                for (tap_y, y) in rows {
                    for (tap_x, x) in taps_at(&self.window, 1, at % out_view.width(), width) {
                        for i in 0..inputs {
                            let from = channel / outputs * inputs + i;
                            let weight = self.weights
                                [(channel * inputs + i) * taps + tap_y * self.window.kernel[1] + tap_x];
                            let place = from / 4 * view.pixels() + index * image + y * width + x;
                            *number += weight * input[4 * place + from % 4];
                        }
                    }
                }
            }
        }
    }
}

/// Tap and pixel, for the taps that fall into the image.
fn taps_at(window: &Window, axis: usize, output: usize, len: usize) -> impl Iterator<Item = (usize, usize)> {
    let (start, pad, dilation) =
        (output * window.strides[axis], window.pads_before[axis], window.dilations[axis]);
    (0..window.kernel[axis]).filter_map(move |tap| {
        (start + tap * dilation).checked_sub(pad).filter(|&at| at < len).map(|at| (tap, at))
    })
}
