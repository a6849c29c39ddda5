use serde::{Deserialize, Serialize};

use super::{HEADER_BYTES, hash};
use crate::cursor::{Cursor, put_text};
use crate::precision::Form;
use crate::{Model, Precision, SearchError};

const MAGIC: &[u8; 8] = b"DLSEARCH";
/// Of the format; an index of another one is refused.
const VERSION: u32 = 1;
const SEAL_BYTES: usize = 24;
/// Apart from each other and from what is written once by more than a sector, so that one torn write spoils one of them.
const SEALS_AT: [usize; 2] = [2048, 3072];
const MOST_DIM: usize = 4096;
const MOST_TEXT_BYTES: usize = 256;

/// What an index is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Whose vectors it holds.
    pub model: Model,
    /// How exactly it keeps them.
    #[serde(default)]
    pub precision: Precision,
    /// Of a score, by the rule of the model's manifest; the rest is the views'.
    pub sheet_share: f32,
}

/// Up to where an index is vouched for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Counts the changes since the index was made.
    pub(crate) number: u64,
    /// The bytes of all blocks.
    pub(crate) sealed_bytes: u64,
}

impl Header {
    /// Fails with [`SearchError::BadEntry`].
    pub(crate) fn check(&self) -> Result<(), SearchError> {
        let Self { model, sheet_share, .. } = self;
        let texts = [&model.id, &model.sha256, &model.version];
        let bad = |why: String| Err(SearchError::BadEntry { what: "the index's model".into(), why });
        if !(1..=MOST_DIM).contains(&model.dim) {
            bad(format!("its vectors have {} numbers; 1 to {MOST_DIM} can be kept", model.dim))
        } else if texts.iter().any(|text| text.len() > MOST_TEXT_BYTES) {
            bad(format!("id, sha256 and version have at most {MOST_TEXT_BYTES} bytes each"))
        } else if !(0.0..=1.0).contains(sheet_share) {
            bad(format!("the sheet's share of a score is {sheet_share}, and lies between 0 and 1"))
        } else {
            Ok(())
        }
    }

    pub(crate) fn form(&self) -> Form {
        Form { precision: self.precision, dim: self.model.dim }
    }

    /// The first page of the index, with one seal.
    pub(crate) fn to_page(&self, seal: Seal) -> Vec<u8> {
        let mut page = MAGIC.to_vec();
        page.extend(VERSION.to_le_bytes());
        page.push(match self.precision {
            Precision::F16 => 0,
            Precision::Int8 => 1,
            Precision::Bits => 2,
        });
        page.extend((self.model.dim as u32).to_le_bytes());
        page.extend(self.sheet_share.to_le_bytes());
        for text in [&self.model.id, &self.model.sha256, &self.model.version] {
            put_text(text, &mut page);
        }
        page.extend(hash(&page));
        page.resize(HEADER_BYTES, 0);
        let (at, bytes) = seal.place();
        page[at..at + SEAL_BYTES].copy_from_slice(&bytes);
        page
    }

    /// The first page → what the index is, and its newer sound seal. Fails with [`SearchError::NotAnIndex`],
    /// [`SearchError::OtherFormat`] or [`SearchError::Damaged`].
    pub(crate) fn read(page: &[u8]) -> Result<(Self, Seal), SearchError> {
        let mut rest = Cursor::new(page, "its first page");
        if rest.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(SearchError::NotAnIndex);
        }
        let version = rest.u32()?;
        if version != VERSION {
            return Err(SearchError::OtherFormat { found: version, known: VERSION });
        }
        let precision = match rest.u8()? {
            0 => Precision::F16,
            1 => Precision::Int8,
            2 => Precision::Bits,
            _ => return Err(rest.damaged()),
        };
        let dim = rest.u32()? as usize;
        let sheet_share = rest.f32()?;
        let mut text = || rest.text().map(str::to_owned);
        let model = Model { id: text()?, sha256: text()?, version: text()?, dim };
        let length = page.len() - rest.left();
        let header = Self { model, precision, sheet_share };
        if rest.take(8)? != hash(&page[..length]) || header.check().is_err() || page.len() < HEADER_BYTES {
            return Err(rest.damaged());
        }
        let seals = SEALS_AT.iter().filter_map(|&at| Seal::read(&page[at..at + SEAL_BYTES]));
        let newer = seals.max_by_key(|seal| seal.number).ok_or_else(|| rest.damaged())?;
        Ok((header, newer))
    }
}

impl Seal {
    /// Where it is to be written, and what.
    pub(crate) fn place(self) -> (usize, [u8; SEAL_BYTES]) {
        let mut bytes = [0; SEAL_BYTES];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.sealed_bytes.to_le_bytes());
        let hash = hash(&bytes[..16]);
        bytes[16..].copy_from_slice(&hash);
        (SEALS_AT[(self.number % 2) as usize], bytes)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Cursor::new(bytes, "a seal");
        let seal = Self { number: rest.u64().ok()?, sealed_bytes: rest.u64().ok()? };
        (seal.place().1 == bytes).then_some(seal)
    }

    pub(crate) fn next(self, sealed_bytes: u64) -> Self {
        Self { number: self.number + 1, sealed_bytes }
    }
}
