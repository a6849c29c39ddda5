//! The nets that native programs carry in themselves, so that one file is all there is to install.

use draftlens_net::Model;
use serde::de::DeserializeOwned;

use crate::{DetectorManifest, DrawingError, EmbedderManifest, ModelId, ReaderManifest};

/// A net with its manifest.
#[derive(Debug, Clone, Copy)]
pub struct ShippedModel {
    /// `detector`, `reader` or `embedder`.
    pub name: &'static str,
    /// The ONNX file.
    pub onnx: &'static [u8],
    /// An input as it mostly sees them: what its speed is measured with.
    pub typical_shape: &'static [usize],
    manifest: &'static str,
}

macro_rules! shipped {
    ($name:literal, $typical_shape:expr) => {
        ShippedModel {
            name: $name,
            onnx: include_bytes!(concat!("../../../models/", $name, ".onnx")),
            typical_shape: $typical_shape,
            manifest: include_str!(concat!("../../../models/", $name, ".json")),
        }
    };
}

/// Finds texts.
pub const SHIPPED_DETECTOR: ShippedModel = shipped!("detector", &[1, 1, 640, 640]);
/// Reads them.
pub const SHIPPED_READER: ShippedModel = shipped!("reader", &[16, 1, 32, 128]);
/// Tells parts.
pub const SHIPPED_EMBEDDER: ShippedModel = shipped!("embedder", &[4, 1, 160, 160]);
/// All of them, in the order in which a page meets them.
pub const SHIPPED_MODELS: [ShippedModel; 3] = [SHIPPED_DETECTOR, SHIPPED_READER, SHIPPED_EMBEDDER];

impl ShippedModel {
    /// Its name and hash.
    pub fn id(&self) -> Result<ModelId, DrawingError> {
        self.manifest()
    }

    /// The net, once its bytes have proved to be those of the manifest.
    pub fn load(&self) -> Result<Model, DrawingError> {
        Model::load_verified(self.onnx, &self.id()?.sha256).map_err(DrawingError::of(self.name))
    }

    fn manifest<T: DeserializeOwned>(&self) -> Result<T, DrawingError> {
        serde_json::from_str(self.manifest)
            .map_err(|error| DrawingError::Manifest { net: self.name, problem: error.to_string() })
    }
}

/// What the shipped detector expects and produces.
pub fn shipped_detector_manifest() -> Result<DetectorManifest, DrawingError> {
    SHIPPED_DETECTOR.manifest()
}

/// What the shipped reader expects and produces.
pub fn shipped_reader_manifest() -> Result<ReaderManifest, DrawingError> {
    SHIPPED_READER.manifest()
}

/// What the shipped embedder expects and produces.
pub fn shipped_embedder_manifest() -> Result<EmbedderManifest, DrawingError> {
    SHIPPED_EMBEDDER.manifest()
}

/// What the sheets' product counts in the score of two drawings; the rest is for the views, each with its best match. Only
/// an index asks for it, and so it is no part of the manifest that browsers read.
pub fn shipped_sheet_share() -> Result<f32, DrawingError> {
    #[derive(serde::Deserialize)]
    struct Manifest {
        score: Score,
    }
    #[derive(serde::Deserialize)]
    struct Score {
        sheet_share: f32,
    }
    SHIPPED_EMBEDDER.manifest().map(|Manifest { score }| score.sheet_share)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    #[test]
    fn every_shipped_model_is_the_one_of_its_manifest_and_takes_its_typical_input() {
        for shipped in SHIPPED_MODELS {
            let plan = shipped.load().unwrap().plan(shipped.typical_shape).unwrap();
            assert!(plan.cost().macs > 0, "{}", shipped.name);
            assert!(shipped.id().unwrap().id.starts_with(shipped.name));
        }
        shipped_detector_manifest().unwrap();
        shipped_reader_manifest().unwrap();
        shipped_embedder_manifest().unwrap();
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let mut onnx = SHIPPED_READER.onnx.to_vec();
        onnx[1000] ^= 1;
        let damaged = ShippedModel { onnx: onnx.leak(), ..SHIPPED_READER };
        let error = damaged.load().unwrap_err().to_string();
        assert!(error.contains("reader") && error.contains("sha256"), "{error}");
    }
}
