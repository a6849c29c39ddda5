//! A drawing as the file keeps it: small, and the same on every machine.

use anyhow::Context;
use draftlens_search::{Embedding, Model, View};
use half::f16;
use half::slice::HalfFloatSliceExt;
use serde::{Deserialize, Serialize};

use crate::{Drawing, DrawingPage};

/// Of the form below; another number is another form.
const FORM: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    form: u8,
    pages: Vec<KeptPage>,
}

#[derive(Serialize, Deserialize)]
struct KeptPage {
    page: u32,
    sheet: Vec<u8>,
    views: Vec<(f32, Vec<u8>)>,
    /// As JSON: its values have no names for their types.
    facets: String,
}

/// Drawing → bytes. Its model is kept once for all of a tenant's drawings.
pub(super) fn to_bytes(drawing: &Drawing) -> anyhow::Result<Vec<u8>> {
    let page = |page: &DrawingPage| {
        let views = page.embedding.views.iter().map(|view| (view.weight, halves(&view.vector)));
        Ok(KeptPage {
            page: page.page,
            sheet: halves(&page.embedding.sheet),
            views: views.collect(),
            facets: serde_json::to_string(&page.facets)?,
        })
    };
    let pages = drawing.pages.iter().map(page).collect::<anyhow::Result<_>>()?;
    Ok(postcard::to_stdvec(&Kept { form: FORM, pages })?)
}

/// Bytes → drawing.
pub(super) fn from_bytes(bytes: &[u8], model: &Model) -> anyhow::Result<Drawing> {
    let kept: Kept = postcard::from_bytes(bytes).context("a drawing in the file is damaged")?;
    anyhow::ensure!(
        kept.form == FORM,
        "the file is of form {}, and this program knows form {FORM}: use the program that wrote it",
        kept.form
    );
    let page = |page: KeptPage| {
        let views = page.views.into_iter().map(|(weight, vector)| View { vector: floats(&vector), weight });
        Ok(DrawingPage {
            page: page.page,
            embedding: Embedding { sheet: floats(&page.sheet), views: views.collect() },
            facets: serde_json::from_str(&page.facets)?,
        })
    };
    let pages = kept.pages.into_iter().map(page).collect::<anyhow::Result<_>>()?;
    Ok(Drawing { model: model.clone(), pages })
}

fn halves(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|&x| f16::from_f32(x).to_le_bytes()).collect()
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let halves: Vec<f16> = bytes.as_chunks::<2>().0.iter().map(|&pair| f16::from_le_bytes(pair)).collect();
    let mut floats = vec![0.0; halves.len()];
    halves.convert_to_f32_slice(&mut floats);
    floats
}
