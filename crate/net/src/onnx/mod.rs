//! Bytes of an ONNX file → graph. Whatever this runtime cannot compute is refused here, by name.

mod proto;
mod attributes;
mod constant;
mod operators;

use std::collections::HashMap;

use prost::Message;

use crate::NetError;
use crate::graph::{Constant, Dim, Floats, Graph, Node, Value, ValueId};
use attributes::Attributes;
use proto::{GraphProto, ModelProto, NodeProto, ValueInfoProto, data_type};

/// The versions of ONNX's operators whose definitions are followed here.
const VERSIONS: std::ops::RangeInclusive<i64> = 11..=22;

/// Fails with [`NetError::Malformed`], [`NetError::UnsupportedOperator`] or [`NetError::UnsupportedAttribute`].
pub(crate) fn read(bytes: &[u8]) -> Result<Graph, NetError> {
    let model = ModelProto::decode(bytes).map_err(|error| NetError::Malformed(error.to_string()))?;
    let graph = model.graph.as_ref().ok_or_else(|| NetError::Malformed("it holds no graph".into()))?;
    let version = model
        .opset_import
        .iter()
        .find(|set| matches!(set.domain.as_deref(), None | Some("" | "ai.onnx")))
        .and_then(|set| set.version)
        .ok_or_else(|| NetError::Malformed("it names no version of ONNX's operators".into()))?;
    if !VERSIONS.contains(&version) {
        let (first, last) = (VERSIONS.start(), VERSIONS.end());
        return Err(NetError::Malformed(format!(
            "it uses version {version} of ONNX's operators; {first} to {last} are supported"
        )));
    }
    Reader { version, values: Vec::new(), ids: HashMap::new(), nodes: Vec::new() }.read(graph)
}

/// The graph while it is read.
struct Reader<'a> {
    version: i64,
    values: Vec<Value>,
    /// Several names may stand for one value: nodes that change nothing only give it another name.
    ids: HashMap<&'a str, ValueId>,
    nodes: Vec<Node>,
}

impl<'a> Reader<'a> {
    fn read(mut self, graph: &'a GraphProto) -> Result<Graph, NetError> {
        for tensor in &graph.initializer {
            self.add_value(&tensor.name, Some(constant::constant(tensor)?));
        }
        let inputs: Vec<_> =
            graph.input.iter().filter(|input| !self.ids.contains_key(name_of(input))).collect();
        let [input_info] = inputs.as_slice() else {
            return Err(NetError::Malformed(format!("it has {} inputs; one is supported", inputs.len())));
        };
        let [output_info] = graph.output.as_slice() else {
            return Err(NetError::Malformed(format!(
                "it has {} outputs; one is supported",
                graph.output.len()
            )));
        };
        let input_dims = dims_of(input_info)?;
        let input = self.add_value(name_of(input_info), None);
        for node in &graph.node {
            self.read_node(node)?;
        }
        let output = *self.ids.get(name_of(output_info)).ok_or_else(|| {
            NetError::Malformed(format!("nothing makes its output `{}`", name_of(output_info)))
        })?;
        Ok(Graph { values: self.values, nodes: self.nodes, input, input_dims, output })
    }

    fn add_value(&mut self, name: &'a str, constant: Option<Constant>) -> ValueId {
        let id = ValueId(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(Value { name: name.to_owned(), constant });
        self.ids.insert(name, id);
        id
    }

    fn read_node(&mut self, proto: &'a NodeProto) -> Result<(), NetError> {
        let output = proto.output.first().map(String::as_str).unwrap_or_default();
        let name = if proto.name.is_empty() { output } else { &proto.name };
        let kind = proto.op_type.as_str();
        let unsupported =
            |operator: String| NetError::UnsupportedOperator { node: name.to_owned(), operator };
        if !matches!(proto.domain.as_str(), "" | "ai.onnx") {
            return Err(unsupported(format!("{}.{kind}", proto.domain)));
        }
        let mut attributes = Attributes::of(proto, name);
        if proto.output.iter().skip(1).any(|output| !output.is_empty()) && kind != "Dropout" {
            return Err(attributes.problem("outputs", "only the first output is supported"));
        }
        match kind {
            "Constant" => {
                let tensor = attributes
                    .tensor("value")
                    .ok_or_else(|| attributes.problem("value", "only tensors are supported"))?;
                let constant = constant::constant(tensor)?;
                attributes.finish()?;
                self.add_value(output, Some(constant));
            }
            "Identity" | "Dropout" => {
                attributes.ignore(&["ratio", "seed"]);
                let value = self.input(proto, 0, &attributes)?;
                attributes.finish()?;
                self.ids.insert(output, value);
            }
            "Cast" => {
                let to = attributes.int("to");
                attributes.ignore(&["saturate"]);
                let value = self.input(proto, 0, &attributes)?;
                self.read_cast(output, value, to, &attributes)?;
                attributes.finish()?;
            }
            _ => {
                let (operator, input_count) =
                    self.operator(proto, &mut attributes)?.ok_or_else(|| unsupported(kind.to_owned()))?;
                let inputs = (0..proto.input.len().min(input_count))
                    .filter(|&index| !proto.input[index].is_empty())
                    .map(|index| self.input(proto, index, &attributes))
                    .collect::<Result<Vec<_>, _>>()?;
                attributes.finish()?;
                let output = self.add_value(output, None);
                self.nodes.push(Node { name: name.to_owned(), operator, inputs, output });
            }
        }
        Ok(())
    }

    /// All numbers are f32 once they are read, so that a cast to f32 changes nothing.
    fn read_cast(
        &mut self,
        output: &'a str,
        value: ValueId,
        to: Option<i64>,
        attributes: &Attributes,
    ) -> Result<(), NetError> {
        if to != Some(i64::from(data_type::FLOAT)) {
            return Err(attributes.problem("to", "only casts to f32 are supported"));
        }
        match self.values.get(value.index()).and_then(|value| value.constant.as_ref()) {
            Some(Constant::Integers { shape, data }) => {
                #[allow(clippy::cast_precision_loss, reason = "that is what the cast says")]
                let data = data.iter().map(|&integer| integer as f32).collect();
                let floats = Floats { shape: shape.clone(), data };
                self.add_value(output, Some(Constant::Floats(floats)));
            }
            _ => {
                self.ids.insert(output, value);
            }
        }
        Ok(())
    }

    fn input(&self, proto: &NodeProto, index: usize, attributes: &Attributes) -> Result<ValueId, NetError> {
        let name = proto.input.get(index).map(String::as_str).unwrap_or_default();
        self.ids
            .get(name)
            .copied()
            .ok_or_else(|| attributes.problem(&format!("input {index}"), &format!("nothing makes `{name}`")))
    }

    /// An input that must be known when the model is loaded; `None` where it is left out.
    fn constant_input(
        &self,
        proto: &NodeProto,
        index: usize,
        attributes: &Attributes,
    ) -> Result<Option<&Constant>, NetError> {
        if proto.input.get(index).is_none_or(String::is_empty) {
            return Ok(None);
        }
        let id = self.input(proto, index, attributes)?;
        match self.values.get(id.index()).and_then(|value| value.constant.as_ref()) {
            Some(constant) => Ok(Some(constant)),
            None => Err(attributes.problem(&format!("input {index}"), "it must be a constant")),
        }
    }
}

fn name_of(info: &ValueInfoProto) -> &str {
    &info.name
}

fn dims_of(info: &ValueInfoProto) -> Result<Vec<Dim>, NetError> {
    let name = name_of(info);
    let tensor = info
        .r#type
        .as_ref()
        .and_then(|kind| kind.tensor_type.as_ref())
        .ok_or_else(|| NetError::Malformed(format!("its input `{name}` is no tensor")))?;
    if tensor.elem_type != data_type::FLOAT {
        return Err(NetError::Malformed(format!("its input `{name}` does not hold f32")));
    }
    let shape = tensor
        .shape
        .as_ref()
        .ok_or_else(|| NetError::Malformed(format!("its input `{name}` has no shape")))?;
    shape
        .dim
        .iter()
        .enumerate()
        .map(|(index, dim)| match dim.dim_value {
            Some(value) if value > 0 => usize::try_from(value)
                .map(Dim::Fixed)
                .map_err(|_| NetError::Malformed(format!("its input `{name}` is too large"))),
            _ => Ok(Dim::Free(dim.dim_param.clone().unwrap_or_else(|| format!("dim {index}")))),
        })
        .collect()
}
