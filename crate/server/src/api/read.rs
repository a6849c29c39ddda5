use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use draftlens_drawing::{Kind, ModelId, Point, Quad, SecondReading};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Body;
use super::shapes::KindShape;
use crate::Tenant;
use crate::problem::{Code, Problem};
use crate::reader::Crop;
use crate::service::App;

const MOST_CROPS: usize = 64;
const LONGEST_ID: usize = 200;

/// Texts that the browser was unsure of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Read {
    /// Each apart.
    #[schema(min_items = 1, max_items = 64)]
    crops: Vec<SentCrop>,
}

/// A text, cut out of its page upright as the page lies, with about its own height of surroundings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Crop)]
pub(crate) struct SentCrop {
    /// Comes back with the reading.
    #[schema(min_length = 1, max_length = 200)]
    id: String,
    /// What the text is, as far as the browser knows.
    #[schema(value_type = KindShape)]
    kind: Kind,
    /// The text in the crop's own pixels: corners clockwise from the text's own upper left.
    #[schema(min_items = 4, max_items = 4)]
    quad: [Corner; 4],
    /// The picture, in base64: as many pixels as there are, for more of them read better.
    #[schema(content_encoding = "base64", content_media_type = "image/png")]
    png: String,
}

/// x, y.
#[derive(Deserialize, ToSchema)]
#[schema(value_type = Vec<f64>, min_items = 2, max_items = 2)]
pub(crate) struct Corner([f64; 2]);

/// What the heavy reader made of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readings {
    /// Which net read.
    #[schema(value_type = ReaderShape)]
    reader: ModelId,
    /// One for each crop, in their order.
    readings: Vec<CropReading>,
}

/// What was read in one crop, or why nothing was.
#[derive(Serialize, ToSchema)]
pub(crate) struct CropReading {
    /// Of the crop.
    id: String,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SecondReadingShape>)]
    reading: Option<SecondReading>,
    /// Why it could not be read; the others are not touched by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// A net by name and hash.
#[derive(ToSchema)]
#[schema(as = Reader)]
#[allow(dead_code, reason = "only its schema is used")]
struct ReaderShape {
    /// Its name.
    id: String,
    /// Of its file, in hex.
    sha256: String,
}

/// What several looks at a text agree on.
#[derive(ToSchema)]
#[schema(as = SecondReading)]
#[allow(dead_code, reason = "only its schema is used")]
struct SecondReadingShape {
    /// What it is, by the browser and by its own words.
    kind: KindShape,
    /// As in the analysis; empty where nothing was read.
    text: String,
    /// 0 to 1: the chance that the text is right.
    text_score: f64,
    /// Somebody should look at it.
    unsure: bool,
    /// Why.
    #[schema(required = false)]
    doubts: Vec<String>,
    /// What it is worth, as in the analysis; nothing for words.
    value: Option<serde_json::Value>,
    /// All texts that were seen, the one with most behind it first.
    votes: Vec<VoteShape>,
}

/// A text that some looks saw.
#[derive(ToSchema)]
#[schema(as = Vote)]
#[allow(dead_code, reason = "only its schema is used")]
struct VoteShape {
    /// What they saw.
    text: String,
    /// How many of all looks did.
    looks: usize,
    /// 0 to 1: their chances, over all looks.
    share: f64,
}

/// Reads texts again, slowly, by several looks at each. Nothing of them is kept.
#[utoipa::path(post, path = "/v1/read", tag = "read", security(("key" = [])), request_body = Read, responses(
    (status = 200, body = Readings, description = "One reading or problem for each crop"),
    (status = 422, body = Problem, content_type = "application/problem+json", description = "`bad-body`"),
    (status = "default", body = Problem, content_type = "application/problem+json", description = "What went wrong"),
))]
pub(crate) async fn read(
    State(app): State<App>,
    _: Tenant,
    Body(Read { crops }): Body<Read>,
) -> Result<Json<Readings>, Problem> {
    if !(1..=MOST_CROPS).contains(&crops.len()) {
        let detail = format!("there are {} crops, and must be 1 to {MOST_CROPS}", crops.len());
        return Err(Problem::new(Code::BadBody, detail));
    }
    if let Some(crop) = crops.iter().find(|crop| !(1..=LONGEST_ID).contains(&crop.id.chars().count())) {
        let detail = format!("a crop's id has 1 to {LONGEST_ID} characters, and not {:?}", crop.id);
        return Err(Problem::new(Code::BadBody, detail));
    }
    let mut readings = Vec::with_capacity(crops.len());
    for SentCrop { id, kind, quad, png } in crops {
        let outcome = match BASE64_STANDARD.decode(png) {
            Ok(png) => {
                let quad = Quad(quad.map(|Corner(point): Corner| -> Point { point }));
                app.reader.read(Crop { kind, quad, png }).await
            }
            Err(error) => Err(Problem::new(Code::BadCrop, format!("no base64: {error}"))),
        };
        if let Ok(reading) = &outcome {
            app.metrics.crops_read.inc();
            app.metrics.crops_unsure.inc_by(u64::from(reading.unsure));
        }
        let (reading, problem) = match outcome {
            Ok(reading) => (Some(reading), None),
            Err(problem) if problem.code == Code::BadCrop => (None, Some(problem)),
            Err(problem) => return Err(problem),
        };
        readings.push(CropReading { id, reading, problem });
    }
    Ok(Json(Readings { reader: app.reader.model().clone(), readings }))
}
