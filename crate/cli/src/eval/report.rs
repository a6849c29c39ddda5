//! Counts of pages → what is printed.

use super::change::Change;
use super::score::{Counts, Figures};
use serde::Serialize;
use std::collections::BTreeMap;

/// Pages with the group of each: `clean`, or `degraded` where it is a spoilt copy.
pub(super) type Counted = Vec<(String, &'static str, Counts)>;

/// Figures by page and of groups of pages.
#[derive(Serialize)]
pub(super) struct Report {
    pages: BTreeMap<String, Figures>,
    total: BTreeMap<&'static str, Figures>,
    /// The same pages with something done to them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    under: BTreeMap<String, Report>,
}

impl Report {
    pub(super) fn of(counted: &Counted) -> Self {
        let total = |is_of: &dyn Fn(&str) -> bool| {
            let some = counted.iter().filter(|(_, group, _)| is_of(group)).map(|(.., counts)| *counts);
            some.sum::<Counts>().figures()
        };
        let mut groups: BTreeMap<&'static str, Figures> =
            counted.iter().map(|(_, group, _)| (*group, total(&|other| other == *group))).collect();
        groups.insert("all", total(&|_| true));
        Self {
            pages: counted.iter().map(|(name, _, counts)| (name.clone(), counts.figures())).collect(),
            total: groups,
            under: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, change: Change, counted: &Counted) {
        self.under.insert(change.name(), Self::of(counted));
    }

    pub(super) fn print(&self) {
        println!(
            "{:<34} {:>4} {:>5} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} | {:>3} {:>6}",
            "page",
            "gt",
            "pred",
            "P",
            "R",
            "F1",
            "lenP",
            "lenR",
            "lenF1",
            "e2eF1",
            "e2eLn",
            "CER",
            "gdt",
            "gdtR"
        );
        for (name, figures) in &self.pages {
            print_row(name, figures);
        }
        for (group, figures) in &self.total {
            print_row(&format!("TOTAL {group}"), figures);
        }
        let all = &self.total["all"];
        println!(
            "{} of {} readings are marked as doubtful, {} of them wrong; of the others {} are wrong.",
            all.doubted, all.pred, all.doubted_wrong, all.sure_wrong
        );
        for (change, report) in &self.under {
            print_row(&format!("UNDER {change}"), &report.total["all"]);
        }
    }
}

fn print_row(name: &str, f: &Figures) {
    let perhaps = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    println!(
        "{name:<34} {:>4} {:>5} {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6.3} | {:>6.3} {:>6.3} {:>6} | {:>3} {:>6}",
        f.gt,
        f.pred,
        f.precision,
        f.recall,
        f.f1,
        f.lenient_precision,
        f.lenient_recall,
        f.lenient_f1,
        f.end_to_end_f1,
        f.end_to_end_lenient_f1,
        perhaps(f.character_error),
        f.gdt,
        perhaps(f.frame_recall)
    );
}
