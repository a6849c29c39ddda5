use serde::{Deserialize, Serialize};

use crate::SearchError;

/// A drawing as directions: one for the whole sheet, one for each of its views.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embedding {
    /// Of the whole sheet.
    pub sheet: Vec<f32>,
    /// Of each view; none where only the sheet is known.
    #[serde(default)]
    pub views: Vec<View>,
}

/// One view of a drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Of this view alone.
    pub vector: Vec<f32>,
    /// What it counts among the views of its sheet when the sheet is asked for.
    pub weight: f32,
}

impl Embedding {
    /// How many views a drawing may have.
    pub const MOST_VIEWS: usize = 64;

    /// The same with all vectors of length 1 and weights of sum 1. Fails with [`SearchError::BadVector`] where a vector is
    /// not of `dim` finite numbers or all zero, a weight is not positive, or there are too many views.
    pub fn normalised(&self, dim: usize) -> Result<Self, SearchError> {
        if self.views.len() > Self::MOST_VIEWS {
            let why =
                format!("there are {}, and a drawing has at most {}", self.views.len(), Self::MOST_VIEWS);
            return Err(bad("the views", why));
        }
        let total: f32 = self.views.iter().map(|view| view.weight).sum();
        let views = self.views.iter().enumerate().map(|(index, view)| {
            let name = || format!("view {index}");
            if !(view.weight > 0.0 && total.is_finite()) {
                return Err(bad(&name(), format!("its weight is {}, and must be positive", view.weight)));
            }
            Ok(View { vector: unit(&view.vector, dim, &name)?, weight: view.weight / total })
        });
        Ok(Self {
            views: views.collect::<Result<_, _>>()?,
            sheet: unit(&self.sheet, dim, &|| "the sheet's vector".into())?,
        })
    }
}

/// Of the mean over a query's views, as the manifest of the shipped embedder has it: a view that both drawings show counts for
/// more than several that are a little alike. A power of two, so that squares and square roots do, which are the same everywhere.
pub const VIEW_POWER: u32 = 8;

/// How alike a query's drawing and another are, from the products of their vectors: 1 for the same, about 0 for strangers.
/// `best_products` are, for each of the query's views, the largest with any view of the other. Where one of them has no
/// views, the sheets decide alone.
#[must_use]
pub fn score(sheet_share: f32, sheets_product: f32, views: &[View], best_products: Option<&[f32]>) -> f32 {
    match best_products {
        Some(best) if !views.is_empty() => {
            sheet_share * sheets_product + (1.0 - sheet_share) * power_mean(views, best)
        }
        _ => sheets_product,
    }
}

/// What is unlike counts as nothing.
fn power_mean(views: &[View], products: &[f32]) -> f32 {
    let again = |x: f32, step: fn(f32) -> f32| (0..VIEW_POWER.ilog2()).fold(x, |x, _| step(x));
    let powers = products.iter().map(|product| again(product.max(0.0), |x| x * x));
    again(views.iter().zip(powers).map(|(view, power)| view.weight * power).sum(), f32::sqrt)
}

fn unit(vector: &[f32], dim: usize, name: &dyn Fn() -> String) -> Result<Vec<f32>, SearchError> {
    if vector.len() != dim {
        return Err(bad(&name(), format!("it has {} numbers, and the model's have {dim}", vector.len())));
    }
    let length = vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt();
    if !(length.is_finite() && length > 0.0) {
        return Err(bad(&name(), format!("its length is {length}")));
    }
    Ok(vector.iter().map(|&x| (f64::from(x) / length) as f32).collect())
}

fn bad(what: &str, why: String) -> SearchError {
    SearchError::BadVector { what: what.to_owned(), why }
}
