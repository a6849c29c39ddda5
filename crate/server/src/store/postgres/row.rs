//! Rows ↔ pages and hits.

use std::collections::BTreeMap;

use draftlens_search::{Embedding, Facet, Facets, Hit, View, score};
use half::slice::HalfFloatSliceExt;
use pgvector::HalfVector;
use tokio_postgres::Row;
use tokio_postgres::types::Json;

use crate::DrawingPage;

/// A page as a row keeps it.
pub(super) struct StoredPage<'a> {
    pub(super) page: i32,
    pub(super) sheet: HalfVector,
    pub(super) views: Vec<HalfVector>,
    pub(super) weights: Vec<f32>,
    pub(super) facets: Json<&'a Facets>,
    pub(super) texts: Json<Texts<'a>>,
}

/// Each text with its lower-case form, by facet.
type Texts<'a> = BTreeMap<&'a str, Vec<(&'a str, String)>>;

impl<'a> StoredPage<'a> {
    pub(super) fn of(page: &'a DrawingPage) -> anyhow::Result<Self> {
        let DrawingPage { page, embedding, facets } = page;
        Ok(Self {
            page: i32::try_from(*page)?,
            sheet: HalfVector::from_f32_slice(&embedding.sheet),
            views: embedding.views.iter().map(|view| HalfVector::from_f32_slice(&view.vector)).collect(),
            weights: embedding.views.iter().map(|view| view.weight).collect(),
            facets: Json(facets),
            texts: Json(texts(facets)),
        })
    }
}

fn texts(facets: &Facets) -> Texts<'_> {
    facets
        .iter()
        .filter_map(|(name, facet)| {
            let texts = match facet {
                Facet::Number(_) => return None,
                Facet::Text(text) => std::slice::from_ref(text),
                Facet::Texts(texts) => texts,
            };
            Some((name, texts.iter().map(|text| (text.as_str(), text.to_lowercase())).collect()))
        })
        .collect()
}

/// From `drawing, page, facets, sheet, views, weights`.
pub(super) fn page(row: &Row) -> anyhow::Result<DrawingPage> {
    let page: i32 = row.try_get(1)?;
    let Json(facets) = row.try_get(2)?;
    let sheet: HalfVector = row.try_get(3)?;
    let views: Vec<HalfVector> = row.try_get(4)?;
    let weights: Vec<f32> = row.try_get(5)?;
    let views = views.iter().zip(weights).map(|(vector, weight)| View { vector: floats(vector), weight });
    let embedding = Embedding { sheet: floats(&sheet), views: views.collect() };
    Ok(DrawingPage { page: page.cast_unsigned(), embedding, facets })
}

/// From `drawing, page, facets, the sheets' product, views`; the views only where the query has some.
pub(super) fn hit(row: &Row, query: &Embedding, sheet_share: f32) -> anyhow::Result<Hit> {
    let page: i32 = row.try_get(1)?;
    let Json(facets) = row.try_get(2)?;
    let sheets_product: f64 = row.try_get(3)?;
    let views: Option<Vec<HalfVector>> = row.try_get(4)?;
    let views: Vec<Vec<f32>> = views.iter().flatten().map(floats).collect();
    let best_of = |wanted: &View| {
        let product = |view: &Vec<f32>| wanted.vector.iter().zip(view).map(|(a, b)| a * b).sum::<f32>();
        views.iter().map(product).fold(-1.0, f32::max)
    };
    let best: Option<Vec<f32>> = (!views.is_empty()).then(|| query.views.iter().map(best_of).collect());
    let score = score(sheet_share, sheets_product as f32, &query.views, best.as_deref());
    Ok(Hit { id: row.try_get(0)?, page: page.cast_unsigned(), score, facets })
}

fn floats(vector: &HalfVector) -> Vec<f32> {
    let mut floats = vec![0.0; vector.as_slice().len()];
    vector.as_slice().convert_to_f32_slice(&mut floats);
    floats
}
