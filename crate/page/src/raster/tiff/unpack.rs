//! A part's bytes → its rows, pulled one after another, so that no part is ever held unpacked.

use miniz_oxide::inflate::stream::{FullReset, InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};
use std::borrow::Cow;
use weezl::{BitOrder, LzwStatus, decode};

/// Why a part gave no more bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fault {
    EndsEarly,
    Corrupt,
}

/// Pulls bytes out of one part at a time; its tables serve all parts of a picture.
pub(super) struct Unpacker<'f> {
    method: Method,
    packed: Cow<'f, [u8]>,
    at: usize,
}

enum Method {
    /// Stored as they are.
    Plain,
    PackBits {
        run: Run,
    },
    Lzw {
        tables: decode::Decoder,
        is_old: bool,
    },
    Deflate {
        window: Box<InflateState>,
    },
}

/// What is left of a PackBits run.
#[derive(Clone, Copy)]
enum Run {
    Literal { left: usize },
    Repeat { left: usize, byte: u8 },
}

impl Method {
    const NO_RUN: Run = Run::Literal { left: 0 };
}

impl<'f> Unpacker<'f> {
    fn new(method: Method) -> Self {
        Self { method, packed: Cow::Borrowed(&[]), at: 0 }
    }

    pub(super) fn plain() -> Self {
        Self::new(Method::Plain)
    }

    pub(super) fn packbits() -> Self {
        Self::new(Method::PackBits { run: Method::NO_RUN })
    }

    pub(super) fn lzw() -> Self {
        Self::new(Method::Lzw { tables: lzw_tables(false), is_old: false })
    }

    pub(super) fn deflate() -> Self {
        Self::new(Method::Deflate { window: InflateState::new_boxed(DataFormat::Zlib) })
    }

    /// Starts with another part.
    pub(super) fn load(&mut self, packed: Cow<'f, [u8]>) {
        match &mut self.method {
            Method::Plain => {}
            Method::PackBits { run } => *run = Method::NO_RUN,
            Method::Lzw { tables, is_old } if *is_old == is_old_lzw(&packed) => tables.reset(),
            Method::Lzw { tables, is_old } => {
                *is_old = !*is_old;
                *tables = lzw_tables(*is_old);
            }
            Method::Deflate { window } => window.reset_as(FullReset(DataFormat::Zlib)),
        }
        self.packed = packed;
        self.at = 0;
    }

    /// Fills `out` with the next bytes.
    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<(), Fault> {
        let packed = &self.packed[self.at..];
        let used = match &mut self.method {
            Method::Plain => {
                out.copy_from_slice(packed.get(..out.len()).ok_or(Fault::EndsEarly)?);
                out.len()
            }
            Method::PackBits { run } => read_packbits(run, packed, out)?,
            Method::Lzw { tables, .. } => read_lzw(tables, packed, out)?,
            Method::Deflate { window } => read_deflate(window, packed, out)?,
        };
        self.at += used;
        Ok(())
    }
}

/// Before 1990 codes were stored from the lowest bit up; the first one, "clear", tells.
fn is_old_lzw(packed: &[u8]) -> bool {
    matches!(packed, [0, second, ..] if second & 1 == 1)
}

fn lzw_tables(is_old: bool) -> decode::Decoder {
    let configuration = if is_old {
        decode::Configuration::new(BitOrder::Lsb, 8)
    } else {
        decode::Configuration::with_tiff_size_switch(BitOrder::Msb, 8)
    };
    configuration.with_yield_on_full_buffer(true).build()
}

fn read_packbits(run: &mut Run, packed: &[u8], mut out: &mut [u8]) -> Result<usize, Fault> {
    let mut at = 0;
    while !out.is_empty() {
        let taken = match run {
            Run::Literal { left: 0 } | Run::Repeat { left: 0, .. } => {
                let count = *packed.get(at).ok_or(Fault::EndsEarly)?;
                at += 1;
                match count {
                    0..=127 => *run = Run::Literal { left: usize::from(count) + 1 },
                    // Says nothing; some encoders pad with it.
                    128 => {}
                    129.. => {
                        let byte = *packed.get(at).ok_or(Fault::EndsEarly)?;
                        at += 1;
                        *run = Run::Repeat { left: 257 - usize::from(count), byte };
                    }
                }
                0
            }
            Run::Literal { left } => {
                let taken = out.len().min(*left);
                out[..taken].copy_from_slice(packed.get(at..at + taken).ok_or(Fault::EndsEarly)?);
                at += taken;
                *left -= taken;
                taken
            }
            Run::Repeat { left, byte } => {
                let taken = out.len().min(*left);
                out[..taken].fill(*byte);
                *left -= taken;
                taken
            }
        };
        out = &mut out[taken..];
    }
    Ok(at)
}

fn read_lzw(tables: &mut decode::Decoder, packed: &[u8], mut out: &mut [u8]) -> Result<usize, Fault> {
    /// The decoder holds 64 bits: as many codes may be used up, as "clear", without anything to show for it.
    const MAX_IDLE_STEPS: u32 = 64 / 9;
    let (mut at, mut idle_steps) = (0, 0);
    while !out.is_empty() {
        let step = tables.decode_bytes(&packed[at..], out);
        at += step.consumed_in;
        out = &mut out[step.consumed_out..];
        idle_steps = if step.consumed_in + step.consumed_out > 0 { 0 } else { idle_steps + 1 };
        match step.status {
            _ if out.is_empty() => {}
            Ok(LzwStatus::Ok) if idle_steps <= MAX_IDLE_STEPS => {}
            Ok(_) => return Err(Fault::EndsEarly),
            Err(_) => return Err(Fault::Corrupt),
        }
    }
    Ok(at)
}

fn read_deflate(window: &mut InflateState, packed: &[u8], mut out: &mut [u8]) -> Result<usize, Fault> {
    let mut at = 0;
    while !out.is_empty() {
        let step = inflate(window, &packed[at..], out, MZFlush::None);
        at += step.bytes_consumed;
        out = &mut out[step.bytes_written..];
        match step.status {
            Ok(MZStatus::Ok) if step.bytes_consumed + step.bytes_written > 0 => {}
            Ok(_) if out.is_empty() => {}
            Ok(_) | Err(MZError::Buf) => return Err(Fault::EndsEarly),
            Err(_) => return Err(Fault::Corrupt),
        }
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(
        mut unpacker: Unpacker<'_>,
        packed: &[u8],
        len: usize,
        step: usize,
    ) -> Result<Vec<u8>, Fault> {
        // A part was read before, since tables are reused for every part.
        unpacker.load(Cow::Owned(packed.to_vec()));
        unpacker.read(&mut vec![0; len / 2])?;
        unpacker.load(Cow::Owned(packed.to_vec()));
        let mut out = vec![0; len];
        for piece in out.chunks_mut(step) {
            unpacker.read(piece)?;
        }
        Ok(out)
    }

    #[test]
    fn pulling_in_any_steps_gives_the_same_bytes() {
        let plain: Vec<u8> = (0..5000_u32).map(|i| (i * i / 700 % 7) as u8).collect();
        let lsb = weezl::encode::Encoder::new(BitOrder::Lsb, 8).encode(&plain).unwrap();
        let msb = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&plain).unwrap();
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(&plain, 6);
        for step in [1, 7, 640, 5000] {
            assert_eq!(unpacked(Unpacker::plain(), &plain, 5000, step).unwrap(), plain);
            assert_eq!(unpacked(Unpacker::lzw(), &msb, 5000, step).unwrap(), plain);
            assert_eq!(unpacked(Unpacker::lzw(), &lsb, 5000, step).unwrap(), plain);
            assert_eq!(unpacked(Unpacker::deflate(), &zlib, 5000, step).unwrap(), plain);
        }
    }

    #[test]
    fn packbits_runs_may_cross_rows() {
        let packed = [2, b'a', b'b', b'c', 128, 0xfd, b'x', 0, b'y'];
        for step in [1, 2, 3, 8] {
            assert_eq!(unpacked(Unpacker::packbits(), &packed, 8, step).unwrap(), b"abcxxxxy");
        }
    }

    #[test]
    fn a_part_that_is_too_short_says_so() {
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(&[1; 100], 6);
        let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&[1; 100]).unwrap();
        assert_eq!(unpacked(Unpacker::plain(), &[1; 99], 100, 10), Err(Fault::EndsEarly));
        assert_eq!(unpacked(Unpacker::packbits(), &[0, 1], 100, 10), Err(Fault::EndsEarly));
        assert_eq!(unpacked(Unpacker::deflate(), &zlib, 101, 10), Err(Fault::EndsEarly));
        assert_eq!(unpacked(Unpacker::lzw(), &lzw, 101, 10), Err(Fault::EndsEarly));
        assert_eq!(unpacked(Unpacker::deflate(), &zlib[..zlib.len() - 8], 100, 10), Err(Fault::EndsEarly));
    }

    #[test]
    fn a_checksum_that_does_not_fit_is_noticed() {
        let mut zlib = miniz_oxide::deflate::compress_to_vec_zlib(&[1; 100], 6);
        if let Some(last) = zlib.last_mut() {
            *last ^= 1;
        }
        assert_eq!(unpacked(Unpacker::deflate(), &zlib, 100, 100), Err(Fault::Corrupt));
    }
}
