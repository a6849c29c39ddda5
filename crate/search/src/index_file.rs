//! An index in a file.
#![allow(
    unsafe_code,
    reason = "a map of a file is sound as long as nobody shortens it: only `writer` does, under a lock"
)]

use memmap2::{Mmap, MmapOptions};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::file::{HEADER_BYTES, Header, Seal};
use crate::{Change, Index, Model, SearchError};

/// A file that one program may change while others search it. When [`change`](Self::change) has returned, the change is
/// on the disk, whatever ends the program or the machine; until then it is there as a whole or not at all.
pub struct IndexFile {
    path: PathBuf,
    file: File,
    index: Index<Map>,
    /// After a failed write nobody knows what the disk holds.
    is_unsure: bool,
    /// Held while this is open; a file of its own, for the index is replaced when it is written anew.
    _lock: File,
}

/// The blocks of a file.
pub struct Map(Option<Mmap>);

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl IndexFile {
    /// Opens a file to change it, or makes it. Fails with [`SearchError::OtherModel`] where it has another model than
    /// `header`'s, whose precision and share count only for a new one; with [`SearchError::InUse`]; and as
    /// [`search_only`](Self::search_only) does.
    pub fn open(path: &Path, header: &Header) -> Result<Self, SearchError> {
        let at = |error| failed(path, error);
        let lock = lock(path)?;
        if !path.try_exists().map_err(at)? {
            header.check()?;
            replace(path, |file| file.write_all(&header.to_page(Seal::default())).map_err(at))?;
        }
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(at)?;
        let index = read(path, &file)?;
        index.model().check(&header.model)?;
        // What was not finished; nobody was told that it was.
        file.set_len((HEADER_BYTES + index.sound_bytes()) as u64).map_err(at)?;
        let mut opened = Self { path: path.to_owned(), file, index, is_unsure: false, _lock: lock };
        opened.seal(opened.index.sound_bytes()).map_err(at)?;
        opened.index.reseal();
        Ok(opened)
    }

    /// Opens a file as it is now, while others may change it. Fails with [`SearchError::NotAnIndex`],
    /// [`SearchError::OtherFormat`], [`SearchError::Damaged`] or [`SearchError::File`].
    pub fn search_only(path: &Path) -> Result<Index<Map>, SearchError> {
        let file = File::open(path).map_err(|error| failed(path, error))?;
        read(path, &file)
    }

    /// What it holds.
    pub fn index(&self) -> &Index<Map> {
        &self.index
    }

    /// All of it is on the disk when this returns, or nothing where it fails: as [`Index::change`] does, or with
    /// [`SearchError::File`].
    pub fn change(&mut self, model: &Model, change: &Change) -> Result<(), SearchError> {
        let Some(block) = self.index.plan(model, change)? else { return Ok(()) };
        let path = self.path.clone();
        self.append(&block).map_err(|error| failed(&path, error))?;
        self.index.extend_to(Map::of(&self.file).map_err(|error| failed(&path, error))?)
    }

    /// Forgets what counts no more, and joins what came one by one. Fails as [`change`](Self::change) does.
    pub fn compact(&mut self) -> Result<(), SearchError> {
        let at = |error| failed(&self.path, error);
        let mut length = 0;
        replace(&self.path, |file| {
            file.write_all(&[0; HEADER_BYTES]).map_err(at)?;
            self.index.rewritten(&mut |block| {
                length += block.len() as u64;
                file.write_all(&block).map_err(at)
            })?;
            file.seek(SeekFrom::Start(0)).map_err(at)?;
            let seal = self.index.seal().next(length);
            file.write_all(&self.index.header().to_page(seal)).map_err(at)
        })?;
        self.file = OpenOptions::new().read(true).write(true).open(&self.path).map_err(at)?;
        self.index = read(&self.path, &self.file)?;
        Ok(())
    }

    fn append(&mut self, block: &[u8]) -> io::Result<()> {
        if self.is_unsure {
            return Err(io::Error::other("an earlier write failed; open the index again"));
        }
        self.is_unsure = true;
        let end = self.index.sound_bytes();
        self.file.seek(SeekFrom::Start((HEADER_BYTES + end) as u64))?;
        self.file.write_all(block)?;
        self.file.sync_data()?;
        self.seal(end + block.len())?;
        self.is_unsure = false;
        Ok(())
    }

    /// What lies before is on the disk already.
    fn seal(&mut self, sealed_bytes: usize) -> io::Result<()> {
        let (at, bytes) = self.index.seal().next(sealed_bytes as u64).place();
        self.file.seek(SeekFrom::Start(at as u64))?;
        self.file.write_all(&bytes)?;
        self.file.sync_data()
    }
}

impl Map {
    fn of(file: &File) -> io::Result<Self> {
        let length = file.metadata()?.len().saturating_sub(HEADER_BYTES as u64);
        // An empty map is refused by the system.
        if length == 0 {
            return Ok(Self(None));
        }
        let length = usize::try_from(length).map_err(io::Error::other)?;
        // SAFETY: behind the first page, a file only grows: it is shortened but for what no reader takes for a part of it.
        unsafe {
            MmapOptions::new().offset(HEADER_BYTES as u64).len(length).map(file).map(|map| Self(Some(map)))
        }
    }
}

fn read(path: &Path, file: &File) -> Result<Index<Map>, SearchError> {
    let at = |error| failed(path, error);
    let mut page = Vec::new();
    let mut reader = file;
    reader.seek(SeekFrom::Start(0)).map_err(at)?;
    reader.take(HEADER_BYTES as u64).read_to_end(&mut page).map_err(at)?;
    let (header, seal) = Header::read(&page)?;
    Index::read(header, seal, Map::of(file).map_err(at)?)
}

fn lock(path: &Path) -> Result<File, SearchError> {
    let beside = with_end(path, "lock");
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&beside);
    let lock = lock.map_err(|error| failed(&beside, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(SearchError::InUse { file: path.display().to_string() }),
        Err(fs::TryLockError::Error(error)) => Err(failed(&beside, error)),
    }
}

/// Writes a file anew: whoever opens it meanwhile, or after a crash, finds the old one or the new one.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut io::BufWriter<File>) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    let beside = with_end(path, "new");
    let at = |error| failed(&beside, error);
    let mut file = io::BufWriter::new(File::create(&beside).map_err(at)?);
    write(&mut file)?;
    file.into_inner().map_err(|error| at(error.into_error()))?.sync_all().map_err(at)?;
    fs::rename(&beside, path).map_err(at)?;
    sync_folder_of(path).map_err(at)
}

/// A name is on the disk when its folder is; other systems than Unix see to it themselves.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    name.into()
}

pub(crate) fn failed(path: &Path, error: io::Error) -> SearchError {
    SearchError::File { file: path.display().to_string(), error }
}
