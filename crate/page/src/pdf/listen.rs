//! Hears what a page draws. One device for all listeners, since the interpreter is compiled once for each.

use super::fonts;
use super::place::Place;
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::pattern::Pattern;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, Paint, SoftMask, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape};
use std::collections::HashSet;

/// Is told of everything that a page draws, in the order of drawing; what does not matter is left out.
pub(super) trait Listener<'a> {
    fn path(&mut self, _path: &BezPath, _props: &DrawProps<'a>, _mode: &DrawMode) {}
    fn glyphs(&mut self, _run: &GlyphRun<'_, 'a>, _props: &DrawProps<'a>, _mode: &DrawMode) {}
    /// `transform` takes the image's pixels, y down, to page pixels.
    fn image(&mut self, _image: &Image<'a, '_>, _transform: Affine) {}
    /// What follows, until the group ends, is not simply laid on the page.
    fn group(&mut self, _is_plain: bool) {}
    fn group_end(&mut self) {}
    fn clip(&mut self, _bounds: Rect) {}
    fn clip_end(&mut self) {}
    /// An image within a pattern, a mask or a glyph: never seen itself, but decoded.
    fn hidden_image(&mut self, _image: &Image<'a, '_>, _transform: Affine) {}
    /// Should patterns, masks and glyphs be opened to find their images?
    fn wants_hidden_images(&self) -> bool {
        false
    }
}

/// Interprets the page, telling the listener.
pub(super) fn listen<'a>(page: &'a Page<'a>, place: &Place, listener: &mut dyn Listener<'a>) {
    let cache = InterpreterCache::new();
    let settings = fonts::settings(&fonts::Complaints::default());
    let mut context = Context::new(place.from_content, place.area(), &cache, page.xref(), settings);
    let mut ear = Ear { listener, opened: HashSet::new(), depth: 0 };
    interpret_page(page, &mut context, &mut ear);
}

struct Ear<'l, 'a> {
    listener: &'l mut dyn Listener<'a>,
    /// Patterns, masks and glyphs already looked into: each is decoded once, however often it is used.
    opened: HashSet<u128>,
    /// How deep inside patterns, masks and glyphs this is.
    depth: u32,
}

impl<'a> Ear<'_, 'a> {
    fn open(&mut self, key: u128, content: impl FnOnce(&mut Self)) {
        if self.listener.wants_hidden_images() && self.opened.insert(key) {
            self.depth += 1;
            content(self);
            self.depth -= 1;
        }
    }

    fn open_props(&mut self, props: &DrawProps<'a>) {
        if let Paint::Pattern(pattern) = &props.paint
            && let Pattern::Tiling(tiling) = &**pattern
        {
            let transform = props.transform;
            self.open(tiling.cache_key(), |ear| {
                tiling.interpret(ear, transform, false);
            });
        }
        self.open_mask(props.soft_mask.as_ref());
    }

    fn open_mask(&mut self, mask: Option<&SoftMask<'a>>) {
        if let Some(mask) = mask {
            self.open(mask.cache_key(), |ear| mask.interpret(ear));
        }
    }
}

impl<'a> Device<'a> for Ear<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.depth == 0 {
            self.listener.path(path, &props, mode);
        }
        self.open_props(&props);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if self.depth == 0 {
            self.listener.glyphs(run, &props, mode);
        }
        self.open_props(&props);
        for glyph in run.glyphs() {
            if let Glyph::Type3(drawn) = &**glyph {
                self.open(drawn.cache_key(), |ear| {
                    drawn.interpret(ear, props.transform, glyph.transform(), &props.paint);
                });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if self.depth == 0 {
            self.listener.image(&image, props.transform);
        } else {
            self.listener.hidden_image(&image, props.transform);
        }
        self.open_mask(props.soft_mask.as_ref());
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        if self.depth == 0 {
            self.listener.group(opacity >= 1.0 && mask.is_none() && blend == BlendMode::Normal);
        }
        self.open_mask(mask.as_ref());
    }

    fn pop_transparency_group(&mut self) {
        if self.depth == 0 {
            self.listener.group_end();
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        if self.depth == 0 {
            self.listener.clip(clip.path.bounding_box());
        }
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        if self.depth == 0 {
            self.listener.clip(*rect);
        }
    }

    fn pop_clip(&mut self) {
        if self.depth == 0 {
            self.listener.clip_end();
        }
    }
}
