//! Files → entries of an index; what is unchanged since the last time is left.

use crate::embed::work::{Done, EmbeddedPage, NamedFile, for_each_file, hash_in};
use crate::open::Failure;
use draftlens_search::{Change, Entry, IndexFile};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Whatever comes first is kept then; what was not kept is done again by whoever goes on after a kill.
const KEEP_EVERY: Duration = Duration::from_secs(2);
const KEEP_EVERY_FILES: usize = 256;

/// What was done.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Told {
    /// Files that are new or changed.
    pub(super) indexed: usize,
    /// Of these.
    pub(super) pages: usize,
    pub(super) unchanged: usize,
    /// Files that are there no more.
    pub(super) removed: usize,
    /// Files that cannot be indexed; what was known of them is forgotten.
    pub(super) failed: Vec<PathBuf>,
}

/// Makes the index say what the files of a folder are, and what stands on them where it `reads`; `hear` is told of each file and of why it is left out.
pub(super) fn fill<E: FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure>>(
    index: &mut IndexFile,
    files: &[NamedFile],
    n_threads: usize,
    reads: bool,
    make: &(impl Fn() -> Result<E, Failure> + Sync),
    hear: &mut dyn FnMut(&Path, Option<&Failure>),
) -> Result<Told, Failure> {
    let known = known(index, reads)?;
    let mut told = Told::default();
    let mut pending = Pending::new(index);
    let is_known =
        |id: &str, hash: &str| known.get(id).is_some_and(|of_index| of_index.as_deref() == Some(hash));
    for_each_file(files, n_threads, make, &is_known, &mut |NamedFile { id, path }, done| {
        match done {
            Done::Unchanged => told.unchanged += 1,
            Done::Embedded(entries) => {
                told.indexed += 1;
                told.pages += entries.len();
                pending.replace(id.clone(), entries)?;
            }
            Done::Failed(failure) => {
                hear(path, Some(&failure));
                told.failed.push(path.clone());
                if known.contains_key(id) {
                    pending.replace(id.clone(), Vec::new())?;
                }
                return Ok(());
            }
        }
        hear(path, None);
        Ok(())
    })?;
    let here: HashSet<&str> = files.iter().map(|file| file.id.as_str()).collect();
    told.removed = pending.keep_only(&known, |id| here.contains(id))?;
    told.failed.sort();
    Ok(told)
}

/// Ids and hashes of files.
pub(super) type Known = HashMap<String, Option<String>>;

/// Of those that are in the index; no hash where one is wanted read and was not.
pub(super) fn known(index: &IndexFile, reads: bool) -> Result<Known, Failure> {
    let mut known = HashMap::new();
    for page in index.index().pages() {
        let page = page?;
        known.insert(page.id, hash_in(&page.facets, reads).map(str::to_owned));
    }
    Ok(known)
}

/// What is not yet on the disk.
pub(super) struct Pending<'a> {
    index: &'a mut IndexFile,
    change: Change,
    since: Instant,
}

impl<'a> Pending<'a> {
    pub(super) fn new(index: &'a mut IndexFile) -> Self {
        Self { index, change: Change::default(), since: Instant::now() }
    }

    /// All pages of a drawing.
    pub(super) fn replace(&mut self, id: String, entries: Vec<Entry>) -> Result<(), Failure> {
        self.change.remove.push(id);
        self.change.put.extend(entries);
        if self.change.remove.len() >= KEEP_EVERY_FILES || self.since.elapsed() >= KEEP_EVERY {
            self.keep()?;
        }
        Ok(())
    }

    /// Forgets all other drawings, and puts all that there is on the disk; gives how many went.
    pub(super) fn keep_only(
        &mut self,
        known: &Known,
        is_here: impl Fn(&str) -> bool,
    ) -> Result<usize, Failure> {
        let gone: Vec<&String> = known.keys().filter(|id| !is_here(id)).collect();
        for id in &gone {
            self.replace((*id).clone(), Vec::new())?;
        }
        self.keep()?;
        if self.index.index().is_scattered() {
            self.index.compact()?;
        }
        Ok(gone.len())
    }

    fn keep(&mut self) -> Result<(), Failure> {
        let model = self.index.index().model().clone();
        self.index.change(&model, &std::mem::take(&mut self.change))?;
        self.since = Instant::now();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use draftlens_search::{Embedding, Facet, Facets, Header, Model, Precision};
    use std::fs;
    use std::sync::Mutex;

    /// A drawing's first bytes are its vector; an empty one cannot be read, and one that says so ends its thread.
    fn embed(path: &Path, reads: bool, seen: &Mutex<Vec<String>>) -> Result<Vec<EmbeddedPage>, Failure> {
        let bytes = fs::read(path).map_err(anyhow::Error::from)?;
        assert_ne!(bytes, b"panic");
        seen.lock().unwrap().push(path.file_name().unwrap().to_string_lossy().into_owned());
        let sheet: Vec<f32> = bytes.iter().take(4).map(|&byte| f32::from(byte)).collect();
        if sheet.len() < 4 {
            return Err(Failure::Other(anyhow::anyhow!("too short")));
        }
        let page = |number| EmbeddedPage {
            number,
            embedding: Embedding { sheet: sheet.clone(), views: Vec::new() },
            facets: Facets::new(reads.then(|| ("units".to_owned(), Facet::Text("mm".into())))).unwrap(),
        };
        Ok((0..2).map(page).collect())
    }

    fn header() -> Header {
        let model = Model { id: "test".into(), sha256: String::new(), version: "1".into(), dim: 4 };
        Header { model, precision: Precision::Int8, sheet_share: 0.5 }
    }

    /// Told, left out, and what was embedded.
    fn index(folder: &Path) -> (Told, Vec<String>, Vec<String>) {
        index_with(folder, false)
    }

    fn index_with(folder: &Path, reads: bool) -> (Told, Vec<String>, Vec<String>) {
        let files = NamedFile::in_folder(folder).unwrap();
        let mut index = IndexFile::open(&folder.join("drawings.index"), &header()).unwrap();
        let seen = Mutex::new(Vec::new());
        let mut left_out = Vec::new();
        let make = || Ok(|path: &Path| embed(path, reads, &seen));
        let told = fill(&mut index, &files, 3, reads, &make, &mut |path, failure| {
            left_out.extend(failure.map(|_| path.file_name().unwrap().to_string_lossy().into_owned()));
        });
        let mut seen = seen.lock().unwrap().clone();
        seen.sort();
        left_out.sort();
        (told.unwrap_or_else(|failure| panic!("{failure}")), left_out, seen)
    }

    fn ids(folder: &Path) -> Vec<String> {
        let index = IndexFile::search_only(&folder.join("drawings.index")).unwrap();
        let mut ids: Vec<String> = index.pages().map(|page| page.unwrap().id).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    #[test]
    fn only_what_changed_is_embedded_again_and_what_went_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        for name in ["a.png", "b.pdf", "sub/c.tif"] {
            fs::write(at(name), format!("{name} is a drawing")).unwrap();
        }
        fs::write(at("short.png"), "x").unwrap();
        fs::write(at("worse.png"), "panic").unwrap();
        let (told, left_out, _) = index(folder.path());
        assert_eq!((told.indexed, told.pages, told.unchanged, told.removed), (3, 6, 0, 0));
        assert_eq!(left_out, ["short.png", "worse.png"]);
        assert_eq!(ids(folder.path()), ["a.png", "b.pdf", "sub/c.tif"]);

        fs::write(at("b.pdf"), "another drawing").unwrap();
        fs::remove_file(at("a.png")).unwrap();
        fs::write(at("sub/c.tif"), "c").unwrap();
        let (told, left_out, seen) = index(folder.path());
        assert_eq!((told.indexed, told.unchanged, told.removed), (1, 0, 1));
        assert_eq!(left_out, ["c.tif", "short.png", "worse.png"]);
        assert_eq!(seen, ["b.pdf", "c.tif", "short.png"]);
        assert_eq!(ids(folder.path()), ["b.pdf"]);

        let (told, _, seen) = index(folder.path());
        assert_eq!((told.indexed, told.unchanged, told.removed), (0, 1, 0));
        assert_eq!(seen, ["c.tif", "short.png"]);

        let (told, ..) = index_with(folder.path(), true);
        assert_eq!((told.indexed, told.unchanged), (1, 0), "it was not read yet");
        for reads in [true, false] {
            let (told, ..) = index_with(folder.path(), reads);
            assert_eq!((told.indexed, told.unchanged), (0, 1));
        }
    }

    #[test]
    fn an_index_of_another_model_is_not_filled() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("drawings.index");
        drop(IndexFile::open(&path, &header()).unwrap());
        let other = Header { model: Model { version: "2".into(), ..header().model }, ..header() };
        let error = IndexFile::open(&path, &other).map(|_| ()).unwrap_err();
        assert_eq!(Failure::from(error).exit_code(), 6);
    }
}
