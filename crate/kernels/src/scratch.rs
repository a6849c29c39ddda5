/// Memory that kernels need for a moment, kept from step to step.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) input: Vec<f32>,
    pub(crate) residual: Vec<f32>,
    pub(crate) output: Vec<f32>,
    pub(crate) tiles: Vec<f32>,
    pub(crate) products: Vec<f32>,
}

/// At least `len` numbers, whatever they were.
pub(crate) fn sized(buffer: &mut Vec<f32>, len: usize) -> &mut [f32] {
    if buffer.len() < len {
        buffer.resize(len, 0.0);
    }
    &mut buffer[..len]
}
