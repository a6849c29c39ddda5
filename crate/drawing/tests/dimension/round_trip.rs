//! Text → parse → print → parse: the same again, for any text.

use std::time::{Duration, Instant};

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::parse;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const KINDS: [Kind; 11] = [
    Kind::Dimension,
    Kind::Thread,
    Kind::Gdt,
    Kind::Surface,
    Kind::Datum,
    Kind::Balloon,
    Kind::Note,
    Kind::Label,
    Kind::Title,
    Kind::Table,
    Kind::Zone,
];

fn same_again(kind: Kind, text: &str) -> Result<(), TestCaseError> {
    let written = parse(kind, text);
    let printed = written.to_string();
    prop_assert_eq!(&parse(kind, &printed), &written, "{:?} was printed as {:?}", text, printed);
    // What was not understood was there, as it stands.
    prop_assert!(text.contains(&written.rest));
    Ok(())
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(KINDS.to_vec())
}

/// What sheets are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(
        "Ø|R|SR|SØ|□|⌒|M|C|G|1|2|4|8|10|45|0|0.5|6.10|,5|.250|3/8| 1/2|1 3/8|°|'|\"|±|+|-|/|+0.1|-0.2|0/-0.1|H7|g6|H7/g6|x| x |X|x45°|(|)|[|]|=| |\n|THRU|TYP|REF|MAX|MIN| DEEP|↧|↧5|⌴|⌵|CSK|CBORE|UNC|NPT|-20|LH|4x|4-|mm|in|⌖|⟂|Ⓜ|A|B|-B|CZ|Ra|Rz|N7|▽|√|ground|HOLES|PLACES|t=|t|#10|Tr|P|UZ"
            .split('|')
            .chain(["|"])
            .map(str::to_owned)
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (1u32..2000).prop_map(|n| n.to_string()),
        (0u32..400, 0u32..1000, prop::sample::select(vec![',', '.']))
            .prop_map(|(n, d, point)| format!("{n}{point}{d:03}")),
        (1u32..999).prop_map(|d| format!(".{d:03}")),
        (0u32..9, 1u32..16).prop_map(|(whole, n)| if whole == 0 {
            format!("{n}/16")
        } else {
            format!("{whole} {n}/16")
        }),
    ]
}

fn tolerance() -> impl Strategy<Value = String> {
    let small = || (1u32..90).prop_map(|n| format!("0.{n:02}"));
    prop_oneof![
        3 => Just(String::new()),
        1 => small().prop_map(|t| format!("±{t}")),
        1 => (small(), small()).prop_map(|(u, l)| format!(" +{u}/-{l}")),
        1 => small().prop_map(|l| format!(" 0/-{l}")),
        1 => prop::sample::select(vec![" H7", " g6", " H7/g6", " zc11", " JS9", " MAX", " MIN"]).prop_map(str::to_owned),
    ]
}

/// Callouts as an office writes them.
fn callout() -> impl Strategy<Value = String> {
    let count = prop::sample::select(vec!["", "2x ", "4x", "6-", "(3x) "]);
    let symbol = prop::sample::select(vec!["Ø", "R", "SØ", "□", "C", "M", "Ø "]);
    let remark = prop::sample::select(vec![
        "",
        " THRU",
        " ↧5",
        " TYP",
        " (4 PLACES)",
        "\n⌴Ø11 ↧6.5",
        "\n⌵Ø12 x 90°",
        " EQ SP",
    ]);
    (count, symbol, number(), tolerance(), remark).prop_map(|(count, symbol, number, tolerance, remark)| {
        format!("{count}{symbol}{number}{tolerance}{remark}")
    })
}

proptest! {
    // The same texts at each run; a longer run takes another seed.
    #![proptest_config(ProptestConfig {
        cases: 5000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_taken_and_printed_back(kind in any_kind(), text in "\\PC{0,40}") {
        same_again(kind, &text)?;
    }

    #[test]
    fn any_order_of_what_sheets_are_made_of_is_printed_back(kind in any_kind(), text in pieces()) {
        let written = parse(kind, &text);
        if written.is_whole() {
            same_again(kind, &text)?;
        }
        // Nonsense behind a value may join it in its usual spelling, `11 DEEP 1/2°` as `↧11 1/2°`; it is never lost.
        prop_assert!(text.contains(&written.rest) && written.to_string().ends_with(&written.rest));
    }

    #[test]
    fn callouts_are_printed_back(text in callout()) {
        same_again(Kind::Dimension, &text)?;
        same_again(Kind::Thread, &text)?;
    }
}

/// What longer runs found.
#[test]
fn texts_that_once_came_back_changed_come_back_the_same() -> Result<(), TestCaseError> {
    same_again(Kind::Surface, "THRU\nH7")?;
    same_again(Kind::Thread, "1M")?;
    same_again(Kind::Thread, "1M1")?;
    same_again(Kind::Dimension, "1\nH7")?;
    same_again(Kind::Dimension, "Ø4x4x")?;
    same_again(Kind::Dimension, "Ø1⌴1")?;
    same_again(Kind::Dimension, "\u{2000}0")?;
    same_again(Kind::Datum, "-A-B")
}

#[test]
fn the_time_for_a_long_text_does_not_explode() {
    const LENGTH: usize = 30_000;
    // Hundreds of times what it takes; a parser that began anew at each place would take minutes.
    const LIMIT: Duration = Duration::from_secs(10);
    for pattern in [" ", "1", "(", "1 ", "4x ", "Ø5 ", "+", "⌴Ø5\n", "A-", "x", "TYP ", "Ra ", "1/", ". "]
    {
        let text = pattern.repeat(LENGTH / pattern.chars().count());
        for kind in KINDS {
            let start = Instant::now();
            parse(kind, &text);
            assert!(start.elapsed() < LIMIT, "{pattern:?} as {kind:?}");
        }
    }
}
