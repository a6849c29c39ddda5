//! A sheet and its texts → the views of the part alone, each as the small picture that the embedder sees: all of them as
//! they stand, then one by one, the largest first.

mod fit;
mod frame;
mod ink;
mod mask;
mod outline;
mod picture;
mod pieces;
mod polygon;
mod solids;
#[cfg(test)]
mod parity;

use crate::embedder_manifest::{EmbedderManifest, ViewRules};
use crate::tile::Area;
use crate::{Detection, Grey, PageArea, Sheet, order};
use fit::fitted;
use frame::erase_frames;
use ink::{Ink, Text, cut_dimension_lines, erase_letters};
use mask::Mask;
use outline::{heavy_lines, part_fields};
use picture::picture;
use pieces::{Pieces, Touching};
use solids::{closed, solids, without_lines};

/// Of the sheet's vector and of a query's views, for those by the weight of lines.
const OUTLINED_SHARE: f64 = 0.4;

/// What the embedder is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct PartView {
    /// Where it stands on the page.
    pub area: PageArea,
    /// Paper 255, ink 0.
    pub picture: Grey,
    /// All views as they stand.
    pub is_overview: bool,
    /// What it counts for in the sheet's vector; those of all views add up to 1.
    pub weight: f64,
}

/// A view's place on the scaled sheet, and what of the sheet's ink is its own.
struct Found {
    area: Area,
    ink: Ink,
}

/// At least one: of a page on which nothing is found, all that is left of it. With a region, only what lies within it
/// counts.
#[must_use]
pub fn views(
    sheet: &Sheet<'_>,
    texts: &[Detection],
    region: Option<&PageArea>,
    manifest: &EmbedderManifest,
) -> Vec<PartView> {
    let rules = &manifest.views;
    let scaled = sheet.scaled(rules.long_side_px / sheet.longest_side_px(), &manifest.input.normalisation);
    let fit::Fitted { mut ink, place } = fitted(Ink::of(scaled.grey), scaled.scale, rules);
    let texts: Vec<Text> = texts.iter().map(|found| Text::of(found, &place)).collect();
    let level = ink.level(rules);
    cut_dimension_lines(&mut ink, level, &texts, rules);
    erase_letters(&mut ink, level, &texts, rules);
    let least_fields = if place.scale > scaled.scale { rules.least_fields } else { 0 };
    erase_frames(&mut ink, level, least_fields, rules);
    // Of the whole page, as a region's own lines may be all light or all heavy.
    let heavy = heavy_lines(&ink, level);
    if let Some(region) = region {
        erase_outside(&mut ink, &place.of_page_area(region));
    }
    let closed = closed(&ink, level, rules);
    let found = found_in(&ink, &closed, &texts, rules);
    let overview = (found.len() > 1).then(|| overview(&found, ink.width_px, ink.height_px)).flatten();
    let outlined = heavy.map(|heavy| outlined(&ink, &closed, heavy, &texts, rules)).unwrap_or_default();
    let outlined_share = if outlined.is_empty() { 0.0 } else { OUTLINED_SHARE };
    let overview_share = overview.as_ref().map_or(0.0, |_| manifest.sheet_vector.overview_share);
    let overview_share = (1.0 - outlined_share) * overview_share;
    let shown = |view: &Found, weight: f64, is_overview: bool| PartView {
        area: place.in_page(&view.area),
        picture: picture(&view.ink, &manifest.input, rules.strong / 100.0),
        is_overview,
        weight,
    };
    let mut views: Vec<PartView> = overview.iter().map(|view| shown(view, overview_share, true)).collect();
    let rest = 1.0 - outlined_share - overview_share;
    for (found, share) in &[(found, rest), (outlined, outlined_share)] {
        let side = |view: &Found| (view.area.width_px() as f64 * view.area.height_px() as f64).sqrt();
        let total: f64 = found.iter().map(side).sum();
        views.extend(found.iter().map(|view| shown(view, share * side(view) / total, false)));
    }
    views
}

fn erase_outside(ink: &mut Ink, region: &PageArea) {
    let columns = region.x..region.x + region.width;
    let rows = region.y..region.y + region.height;
    let outside = Mask::of(ink.width_px, ink.height_px, |x, y| {
        !columns.contains(&(x as f64 + 0.5)) || !rows.contains(&(y as f64 + 0.5))
    });
    ink.erase(&outside);
}

fn found_in(ink: &Ink, closed: &Mask, texts: &[Text], rules: &ViewRules) -> Vec<Found> {
    let mut found = enclosed(ink, &solids(closed, rules), texts, rules);
    let inked: usize = found.iter().map(|view| view.ink.count()).sum();
    if (inked as f64) < rules.enclosed_least * ink.count() as f64 {
        let taken: Vec<Area> = found.iter().map(|view| view.area).collect();
        found.extend(open(ink, &taken, rules));
    }
    if found.is_empty() {
        let whole = Area { x: (0, ink.width_px), y: (0, ink.height_px) };
        let area = ink.bounds().unwrap_or(whole);
        found.push(Found { area, ink: ink.part(&area) });
    }
    largest(found, rules)
}

/// By the weight of their lines: without the fields of dimensions, leaders and balloons.
fn outlined(ink: &Ink, closed: &Mask, heavy: i32, texts: &[Text], rules: &ViewRules) -> Vec<Found> {
    let fields = part_fields(ink, closed, heavy, rules.gap_px);
    largest(enclosed(ink, &without_lines(&fields, rules), texts, rules), rules)
}

/// The largest first.
fn largest(mut found: Vec<Found>, rules: &ViewRules) -> Vec<Found> {
    order::by_number(&mut found, |view| -((view.area.width_px() * view.area.height_px()) as f64));
    found.truncate(rules.most);
    found
}

/// How a cut falls may differ from copy to copy; how the views stand together hardly does.
fn overview(found: &[Found], width_px: usize, height_px: usize) -> Option<Found> {
    let mut sheet = Ink::none(width_px, height_px);
    for Found { area, ink } in found {
        for y in 0..ink.height_px {
            let row = &mut sheet.row_mut(area.y.0 + y)[area.x.0..area.x.1];
            row.iter_mut().zip(ink.row(y)).for_each(|(all, &own)| *all = own.max(*all));
        }
    }
    let area = sheet.bounds()?;
    Some(Found { area, ink: sheet.part(&area) })
}

/// Views with closed outlines: what lies within them and on them, and nothing of what stands around.
fn enclosed(ink: &Ink, solid: &Mask, texts: &[Text], rules: &ViewRules) -> Vec<Found> {
    let pieces = Pieces::of(&solid.grown(rules.join_px, rules.join_px), Touching::Sides);
    let own = solid.grown(rules.rim_px, rules.rim_px);
    // A shape grows by half of either.
    let spare = (rules.join_px - rules.rim_px) / 2;
    let areas: Vec<Area> = pieces.all.iter().map(|piece| piece.bounds.shrunk(spare)).collect();
    let size = |area: &Area| area.width_px() * area.height_px();
    let largest = areas.iter().map(size).max().unwrap_or_default() as f64;
    let is_view = |number: &usize| {
        let area = &areas[*number];
        let (long, short) = (area.width_px().max(area.height_px()), area.width_px().min(area.height_px()));
        long >= rules.least_long_px
            && short >= rules.least_short_px
            && size(area) as f64 >= rules.least_share * largest
            && !is_table(&pieces, &own, *number, texts, rules)
    };
    let view = |number: usize| {
        let area = areas[number];
        Found { area, ink: owned(ink, &pieces, number, &area, |x, y| own.get(x, y)) }
    };
    (0..pieces.all.len()).filter(is_view).map(view).collect()
}

/// Whether several texts of a title block or a table stand in a shape.
fn is_table(pieces: &Pieces, own: &Mask, number: usize, texts: &[Text], rules: &ViewRules) -> bool {
    let stands_within = |text: &&Text| {
        let [x, y] = text.quad.middle().map(f64::trunc);
        let is_on_page = x >= 0.0 && y >= 0.0 && x < own.width_px as f64 && y < own.height_px as f64;
        let (x, y) = (x as usize, y as usize);
        is_on_page && own.get(x, y) && pieces.at(x, y) == Some(number)
    };
    let cells = texts.iter().filter(|text| rules.table_kinds.contains(&text.kind));
    cells.filter(stands_within).count() >= rules.table_texts
}

/// Views whose outline does not close: cut off by the page's edge, or torn by a bad scan.
fn open(ink: &Ink, taken: &[Area], rules: &ViewRules) -> Vec<Found> {
    let near = ink.above(0).grown(rules.open_join_px, rules.open_join_px);
    let pieces = Pieces::of(&near, Touching::Sides);
    let view = |number: usize| {
        let wide = pieces.all[number].bounds;
        let own = owned(ink, &pieces, number, &wide, |_, _| true);
        let within = own.bounds()?;
        let area = within.moved(wide.x.0, wide.y.0);
        let (width, height) = (area.width_px(), area.height_px());
        let is_large = width.max(height) >= rules.open_long_px && width.min(height) >= rules.least_long_px;
        let is_free = !taken.iter().any(|other| area.meets(other));
        (is_large && is_free).then(|| Found { area, ink: own.part(&within) })
    };
    (0..pieces.all.len()).filter_map(view).collect()
}

/// The ink of an area on the pixels of one piece that are its own.
fn owned(
    ink: &Ink,
    pieces: &Pieces,
    number: usize,
    area: &Area,
    is_own: impl Fn(usize, usize) -> bool,
) -> Ink {
    let mut out = Ink::none(area.width_px(), area.height_px());
    for run in pieces.runs_of(number).filter(|run| (area.y.0..area.y.1).contains(&run.y)) {
        for x in run.x.start.max(area.x.0)..run.x.end.min(area.x.1) {
            if is_own(x, run.y) {
                out.row_mut(run.y - area.y.0)[x - area.x.0] = ink.row(run.y)[x];
            }
        }
    }
    out
}
