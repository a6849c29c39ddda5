//! Files → entries of an index, by as many threads as are wanted; what is unchanged since the last time is left.

use crate::open::Failure;
use draftlens_search::{Change, Embedding, Entry, Facet, Facets, IndexFile};
use serde::Serialize;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The facet by which a file is known again.
const HASH_FACET: &str = "file_sha256";
/// Whatever comes first is kept then; what was not kept is done again by whoever goes on after a kill.
const KEEP_EVERY: Duration = Duration::from_secs(2);
const KEEP_EVERY_FILES: usize = 256;

/// One page of a file.
pub(super) struct EmbeddedPage {
    pub(super) number: u32,
    pub(super) embedding: Embedding,
    pub(super) facets: Facets,
}

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

/// What became of a file.
enum Done {
    Unchanged,
    Embedded(Vec<Entry>),
    Failed(Failure),
}

/// Makes the index say what the files of a folder are. `make` is called once by each thread, and gives what turns a file
/// into pages; `hear` is told of each file and of why it is left out.
pub(super) fn fill<E: FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure>>(
    index: &mut IndexFile,
    folder: &Path,
    files: &[PathBuf],
    n_threads: usize,
    make: &(impl Fn() -> Result<E, Failure> + Sync),
    hear: &mut dyn FnMut(&Path, Option<&Failure>),
) -> Result<Told, Failure> {
    let known = known(index)?;
    let next = AtomicUsize::new(0);
    let (send, done) = mpsc::sync_channel(2 * n_threads);
    thread::scope(|scope| {
        for _ in 0..n_threads.clamp(1, files.len().max(1)) {
            let (send, known, next) = (send.clone(), &known, &next);
            scope.spawn(move || {
                let mut embed = match make() {
                    Ok(embed) => embed,
                    Err(failure) => return drop(send.send(Err(failure))),
                };
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = (path, one(path, &id_of(folder, path), known, &mut embed));
                    // Nobody listens any more where the index cannot be written.
                    if send.send(Ok(done)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut told = Told::default();
        let mut pending = Pending::new(index);
        for done in done {
            let (path, done) = done?;
            let id = id_of(folder, path);
            match done {
                Done::Unchanged => told.unchanged += 1,
                Done::Embedded(entries) => {
                    told.indexed += 1;
                    told.pages += entries.len();
                    pending.replace(id, entries)?;
                }
                Done::Failed(failure) => {
                    hear(path, Some(&failure));
                    told.failed.push(path.clone());
                    if known.contains_key(&id) {
                        pending.replace(id, Vec::new())?;
                    }
                    continue;
                }
            }
            hear(path, None);
        }
        let here: std::collections::HashSet<String> = files.iter().map(|path| id_of(folder, path)).collect();
        for id in known.keys().filter(|id| !here.contains(*id)) {
            told.removed += 1;
            pending.replace(id.clone(), Vec::new())?;
        }
        pending.keep()?;
        if index.index().is_scattered() {
            index.compact()?;
        }
        told.failed.sort();
        Ok(told)
    })
}

/// Ids and hashes of the files that are in the index.
fn known(index: &IndexFile) -> Result<HashMap<String, Option<String>>, Failure> {
    let mut known = HashMap::new();
    for page in index.index().pages() {
        let page = page?;
        let hash = match page.facets.get(HASH_FACET) {
            Some(Facet::Text(hash)) => Some(hash.clone()),
            _ => None,
        };
        known.insert(page.id, hash);
    }
    Ok(known)
}

fn one(
    path: &Path,
    id: &str,
    known: &HashMap<String, Option<String>>,
    embed: &mut impl FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure>,
) -> Done {
    let hash = match std::fs::read(path) {
        Ok(bytes) => draftlens_net::sha256_of(&bytes),
        Err(error) => return Done::Failed(Failure::Other(error.into())),
    };
    if known.get(id).is_some_and(|of_index| of_index.as_ref() == Some(&hash)) {
        return Done::Unchanged;
    }
    let embedded = catch_unwind(AssertUnwindSafe(|| embed(path))).unwrap_or_else(|_| {
        Err(Failure::Other(anyhow::anyhow!("the program failed inside; please report this file")))
    });
    let entries = embedded.and_then(|pages| pages.into_iter().map(|page| entry(id, &hash, page)).collect());
    entries.map_or_else(Done::Failed, Done::Embedded)
}

fn entry(id: &str, hash: &str, page: EmbeddedPage) -> Result<Entry, Failure> {
    let EmbeddedPage { number, embedding, facets } = page;
    let own = (HASH_FACET.to_owned(), Facet::Text(hash.to_owned()));
    let all = facets.iter().map(|(name, facet)| (name.to_owned(), facet.clone())).chain([own]);
    Ok(Entry { id: id.to_owned(), page: number, embedding, facets: Facets::new(all)? })
}

/// The path within the folder, the same on every system.
fn id_of(folder: &Path, path: &Path) -> String {
    let within = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = within.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// What is not yet on the disk.
struct Pending<'a> {
    index: &'a mut IndexFile,
    change: Change,
    since: Instant,
}

impl<'a> Pending<'a> {
    fn new(index: &'a mut IndexFile) -> Self {
        Self { index, change: Change::default(), since: Instant::now() }
    }

    /// All pages of a drawing.
    fn replace(&mut self, id: String, entries: Vec<Entry>) -> Result<(), Failure> {
        self.change.remove.push(id);
        self.change.put.extend(entries);
        if self.change.remove.len() >= KEEP_EVERY_FILES || self.since.elapsed() >= KEEP_EVERY {
            self.keep()?;
        }
        Ok(())
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
    use draftlens_search::{Header, Model, Precision};
    use std::fs;
    use std::sync::Mutex;

    /// A drawing's first bytes are its vector; an empty one cannot be read, and one that says so ends its thread.
    fn embed(path: &Path, seen: &Mutex<Vec<String>>) -> Result<Vec<EmbeddedPage>, Failure> {
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
            facets: Facets::default(),
        };
        Ok((0..2).map(page).collect())
    }

    fn header() -> Header {
        let model = Model { id: "test".into(), sha256: String::new(), version: "1".into(), dim: 4 };
        Header { model, precision: Precision::Int8, sheet_share: 0.5 }
    }

    /// Told, left out, and what was embedded.
    fn index(folder: &Path) -> (Told, Vec<String>, Vec<String>) {
        let files = crate::analyze::inputs::files(&[folder.to_owned()]).unwrap();
        let mut index = IndexFile::open(&folder.join("drawings.index"), &header()).unwrap();
        let seen = Mutex::new(Vec::new());
        let mut left_out = Vec::new();
        let make = || Ok(|path: &Path| embed(path, &seen));
        let told = fill(&mut index, folder, &files, 3, &make, &mut |path, failure| {
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
