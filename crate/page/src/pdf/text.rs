//! A page's own text → words with their places.

use super::image;
use super::listen::{Listener, listen};
use super::place::Place;
use super::words::{Character, Words};
use crate::TextLayer;
use hayro::hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::hayro_interpret::{DrawMode, DrawProps, Image};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect, Vec2};

/// Glyphs are given in thousandths of the em.
const UNITS_PER_EM: f64 = 1000.0;
/// The pen of vertical text stands above the glyph's own origin by this, and in the middle of its width.
const VERTICAL_PEN: f64 = 880.0;
/// A picture that leaves this little of the page free, in pixels at each edge, hides what lies beneath.
const COVERED_WITHIN_PX: f64 = 8.0;
/// Of the page: a picture that takes up so much of it is what the page shows.
const PICTURE_SHARE: f64 = 0.6;

pub(super) fn read<'a>(page: &'a Page<'a>, place: &Place) -> TextLayer {
    let mut reader =
        Reader { page: place.area(), words: Words::default(), last_fill: Vec::new(), clips: Vec::new() };
    listen(page, place, &mut reader);
    reader.words.finish(place.area())
}

struct Reader {
    page: Rect,
    words: Words,
    /// Where the glyphs of the last filled run stand: drawn again as outlines they are the same text.
    last_fill: Vec<Affine>,
    /// What may be drawn on, the innermost last.
    clips: Vec<Rect>,
}

impl Reader {
    fn is_clipped(&self, character: &Character) -> bool {
        let middle = character.origin + character.advance / 2.0 + character.up * (character.em_px / 3.0);
        self.clips.iter().any(|clip| !clip.contains(middle.to_point()))
    }
}

impl<'a> Listener<'a> for Reader {
    fn glyphs(&mut self, run: &GlyphRun<'_, 'a>, props: &DrawProps<'a>, mode: &DrawMode) {
        let places: Vec<Affine> =
            run.glyphs().iter().map(|glyph| props.transform * glyph.transform()).collect();
        if matches!(mode, DrawMode::Stroke(_)) && places == self.last_fill {
            return;
        }
        let is_visible = !matches!(mode, DrawMode::Invisible);
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        for (glyph, place) in run.glyphs().iter().zip(&places) {
            if let Some(mut character) = character(glyph, *place, is_vertical, is_visible) {
                character.is_visible &= !self.is_clipped(&character);
                self.words.push(character);
            }
        }
        self.last_fill = places;
    }

    fn image(&mut self, picture: &Image<'a, '_>, transform: Affine) {
        let page = self.page.inflate(-COVERED_WITHIN_PX, -COVERED_WITHIN_PX);
        let area = image::area(picture, transform);
        self.words.is_of_picture |= area.intersect(self.page).area() >= PICTURE_SHARE * self.page.area();
        if image::is_opaque(picture) && area.contains_rect(page) {
            self.words.hide_all();
        }
    }

    fn clip(&mut self, bounds: Rect) {
        self.clips.push(bounds);
    }

    fn clip_end(&mut self) {
        self.clips.pop();
    }
}

fn character(
    glyph: &PositionedGlyph<'_>,
    place: Affine,
    is_vertical: bool,
    is_visible: bool,
) -> Option<Character> {
    let [a, b, c, d, ..] = place.as_coeffs();
    let (right, up) = (Vec2::new(a, b), Vec2::new(c, d));
    // The height of a slanted em is measured across its baseline.
    let across = right.cross(up);
    let em_px = across.abs() / right.hypot() * UNITS_PER_EM;
    if !em_px.is_finite() || em_px <= 0.0 {
        return None;
    }
    let up = Vec2::new(-right.y, right.x) * (across.signum() / right.hypot());
    let width = match &**glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    let width = f64::from(width.unwrap_or(0.0));
    let (origin, advance) = if is_vertical {
        let middle = if width > 0.0 { width / 2.0 } else { UNITS_PER_EM / 2.0 };
        ((middle, VERTICAL_PEN), up * -em_px)
    } else {
        ((0.0, 0.0), right * width)
    };
    let text = match glyph.as_unicode() {
        Some(BfString::Char(c)) => without_ligatures(&c.to_string()),
        Some(BfString::String(text)) => without_ligatures(&text),
        None => char::REPLACEMENT_CHARACTER.to_string(),
    };
    let origin = (place * hayro::kurbo::Point::from(origin)).to_vec2();
    Some(Character { text, origin, advance, up, em_px, is_vertical, is_visible })
}

/// The letters of ligatures that have a code of their own.
fn without_ligatures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            other => out.push(other),
        }
    }
    out
}
