//! Writes small ONNX files with seeded weights, so that tests need no files and no Python.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "sizes here are small and written by hand")]

/// A graph on its way to a file. Values are named by numbers.
pub(crate) struct Net {
    nodes: Vec<u8>,
    constants: Vec<u8>,
    input: Vec<usize>,
    named: usize,
    seed: u32,
}

/// An attribute of a node.
pub(crate) enum Attribute<'a> {
    Int(&'a str, i64),
    Ints(&'a str, &'a [i64]),
    Float(&'a str, f32),
    Text(&'a str, &'a str),
}

impl Net {
    /// Its input is the value `input`; a size of 0 is left to each run.
    pub(crate) fn new(input: &[usize]) -> Self {
        Self { nodes: Vec::new(), constants: Vec::new(), input: input.to_vec(), named: 0, seed: 1 }
    }

    fn name(&mut self) -> String {
        self.named += 1;
        format!("v{}", self.named)
    }

    pub(crate) fn node(&mut self, operator: &str, inputs: &[&str], attributes: &[Attribute]) -> String {
        let output = self.name();
        let mut node = Vec::new();
        for input in inputs {
            text(&mut node, 1, input);
        }
        text(&mut node, 2, &output);
        text(&mut node, 3, &format!("{operator} {output}"));
        text(&mut node, 4, operator);
        for attribute in attributes {
            bytes(&mut node, 5, &attribute.message());
        }
        bytes(&mut self.nodes, 1, &node);
        output
    }

    fn constant(&mut self, shape: &[usize], data_type: u64, raw: &[u8]) -> String {
        let name = self.name();
        let mut tensor = Vec::new();
        for &dim in shape {
            number(&mut tensor, 1, dim as u64);
        }
        number(&mut tensor, 2, data_type);
        text(&mut tensor, 8, &name);
        bytes(&mut tensor, 9, raw);
        bytes(&mut self.constants, 5, &tensor);
        name
    }

    pub(crate) fn floats(&mut self, shape: &[usize], values: &[f32]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(shape, 1, &raw)
    }

    pub(crate) fn integers(&mut self, values: &[i64]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&[values.len()], 7, &raw)
    }

    /// Numbers between −1 and 1 over `scale`, which f16 holds exactly as f32 does. Sixteen different ones: enough that none
    /// is taken for its neighbour, and easy to compress where the file is downloaded.
    pub(crate) fn random(&mut self, shape: &[usize], scale: f32) -> String {
        let values: Vec<f32> = (0..shape.iter().product())
            .map(|_| {
                self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (f32::from(u8::try_from(self.seed >> 28).unwrap()) - 7.5) / 8.0 / scale
            })
            .collect();
        self.floats(shape, &values)
    }

    /// With bias; `window`: kernel, stride, pad, dilation, along both axes.
    pub(crate) fn convolution(
        &mut self,
        data: &str,
        [inputs, outputs, groups]: [usize; 3],
        [kernel, stride, pad, dilation]: [i64; 4],
    ) -> String {
        let taps = usize::try_from(kernel * kernel).unwrap();
        let side = usize::try_from(kernel).unwrap();
        let scale = ((inputs / groups * taps) as f32).sqrt();
        let weights = self.random(&[outputs, inputs / groups, side, side], scale);
        let bias = self.random(&[outputs], 4.0);
        self.node(
            "Conv",
            &[data, &weights, &bias],
            &[
                Attribute::Ints("kernel_shape", &[kernel, kernel]),
                Attribute::Ints("strides", &[stride, stride]),
                Attribute::Ints("pads", &[pad, pad, pad, pad]),
                Attribute::Ints("dilations", &[dilation, dilation]),
                Attribute::Int("group", i64::try_from(groups).unwrap()),
            ],
        )
    }

    pub(crate) fn transposed(
        &mut self,
        data: &str,
        [inputs, outputs]: [usize; 2],
        [kernel, stride, pad]: [i64; 3],
    ) -> String {
        let side = usize::try_from(kernel).unwrap();
        let weights = self.random(&[inputs, outputs, side, side], (inputs as f32).sqrt());
        let bias = self.random(&[outputs], 4.0);
        self.node(
            "ConvTranspose",
            &[data, &weights, &bias],
            &[
                Attribute::Ints("kernel_shape", &[kernel, kernel]),
                Attribute::Ints("strides", &[stride, stride]),
                Attribute::Ints("pads", &[pad, pad, pad, pad]),
            ],
        )
    }

    /// `mode`: nearest or linear.
    pub(crate) fn resize(&mut self, data: &str, mode: &str, scales: [f32; 2]) -> String {
        let scales = self.floats(&[4], &[1.0, 1.0, scales[0], scales[1]]);
        let coordinates = if mode == "nearest" { "asymmetric" } else { "half_pixel" };
        self.node(
            "Resize",
            &[data, "", &scales],
            &[
                Attribute::Text("mode", mode),
                Attribute::Text("coordinate_transformation_mode", coordinates),
                Attribute::Text("nearest_mode", "floor"),
            ],
        )
    }

    /// The file, whose answer is the value `output`.
    pub(crate) fn file(self, output: &str) -> Vec<u8> {
        self.file_with(output, &[])
    }

    /// As `file`, and says the shape of the answer, without which others than ours refuse it.
    pub(crate) fn file_with(self, output: &str, shape: &[usize]) -> Vec<u8> {
        let mut graph = self.nodes;
        text(&mut graph, 2, "test");
        graph.extend(self.constants);
        bytes(&mut graph, 11, &value("input", &self.input));
        bytes(&mut graph, 12, &value(output, shape));
        let mut opset = Vec::new();
        text(&mut opset, 1, "");
        number(&mut opset, 2, 17);
        let mut model = Vec::new();
        number(&mut model, 1, 8);
        bytes(&mut model, 7, &graph);
        bytes(&mut model, 8, &opset);
        model
    }
}

impl Attribute<'_> {
    fn message(&self) -> Vec<u8> {
        let mut message = Vec::new();
        let (name, kind) = match self {
            Self::Float(name, value) => {
                varint(&mut message, 2 << 3 | 5);
                message.extend(value.to_le_bytes());
                (name, 1)
            }
            Self::Int(name, value) => {
                number(&mut message, 3, value.cast_unsigned());
                (name, 2)
            }
            Self::Text(name, value) => {
                text(&mut message, 4, value);
                (name, 3)
            }
            Self::Ints(name, values) => {
                for value in *values {
                    number(&mut message, 8, value.cast_unsigned());
                }
                (name, 7)
            }
        };
        text(&mut message, 1, name);
        number(&mut message, 20, kind);
        message
    }
}

fn value(name: &str, shape: &[usize]) -> Vec<u8> {
    let mut dims = Vec::new();
    for &size in shape {
        let mut dim = Vec::new();
        match size {
            0 => text(&mut dim, 2, "free"),
            size => number(&mut dim, 1, size as u64),
        }
        bytes(&mut dims, 1, &dim);
    }
    let mut tensor = Vec::new();
    number(&mut tensor, 1, 1);
    bytes(&mut tensor, 2, &dims);
    let mut kind = Vec::new();
    bytes(&mut kind, 1, &tensor);
    let mut info = Vec::new();
    text(&mut info, 1, name);
    bytes(&mut info, 2, &kind);
    info
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap());
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, content.len() as u64);
    out.extend(content);
}

fn text(out: &mut Vec<u8>, field: u64, content: &str) {
    bytes(out, field, content.as_bytes());
}
