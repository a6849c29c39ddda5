//! The font for East Asian text whose own font a PDF does not hold, built when a page first needs it.

use super::packed::Packed;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A subset of Droid Sans Fallback, made by `assets/make-cjk-font.py`, which describes it. Packed, it is a
/// sixth smaller on its way to the page than the TrueType font it becomes.
static PACKED: &[u8] = include_bytes!("../../assets/cjk-fallback.bin");

/// What the font lacks it draws as a box. Without that the interpreter would take the character's number in the
/// PDF for a glyph number of this font, and draw a wrong character in the place of one that is missing. Control
/// characters and private ones stay out.
const BOXED: [Range<u32>; 3] = [0xA0..0xD800, 0xF900..0x1_0000, 0x2_0000..0x3_3480];

/// The TrueType font; none where it cannot be built.
pub(super) fn cjk_font() -> Option<Arc<Vec<u8>>> {
    static FONT: OnceLock<Option<Arc<Vec<u8>>>> = OnceLock::new();
    FONT.get_or_init(|| Some(Arc::new(Font::read(&mut Packed::new(PACKED))?.true_type()?))).clone()
}

struct Font {
    units_per_em: u16,
    ascent: i16,
    descent: i16,
    chars: Vec<u32>,
    /// The box, one for each character, and the box again: readers take glyph 0 for none.
    glyphs: Vec<Glyph>,
}

#[derive(Clone)]
struct Glyph {
    advance: u16,
    outline: Outline,
}

#[derive(Default, Clone)]
struct Outline {
    /// Each with: is it on the curve?
    points: Vec<([i16; 2], bool)>,
    /// The last point of each contour.
    ends: Vec<u16>,
}

impl Outline {
    fn append(&mut self, piece: &Self) -> Option<()> {
        let shift = u16::try_from(self.points.len()).ok()?;
        for end in &piece.ends {
            self.ends.push(end.checked_add(shift)?);
        }
        self.points.extend_from_slice(&piece.points);
        Some(())
    }
}

fn sum(counts: &[u32]) -> usize {
    counts.iter().map(|count| *count as usize).sum()
}

impl Font {
    fn read(packed: &mut Packed<'_>) -> Option<Self> {
        let units_per_em = u16::try_from(packed.number()?).ok()?;
        let (ascent, descent) =
            (i16::try_from(packed.signed()?).ok()?, i16::try_from(packed.signed()?).ok()?);
        let char_count = packed.number()? as usize;
        let mut chars = packed.numbers(char_count)?;
        for index in 1..chars.len() {
            chars[index] = chars[index].checked_add(chars[index - 1])?;
        }
        let advances = packed.numbers(char_count + 1)?;
        let piece_counts = packed.numbers(char_count + 1)?;
        let back = packed.numbers(sum(&piece_counts))?;
        let pieces = read_pieces(packed)?;

        let (mut back, mut known) = (back.into_iter(), 0_usize);
        let mut glyphs = Vec::with_capacity(advances.len());
        for (advance, piece_count) in advances.into_iter().zip(piece_counts) {
            let mut outline = Outline::default();
            for _ in 0..piece_count {
                let index = known.checked_sub(back.next()? as usize)?;
                outline.append(pieces.get(index)?)?;
                known = known.max(index + 1);
            }
            glyphs.push(Glyph { advance: u16::try_from(advance).ok()?, outline });
        }
        glyphs.push(glyphs.first()?.clone());
        Some(Self { units_per_em, ascent, descent, chars, glyphs })
    }

    fn true_type(&self) -> Option<Vec<u8>> {
        let (mut glyf, mut loca, mut hmtx) = (Vec::new(), Vec::new(), Vec::new());
        for glyph in &self.glyphs {
            loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
            let left = glyph.outline.write(&mut glyf)?;
            hmtx.extend(words([glyph.advance, left.cast_unsigned()]));
        }
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        let glyph_count = u16::try_from(self.glyphs.len()).ok()?;
        let [ascent, descent] = [self.ascent, self.descent].map(i16::cast_unsigned);
        let em = self.units_per_em;
        // Magic number and units; long offsets to glyphs.
        let head = words([1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, em, 0, 0, 0, 0, 0, 0, 0, 0])
            .chain(words([0, descent, em, ascent, 0, 8, 2, 1, 0]));
        let hhea = words([1, 0, ascent, descent, 0, em, 0, 0, em, 1, 0, 0, 0, 0, 0, 0, 0, glyph_count]);
        let maxp = words([1, 0, glyph_count, 1024, 128, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
        tables(&[
            (b"cmap", self.cmap()?),
            (b"glyf", glyf),
            (b"head", head.collect()),
            (b"hhea", hhea.collect()),
            (b"hmtx", hmtx),
            (b"loca", loca),
            (b"maxp", maxp.collect()),
        ])
    }

    /// Format 13: many characters, one glyph.
    fn cmap(&self) -> Option<Vec<u8>> {
        let mut groups = Vec::new();
        let the_box = u32::try_from(self.glyphs.len().checked_sub(1)?).ok()?;
        let mut boxed_from = 0;
        let fill = |from: u32, to: u32, groups: &mut Vec<[u32; 3]>| {
            for range in &BOXED {
                let (low, high) = (from.max(range.start), to.min(range.end));
                if low < high {
                    groups.push([low, high - 1, the_box]);
                }
            }
        };
        for (index, char) in (1..).zip(&self.chars) {
            fill(boxed_from, *char, &mut groups);
            groups.push([*char, *char, index]);
            boxed_from = char + 1;
        }
        fill(boxed_from, u32::MAX, &mut groups);
        let group_count = u32::try_from(groups.len()).ok()?;
        // One table, for full Unicode, 12 bytes from here.
        let mut cmap: Vec<u8> = words([0, 1, 3, 10, 0, 12, 13, 0]).collect();
        cmap.extend([16 + 12 * group_count, 0, group_count].into_iter().flat_map(u32::to_be_bytes));
        cmap.extend(groups.into_iter().flatten().flat_map(u32::to_be_bytes));
        Some(cmap)
    }
}

fn read_pieces(packed: &mut Packed<'_>) -> Option<Vec<Outline>> {
    let piece_count = packed.number()? as usize;
    let contour_counts = packed.numbers(piece_count)?;
    let point_counts = packed.numbers(sum(&contour_counts))?;
    let total = sum(&point_counts);
    let (xs, ys) = (packed.signed_numbers(total)?, packed.signed_numbers(total)?);
    let on_curve = packed.bytes(total.div_ceil(8))?;
    let is_on_curve = |index: usize| on_curve[index / 8] >> (index % 8) & 1 == 1;
    let mut points = xs.into_iter().zip(ys).enumerate();
    let mut point_counts = point_counts.into_iter();
    let mut pieces = Vec::with_capacity(piece_count);
    for contour_count in contour_counts {
        let mut piece = Outline::default();
        let (mut x, mut y) = (0_i16, 0_i16);
        for _ in 0..contour_count {
            for _ in 0..point_counts.next()? {
                let (index, (dx, dy)) = points.next()?;
                x = x.checked_add(i16::try_from(dx).ok()?)?;
                y = y.checked_add(i16::try_from(dy).ok()?)?;
                piece.points.push(([x, y], is_on_curve(index)));
            }
            piece.ends.push(u16::try_from(piece.points.len().checked_sub(1)?).ok()?);
        }
        pieces.push(piece);
    }
    Some(pieces)
}

impl Outline {
    /// Writes the glyph, and returns where it begins on the left.
    fn write(&self, glyf: &mut Vec<u8>) -> Option<i16> {
        let side = |axis: usize| self.points.iter().map(move |(point, _)| point[axis]);
        let (Some(left), Some(low)) = (side(0).min(), side(1).min()) else { return Some(0) };
        let (right, high) = (side(0).max()?, side(1).max()?);
        let contour_count = i16::try_from(self.ends.len()).ok()?;
        glyf.extend([contour_count, left, low, right, high].into_iter().flat_map(i16::to_be_bytes));
        glyf.extend(words(self.ends.iter().copied()));
        // No instructions.
        glyf.extend([0, 0]);
        glyf.extend(self.points.iter().map(|(_, is_on_curve)| u8::from(*is_on_curve)));
        for axis in 0..2 {
            let mut before = 0;
            for value in side(axis) {
                glyf.extend(value.checked_sub(before)?.to_be_bytes());
                before = value;
            }
        }
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        Some(left)
    }
}

fn words(values: impl IntoIterator<Item = u16>) -> impl Iterator<Item = u8> {
    values.into_iter().flat_map(u16::to_be_bytes)
}

/// The tables, in the order of their names, as a font file. Nothing here reads checksums: they stay 0.
fn tables(tables: &[(&[u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let mut font: Vec<u8> = words([1, 0, u16::try_from(tables.len()).ok()?, 0, 0, 0]).collect();
    let mut offset = font.len() + 16 * tables.len();
    for (name, table) in tables {
        font.extend(*name);
        font.extend([0, offset, table.len()].into_iter().flat_map(|value| (value as u32).to_be_bytes()));
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    Some(font)
}
