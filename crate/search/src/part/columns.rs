//! Entries ↔ the columns of a row group.

use std::io::{self, Write};

use parquet::data_type::{ByteArray, ByteArrayType, DataType, FloatType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::reader::RowGroupReader;
use parquet::file::writer::SerializedRowGroupWriter;

use crate::{Embedding, Entry, View};

pub(super) fn write<W: Write + Send>(
    mut group: SerializedRowGroupWriter<'_, W>,
    entries: &[&Entry],
) -> Result<(), ParquetError> {
    let ids: Vec<ByteArray> = entries.iter().map(|entry| entry.id.as_str().into()).collect();
    write_column::<ByteArrayType, _>(&mut group, &ids, None)?;
    let pages: Vec<i32> = entries.iter().map(|entry| entry.page.cast_signed()).collect();
    write_column::<Int32Type, _>(&mut group, &pages, None)?;
    write_lists(&mut group, entries.iter().map(|entry| entry.embedding.sheet.clone()))?;
    let views = |entry: &&Entry| entry.embedding.views.iter().flat_map(|view| view.vector.clone()).collect();
    write_lists(&mut group, entries.iter().map(views))?;
    let weights = |entry: &&Entry| entry.embedding.views.iter().map(|view| view.weight).collect();
    write_lists(&mut group, entries.iter().map(weights))?;
    let facets = |entry: &&Entry| serde_json::to_vec(&entry.facets).map(ByteArray::from);
    let facets = entries.iter().map(facets).collect::<Result<Vec<_>, _>>().map_err(io::Error::from)?;
    write_column::<ByteArrayType, _>(&mut group, &facets, None)?;
    group.close().map(drop)
}

/// Of each value, whether its list has one at all, and whether it goes on with the list of the value before it.
#[derive(Default)]
struct Levels {
    has_value: Vec<i16>,
    goes_on: Vec<i16>,
}

fn write_column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    levels: Option<&Levels>,
) -> Result<(), ParquetError> {
    let mut column = group.next_column()?.ok_or_else(|| bad("a column is missing"))?;
    let has_value = levels.map(|levels| levels.has_value.as_slice());
    let goes_on = levels.map(|levels| levels.goes_on.as_slice());
    column.typed::<T>().write_batch(values, has_value, goes_on)?;
    column.close()
}

fn write_lists<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    lists: impl Iterator<Item = Vec<f32>>,
) -> Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Levels::default());
    for list in lists {
        let n_levels = list.len().max(1);
        levels.has_value.extend(std::iter::repeat_n(i16::from(!list.is_empty()), n_levels));
        levels.goes_on.extend((0..n_levels).map(|at| i16::from(at > 0)));
        values.extend(list);
    }
    write_column::<FloatType, _>(group, &values, Some(&levels))
}

/// Vectors have `dim` numbers.
pub(super) fn read(group: &dyn RowGroupReader, dim: usize) -> Result<Vec<Entry>, ParquetError> {
    let count = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
    let ids = read_column::<ByteArrayType>(group, 0, count)?;
    let pages = read_column::<Int32Type>(group, 1, count)?;
    let mut sheets = read_lists(group, 2, count)?.into_iter();
    let mut views = read_lists(group, 3, count)?.into_iter();
    let mut weights = read_lists(group, 4, count)?.into_iter();
    let facets = read_column::<ByteArrayType>(group, 5, count)?;
    let rows = ids.iter().zip(pages).zip(&facets).map(|((id, page), facets)| {
        let sheet = sheets.next().unwrap_or_default();
        let (views, weights) = (views.next().unwrap_or_default(), weights.next().unwrap_or_default());
        if sheet.len() != dim || views.len() != dim * weights.len() {
            return Err(bad("its vectors have other lengths than its model's"));
        }
        let views = views.chunks_exact(dim).zip(weights);
        let views = views.map(|(vector, weight)| View { vector: vector.to_vec(), weight }).collect();
        Ok(Entry {
            id: id.as_utf8()?.to_owned(),
            page: page.cast_unsigned(),
            embedding: Embedding { sheet, views },
            facets: serde_json::from_slice(facets.data()).map_err(io::Error::from)?,
        })
    });
    rows.collect()
}

fn read_column<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
    count: usize,
) -> Result<Vec<T::T>, ParquetError> {
    let mut values = Vec::new();
    let reader = group.get_column_reader(column)?;
    let mut reader = parquet::column::reader::get_typed_column_reader::<T>(reader);
    reader.read_records(count, None, None, &mut values)?;
    if values.len() == count { Ok(values) } else { Err(bad("a column is too short")) }
}

fn read_lists(
    group: &dyn RowGroupReader,
    column: usize,
    count: usize,
) -> Result<Vec<Vec<f32>>, ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Levels::default());
    let reader = group.get_column_reader(column)?;
    let mut reader = parquet::column::reader::get_typed_column_reader::<FloatType>(reader);
    reader.read_records(count, Some(&mut levels.has_value), Some(&mut levels.goes_on), &mut values)?;
    let mut values = values.into_iter();
    let mut lists: Vec<Vec<f32>> = Vec::with_capacity(count);
    for (has_value, goes_on) in levels.has_value.into_iter().zip(levels.goes_on) {
        if goes_on == 0 {
            lists.push(Vec::new());
        }
        if has_value > 0
            && let (Some(list), Some(value)) = (lists.last_mut(), values.next())
        {
            list.push(value);
        }
    }
    if lists.len() == count { Ok(lists) } else { Err(bad("a column is too short")) }
}

fn bad(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}
