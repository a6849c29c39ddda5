use anyhow::Context;
use std::path::{Path, PathBuf};

/// In a folder, only files with these ends are drawings.
const ENDS: [&str; 9] = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif"];

/// Files as given, and the drawings in folders as given, with all their folders, in the order of their names.
pub(crate) fn files(given: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in given {
        if path.is_dir() {
            let before = files.len();
            collect(path, &mut files)?;
            anyhow::ensure!(
                files.len() > before,
                "{} holds no drawings ({})",
                path.display(),
                ENDS.join(", ")
            );
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()
        .context("a folder cannot be read")?;
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files)?;
        } else if is_drawing(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_drawing(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| ENDS.contains(&end.as_str()))
}
