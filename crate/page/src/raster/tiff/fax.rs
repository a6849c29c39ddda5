//! Fax compression, T.4 and T.6: codes → rows of bits, a set bit a black one.

use super::directory::damaged;
use crate::PageError;
use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

/// The four ways in which fax codes are stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fax {
    /// Rows of run lengths, each from a new byte.
    ModifiedHuffman,
    Group3In1D,
    Group3In2D,
    Group4,
}

/// Hands every row to `each` as it is read; fails unless there are `rows` of them.
pub(super) fn decode(
    data: &[u8],
    fax: Fax,
    width_px: u32,
    rows: u32,
    each: impl FnMut(&[u8]) -> Result<(), PageError>,
) -> Result<(), PageError> {
    let settings = DecodeSettings {
        columns: width_px,
        rows,
        end_of_block: fax != Fax::ModifiedHuffman,
        end_of_line: false,
        rows_are_byte_aligned: fax == Fax::ModifiedHuffman,
        encoding: match fax {
            Fax::ModifiedHuffman | Fax::Group3In1D => EncodingMode::Group3_1D,
            Fax::Group3In2D => EncodingMode::Group3_2D,
            Fax::Group4 => EncodingMode::Group4,
        },
        // Group 3 marks the ends of rows, so that a row lost on the telephone line costs only itself.
        strict: matches!(fax, Fax::ModifiedHuffman | Fax::Group4),
    };
    let row = vec![0; (width_px as usize).div_ceil(8)];
    let mut sink = Rows { row, width_px, done: 0, each, failed: None };
    let outcome = hayro_ccitt::decode(data, &mut sink, &mut DecoderContext::new(settings));
    if let Some(error) = sink.failed {
        return Err(error);
    }
    // A mistake after the last row, in the mark of the end, harms nothing.
    if sink.done >= rows {
        return Ok(());
    }
    let row = sink.done + 1;
    Err(damaged(match outcome {
        Err(hayro_ccitt::DecodeError::UnexpectedEof) | Ok(_) => {
            format!("its fax data end before row {row} of {rows}")
        }
        Err(_) => format!("row {row} of {rows} of its fax data cannot be read"),
    }))
}

struct Rows<F> {
    row: Vec<u8>,
    width_px: u32,
    done: u32,
    each: F,
    failed: Option<PageError>,
}

impl<F: FnMut(&[u8]) -> Result<(), PageError>> Decoder for Rows<F> {
    fn push_row(&mut self, changes: &[u32]) {
        // The decoder cannot be stopped from here; rows after a failure are passed over.
        if self.failed.is_some() {
            return;
        }
        self.row.fill(0);
        for run in changes.chunks(2) {
            blacken(&mut self.row, run[0], run.get(1).copied().unwrap_or(self.width_px));
        }
        self.done += 1;
        self.failed = (self.each)(&self.row).err();
    }
}

/// Sets the bits from `from` up to `to`.
fn blacken(row: &mut [u8], from: u32, to: u32) {
    let (first, last) = ((from / 8) as usize, (to / 8) as usize);
    let (head, tail) = (0xff_u8 >> (from % 8), !(0xff_u8 >> (to % 8)));
    if first == last {
        row[first] |= head & tail;
        return;
    }
    row[first] |= head;
    row[first + 1..last].fill(0xff);
    if tail != 0 {
        row[last] |= tail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_every_place_and_length_are_blackened_exactly() {
        for from in 0..24_u32 {
            for to in from + 1..=24 {
                let mut row = [0_u8; 3];
                blacken(&mut row, from, to);
                let bits = row.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
                let expected = (from..to).fold(0, |bits, at| bits | 1 << (23 - at));
                assert_eq!(bits, expected, "{from}..{to}");
            }
        }
    }
}
