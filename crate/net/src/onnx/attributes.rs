use super::proto::{AttributeProto, NodeProto, TensorProto};
use crate::NetError;

/// The attributes of one node. Each is taken by name; what is left at the end is unknown, and refused, since it may
/// change what the operator computes.
pub(super) struct Attributes<'a> {
    pub(super) node: &'a str,
    pub(super) operator: &'a str,
    left: Vec<&'a AttributeProto>,
}

impl<'a> Attributes<'a> {
    pub(super) fn of(proto: &'a NodeProto, node: &'a str) -> Self {
        Self { node, operator: &proto.op_type, left: proto.attribute.iter().collect() }
    }

    fn take(&mut self, name: &str) -> Option<&'a AttributeProto> {
        let index = self.left.iter().position(|attribute| attribute.name == name)?;
        Some(self.left.swap_remove(index))
    }

    pub(super) fn int(&mut self, name: &str) -> Option<i64> {
        self.take(name).and_then(|attribute| attribute.i)
    }

    pub(super) fn float(&mut self, name: &str) -> Option<f32> {
        self.take(name).and_then(|attribute| attribute.f)
    }

    pub(super) fn string(&mut self, name: &str) -> Option<&'a str> {
        self.take(name).and_then(|attribute| attribute.s.as_deref())
    }

    pub(super) fn ints(&mut self, name: &str) -> Option<&'a [i64]> {
        self.take(name).map(|attribute| attribute.ints.as_slice())
    }

    pub(super) fn tensor(&mut self, name: &str) -> Option<&'a TensorProto> {
        self.take(name).and_then(|attribute| attribute.t.as_ref())
    }

    /// Attributes that say nothing about what is computed here.
    pub(super) fn ignore(&mut self, names: &[&str]) {
        for name in names {
            self.take(name);
        }
    }

    /// Fails unless the attribute is absent or has this value, the only one that is supported.
    pub(super) fn expect_int(&mut self, name: &str, only: i64) -> Result<(), NetError> {
        match self.int(name) {
            Some(value) if value != only => {
                Err(self.problem(name, &format!("{value} is not supported, only {only}")))
            }
            _ => Ok(()),
        }
    }

    /// Like [`expect_int`](Self::expect_int).
    pub(super) fn expect_string(&mut self, name: &str, only: &str) -> Result<(), NetError> {
        match self.string(name) {
            Some(value) if value != only => {
                Err(self.problem(name, &format!("{value} is not supported, only {only}")))
            }
            _ => Ok(()),
        }
    }

    /// `[height, width]`, or what ONNX takes if it is absent.
    pub(super) fn pair(&mut self, name: &str, default: usize) -> Result<[usize; 2], NetError> {
        match self.ints(name) {
            None => Ok([default; 2]),
            Some(&[height, width]) => Ok([self.size(name, height)?, self.size(name, width)?]),
            Some(other) => {
                Err(self.problem(name, &format!("{other:?} is not supported, only [height, width]")))
            }
        }
    }

    /// A number of pixels or channels: not negative, and not absurd.
    pub(super) fn size(&self, name: &str, value: i64) -> Result<usize, NetError> {
        usize::try_from(value)
            .ok()
            .filter(|&size| size <= 1 << 24)
            .ok_or_else(|| self.problem(name, &format!("{value} is out of range")))
    }

    pub(super) fn problem(&self, attribute: &str, problem: &str) -> NetError {
        NetError::UnsupportedAttribute {
            node: self.node.to_owned(),
            operator: self.operator.to_owned(),
            attribute: attribute.to_owned(),
            problem: problem.to_owned(),
        }
    }

    /// Fails if any attribute was not taken.
    pub(super) fn finish(self) -> Result<(), NetError> {
        match self.left.first() {
            None => Ok(()),
            Some(attribute) => Err(self.problem(&attribute.name, "it is not known here")),
        }
    }
}
