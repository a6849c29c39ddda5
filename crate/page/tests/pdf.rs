//! PDF files → pages, as a caller of the crate sees them.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, reason = "a test that cannot open its file has failed")]

mod pdf_file;

use draftlens_page::*;
use pdf_file::{HELVETICA, PdfFile, bits, one_page};
use std::f32::consts::PI;

fn open(bytes: Vec<u8>) -> Document {
    Document::open(bytes, &OpenOptions::default()).unwrap()
}

fn page(bytes: Vec<u8>, dpi: Option<f32>) -> Page {
    open(bytes).page(0, &PageOptions { dpi }, &mut Unwatched).unwrap()
}

fn refused(bytes: Vec<u8>, dpi: Option<f32>) -> PageError {
    open(bytes).page(0, &PageOptions { dpi }, &mut Unwatched).unwrap_err()
}

/// How much ink lies in the rectangle, in pixels that are wholly black.
fn ink(page: &Page, [left, top, right, bottom]: [f32; 4]) -> f32 {
    let (x, y) = (left.floor() as u32, top.floor() as u32);
    let grey = page.grey(x, y, right.ceil() as u32 - x, bottom.ceil() as u32 - y);
    grey.iter().map(|value| f32::from(255 - value) / 255.0).sum()
}

fn bounds(word: &Word) -> [f32; 4] {
    let side = |axis: usize| word.quad.map(|point| point[axis]);
    let low = |axis| side(axis).into_iter().fold(f32::MAX, f32::min);
    let high = |axis| side(axis).into_iter().fold(f32::MIN, f32::max);
    [low(0).max(0.0), low(1).max(0.0), high(0), high(1)]
}

#[test]
fn a_turned_page_stands_upright_with_its_words_where_they_are_seen() {
    for (rotate, size, angle) in [
        (0, (400, 200), 0.0),
        (90, (200, 400), PI / 2.0),
        (180, (400, 200), PI),
        (270, (200, 400), -PI / 2.0),
    ] {
        let entries = format!("/MediaBox [0 0 200 100] /Rotate {rotate}");
        let file = one_page(&entries, HELVETICA, "BT /F 20 Tf 20 60 Td (R25) Tj ET");
        let document = open(file);
        let page = document.page(0, &PageOptions { dpi: Some(144.0) }, &mut Unwatched).unwrap();
        assert_eq!((page.info().width_px, page.info().height_px), size, "{rotate}°");
        let words = document.text_layer(0, 144.0).unwrap().unwrap().words;
        let [word] = words.as_slice() else { panic!("{rotate}°: {words:?}") };
        assert_eq!((word.text.as_str(), word.visible), ("R25", true));
        assert!((word.font_px - 40.0).abs() < 0.1, "{rotate}°: {}", word.font_px);
        let turn = (word.angle_rad - angle).rem_euclid(2.0 * PI);
        assert!(turn.min(2.0 * PI - turn) < 1e-3, "{rotate}°: {}", word.angle_rad);
        // The first corner is the upper left of the text itself, wherever that lies on the page.
        let [[x0, y0], [x1, y1], ..] = word.quad;
        let along = [x1 - x0, y1 - y0];
        assert!(along[0] * angle.cos() + along[1] * angle.sin() > 60.0, "{rotate}°: {:?}", word.quad);
        let (inside, all) = (ink(&page, bounds(word)), ink(&page, [0.0, 0.0, size.0 as f32, size.1 as f32]));
        assert!(all > 300.0 && inside > 0.99 * all, "{rotate}°: {inside} of {all}");
    }
}

#[test]
fn a_page_has_the_size_of_its_crop_box_in_its_own_unit() {
    let entries = "/MediaBox [0 0 600 400] /CropBox [100 50 300 150] /UserUnit 2";
    let file = one_page(entries, HELVETICA, "0 0 100 400 re f BT /F 20 Tf 120 60 Td (A) Tj ET");
    let document = open(file);
    let page = document.page(0, &PageOptions { dpi: Some(72.0) }, &mut Unwatched).unwrap();
    assert_eq!((page.info().width_px, page.info().height_px), (400, 200));
    assert!(ink(&page, [0.0, 0.0, 30.0, 200.0]) < 1.0, "what lies beside the crop box is cut off");
    let words = document.text_layer(0, 72.0).unwrap().unwrap().words;
    let [x, y] = words[0].quad[3];
    assert!((x - 40.0).abs() < 1.0 && (y - 190.0).abs() < 1.0, "{x}, {y}");
}

#[test]
fn a_drawn_page_has_200_dpi_unless_the_sheet_is_too_large_for_that() {
    let a4 = page(one_page("/MediaBox [0 0 595.276 841.89]", "", ""), None);
    assert_eq!((a4.info().dpi, a4.info().dpi_source), (200.0, DpiSource::Rendered));
    assert_eq!((a4.info().width_px, a4.info().height_px), (1654, 2339));
    let budget = Budget { max_grey_px: 1_000_000, ..Budget::default() };
    let options = OpenOptions { budget, ..OpenOptions::default() };
    let tight = Document::open(one_page("/MediaBox [0 0 595.276 841.89]", "", ""), &options).unwrap();
    let info = tight.page_info(0).unwrap();
    assert_eq!(info.dpi, 101.0, "{info:?}");
}

#[test]
fn a_sheet_beyond_the_budget_is_refused_with_its_size_and_the_limit() {
    let huge = || one_page("/MediaBox [0 0 14400 14400] /UserUnit 4", HELVETICA, "");
    let expected = PageError::TooManyPixels { width_px: 57600, height_px: 57600, limit_mpx: 200 };
    assert_eq!(refused(huge(), None), expected);
    let a0 = || one_page("/MediaBox [0 0 2384 3370]", HELVETICA, "");
    assert_eq!(refused(a0(), Some(600.0)).code(), "too-many-pixels");
    assert_eq!(refused(huge(), Some(300.0)).code(), "bad-dpi");
}

#[test]
fn an_image_that_claims_an_absurd_size_is_refused_before_it_is_decoded() {
    let entries = "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB \
                   /BitsPerComponent 8";
    for wrap in ["", "/Pattern"] {
        let mut file = PdfFile::new();
        let image = file.stream(entries, b"few");
        let pattern = file.stream(
            &format!(
                "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 \
                 /Resources << /XObject << /I {image} 0 R >> >>"
            ),
            b"9 0 0 9 0 0 cm /I Do",
        );
        let resources = format!("/XObject << /I {image} 0 R >> /Pattern << /P {pattern} 0 R >>");
        let content =
            if wrap.is_empty() { "90 0 0 50 3 3 cm /I Do" } else { "/Pattern cs /P scn 0 0 50 50 re f" };
        file.page("/MediaBox [0 0 100 100]", &resources, content);
        let error = refused(file.bytes(), Some(72.0));
        assert_eq!(
            error,
            PageError::TooManyPixels { width_px: 100_000, height_px: 100_000, limit_mpx: 600 },
            "{wrap}"
        );
    }
}

/// 72 × 72: eight white rows, then a black bar from column 24 to 48; Group 4.
fn fax_group4() -> Vec<u8> {
    bits(&format!(
        "{} 001 0101000 00000010111 1 {} 000000000001000000000001",
        "1".repeat(8),
        "111".repeat(63)
    ))
}

/// The same in Group 3, one dimension.
fn fax_group3() -> Vec<u8> {
    bits(&format!("{}{}", "11011 10011 ".repeat(8), "0101000 00000010111 0101000".repeat(64)))
}

fn jbig2() -> Vec<u8> {
    let mut out = Vec::new();
    let mut segment = |number: u8, kind: u8, data: &[u8]| {
        out.extend_from_slice(&[0, 0, 0, number, kind, 0, 1]);
        out.extend_from_slice(&(data.len() as u32).to_be_bytes());
        out.extend_from_slice(data);
    };
    let size = [0, 0, 0, 72, 0, 0, 0, 72];
    segment(0, 48, &[&size[..], &[0; 8], &[0, 0, 0]].concat());
    // An immediate generic region at 0, 0 in MMR.
    segment(1, 38, &[&size[..], &[0; 8], &[0, 1], &fax_group4()].concat());
    out
}

fn packed(is_black: u8) -> Vec<u8> {
    (0..72)
        .flat_map(|y| {
            [0, 0, 0, 1, 1, 1, 0, 0, 0].map(|bar| if bar == 1 && y >= 8 { is_black } else { !is_black })
        })
        .collect()
}

/// A page of half an inch with the image laid over it.
fn scan_page(entries: &str, data: &[u8], page_entries: &str, after: &str) -> Vec<u8> {
    let mut file = PdfFile::new();
    let entries = format!("/Type /XObject /Subtype /Image /Width 72 /Height 72 {entries}");
    let image = file.stream(&entries, data);
    let resources = format!("/XObject << /I {image} 0 R >> {HELVETICA}");
    let content = format!("q 36 0 0 36 0 0 cm /I Do Q {after}");
    file.page(&format!("/MediaBox [0 0 36 36] {page_entries}"), &resources, &content);
    file.bytes()
}

/// The bar on white: dark where it must be, light elsewhere, exactly or nearly.
fn assert_bar(page: &Page, tolerance: u8, name: &str) {
    let grey = page.grey(0, 0, 72, 72);
    for (at, value) in grey.iter().enumerate() {
        let (x, y) = (at % 72, at / 72);
        let expected: u8 = if (24..48).contains(&x) && y >= 8 { 0 } else { 255 };
        assert!(value.abs_diff(expected) <= tolerance, "{name}: {value} at {x}, {y}");
    }
}

#[test]
fn a_scan_gives_its_own_pixels_at_its_own_resolution() {
    const GREY: &str = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let cases: [(&str, String, Vec<u8>, u8); 8] = [
        (
            "G4",
            format!("{GREY} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 72 >>"),
            fax_group4(),
            1,
        ),
        ("G3", format!("{GREY} /Filter [/CCITTFaxDecode] /DecodeParms [<< /Columns 72 >>]"), fax_group3(), 1),
        (
            "G4, black is 1",
            format!(
                "{GREY} /Decode [1 0] /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 72 /BlackIs1 true >>"
            ),
            fax_group4(),
            1,
        ),
        ("JBIG2", format!("{GREY} /Filter /JBIG2Decode"), jbig2(), 1),
        ("packed", GREY.into(), packed(0), 1),
        (
            "palette",
            "/ColorSpace [/Indexed /DeviceRGB 1 <FFFFFF000000>] /BitsPerComponent 1".into(),
            packed(0xff),
            1,
        ),
        (
            "JPEG",
            "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode".into(),
            include_bytes!("fixtures/pdf/bar.jpg").to_vec(),
            8,
        ),
        ("JPEG 2000", "/Filter /JPXDecode".into(), include_bytes!("fixtures/pdf/bar.jp2").to_vec(), 8),
    ];
    for (name, entries, data, bits) in cases {
        let document = open(scan_page(&entries, &data, "", ""));
        let info = document.page_info(0).unwrap();
        assert_eq!((info.width_px, info.height_px, info.bits), (72, 72, bits), "{name}");
        assert_eq!((info.dpi, info.dpi_source), (144.0, DpiSource::File), "{name}");
        let page = document.page(0, &PageOptions::default(), &mut Unwatched).unwrap();
        assert_eq!(page.info(), &info, "{name}");
        assert_bar(&page, if bits == 1 { 0 } else { 24 }, name);
    }
}

#[test]
fn a_scan_on_a_turned_page_is_turned() {
    let entries = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let page = page(scan_page(entries, &packed(0), "/Rotate 90", ""), None);
    let grey = page.grey(0, 0, 72, 72);
    assert_eq!(page.info().bits, 1);
    // The bar now lies across; the eight white rows of the top are at the right.
    assert_eq!((grey[36 * 72 + 10], grey[36 * 72 + 66], grey[10 * 72 + 36]), (0, 255, 255));
}

#[test]
fn a_scan_is_resampled_only_when_another_resolution_is_asked_for() {
    let entries = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let page = page(scan_page(entries, &packed(0), "", ""), Some(72.0));
    assert_eq!((page.info().width_px, page.info().bits, page.info().dpi), (36, 8, 72.0));
}

#[test]
fn invisible_text_over_a_scan_is_read_and_stays_invisible() {
    let entries = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let text = "BT 3 Tr /F 10 Tf 4 20 Td (M8) Tj ET";
    let document = open(scan_page(entries, &packed(0), "", text));
    assert_eq!(document.page_info(0).unwrap().bits, 1, "the page is still a scan");
    let words = document.text_layer(0, 144.0).unwrap().unwrap().words;
    assert_eq!(words.len(), 1);
    assert_eq!((words[0].text.as_str(), words[0].visible), ("M8", false));
    let [x, y] = words[0].quad[3];
    assert!((x - 8.0).abs() < 0.5 && (y - 37.0).abs() < 2.0, "{x}, {y}");
}

#[test]
fn a_stamp_on_a_scan_is_not_lost() {
    let entries = "/ColorSpace /DeviceGray /BitsPerComponent 1";
    let page = page(scan_page(entries, &packed(0), "", "0 0 8 8 re f"), Some(144.0));
    assert_eq!(page.info().bits, 8);
    assert!(ink(&page, [0.0, 58.0, 14.0, 72.0]) > 150.0);
}

/// A page of 120 × 60 points with two characters in a font that the file only names.
fn east_asian(encoding: &str, ordering: &str, name: &str, text: &str) -> Document {
    let resources = format!(
        "/Font << /F << /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo \
         << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> /FontDescriptor << /Type \
         /FontDescriptor /FontName /{name} /Flags 4 >> >>] >> >>"
    );
    let content = format!("BT /F 40 Tf 10 15 Td <{text}> Tj ET");
    open(one_page("/MediaBox [0 0 120 60]", &resources, &content))
}

#[test]
fn east_asian_text_without_its_font_is_drawn_and_read() {
    let fonts = [
        ("90ms-RKSJ-H", "Japan1", "MS-Gothic", "93FA967B", "日本"),
        ("UniJIS-UCS2-H", "Japan1", "HeiseiMin-W3", "65E5672C", "日本"),
        ("UniJIS-UTF16-H", "Japan1", "KozMinPr6N-Regular", "56F39762", "図面"),
        ("EUC-H", "Japan1", "Ryumin-Light", "A5ABA5CA", "カナ"),
        ("GBK-EUC-H", "GB1", "SimSun", "D6D0B9FA", "中国"),
        ("UniGB-UCS2-H", "GB1", "STSong-Light", "56FE7EB8", "图纸"),
        ("ETen-B5-H", "CNS1", "MingLiU", "A4A4A4E5", "中文"),
        // 齧 and hangul are in no font of this size: boxes stand in their place, and the text is known all the same.
        ("UniJIS-UTF16-H", "Japan1", "HeiseiMin-W3", "9F679F67", "齧齧"),
        ("KSCms-UHC-H", "Korea1", "Batang", "B0A1B3AA", "가나"),
    ];
    for (encoding, ordering, name, text, meant) in fonts {
        let document = east_asian(encoding, ordering, name, text);
        let page = document.page(0, &PageOptions { dpi: Some(72.0) }, &mut Unwatched).unwrap();
        for left in [10.0, 50.0] {
            let drawn = ink(&page, [left, 0.0, left + 40.0, 60.0]);
            assert!(drawn > 60.0, "{encoding} {text}: {drawn}");
        }
        let words = document.text_layer(0, 72.0).unwrap().unwrap().words;
        let read: String = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(read, meant, "{encoding}");
    }
}

#[test]
fn a_missing_east_asian_font_is_drawn_by_character_and_not_by_its_number() {
    let drawn = |encoding, text| {
        let page = east_asian(encoding, "Japan1", "MS-Gothic", text).page(
            0,
            &PageOptions { dpi: Some(72.0) },
            &mut Unwatched,
        );
        page.unwrap().grey(10, 0, 80, 60)
    };
    let [shift_jis, unicode, other] = [
        drawn("90ms-RKSJ-H", "93FA967B"),
        drawn("UniJIS-UTF16-H", "65E5672C"),
        drawn("UniJIS-UTF16-H", "56F39762"),
    ];
    assert!(shift_jis == unicode && unicode != other);
}

#[test]
fn lines_and_shapes_come_with_their_pens() {
    let document = open(one_page("/MediaBox [0 0 100 100]", "", "2 w 10 10 m 60 10 l S 20 20 30 40 re f"));
    let mut strokes = Vec::new();
    document.strokes(0, 144.0, &mut |stroke| strokes.push(stroke)).unwrap();
    assert_eq!(strokes.len(), 2);
    assert_eq!(strokes[0], Stroke { points: vec![[20.0, 180.0], [120.0, 180.0]], width_px: 4.0 });
    assert_eq!((strokes[1].width_px, strokes[1].points.first()), (0.0, strokes[1].points.last()));
}

#[test]
fn coloured_lines_on_a_dark_ground_are_recognised_and_stay_readable() {
    let page = page(
        one_page("/MediaBox [0 0 100 100]", "", "0 g 0 0 100 100 re f 0 0 1 RG 4 w 0 50 m 100 50 l S"),
        Some(72.0),
    );
    assert_eq!(page.ink(), Ink::Light);
    assert!(page.grey(50, 50, 1, 1)[0] > 130);
}

#[test]
fn a_cancelled_page_stops_before_anything_is_drawn_and_between_bands() {
    let file = || one_page("/MediaBox [0 0 2384 3370]", "", "0 0 100 100 re f");
    let mut calls = 0;
    let mut at_once = |_: u64, _: u64| {
        calls += 1;
        Err(Stop::Cancelled)
    };
    let error = open(file()).page(0, &PageOptions::default(), &mut at_once).unwrap_err();
    assert_eq!((error, calls), (PageError::Cancelled, 1));
    let mut later =
        |done: u64, total: u64| if done * 4 > total { Err(Stop::DeadlineExceeded) } else { Ok(()) };
    let error = open(file()).page(0, &PageOptions::default(), &mut later).unwrap_err();
    assert_eq!(error, PageError::DeadlineExceeded);
}

#[test]
fn a_protected_file_opens_with_its_password_only() {
    let bytes = include_bytes!("fixtures/pdf/protected.pdf");
    let with = |password: Option<&str>| {
        let options = OpenOptions { password: password.map(str::to_owned), ..OpenOptions::default() };
        Document::open(bytes.to_vec(), &options)
    };
    assert_eq!(with(None).err(), Some(PageError::PasswordNeeded));
    assert_eq!(with(Some("wrong")).err(), Some(PageError::PasswordWrong));
    let document = with(Some("open")).unwrap();
    let words = document.text_layer(0, 72.0).unwrap().unwrap().words;
    assert_eq!(words[0].text, "SECRET");
}

fn sample() -> Vec<u8> {
    let mut file = PdfFile::new();
    let image = file.stream(
        "/Type /XObject /Subtype /Image /Width 72 /Height 72 /ColorSpace /DeviceGray /BitsPerComponent 1 \
         /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 72 >>",
        &fax_group4(),
    );
    let resources = format!("/XObject << /I {image} 0 R >> {HELVETICA}");
    file.page("/MediaBox [0 0 36 36]", &resources, "36 0 0 36 0 0 cm /I Do");
    file.page("/MediaBox [0 0 90 60]", &resources, "BT /F 9 Tf 5 5 Td (M8) Tj ET 9 9 m 20 20 l S");
    file.bytes()
}

#[test]
fn a_file_without_its_end_opens_with_a_notice_or_a_clear_error() {
    let whole = sample();
    let without_index = whole[..whole.windows(4).rposition(|window| window == b"xref").unwrap()].to_vec();
    let notices = open(without_index).summary().unwrap().notices;
    assert_eq!(notices.first().map(|notice| notice.code.as_str()), Some("incomplete"));
    let pointer = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    let wrong_index = [&whole[..pointer], b"startxref\n9999999\n%%EOF\n"].concat();
    let notices = open(wrong_index).summary().unwrap().notices;
    assert_eq!(notices.first().map(|notice| notice.code.as_str()), Some("repaired"));
    let error = Document::open(whole[..60].to_vec(), &OpenOptions::default()).err().unwrap();
    assert_eq!(error.code(), "truncated");
    assert!(open(whole).summary().unwrap().notices.is_empty());
}

#[test]
fn truncated_and_altered_files_never_crash() {
    let whole = sample();
    let try_all = |bytes: Vec<u8>, what: &str| {
        let mut check = |error: PageError| assert_ne!(error.code(), "crashed", "{what}: {error}");
        match Document::open(bytes, &OpenOptions::default()) {
            Err(error) => check(error),
            Ok(document) => {
                for index in 0..document.page_count() {
                    let options = PageOptions { dpi: Some(36.0) };
                    document.page(index, &options, &mut Unwatched).err().map(&mut check);
                    document.page_info(index).err().map(&mut check);
                    document.text_layer(index, 36.0).err().map(&mut check);
                }
            }
        }
    };
    for length in (1..whole.len()).step_by(13) {
        try_all(whole[..length].to_vec(), &format!("cut at {length}"));
    }
    for at in (0..whole.len()).step_by(7) {
        let mut altered = whole.clone();
        altered[at] ^= 1 << (at % 8);
        try_all(altered, &format!("bit {} of byte {at}", at % 8));
    }
}

/// The real files that stand beside a checkout of the project; users do not have them.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/drawings/robustness")
        .join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    bytes
}

#[test]
fn the_files_of_the_robustness_set_open_or_say_why() {
    if let Some(bytes) = shared("multipage_a2.pdf") {
        let summary = open(bytes).summary().unwrap();
        assert_eq!(summary.pages.len(), 3);
        assert!(summary.notices.is_empty());
    }
    if let Some(bytes) = shared("truncated.pdf") {
        match Document::open(bytes, &OpenOptions::default()) {
            Ok(document) => assert_eq!(document.summary().unwrap().notices[0].code, "incomplete"),
            Err(error) => assert_eq!(error.code(), "truncated"),
        }
    }
    if let Some(bytes) = shared("encrypted.pdf") {
        let error = Document::open(bytes.clone(), &OpenOptions::default()).err();
        assert_eq!(error, Some(PageError::PasswordNeeded));
        let options = OpenOptions { password: Some("test".into()), ..OpenOptions::default() };
        let document = Document::open(bytes, &options).unwrap();
        assert!(document.text_layer(0, 200.0).unwrap().unwrap().words.len() > 10);
    }
}
