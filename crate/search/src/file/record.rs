use std::collections::BTreeMap;

use crate::cursor::{Cursor, put_text};
use crate::filter::{Condition, ScalarRef};
use crate::{Facet, Facets, SearchError};

const RECORD: &str = "the record of a drawing";
const NUMBER: u8 = 0;
const TEXT: u8 = 1;
const TEXTS: u8 = 2;

/// Names of facets, each written once for a block.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, u16>);

/// Id, page and facets of one row.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) id: &'a str,
    pub(crate) page: u32,
    facets: Cursor<'a>,
}

impl Names {
    fn number(&mut self, name: &str) -> u16 {
        let next = self.0.len() as u16;
        *self.0.entry(name.to_owned()).or_insert(next)
    }

    /// A block is full before its names are.
    pub(super) fn are_full(&self) -> bool {
        self.0.len() + Facets::MOST > usize::from(u16::MAX)
    }

    pub(super) fn write(&self, into: &mut Vec<u8>) {
        let mut in_order: Vec<(&String, &u16)> = self.0.iter().collect();
        in_order.sort_by_key(|(_, number)| **number);
        for (name, _) in in_order {
            put_text(name, into);
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Vec<&str>, SearchError> {
        let mut rest = Cursor::new(bytes, "a block's names of facets");
        let mut names = Vec::new();
        while rest.left() > 0 {
            names.push(rest.text()?);
        }
        Ok(names)
    }
}

/// One row's.
pub(super) fn write(id: &str, page: u32, facets: &Facets, names: &mut Names, into: &mut Vec<u8>) {
    put_text(id, into);
    into.extend(page.to_le_bytes());
    for (name, facet) in facets.iter() {
        into.extend(names.number(name).to_le_bytes());
        match facet {
            Facet::Number(number) => {
                into.push(NUMBER);
                into.extend(number.to_le_bytes());
            }
            Facet::Text(text) => {
                into.push(TEXT);
                put_text(text, into);
            }
            Facet::Texts(texts) => {
                into.push(TEXTS);
                into.extend((texts.len() as u16).to_le_bytes());
                for text in texts {
                    put_text(text, into);
                }
            }
        }
    }
}

impl<'a> Record<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, SearchError> {
        let mut rest = Cursor::new(bytes, RECORD);
        Ok(Self { id: rest.text()?, page: rest.u32()?, facets: rest })
    }

    pub(crate) fn facets(&self, names: &[&str]) -> Result<Facets, SearchError> {
        let mut all = BTreeMap::new();
        let mut rest = self.facets;
        while rest.left() > 0 {
            let name = names.get(usize::from(rest.u16()?)).ok_or_else(|| rest.damaged())?;
            let facet = match rest.u8()? {
                NUMBER => Facet::Number(rest.f64()?),
                TEXT => Facet::Text(rest.text()?.to_owned()),
                TEXTS => {
                    let count = rest.u16()?;
                    let texts = (0..count).map(|_| rest.text().map(str::to_owned));
                    Facet::Texts(texts.collect::<Result<_, _>>()?)
                }
                _ => return Err(rest.damaged()),
            };
            all.insert((*name).to_owned(), facet);
        }
        Facets::new(all).map_err(|_| rest.damaged())
    }
}

/// Calls with the number of each facet's name and where in the record the facet's value begins.
pub(super) fn for_facets(record: &[u8], call: &mut dyn FnMut(u16, usize)) -> Result<(), SearchError> {
    let mut rest = Cursor::new(record, RECORD);
    skip_text(&mut rest)?;
    rest.u32()?;
    while rest.left() > 0 {
        let name = rest.u16()?;
        call(name, record.len() - rest.left());
        skip_facet(&mut rest)?;
    }
    Ok(())
}

/// Whether any value of the facet that begins the bytes is what is asked for.
pub(super) fn is_admitted(facet: &[u8], condition: &Condition) -> Result<bool, SearchError> {
    let mut rest = Cursor::new(facet, RECORD);
    match rest.u8()? {
        NUMBER => Ok(condition.admits(ScalarRef::Number(rest.f64()?))),
        TEXT => Ok(condition.admits(ScalarRef::Text(rest.text()?))),
        TEXTS => {
            for _ in 0..rest.u16()? {
                if condition.admits(ScalarRef::Text(rest.text()?)) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Err(rest.damaged()),
    }
}

fn skip_facet(rest: &mut Cursor<'_>) -> Result<(), SearchError> {
    match rest.u8()? {
        NUMBER => rest.u64().map(|_| ()),
        TEXT => skip_text(rest),
        TEXTS => (0..rest.u16()?).try_for_each(|_| skip_text(rest)),
        _ => Err(rest.damaged()),
    }
}

fn skip_text(rest: &mut Cursor<'_>) -> Result<(), SearchError> {
    let length = rest.u16()?;
    rest.take(length.into()).map(|_| ())
}
