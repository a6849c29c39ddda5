//! A drawing that fills little of its page, such as a reduced copy on a larger sheet, is looked at as large as one that fills it.

use super::ink::Ink;
use super::pieces::{Pieces, Touching};
use crate::embedder_manifest::ViewRules;
use crate::tile::Area;
use crate::{PageArea, Point};

/// What the rules look at, and where on the page it is.
pub(crate) struct Fitted {
    pub(crate) ink: Ink,
    pub(crate) place: Place,
}

/// Page pixels times `scale`, less `corner`, are the pixels that are looked at.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) scale: f64,
    pub(crate) corner: Point,
}

impl Place {
    pub(crate) fn of_page_area(&self, area: &PageArea) -> PageArea {
        let [left, top] = self.corner;
        let area = area.scaled(self.scale);
        PageArea { x: area.x - left, y: area.y - top, ..area }
    }

    pub(crate) fn in_page(&self, area: &Area) -> PageArea {
        let [left, top] = self.corner;
        let area = PageArea::of(area);
        PageArea { x: area.x + left, y: area.y + top, ..area }.scaled(1.0 / self.scale)
    }
}

pub(crate) fn fitted(ink: Ink, scale: f64, rules: &ViewRules) -> Fitted {
    let page_px = ink.width_px.max(ink.height_px) as f64;
    let is_small = |area: &Area| (longest_px(area) as f64) < rules.fit_below * page_px;
    let Some(filled) = filled(&ink, rules).filter(is_small) else {
        return Fitted { ink, place: Place { scale, corner: [0.0; 2] } };
    };
    let margin = (rules.fit_margin * longest_px(&filled) as f64).round_ties_even() as usize;
    let wider =
        |(from, to): (usize, usize), end: usize| (from.saturating_sub(margin), (to + margin).min(end));
    let seen = Area { x: wider(filled.x, ink.width_px), y: wider(filled.y, ink.height_px) };
    let by = (rules.long_side_px / longest_px(&seen) as f64).min(rules.fit_most);
    let side = |px: usize| (px as f64 * by).round_ties_even() as usize;
    let to = (side(seen.width_px()), side(seen.height_px()));
    let ink = ink.part(&seen).resized(to, (1.0 / by, 1.0 / by));
    Fitted { ink, place: Place { scale: scale * by, corner: [seen.x.0 as f64 * by, seen.y.0 as f64 * by] } }
}

fn longest_px(area: &Area) -> usize {
    area.width_px().max(area.height_px())
}

/// What holds all pieces of ink but specks and letters.
fn filled(ink: &Ink, rules: &ViewRules) -> Option<Area> {
    let pieces = Pieces::of(&ink.above(ink.level(rules)), Touching::Corners);
    let large =
        pieces.all.iter().map(|piece| piece.bounds).filter(|area| longest_px(area) >= rules.fit_least_px);
    large.reduce(|all, area| Area {
        x: (all.x.0.min(area.x.0), all.x.1.max(area.x.1)),
        y: (all.y.0.min(area.y.0), all.y.1.max(area.y.1)),
    })
}
