//! What outlives a program: small texts by their keys.

use std::collections::BTreeMap;
use std::fmt::Debug;
#[cfg(not(target_arch = "wasm32"))]
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Remembers texts from one start to the next. A host may forget them at any time: they are found out anew.
pub trait Notes: Debug + wgpu::WasmNotSendSync {
    /// What was put there last.
    fn get(&self, key: &str) -> Option<String>;
    /// Replaces what was there.
    fn put(&self, key: &str, text: &str);
}

/// Forgotten when the program ends.
#[derive(Debug, Default)]
pub struct UnsavedNotes(Mutex<BTreeMap<String, String>>);

impl UnsavedNotes {
    fn entries(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Notes for UnsavedNotes {
    fn get(&self, key: &str) -> Option<String> {
        self.entries().get(key).cloned()
    }

    fn put(&self, key: &str, text: &str) {
        self.entries().insert(key.to_owned(), text.to_owned());
    }
}

/// In one JSON file, written as a whole whenever something is put. A file that cannot be read counts as empty, and one
/// that cannot be written is left alone: nothing depends on it but the time to find out again.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct FileNotes {
    path: PathBuf,
    entries: UnsavedNotes,
}

#[cfg(not(target_arch = "wasm32"))]
impl FileNotes {
    /// Reads what there is.
    #[must_use]
    pub fn open(path: &Path) -> Self {
        let entries = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { path: path.to_owned(), entries: UnsavedNotes(Mutex::new(entries.unwrap_or_default())) }
    }

    fn write(&self) -> std::io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let text = serde_json::to_vec_pretty(&*self.entries.entries())?;
        // Another program reads the old file or the new one, never half of it.
        let unfinished = self.path.with_extension(format!("{}.unfinished", std::process::id()));
        std::fs::write(&unfinished, text)?;
        std::fs::rename(unfinished, &self.path)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Notes for FileNotes {
    fn get(&self, key: &str) -> Option<String> {
        self.entries.get(key)
    }

    fn put(&self, key: &str, text: &str) {
        self.entries.put(key, text);
        let _ = self.write();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    #[test]
    fn notes_in_a_file_outlive_who_put_them() {
        let folder = std::env::temp_dir().join(format!("draftlens-notes-{}", std::process::id()));
        let path = folder.join("below").join("notes.json");
        assert_eq!(FileNotes::open(&path).get("adapter"), None);
        FileNotes::open(&path).put("adapter \"A\"\n", "is slow");
        FileNotes::open(&path).put("another", "is not");
        let notes = FileNotes::open(&path);
        assert_eq!(notes.get("adapter \"A\"\n").as_deref(), Some("is slow"));
        assert_eq!(notes.get("another").as_deref(), Some("is not"));

        std::fs::write(&path, "{ half a fi").unwrap();
        assert_eq!(FileNotes::open(&path).get("another"), None);
        FileNotes::open(&path).put("another", "works again");
        assert_eq!(FileNotes::open(&path).get("another").as_deref(), Some("works again"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
