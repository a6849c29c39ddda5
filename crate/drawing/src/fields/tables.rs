//! Cells of tables → rows under the names of their columns: parts lists, revisions, tables of holes.

use serde::{Deserialize, Serialize};

use super::label::plain;
use crate::quad::{Axes, Extent};
use crate::{Quad, order};

/// What a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// The parts of an assembly.
    PartsList,
    /// What was changed, and when.
    Revisions,
    /// Holes with their places and sizes.
    Holes,
    /// Anything else.
    Other,
}

/// A table of the sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// By the names of its columns.
    pub kind: TableKind,
    /// Around all its cells.
    pub quad: Quad,
    /// Their names; none where no row of names was found.
    pub columns: Vec<String>,
    /// From the top down, with as many cells as there are columns; without columns as they stand, from left to right.
    pub rows: Vec<Vec<String>>,
}

/// One line of a text that seems to be a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As read.
    pub text: String,
    /// Where.
    pub quad: Quad,
}

/// In heights of a cell: cells farther apart belong to different tables.
const FARTHEST_BESIDE: f64 = 14.0;
const FARTHEST_BELOW: f64 = 2.2;
/// Fewer cells are no table.
const LEAST_CELLS: usize = 4;
/// Names of a row that must be known for it to be the row of names.
const LEAST_NAMES: usize = 2;

#[rustfmt::skip]
const NAMES: [(TableKind, &str); 3] = [
    (TableKind::Revisions, "\
        rev revision revby descriptionofchange change ecn ecr eco zone date by approved anderung index zust \
        datum modification indice 改訂 訂正 日付 改訂内容"),
    (TableKind::Holes, "\
        hole tag xloc yloc x y xdim ydim bohrung loch 穴"),
    (TableKind::PartsList, "\
        item itemno pos no nr qty q'ty quantity partno partnumber part description name title material note \
        notes remarks size mass weight menge stuck anzahl benennung sachnummer werkstoff norm bemerkung rep \
        repere designation qte matiere 品名 数量 個数 材質 番号 備考 品番 部品名"),
];

struct Placed<'c> {
    cell: &'c Cell,
    place: Extent,
}

/// Tables among the cells of a sheet.
pub fn tables(cells: &[Cell]) -> Vec<Table> {
    // All tables of a sheet read in one direction, that of its longest cell.
    let Some(longest) = cells.iter().max_by(|a, b| a.quad.width().total_cmp(&b.quad.width())) else {
        return Vec::new();
    };
    let axes = longest.quad.axes();
    let placed = cells.iter().map(|cell| Placed { cell, place: cell.quad.extent(&axes) });
    let groups = grouped(placed.collect());
    groups
        .into_iter()
        .filter(|group| group.len() >= LEAST_CELLS)
        .filter_map(|group| table(group, &axes))
        .collect()
}

/// Cells that stand beside or below one another, and what these stand beside.
fn grouped(cells: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    let mut groups: Vec<Vec<Placed<'_>>> = Vec::new();
    for cell in cells {
        let (near, far): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.iter().any(|other| are_neighbours(&cell.place, &other.place)));
        groups = far;
        groups.push(near.into_iter().flatten().chain([cell]).collect());
    }
    groups
}

fn are_neighbours(a: &Extent, b: &Extent) -> bool {
    let height = a.height().min(b.height());
    let beside = a.left.max(b.left) - a.right.min(b.right);
    let below = a.top.max(b.top) - a.bottom.min(b.bottom);
    (below < -0.4 * height && beside < FARTHEST_BESIDE * height)
        || (beside < 0.0 && below < FARTHEST_BELOW * height)
}

fn table(cells: Vec<Placed<'_>>, axes: &Axes) -> Option<Table> {
    let around = cells.iter().map(|cell| cell.place).reduce(Extent::union)?;
    let mut rows = rows(cells);
    if rows.len() < 2 || rows.iter().all(|row| row.len() < 2) {
        return None;
    }
    // A parts list often grows upward from its names.
    let named =
        [0, rows.len() - 1].into_iter().max_by_key(|&row| (names(&rows[row]), usize::from(row == 0)))?;
    let has_names = names(&rows[named]) >= LEAST_NAMES;
    let head = if has_names { rows.remove(named) } else { Vec::new() };
    let text = |cell: &Placed<'_>| cell.cell.text.trim().to_owned();
    Some(Table {
        kind: kind(&head),
        quad: around.quad(axes),
        columns: head.iter().map(text).collect(),
        rows: rows
            .iter()
            .map(|row| if has_names { under(&head, row) } else { row.iter().map(text).collect() })
            .collect(),
    })
}

/// From the top down, and each from left to right.
fn rows(mut cells: Vec<Placed<'_>>) -> Vec<Vec<Placed<'_>>> {
    let middle = |cell: &Placed<'_>| f64::midpoint(cell.place.top, cell.place.bottom);
    order::by_number(&mut cells, middle);
    let mut rows: Vec<Vec<Placed<'_>>> = Vec::new();
    for cell in cells {
        let is_level = |row: &&mut Vec<Placed<'_>>| {
            row.last().is_some_and(|last| middle(&cell) < last.place.bottom - 0.2 * last.place.height())
        };
        match rows.last_mut().filter(is_level) {
            Some(row) => row.push(cell),
            None => rows.push(vec![cell]),
        }
    }
    for row in &mut rows {
        order::by_number(row, |cell| cell.place.left);
    }
    rows
}

/// Each text under the name that it stands nearest to.
fn under(head: &[Placed<'_>], row: &[Placed<'_>]) -> Vec<String> {
    let mut texts = vec![String::new(); head.len()];
    for cell in row {
        let apart = |name: &Placed<'_>| {
            let gap = name.place.left.max(cell.place.left) - name.place.right.min(cell.place.right);
            let left = (name.place.left - cell.place.left).abs();
            let middle =
                (name.place.left + name.place.right - cell.place.left - cell.place.right).abs() / 2.0;
            (gap.max(0.0), left.min(middle))
        };
        let nearest = (0..head.len()).min_by(|&a, &b| {
            let (a, b) = (apart(&head[a]), apart(&head[b]));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        if let Some(column) = nearest {
            let joint = if texts[column].is_empty() { "" } else { " " };
            texts[column] += joint;
            texts[column] += cell.cell.text.trim();
        }
    }
    texts
}

/// Names apart by spaces.
fn is_name(text: &str, names: &str) -> bool {
    let plain = plain(text);
    names.split_ascii_whitespace().any(|name| name == plain)
}

fn names(row: &[Placed<'_>]) -> usize {
    row.iter().filter(|cell| NAMES.iter().any(|(_, names)| is_name(&cell.cell.text, names))).count()
}

/// That to which most of the names belong; among equals the one that comes first.
fn kind(head: &[Placed<'_>]) -> TableKind {
    let count = |names: &str| head.iter().filter(|cell| is_name(&cell.cell.text, names)).count();
    let mut best = (0, TableKind::Other);
    for (kind, names) in &NAMES {
        if count(names) > best.0 {
            best = (count(names), *kind);
        }
    }
    best.1
}
