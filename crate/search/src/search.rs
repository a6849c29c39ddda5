use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::file::{Block, admitted};
use crate::kernel::{Products, products_of_signs};
use crate::nearest::Nearest;
use crate::precision::signs_of;
use crate::{Embedding, Filter, Hit, Index, Listed, Model, Precision, SearchError, View, score};

/// What is sought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Drawings like this one.
    pub embedding: Embedding,
    /// Among those that it admits.
    #[serde(default)]
    pub filter: Filter,
    /// So many of the best are left out, for they were shown before.
    #[serde(default)]
    pub offset: usize,
    /// At most so many are given.
    #[serde(default = "usual_limit")]
    pub limit: usize,
    /// Compares the views of all drawings, which takes as many times longer as there are pairs of views. Else views are
    /// compared of those whose sheets are most alike: a thousand, or four times as many as are asked for.
    #[serde(default)]
    pub thorough: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Best first; of equal ones, the earlier entry first.
    pub hits: Vec<Hit>,
    /// How many pages the filter admits.
    pub n_admitted: usize,
}

/// Of so many drawings, if they are there, views are compared.
const SHORTLIST: usize = 1024;
/// So many rows are multiplied before their products are looked at: few enough to stay in the nearest cache.
const CHUNK: usize = 512;

impl Query {
    /// The best ten of all.
    #[must_use]
    pub fn new(embedding: Embedding) -> Self {
        Self { embedding, filter: Filter::default(), offset: 0, limit: usual_limit(), thorough: false }
    }
}

fn usual_limit() -> usize {
    10
}

impl<B: AsRef<[u8]>> Index<B> {
    /// The drawings most like the query's, which `model` embedded. Fails with [`SearchError::OtherModel`],
    /// [`SearchError::BadVector`] or [`SearchError::Damaged`].
    pub fn search(&self, model: &Model, query: &Query) -> Result<Found, SearchError> {
        self.model().check(model)?;
        let embedding = query.embedding.normalised(self.model().dim)?;
        let asking = Asking::new(self, &embedding);
        let wanted = query.offset.saturating_add(query.limit);
        let n_kept = if query.thorough { wanted } else { wanted.saturating_mul(4).max(SHORTLIST) };
        let first = match (query.thorough, self.header().precision) {
            (true, _) => Asking::score,
            (false, Precision::Bits) => Asking::product_of_signs,
            (false, _) => Asking::product_of_sheets,
        };
        let mut nearest = Nearest::new(n_kept);
        let mut scores = [0.0; CHUNK];
        let n_admitted = self.for_admitted(&query.filter, &mut |block, rows| {
            let scores = &mut scores[..rows.len()];
            first(&asking, block, rows.clone(), scores);
            for (row, &score) in rows.zip(scores.iter()) {
                nearest.tell(score, (block.first_row + row) as u32);
            }
        })?;
        let mut best = nearest.into_sorted();
        if !query.thorough {
            best = self.scored_anew(&asking, best, wanted);
        }
        let shown = best.iter().skip(query.offset).take(query.limit);
        let hits = shown.map(|&(score, row)| {
            let (block, row) = self.block_of(row as usize);
            let Listed { id, page, facets } = self.listed(block, row)?;
            Ok(Hit { id, page, score, facets })
        });
        Ok(Found { hits: hits.collect::<Result<_, SearchError>>()?, n_admitted })
    }

    /// Calls with runs of rows that count and are admitted; gives how many they are in all.
    fn for_admitted(
        &self,
        filter: &Filter,
        call: &mut dyn FnMut(&Block, Range<usize>),
    ) -> Result<usize, SearchError> {
        let bytes = self.bytes();
        let mut n_admitted = 0;
        for block in self.blocks() {
            let mut tell = |rows: &mut dyn Iterator<Item = usize>| {
                let mut run = 0..0;
                for row in rows.filter(|row| self.is_live(block.first_row + row)) {
                    n_admitted += 1;
                    if run.end == row && run.len() < CHUNK {
                        run.end += 1;
                    } else {
                        call(block, run.clone());
                        run = row..row + 1;
                    }
                }
                call(block, run);
            };
            if filter.conditions().is_empty() {
                tell(&mut (0..block.n_rows));
            } else {
                tell(&mut admitted(block, filter, bytes)?.into_iter().map(|row| row as usize));
            }
        }
        Ok(n_admitted)
    }

    fn scored_anew(&self, asking: &Asking<'_>, rough: Vec<(f32, u32)>, wanted: usize) -> Vec<(f32, u32)> {
        let mut rows: Vec<u32> = rough.into_iter().map(|(_, row)| row).collect();
        rows.sort_unstable();
        let mut nearest = Nearest::new(wanted);
        for row in rows {
            let (block, at) = self.block_of(row as usize);
            let mut score = [0.0];
            asking.score(block, at..at + 1, &mut score);
            nearest.tell(score[0], row);
        }
        nearest.into_sorted()
    }
}

/// A query, ready to be multiplied with rows of one index.
struct Asking<'a> {
    bytes: &'a [u8],
    form: crate::precision::Form,
    sheet_share: f32,
    sheet: Products,
    signs: Vec<u8>,
    views: &'a [View],
    view_products: Vec<Products>,
}

impl<'a> Asking<'a> {
    fn new<B: AsRef<[u8]>>(index: &'a Index<B>, embedding: &'a Embedding) -> Self {
        let form = index.header().form();
        let (mut row, mut signs) = (Vec::new(), Vec::new());
        if form.precision == Precision::Bits {
            form.encode(&embedding.sheet, &mut row, &mut Vec::new());
            signs_of(&row, &mut signs);
        }
        Self {
            bytes: index.bytes(),
            form,
            sheet_share: index.header().sheet_share,
            sheet: form.asking(&embedding.sheet),
            signs,
            views: &embedding.views,
            view_products: embedding.views.iter().map(|view| form.asking(&view.vector)).collect(),
        }
    }

    fn product_of_signs(&self, block: &Block, rows: Range<usize>, products: &mut [f32]) {
        let size = self.form.bit_bytes();
        products_of_signs(&self.signs, &block.bits(self.bytes)[size * rows.start..size * rows.end], products);
    }

    fn product_of_sheets(&self, block: &Block, rows: Range<usize>, products: &mut [f32]) {
        let sheets = block.sheets(self.bytes).rows(self.form, rows);
        self.sheet.with_rows(sheets.numbers, sheets.scales, products);
    }

    /// By sheet and views.
    fn score(&self, block: &Block, rows: Range<usize>, scores: &mut [f32]) {
        self.product_of_sheets(block, rows.clone(), scores);
        let all = block.views(self.bytes);
        let (mut products, mut best) = (Vec::new(), Vec::new());
        for (row, score_of_row) in rows.zip(scores) {
            let its_views = block.views_of(self.bytes, row);
            if its_views.is_empty() {
                continue;
            }
            products.resize(its_views.len(), 0.0);
            best.clear();
            let rows = all.rows(self.form, its_views);
            for view in &self.view_products {
                view.with_rows(rows.numbers, rows.scales, &mut products);
                best.push(products.iter().copied().fold(-1.0, f32::max));
            }
            *score_of_row = score(self.sheet_share, *score_of_row, self.views, Some(&best));
        }
    }
}
