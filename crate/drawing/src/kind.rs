use serde::{Deserialize, Serialize};

/// What a text of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A size: length, diameter, radius, angle, chamfer, hole callout.
    Dimension,
    /// A callout whose point is a thread.
    Thread,
    /// A feature control frame.
    Gdt,
    /// A surface finish.
    Surface,
    /// A datum's letter.
    Datum,
    /// A sentence.
    Note,
    /// The number of a part in an assembly.
    Balloon,
    /// The name of a view or section.
    Label,
    /// A field of the title block.
    Title,
    /// A cell of a table.
    Table,
    /// A letter or number of the sheet's border: learnt in order to be left out.
    Zone,
}

impl Kind {
    /// Drawn around a text that is smaller than they are.
    pub(crate) fn holds_text(self) -> bool {
        matches!(self, Self::Surface | Self::Datum | Self::Balloon)
    }

    /// A symbol in a box of its own, which may touch a size.
    pub(crate) fn is_symbol(self) -> bool {
        self == Self::Gdt || self.holds_text()
    }

    /// A size of the part.
    pub(crate) fn is_measure(self) -> bool {
        matches!(self, Self::Dimension | Self::Thread)
    }

    /// Its name in the analysis.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dimension => "dimension",
            Self::Thread => "thread",
            Self::Gdt => "gdt",
            Self::Surface => "surface",
            Self::Datum => "datum",
            Self::Note => "note",
            Self::Balloon => "balloon",
            Self::Label => "label",
            Self::Title => "title",
            Self::Table => "table",
            Self::Zone => "zone",
        }
    }
}
