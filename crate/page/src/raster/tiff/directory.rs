//! The skeleton of a TIFF: its directories, one a picture, and their tags.
//!
//! Values are read in place when asked for, so that a tag that claims a billion of them costs nothing.

use crate::raster::Bytes;
use crate::{Format, PageError};

/// Real pictures have some thirty tags; directories with more only keep a reader busy.
const MAX_TAGS: u64 = 4096;

/// A TIFF's bytes with its byte order and pointer size.
pub(super) struct File {
    bytes: Bytes,
    is_little_endian: bool,
    is_big_tiff: bool,
}

/// Where a tag's values lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values {
    kind: Kind,
    pub(super) count: u64,
    at: u64,
}

/// What a tag's values are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Unsigned { bytes: u8 },
    Signed { bytes: u8 },
    Ratio,
    SignedRatio,
    Float,
    Double,
}

/// The tags of one picture.
pub(super) struct Directory {
    tags: Vec<(u16, Values)>,
    /// Where the next directory lies; 0 after the last.
    pub(super) next_at: u64,
}

impl Kind {
    fn from_code(code: u64) -> Option<Self> {
        Some(match code {
            1 | 2 | 7 => Self::Unsigned { bytes: 1 },
            3 => Self::Unsigned { bytes: 2 },
            4 | 13 => Self::Unsigned { bytes: 4 },
            16 | 18 => Self::Unsigned { bytes: 8 },
            6 => Self::Signed { bytes: 1 },
            8 => Self::Signed { bytes: 2 },
            9 => Self::Signed { bytes: 4 },
            17 => Self::Signed { bytes: 8 },
            5 => Self::Ratio,
            10 => Self::SignedRatio,
            11 => Self::Float,
            12 => Self::Double,
            _ => return None,
        })
    }

    fn bytes(self) -> u64 {
        match self {
            Self::Unsigned { bytes } | Self::Signed { bytes } => u64::from(bytes),
            Self::Float => 4,
            Self::Ratio | Self::SignedRatio | Self::Double => 8,
        }
    }
}

impl Directory {
    pub(super) fn get(&self, tag: u16) -> Option<Values> {
        self.tags.iter().find(|(own, _)| *own == tag).map(|(_, values)| *values)
    }
}

impl File {
    /// File header → byte order, and where the first directory lies.
    pub(super) fn open(bytes: Bytes) -> Result<(Self, u64), PageError> {
        let is_little_endian = bytes.starts_with(b"II");
        let mut file = Self { bytes, is_little_endian, is_big_tiff: false };
        file.is_big_tiff = file.unsigned(2, 2) == Some(43);
        let first_at = if file.is_big_tiff {
            if file.unsigned(4, 2).is_some_and(|pointer_bytes| pointer_bytes != 8) {
                return Err(damaged("its header names an impossible pointer size"));
            }
            file.unsigned(8, 8)
        } else {
            file.unsigned(4, 4)
        };
        let first_at = first_at.ok_or_else(|| truncated("it ends within its header"))?;
        Ok((file, first_at))
    }

    pub(super) fn byte_len(&self) -> u64 {
        self.bytes.len() as u64
    }

    pub(super) fn is_little_endian(&self) -> bool {
        self.is_little_endian
    }

    pub(super) fn slice(&self, at: u64, len: u64) -> Option<&[u8]> {
        let from = usize::try_from(at).ok()?;
        let to = usize::try_from(at.checked_add(len)?).ok()?;
        self.bytes.get(from..to)
    }

    pub(super) fn directory(&self, at: u64) -> Result<Directory, PageError> {
        let missing = || truncated("the list of its pages lies past its end");
        let (count_bytes, tag_bytes, pointer_bytes) = if self.is_big_tiff { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.unsigned(at, count_bytes).ok_or_else(missing)?;
        if count > MAX_TAGS {
            return Err(damaged(format!("the description of a page claims {count} entries")));
        }
        let first_tag_at = at + u64::from(count_bytes);
        let next_at = self.unsigned(first_tag_at + count * tag_bytes, pointer_bytes).ok_or_else(missing)?;
        let tags = (0..count).filter_map(|index| self.tag(first_tag_at + index * tag_bytes)).collect();
        Ok(Directory { tags, next_at })
    }

    fn tag(&self, at: u64) -> Option<(u16, Values)> {
        let tag = u16::try_from(self.unsigned(at, 2)?).ok()?;
        let kind = Kind::from_code(self.unsigned(at + 2, 2)?)?;
        let pointer_bytes = if self.is_big_tiff { 8 } else { 4 };
        let count = self.unsigned(at + 4, pointer_bytes)?;
        let value_at = at + 4 + u64::from(pointer_bytes);
        let is_inline = count.checked_mul(kind.bytes())? <= u64::from(pointer_bytes);
        let at = if is_inline { value_at } else { self.unsigned(value_at, pointer_bytes)? };
        Some((tag, Values { kind, count, at }))
    }

    /// A whole number that is not negative, wherever it is stored.
    pub(super) fn number(&self, values: Values, index: u64) -> Option<u64> {
        let at = Self::value_at(values, index)?;
        match values.kind {
            Kind::Unsigned { bytes } => self.unsigned(at, bytes),
            Kind::Signed { bytes } => {
                // What has its sign bit set is negative.
                self.unsigned(at, bytes).filter(|value| value >> (u32::from(bytes) * 8 - 1) == 0)
            }
            Kind::Ratio | Kind::SignedRatio | Kind::Float | Kind::Double => None,
        }
    }

    /// Any number that is not negative.
    pub(super) fn real(&self, values: Values, index: u64) -> Option<f64> {
        let at = Self::value_at(values, index)?;
        let real = match values.kind {
            Kind::Unsigned { .. } | Kind::Signed { .. } => self.number(values, index)? as f64,
            Kind::Ratio | Kind::SignedRatio => {
                self.unsigned(at, 4)? as f64 / self.unsigned(at + 4, 4)? as f64
            }
            Kind::Float => f64::from(f32::from_bits(u32::try_from(self.unsigned(at, 4)?).ok()?)),
            Kind::Double => f64::from_bits(self.unsigned(at, 8)?),
        };
        (real.is_finite() && real >= 0.0).then_some(real)
    }

    /// A tag's values as they lie in the file.
    pub(super) fn raw(&self, values: Values) -> Option<&[u8]> {
        self.slice(values.at, values.count.checked_mul(values.kind.bytes())?)
    }

    fn value_at(values: Values, index: u64) -> Option<u64> {
        if index >= values.count {
            return None;
        }
        values.at.checked_add(index.checked_mul(values.kind.bytes())?)
    }

    fn unsigned(&self, at: u64, bytes: u8) -> Option<u64> {
        let field = self.slice(at, u64::from(bytes))?;
        let append = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(if self.is_little_endian {
            field.iter().rev().fold(0, append)
        } else {
            field.iter().fold(0, append)
        })
    }
}

pub(super) fn damaged(detail: impl Into<String>) -> PageError {
    PageError::Damaged { format: Format::Tiff, detail: detail.into() }
}

pub(super) fn truncated(detail: impl Into<String>) -> PageError {
    PageError::Truncated { format: Format::Tiff, detail: detail.into() }
}

pub(super) fn unsupported(feature: impl Into<String>) -> PageError {
    PageError::Unsupported { format: Format::Tiff, feature: feature.into() }
}
