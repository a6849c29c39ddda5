//! Entries as Parquet: what a cluster's engine passes on, and any other program reads.
//!
//! ```text
//! id, page         as in an index
//! sheet            its vector
//! views, weights   the vectors of its views, one after the other, and what each counts
//! facets           a JSON object
//! ```
//!
//! The file's own key `draftlens` holds the [`Header`] of an index of its entries.

mod columns;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::TypePtr;

use crate::index_file::{failed, replace};
use crate::{Entry, Header, SearchError};

const KEY: &str = "draftlens";
/// Whoever reads a part has so many in memory at a time: some 10 MB.
const ENTRIES_OF_A_GROUP: usize = 2048;
const MESSAGE: &str = "
    message drawing {
      required binary id (STRING);
      required int32 page;
      required group sheet (LIST) { repeated group list { required float element; } }
      required group views (LIST) { repeated group list { required float element; } }
      required group weights (LIST) { repeated group list { required float element; } }
      required binary facets (JSON);
    }";
static SCHEMA: LazyLock<Result<TypePtr, ParquetError>> =
    LazyLock::new(|| parse_message_type(MESSAGE).map(Arc::new));

/// Writes a file anew: it is there when all entries are, and else the old one stays. The same entries give the same bytes.
/// Pages of a drawing must follow each other. Fails with [`SearchError::BadEntry`] or [`SearchError::File`].
pub fn write_part<'a>(
    path: &Path,
    header: &Header,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<(), SearchError> {
    header.check()?;
    let entries: Vec<&Entry> = entries.into_iter().collect();
    entries.iter().try_for_each(|entry| Entry::check_id(&entry.id))?;
    replace(path, |file| {
        write_groups(file, header, &entries).map_err(|error| failed(path, io::Error::other(error)))
    })
}

fn write_groups(file: impl Write + Send, header: &Header, entries: &[&Entry]) -> Result<(), ParquetError> {
    let header = serde_json::to_string(header).map_err(io::Error::from)?;
    // Vectors of floats have nothing to be packed, and nobody asks for the least of their numbers.
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), header)]))
        .build();
    let mut writer = SerializedFileWriter::new(file, schema()?, Arc::new(properties))?;
    for group in entries.chunks(ENTRIES_OF_A_GROUP) {
        columns::write(writer.next_row_group()?, group)?;
    }
    writer.close().map(drop)
}

fn schema() -> Result<TypePtr, ParquetError> {
    SCHEMA.as_ref().map(Arc::clone).map_err(|error| ParquetError::General(error.to_string()))
}

/// A file of entries.
pub struct Part {
    name: String,
    reader: SerializedFileReader<File>,
    header: Header,
}

impl Part {
    /// Fails with [`SearchError::BadPart`] or [`SearchError::File`].
    pub fn open(path: &Path) -> Result<Self, SearchError> {
        let name = path.display().to_string();
        let bad = |why: String| SearchError::BadPart { file: name.clone(), why };
        let file = File::open(path).map_err(|error| failed(path, error))?;
        let reader = SerializedFileReader::new(file).map_err(|error| bad(error.to_string()))?;
        let facts = reader.metadata().file_metadata();
        if facts.schema() != &*schema().map_err(|error| bad(error.to_string()))? {
            return Err(bad("it has other columns".into()));
        }
        let mut pairs = facts.key_value_metadata().into_iter().flatten();
        let header = pairs.find(|pair| pair.key == KEY).and_then(|pair| pair.value.as_deref());
        let header = header.ok_or_else(|| bad("it does not say which model made it".into()))?;
        let header: Header = serde_json::from_str(header).map_err(|error| bad(error.to_string()))?;
        header.check()?;
        Ok(Self { name, reader, header })
    }

    /// What an index of its entries is.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The pages of one drawing after the other, in the order in which they were put. Each fails with
    /// [`SearchError::BadPart`].
    pub fn drawings(&self) -> impl Iterator<Item = Result<Vec<Entry>, SearchError>> {
        let mut entries = (0..self.reader.num_row_groups()).flat_map(|at| self.group(at)).peekable();
        std::iter::from_fn(move || {
            let mut pages = match entries.next()? {
                Ok(first) => vec![first],
                Err(error) => return Some(Err(error)),
            };
            let id = pages[0].id.clone();
            let is_same = |next: &Result<Entry, _>| next.as_ref().is_ok_and(|next| next.id == id);
            while let Some(Ok(next)) = entries.next_if(is_same) {
                pages.push(next);
            }
            Some(Ok(pages))
        })
    }

    fn group(&self, at: usize) -> Vec<Result<Entry, SearchError>> {
        let entries =
            self.reader.get_row_group(at).and_then(|group| columns::read(&*group, self.header.model.dim));
        match entries {
            Ok(entries) => entries.into_iter().map(Ok).collect(),
            Err(error) => {
                vec![Err(SearchError::BadPart { file: self.name.clone(), why: error.to_string() })]
            }
        }
    }
}
