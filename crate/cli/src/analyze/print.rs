use draftlens_drawing::Analysis;
use std::collections::BTreeMap;
use std::path::Path;

/// An analysis as a table for people.
pub(crate) fn table(path: &Path, analysis: &Analysis) {
    let page = &analysis.page;
    println!(
        "{}, page {}: {} × {} pixels, {:.0} dpi",
        path.display(),
        page.index,
        page.width_px,
        page.height_px,
        page.dpi
    );
    let mut counts = BTreeMap::new();
    for annotation in &analysis.annotations {
        *counts.entry(annotation.kind).or_insert(0) += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {}", kind.name())).collect();
    let unsure = analysis.annotations.iter().filter(|annotation| annotation.unsure).count();
    let found = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    println!(
        "{found}; {unsure} unsure; {:.1} s on {} ({})",
        analysis.timing_ms.total / 1000.0,
        analysis.backend.name,
        analysis.backend.adapter
    );
    for annotation in &analysis.annotations {
        println!(
            "{:>6}  {:<9} {:>4.0} % {} {}",
            annotation.id,
            annotation.kind.name(),
            100.0 * annotation.text_score,
            if annotation.unsure { '?' } else { ' ' },
            annotation.text.replace('\n', " ⏎ ")
        );
    }
}
