//! Files → their pages' entries, by as many threads as are wanted.

use crate::analyze::{decode, inputs};
use crate::arguments::{NetArguments, OpeningArguments};
use crate::nets::{Embedder, Reader};
use crate::open::{Failure, with_document};
use draftlens_drawing::Event;
use draftlens_search::{Embedding, Entry, Facet, Facets};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// The facet by which a file is known again.
const HASH_FACET: &str = "file_sha256";

/// A file, and what its drawing is called.
pub(crate) struct NamedFile {
    pub(crate) id: String,
    pub(crate) path: PathBuf,
}

impl NamedFile {
    /// All drawings of a folder; the id is the path within it, the same on every system.
    pub(crate) fn in_folder(folder: &Path) -> anyhow::Result<Vec<Self>> {
        let files = inputs::files(&[folder.to_owned()])?;
        let named = |path: PathBuf| {
            let within = path.strip_prefix(folder).unwrap_or(&path);
            let parts: Vec<_> = within.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            Self { id: parts.join("/"), path }
        };
        Ok(files.into_iter().map(named).collect())
    }
}

/// One page of a file.
pub(crate) struct EmbeddedPage {
    pub(crate) number: u32,
    pub(crate) embedding: Embedding,
    pub(crate) facets: Facets,
}

/// What became of a file.
pub(crate) enum Done {
    Unchanged,
    Embedded(Vec<Entry>),
    Failed(Failure),
}

/// `make` is called once by each thread, and gives what turns a file into pages; `each` is told of the files as they are
/// done, by this thread. Stops where it fails.
pub(crate) fn for_each_file<E: FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure>>(
    files: &[NamedFile],
    n_threads: usize,
    make: &(impl Fn() -> Result<E, Failure> + Sync),
    is_known: &(impl Fn(&str, &str) -> bool + Sync),
    each: &mut dyn FnMut(&NamedFile, Done) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let (send, done) = mpsc::sync_channel(2 * n_threads);
    thread::scope(|scope| {
        for _ in 0..n_threads.clamp(1, files.len().max(1)) {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                let mut embed = match make() {
                    Ok(embed) => embed,
                    Err(failure) => return drop(send.send(Err(failure))),
                };
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Nobody listens any more where the entries cannot be kept.
                    if send.send(Ok((file, one(file, is_known, &mut embed)))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for done in done {
            let (file, done) = done?;
            each(file, done)?;
        }
        Ok(())
    })
}

fn one(
    NamedFile { id, path }: &NamedFile,
    is_known: &impl Fn(&str, &str) -> bool,
    embed: &mut impl FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure>,
) -> Done {
    let hash = match std::fs::read(path) {
        Ok(bytes) => draftlens_net::sha256_of(&bytes),
        Err(error) => return Done::Failed(Failure::Other(error.into())),
    };
    if is_known(id, &hash) {
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

/// Of the file that an entry was made of; none where it is wanted read and was not, for then it says nothing else.
pub(crate) fn hash_in(facets: &Facets, reads: bool) -> Option<&str> {
    match facets.get(HASH_FACET) {
        Some(Facet::Text(hash)) if !reads || facets.iter().count() > 1 => Some(hash),
        _ => None,
    }
}

/// A file → its pages.
type Embed<'a> = Box<dyn FnMut(&Path) -> Result<Vec<EmbeddedPage>, Failure> + 'a>;

/// What makes, in each thread, what turns a file into its pages: with what stands on them where `reads` says so.
pub(crate) fn maker<'a>(
    nets: &'a NetArguments,
    opening: &'a OpeningArguments,
    reads: bool,
) -> impl Fn() -> Result<Embed<'a>, Failure> + Sync {
    move || {
        let embedder = Embedder::load(nets)?;
        let reader = reads.then(|| Reader::load(nets)).transpose()?;
        Ok(Box::new(move |path: &Path| pages(path, opening, &embedder, reader.as_ref())))
    }
}

pub(crate) fn thread_count(jobs: Option<u16>) -> usize {
    jobs.map_or_else(|| thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}

/// All pages of a file; facets only where there is somebody who reads.
fn pages(
    path: &Path,
    opening: &OpeningArguments,
    embedder: &Embedder,
    reader: Option<&Reader>,
) -> Result<Vec<EmbeddedPage>, Failure> {
    let n_pages = with_document(path, opening, |document, _| Ok(document.page_count()))?;
    let embed = |number: usize| {
        let page = decode(path, opening, number)?;
        // Whoever reads a page finds its texts.
        let mut texts = None;
        let mut listen = |event: Event<'_>| {
            if let Event::Texts(found) = event {
                texts = Some(found.to_vec());
            }
        };
        let facets = match reader {
            None => Facets::default(),
            Some(reader) => facets_of(&reader.read(&page, 0.0, &mut listen)?.facets)?,
        };
        let embedding = embedder.vectors(&page, texts.as_deref())?;
        Ok(EmbeddedPage { number: number as u32, embedding, facets })
    };
    (0..n_pages).map(embed).collect()
}

fn facets_of(facets: &draftlens_drawing::Facets) -> anyhow::Result<Facets> {
    Ok(serde_json::from_value(serde_json::to_value(facets)?)?)
}
