use axum::Json;
use axum::extract::State;
use draftlens_search::{Condition, Embedding, Filter, Model};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Body;
use super::page::Hits;
use super::shapes::{ConditionShape, EmbeddingShape, ModelShape};
use crate::Tenant;
use crate::drawing::{check_model, halved};
use crate::problem::{Code, Problem};
use crate::service::App;
use crate::store::Query;

/// What is looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// Which net made the vectors: that of the index.
    #[schema(value_type = ModelShape)]
    model: Model,
    /// What it looks like.
    #[schema(value_type = EmbeddingShape)]
    embedding: Embedding,
    /// Conditions that must all hold.
    #[serde(default)]
    #[schema(value_type = Vec<ConditionShape>, max_items = 64)]
    filter: Vec<Condition>,
    /// So many drawings before these.
    #[serde(default)]
    #[schema(maximum = 900, default = 0)]
    offset: usize,
    /// At most so many.
    #[serde(default = "ten")]
    #[schema(minimum = 1, maximum = 100, default = 10)]
    limit: usize,
}

fn ten() -> usize {
    10
}

/// Drawings like a given one, the most alike first.
#[utoipa::path(post, path = "/v1/search", tag = "search", security(("key" = [])), request_body = Search, responses(
    (status = 200, body = Hits, description = "What was found; nothing in an empty index"),
    (status = 409, body = Problem, content_type = "application/problem+json", description = "`other-model`"),
    (status = 422, body = Problem, content_type = "application/problem+json",
        description = "`bad-body`, `bad-vector`, `bad-filter`"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn search(
    State(app): State<App>,
    tenant: Tenant,
    Body(asked): Body<Search>,
) -> Result<Json<Hits>, Problem> {
    let Search { model, embedding, filter, offset, limit } = asked;
    if !(1..=100).contains(&limit) || offset > 900 {
        let detail = format!("limit {limit} and offset {offset} must be 1 to 100 and 0 to 900");
        return Err(Problem::new(Code::BadBody, detail));
    }
    check_model(&model)?;
    let embedding = halved(&embedding.normalised(model.dim)?);
    let filter = Filter::new(filter)?;
    // One more tells whether there is another page.
    let query = Query { model, embedding, filter, depth: offset + limit + 1 };
    let mut hits = app.store.search(&tenant.name, query).await?;
    let has_more = hits.len() > offset + limit && offset + limit <= 900;
    hits.truncate(offset + limit);
    let hits = hits.into_iter().skip(offset).map(Into::into).collect();
    Ok(Json(Hits { hits, next_offset: has_more.then_some(offset + limit) }))
}
