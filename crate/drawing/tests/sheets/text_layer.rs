//! PDFs whose own words help, and PDFs whose own words lie, read by the shipped nets.

use crate::common::shipped;
use crate::pdf_file::{HELVETICA, PdfFile, one_page};
use draftlens_drawing::dimension::Doubt;
use draftlens_drawing::{Annotation, Findings, LayerVerdict, Source, analyze};
use draftlens_net::Cancel;
use draftlens_page::{Document, OpenOptions, Page, PageOptions, TextLayer, Unwatched};

const PAGE: &str = "/MediaBox [0 0 300 200]";
/// Places of texts on the page, in points. There is no part, so that the detector may take them for a table as well: what
/// they say is looked at here, not what they are.
const PLACES: [(u32, u32); 5] = [(40, 160), (180, 160), (40, 110), (180, 110), (40, 40)];
const SIZES: [&str; 5] = ["35.2", "R1.5", "112.5", "48.75", "4x M6"];
/// Codes of digits as another font would have them.
const OTHER_DIGITS: &str =
    "1 beginbfrange <30> <36> <0033> endbfrange 1 beginbfrange <37> <39> <0030> endbfrange";

/// Each size over its dimension line, in a font, in a text mode.
fn sizes(sizes: [&str; 5], mode: &str, shift: (u32, u32)) -> String {
    let written = PLACES.iter().zip(sizes).map(|((x, y), size)| {
        format!("BT /F 12 Tf {mode} {} {} Td ({size}) Tj ET ", x + shift.0, y + shift.1)
    });
    written.collect()
}

fn lines() -> String {
    let line = |(x, y): &(u32, u32)| format!("0.5 w {} {} m {} {} l S ", x - 15, y - 4, x + 60, y - 4);
    PLACES.iter().map(line).collect()
}

fn read(page: &Page) -> Findings {
    pollster::block_on(analyze(&shipped(), page, None, &Cancel::new(), &mut |_| ())).unwrap()
}

fn open(bytes: Vec<u8>) -> (Page, TextLayer) {
    let document = Document::open(bytes, &OpenOptions::default()).unwrap();
    let page = document.page(0, &PageOptions::default(), &mut Unwatched).unwrap();
    let words = document.text_layer(0, page.info().dpi).unwrap().unwrap();
    (page, words)
}

fn read_file(bytes: Vec<u8>) -> (Vec<Annotation>, LayerVerdict) {
    let (page, words) = open(bytes);
    let Findings { annotations, text_layer, .. } = read(&page.with_text(Some(words)));
    (annotations, text_layer.unwrap().verdict)
}

fn texts(annotations: &[Annotation]) -> Vec<String> {
    let without_spaces = |text: &str| text.split_whitespace().collect();
    let mut texts: Vec<String> = annotations.iter().map(|one| without_spaces(&one.text)).collect();
    texts.sort();
    texts
}

fn expected() -> Vec<String> {
    let mut texts: Vec<String> = SIZES.iter().map(|text| text.replace(' ', "")).collect();
    texts.sort();
    texts
}

#[test]
fn words_that_the_pixels_confirm_are_believed() {
    let (found, verdict) = read_file(one_page(PAGE, HELVETICA, &(lines() + &sizes(SIZES, "0 Tr", (0, 0)))));
    assert_eq!((texts(&found), verdict), (expected(), LayerVerdict::Believed));
    assert!(found.iter().all(|one| one.source == Source::TextLayer && !one.unsure), "{found:?}");
}

#[test]
fn a_diameter_sign_drawn_as_strokes_joins_the_word_behind_it() {
    // Before the 48.75: a circle and a slash, 9 points wide.
    let (x, y) = (174.0, 114.3);
    let ring = (0..=24).map(|step| {
        let angle = f64::from(step) * std::f64::consts::PI / 12.0;
        let (at_x, at_y) = (x + 3.4 * angle.cos(), y + 3.4 * angle.sin());
        format!("{at_x:.2} {at_y:.2} {} ", if step == 0 { "m" } else { "l" })
    });
    let sign: String =
        ring.chain([format!("S {} {} m {} {} l S ", x - 3.6, y - 4.4, x + 3.6, y + 4.4)]).collect();
    let content = lines() + "0.8 w " + &sign + &sizes(SIZES, "0 Tr", (0, 0));
    let (found, _) = read_file(one_page(PAGE, HELVETICA, &content));
    let size = found.iter().find(|one| one.text.contains("48.75")).unwrap();
    assert_eq!((size.text.as_str(), size.source), ("Ø48.75", Source::TextLayer));
}

#[test]
fn fonts_that_name_their_glyphs_wrongly_are_not_believed() {
    let mut file = PdfFile::new();
    let meaning = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def \
         1 begincodespacerange <00> <FF> endcodespacerange {OTHER_DIGITS} endcmap end end"
    );
    let meaning = file.stream("", meaning.as_bytes());
    let font = format!(
        "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {meaning} 0 R >> >>"
    );
    file.page(PAGE, &font, &(lines() + &sizes(SIZES, "0 Tr", (0, 0))));
    let (found, verdict) = read_file(file.bytes());
    assert_eq!((texts(&found), verdict), (expected(), LayerVerdict::Contradicted));
    assert!(found.iter().all(|one| one.source == Source::Pixels), "{found:?}");
}

#[test]
fn hidden_words_that_stand_elsewhere_are_not_believed() {
    // Every hidden word over the next size.
    let drawn = sizes(SIZES, "0 Tr", (0, 0));
    let (page, _) = open(one_page(PAGE, HELVETICA, &(lines() + &drawn)));
    let wrong = [SIZES[3], SIZES[4], SIZES[0], SIZES[1], SIZES[2]];
    let (_, words) = open(one_page(PAGE, HELVETICA, &sizes(wrong, "3 Tr", (2, 1))));
    let Findings { annotations, text_layer, .. } = read(&page.with_text(Some(words)));
    assert_eq!(text_layer.unwrap().verdict, LayerVerdict::Contradicted);
    assert!(annotations.iter().all(|one| one.source == Source::Pixels));
    for size in SIZES {
        assert!(texts(&annotations).contains(&size.replace(' ', "")), "{size}");
    }
}

#[test]
fn an_old_value_beneath_a_new_one_is_not_read() {
    let old = ["71.8", "R4.0", "112.5", "48.75", "4x M6"];
    let covers = "1 g 35 155 40 16 re f 175 155 40 16 re f 0 g ";
    let content = sizes(old, "0 Tr", (0, 0)) + covers + &lines() + &sizes(SIZES, "0 Tr", (0, 0));
    let (found, verdict) = read_file(one_page(PAGE, HELVETICA, &content));
    assert_eq!((texts(&found), verdict), (expected(), LayerVerdict::Believed));
}

#[test]
fn a_word_of_an_older_revision_is_told_and_not_believed() {
    let (page, _) = open(one_page(PAGE, HELVETICA, &(lines() + &sizes(SIZES, "0 Tr", (0, 0)))));
    let old = ["35.2", "R1.5", "112.5", "48.25", "4x M6"];
    let (_, words) = open(one_page(PAGE, HELVETICA, &sizes(old, "3 Tr", (0, 0))));
    let Findings { annotations, text_layer, .. } = read(&page.with_text(Some(words)));
    assert_eq!((texts(&annotations), text_layer.unwrap().verdict), (expected(), LayerVerdict::Believed));
    let changed = annotations.iter().find(|one| one.text == "48.75").unwrap();
    assert_eq!((changed.source, changed.doubts.as_slice()), (Source::Pixels, &[Doubt::SourcesDisagree][..]));
    assert_eq!(changed.alternatives.first().map(|other| other.text.as_str()), Some("48.25"));
}

#[test]
fn what_a_program_read_off_a_scan_is_not_believed() {
    let (page, _) = open(one_page(PAGE, HELVETICA, &(lines() + &sizes(SIZES, "0 Tr", (0, 0)))));
    let (width, height) = (page.info().width_px, page.info().height_px);
    let mut file = PdfFile::new();
    let facts = format!(
        "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    );
    let picture = file.stream(&facts, &page.grey(0, 0, width, height));
    let misread = ["35.2", "Rl.5", "1I2.5", "48.75", "4x N6"];
    let content = format!("q 300 0 0 200 0 0 cm /I Do Q {}", sizes(misread, "3 Tr", (0, 0)));
    file.page(PAGE, &format!("{HELVETICA} /XObject << /I {picture} 0 R >>"), &content);
    let (found, verdict) = read_file(file.bytes());
    assert_eq!((texts(&found), verdict), (expected(), LayerVerdict::ReadOffPicture));
    assert!(found.iter().all(|one| one.source == Source::Pixels));
}
