//! A folder → its labelled pages.

use super::score::Labelled;
use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// By name; JSON files without annotations are something else.
pub(super) fn labelled_pages(folder: &Path) -> anyhow::Result<BTreeMap<String, Labelled>> {
    let cannot = || format!("{} cannot be read", folder.display());
    let mut pages = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path: PathBuf = entry.with_context(cannot)?.path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let json = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let value: Value =
            serde_json::from_slice(&json).with_context(|| format!("{} is not JSON", path.display()))?;
        if value.get("annotations").is_some() {
            let page = serde_json::from_value(value)
                .with_context(|| format!("{} is not a labelled page", path.display()))?;
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            pages.insert(name, page);
        }
    }
    anyhow::ensure!(
        !pages.is_empty(),
        "{} holds no labelled pages: NAME.json beside its image",
        folder.display()
    );
    Ok(pages)
}
