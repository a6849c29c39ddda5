//! Plain 3×3 convolutions with stride 1 after Winograd, F(2×2, 3×3): a tile of 2×2 outputs is 16 products for each input and
//! output instead of 36, of a transformed 4×4 tile of the input with transformed weights. Those products are pointwise
//! convolutions, one for each of the 16 places of a tile, with tiles for pixels.

use crate::activate::EVERYTHING;
use crate::band::{Band, Rows, Run};
use crate::convolve::Runs;
use crate::pack::{self, Panel, Source};
use crate::panel::Epilogue;
use crate::scratch;
use crate::simd::{Isa, Kernel, Vector};
use crate::terms::View;
use crate::terms::Window;

/// Outputs of a tile along each axis, and the inputs that they read.
const OUTPUTS: usize = 2;
const INPUTS: usize = 4;
/// Places of a transformed tile.
const PLACES: usize = INPUTS * INPUTS;

/// Transformed input and products of a band should stay in the second-level cache: 131,072 numbers are 512 KiB.
const BAND_LEN: usize = 131_072;

/// Weights, ready for their kernels.
#[derive(Debug)]
pub struct Winograd {
    /// For each place.
    products: Vec<Vec<Panel>>,
    /// `[block][4]`
    bias: Vec<f32>,
    inputs: usize,
}

/// With fewer channels on either side, transforming costs more than it saves.
const FEWEST_CHANNELS: usize = 12;

impl Winograd {
    /// Whether it is the quicker way.
    #[must_use]
    pub fn suits(window: &Window, inputs: usize, outputs: usize) -> bool {
        let Window { kernel, strides, dilations, .. } = window;
        [*kernel, *strides, *dilations] == [[3, 3], [1, 1], [1, 1]] && inputs.min(outputs) >= FEWEST_CHANNELS
    }

    /// Transforms the weights; `allowed` are the widths of panels.
    #[must_use]
    pub fn new(source: &Source, bias: Option<&[f32]>, allowed: &[usize]) -> Self {
        let weights = transformed(source);
        let places = Source { weights: &weights, taps: PLACES, ..*source };
        let products =
            (0..PLACES).map(|place| pack::panels(&places, None, &[place], false, allowed)).collect();
        Self { products, bias: pack::padded(bias, source.outputs), inputs: source.inputs }
    }

    /// Whole tiles, and whole images if one fits.
    pub(crate) fn rows_at_once(&self, output: &View) -> usize {
        let numbers_of_tile = PLACES * 4 * (self.inputs.div_ceil(4) + self.bias.len() / 4);
        let tile_rows = BAND_LEN / (numbers_of_tile * output.width().div_ceil(OUTPUTS));
        let rows = OUTPUTS * tile_rows.max(1);
        if rows > output.height() { rows / output.height() * output.height() } else { rows }
    }

    /// The transformed input under some rows of the output, which is `width` wide.
    #[inline(never)]
    pub(crate) fn tiles<'a>(
        &self,
        isa: Isa,
        (view, input): (&View, &[f32]),
        (pads_before, rows, width): ([usize; 2], &[Rows], usize),
        copy: &mut Vec<f32>,
        scratch: &'a mut Vec<f32>,
    ) -> Tiles<'a> {
        // Where tiles begin is a convolution with stride 2: its taps are the places of a tile.
        let window = Window {
            kernel: [INPUTS; 2],
            strides: [OUTPUTS; 2],
            dilations: [1, 1],
            pads_before,
            pads_after: [0, 0],
        };
        let across = width.div_ceil(OUTPUTS);
        let band = Band::new(window, 4, across);
        let tile_rows: Vec<Rows> =
            rows.iter().map(|rows| Rows { count: rows.count.div_ceil(OUTPUTS), ..*rows }).collect();
        let copied = band.copy((view, input), &tile_rows, copy);
        let block_stride = 4 * copied.runs.len() * across;
        let place_stride = view.blocks() * block_stride;
        let numbers = scratch::sized(scratch, PLACES * place_stride);
        for (block, input) in copied.numbers.chunks_exact(copied.block_stride).enumerate() {
            let mut places = numbers.chunks_exact_mut(place_stride);
            let output = std::array::from_fn(|_| {
                places.next().map_or(&mut [][..], |place| &mut place[block * block_stride..][..block_stride])
            });
            isa.run(Transform { input, taps: &band.taps, runs: &copied.runs, across, output });
        }
        Tiles { numbers, across, heights: heights(rows), width, blocks: view.blocks() }
    }
}

/// Rows of the output that each row of tiles makes: two, or one at the lower edge.
fn heights(rows: &[Rows]) -> Vec<usize> {
    rows.iter()
        .flat_map(|rows| (0..rows.count).step_by(OUTPUTS).map(|first| OUTPUTS.min(rows.count - first)))
        .collect()
}

/// G g Gᵀ of each kernel g, in twice the precision.
fn transformed(source: &Source) -> Vec<f32> {
    const G: [[f64; 3]; INPUTS] = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.0, 0.0, 1.0]];
    let mut weights = Vec::with_capacity(source.weights.len() / 9 * PLACES);
    for kernel in source.weights.as_chunks::<9>().0 {
        for row in G {
            for column in G {
                let mut sum = 0.0;
                for (y, of_row) in row.iter().enumerate() {
                    for (x, of_column) in column.iter().enumerate() {
                        sum += of_row * f64::from(kernel[3 * y + x]) * of_column;
                    }
                }
                weights.push(sum as f32);
            }
        }
    }
    weights
}

/// Numbers `[place][block][tile][4]` of some rows of tiles.
pub(crate) struct Tiles<'a> {
    numbers: &'a [f32],
    /// Tiles of a row.
    across: usize,
    /// Of each row of tiles, in pixels.
    heights: Vec<usize>,
    /// Of the output, in pixels.
    width: usize,
    blocks: usize,
}

impl Tiles<'_> {
    /// Tiles of the output, still transformed.
    #[inline(never)]
    pub(crate) fn products<'b>(self, isa: Isa, winograd: &Winograd, scratch: &'b mut Vec<f32>) -> Tiles<'b> {
        let Self { numbers, across, heights, width, blocks } = self;
        let count = heights.len() * across;
        let out_blocks = winograd.bias.len() / 4;
        let products = scratch::sized(scratch, PLACES * out_blocks * 4 * count);
        let inputs = numbers.chunks_exact(4 * blocks * count);
        let outputs = products.chunks_exact_mut(4 * out_blocks * count);
        for ((input, output), panels) in inputs.zip(outputs).zip(&winograd.products) {
            let runs = Runs {
                input,
                one_channel: false,
                block_stride: 4 * count,
                blocks,
                taps: &[0],
                runs: Run::POINTWISE,
                pixels: count,
            };
            let mut planes: Vec<&mut [f32]> = output.chunks_exact_mut(4 * count).collect();
            let epilogue = Epilogue { clamp: EVERYTHING, residual: None, clamp_after: EVERYTHING };
            runs.run_all(isa, panels, &mut planes, epilogue);
        }
        Tiles { numbers: products, across, heights, width, blocks: out_blocks }
    }

    /// The outputs, with all that follows.
    #[inline(never)]
    pub(crate) fn untransformed(
        &self,
        isa: Isa,
        winograd: &Winograd,
        planes: &mut [&mut [f32]],
        epilogue: Epilogue,
    ) {
        let block_stride = 4 * self.heights.len() * self.across;
        for (block, (plane, bias)) in planes.iter_mut().zip(winograd.bias.chunks_exact(4)).enumerate() {
            let place = |place| (place * self.blocks + block) * block_stride;
            isa.run(Untransform {
                input: std::array::from_fn(|at| &self.numbers[place(at)..][..block_stride]),
                across: self.across,
                heights: &self.heights,
                width: self.width,
                bias,
                output: plane,
                epilogue: Epilogue {
                    residual: epilogue
                        .residual
                        .map(|(residual, stride)| (&residual[block * stride..], stride)),
                    ..epilogue
                },
            });
        }
    }
}

/// Bᵀ d B of all tiles of one block of four channels.
struct Transform<'a> {
    input: &'a [f32],
    /// Of each place.
    taps: &'a [usize],
    runs: &'a [Run],
    across: usize,
    output: [&'a mut [f32]; PLACES],
}

// Neither closures nor iterators over arrays in what follows: they are not sure to be compiled with the instructions.
impl Kernel for Transform<'_> {
    #[inline(always)]
    fn run<V: Vector, N: Vector>(mut self) {
        for row in 0..self.runs.len() {
            let mut x = 0;
            while x < self.across && self.across >= V::PIXELS {
                let at = x.min(self.across - V::PIXELS);
                self.tile::<V>(row, at);
                x = at + V::PIXELS;
            }
            while x < self.across {
                self.tile::<N>(row, x);
                x += 1;
            }
        }
    }
}

impl Transform<'_> {
    #[inline(always)]
    fn tile<V: Vector>(&mut self, row: usize, x: usize) {
        let from = &self.input[self.runs[row].start + 4 * x..];
        let into = 4 * (row * self.across + x);
        for column in 0..INPUTS {
            let mut across = [V::splat(0.0); INPUTS];
            for (y, sum) in across.iter_mut().enumerate() {
                let taps = &self.taps[INPUTS * y..][..INPUTS];
                let (first, second) = [(0, 2), (1, 2), (2, 1), (1, 3)][column];
                let (first, second) = (V::load(&from[taps[first]..]), V::load(&from[taps[second]..]));
                *sum = if column == 1 { first.add(second) } else { first.sub(second) };
            }
            let [a, b, c, d] = across;
            a.sub(c).store(&mut self.output[column][into..]);
            b.add(c).store(&mut self.output[INPUTS + column][into..]);
            c.sub(b).store(&mut self.output[2 * INPUTS + column][into..]);
            b.sub(d).store(&mut self.output[3 * INPUTS + column][into..]);
        }
    }
}

/// Aᵀ m A of all tiles of one block of four outputs.
struct Untransform<'a> {
    /// Of each place.
    input: [&'a [f32]; PLACES],
    across: usize,
    heights: &'a [usize],
    width: usize,
    bias: &'a [f32],
    output: &'a mut [f32],
    epilogue: Epilogue<'a>,
}

impl Kernel for Untransform<'_> {
    #[inline(always)]
    fn run<V: Vector, N: Vector>(mut self) {
        // Of a tile that reaches over the right edge only the first column is stored.
        let whole = self.width / OUTPUTS;
        let mut first_row = 0;
        for row in 0..self.heights.len() {
            let mut x = 0;
            while x < whole && whole >= V::PIXELS {
                let at = x.min(whole - V::PIXELS);
                self.tile::<V>(row, first_row, at);
                x = at + V::PIXELS;
            }
            while x < self.across {
                self.tile::<N>(row, first_row, x);
                x += 1;
            }
            first_row += self.heights[row];
        }
    }
}

impl Untransform<'_> {
    #[inline(always)]
    fn tile<V: Vector>(&mut self, row: usize, first_row: usize, x: usize) {
        let at = 4 * (row * self.across + x);
        let (mut upper, mut lower) = ([V::splat(0.0); INPUTS], [V::splat(0.0); INPUTS]);
        for (column, (upper, lower)) in upper.iter_mut().zip(&mut lower).enumerate() {
            let a = V::load(&self.input[column][at..]);
            let b = V::load(&self.input[INPUTS + column][at..]);
            let c = V::load(&self.input[2 * INPUTS + column][at..]);
            let d = V::load(&self.input[3 * INPUTS + column][at..]);
            *upper = a.add(b).add(c);
            *lower = b.sub(c).sub(d);
        }
        let bias = V::repeat(self.bias);
        for (y, &[a, b, c, d]) in [upper, lower].iter().enumerate().take(self.heights[row]) {
            let (left, right) = (a.add(b).add(c).add(bias), b.sub(c).sub(d).add(bias));
            let at = 4 * ((first_row + y) * self.width + OUTPUTS * x);
            if OUTPUTS * x + 1 < self.width {
                self.epilogue.store(left.interleave(right), 0, self.output, at);
            } else {
                self.epilogue.store([left], 0, self.output, at);
            }
        }
    }
}
