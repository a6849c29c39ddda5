use draftlens_net::{PoolKind, Step, Window};

use super::{Binding, GROUP, Job, Kernel, constants, workgroups};

super::params! {
    input_offset,
    output_offset,
    input_pixels,
    output_pixels,
    input_height,
    input_width,
    output_height,
    output_width,
    kernel_height,
    kernel_width,
    stride_y,
    stride_x,
    dilation_y,
    dilation_x,
    pad_y,
    pad_x,
}

pub(super) const KERNEL: Kernel = Kernel { name: "pool", params: Params::FIELDS };

pub(super) fn job(step: &Step, kind: PoolKind, window: &Window) -> Job {
    let (input, output) = (&step.inputs[0], &step.output);
    let params = Params {
        input_offset: input.offset / 4,
        output_offset: output.offset / 4,
        input_pixels: input.pixels(),
        output_pixels: output.pixels(),
        input_height: input.height(),
        input_width: input.width(),
        output_height: output.height(),
        output_width: output.width(),
        kernel_height: window.kernel[0],
        kernel_width: window.kernel[1],
        stride_y: window.strides[0],
        stride_x: window.strides[1],
        dilation_y: window.dilations[0],
        dilation_x: window.dilations[1],
        pad_y: window.pads_before[0],
        pad_x: window.pads_before[1],
    };
    let overrides = match kind {
        PoolKind::Max => Vec::new(),
        PoolKind::Average { counts_pads } => {
            [vec![("IS_MAXIMUM", 0.0)], constants([("COUNTS_PADS", f64::from(u8::from(counts_pads)))])]
                .concat()
        }
    };
    Job {
        kernel: KERNEL.name,
        constants: overrides,
        bindings: vec![Binding::Value(input.buffer), Binding::Value(output.buffer)],
        params: params.words(),
        workgroups: workgroups(output.pixels().div_ceil(GROUP), output.blocks()),
        numbers_requested: (output.len() * (window.kernel[0] * window.kernel[1] + 1)) as u64,
    }
}
