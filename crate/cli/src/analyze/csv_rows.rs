use csv::Writer;
use draftlens_drawing::Analysis;
use std::io::{Stdout, stdout};
use std::path::Path;

const COLUMNS: [&str; 16] = [
    "file",
    "page",
    "id",
    "kind",
    "text",
    "text_score",
    "unsure",
    "score",
    "x1",
    "y1",
    "x2",
    "y2",
    "x3",
    "y3",
    "x4",
    "y4",
];

/// Annotations as lines of comma-separated values, under one line of titles.
pub(crate) struct CsvRows {
    writer: Writer<Stdout>,
    has_titles: bool,
}

impl CsvRows {
    pub(crate) fn new() -> Self {
        Self { writer: Writer::from_writer(stdout()), has_titles: false }
    }

    pub(crate) fn write(&mut self, path: &Path, analysis: &Analysis) -> anyhow::Result<()> {
        if !self.has_titles {
            self.writer.write_record(COLUMNS)?;
            self.has_titles = true;
        }
        for annotation in &analysis.annotations {
            let facts = [
                path.display().to_string(),
                analysis.page.index.to_string(),
                annotation.id.clone(),
                annotation.kind.name().to_owned(),
                annotation.text.clone(),
                annotation.text_score.to_string(),
                annotation.unsure.to_string(),
                annotation.score.to_string(),
            ];
            let corners = annotation.quad.0.iter().flatten().map(f64::to_string);
            self.writer.write_record(facts.into_iter().chain(corners))?;
        }
        Ok(self.writer.flush()?)
    }
}
