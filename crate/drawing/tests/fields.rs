//! Texts of a sheet → the fields of its title block, and its tables.
#![allow(clippy::panic, reason = "that is how a test fails")]

use draftlens_drawing::dimension::{LinearClass, Unit};
use draftlens_drawing::{Cell, Kind, Placed, Projection, Quad, SheetFields, SheetNumber, TableKind, tables};

/// A text of a title block: left, top, width, height.
fn at(text: &str, [left, top, width, height]: [f64; 4]) -> Placed<'_> {
    let (right, bottom) = (left + width, top + height);
    let quad = Quad([[left, top], [right, top], [right, bottom], [left, bottom]]);
    Placed { kind: Kind::Title, quad, text }
}

fn turned(placed: Placed) -> Placed {
    // Counter-clockwise by 90°, as a title block on a sheet that lies on its side.
    Placed { quad: Quad(placed.quad.0.map(|[x, y]| [y, 2000.0 - x])), ..placed }
}

/// The title block of a Creo sheet (`shared/drawings`, fwi_c1_p1), its texts where they stand.
fn framework_sheet() -> Vec<Placed<'static>> {
    vec![
        at("DESIGNED BY", [1088.0, 767.0, 44.0, 8.0]),
        at("DRAWN BY", [1161.0, 767.0, 32.0, 8.0]),
        at("CHECKED BY", [1088.0, 786.0, 40.0, 8.0]),
        at("APPROVED BY", [1161.0, 786.0, 44.0, 8.0]),
        at("MODEL", [1032.0, 794.0, 26.0, 8.0]),
        at("ISSUED DATE", [1088.0, 804.0, 42.0, 8.0]),
        at("SCALE", [1185.0, 804.0, 22.0, 8.0]),
        at("UNIT", [1211.0, 804.0, 20.0, 8.0]),
        at("Jan-31-23", [1145.0, 813.0, 36.0, 9.0]),
        at("1.000", [1185.0, 813.0, 22.0, 9.0]),
        at("mm", [1215.0, 814.0, 11.0, 7.0]),
        at("THIRD ANGLE PROJECTION", [1012.0, 809.0, 66.0, 6.0]),
        at("DRAWING FILE NAME", [1088.0, 823.0, 68.0, 8.0]),
        at("C1_module_design.ref", [1138.0, 831.0, 92.0, 9.0]),
        at("SIZE", [1085.0, 842.0, 20.0, 8.0]),
        at("SHEET", [1132.0, 842.0, 24.0, 8.0]),
        at("REVISION", [1183.0, 842.0, 23.0, 6.0]),
        at("VERSION", [1208.0, 842.0, 22.0, 6.0]),
        at("A3", [1090.0, 851.0, 10.0, 8.0]),
        at("1 OF 4", [1126.0, 851.0, 40.0, 8.0]),
        at("0", [1193.0, 851.0, 4.0, 8.0]),
        at("0", [1217.0, 851.0, 4.0, 8.0]),
    ]
}

fn text(field: &Option<draftlens_drawing::Field>) -> &str {
    field.as_ref().map_or("", |field| &field.text)
}

#[test]
fn values_below_their_labels_are_fields() {
    for sheet in [framework_sheet(), framework_sheet().into_iter().map(turned).collect()] {
        let fields = SheetFields::find(&sheet);
        assert_eq!(text(&fields.scale), "1.000");
        assert_eq!(text(&fields.unit), "mm");
        assert_eq!(text(&fields.sheet), "1 OF 4");
        assert_eq!(text(&fields.revision), "0");
        assert_eq!(fields.scale_factor(), Some(1.0));
        assert_eq!(fields.sheet_number(), Some(SheetNumber { sheet: 1, of: Some(4) }));
        assert_eq!(fields.projection_method(), Some(Projection::ThirdAngle));
        assert_eq!(fields.rules().unit, Unit::Millimetre);
        // No label of ours stands beside the file's name and the date.
        assert_eq!((&fields.number, &fields.title, &fields.material), (&None, &None, &None));
    }
}

#[test]
fn german_fields_stand_behind_their_labels_or_after_a_colon() {
    let fields = SheetFields::find(&[
        at("Benennung", [0.0, 0.0, 60.0, 10.0]),
        at("Lagerdeckel", [70.0, 0.0, 80.0, 10.0]),
        at("Zeichnungs-Nr.", [0.0, 20.0, 80.0, 10.0]),
        at("4711-08 A", [90.0, 20.0, 60.0, 10.0]),
        at("M1. Werkstoff: S235JR", [0.0, 40.0, 120.0, 10.0]),
        at("Maßstab\n1:2", [200.0, 40.0, 40.0, 24.0]),
        at("Gewicht", [200.0, 0.0, 40.0, 10.0]),
        at("1,25 kg", [200.0, 14.0, 40.0, 10.0]),
        at("Allgemeintoleranzen ISO 2768-mK", [0.0, 60.0, 200.0, 10.0]),
        at("Blatt 1/3", [300.0, 60.0, 50.0, 10.0]),
    ]);
    assert_eq!(text(&fields.title), "Lagerdeckel");
    assert_eq!(text(&fields.number), "4711-08 A");
    assert_eq!(text(&fields.material), "S235JR");
    assert_eq!(fields.scale_factor(), Some(0.5));
    assert_eq!(text(&fields.mass), "1,25 kg");
    assert_eq!(fields.sheet_number(), Some(SheetNumber { sheet: 1, of: Some(3) }));
    assert_eq!(
        fields.rules().general_tolerance.and_then(|general| general.linear),
        Some(LinearClass::Medium)
    );
}

#[test]
fn spanish_italian_and_chinese_labels_are_known_with_and_without_accents() {
    let fields = SheetFields::find(&[
        at("Título", [0.0, 0.0, 50.0, 10.0]),
        at("Soporte", [0.0, 14.0, 60.0, 10.0]),
        at("ESCALA: 1:5", [100.0, 0.0, 60.0, 10.0]),
        at("Plano Nº", [200.0, 0.0, 40.0, 10.0]),
        at("AB-204", [250.0, 0.0, 60.0, 10.0]),
        at("Materiale", [200.0, 40.0, 50.0, 10.0]),
        at("Acciaio C45", [200.0, 54.0, 70.0, 10.0]),
        at("质量", [400.0, 40.0, 20.0, 10.0]),
        at("1.2 kg", [430.0, 40.0, 40.0, 10.0]),
        at("Foglio 1/2", [400.0, 80.0, 60.0, 10.0]),
    ]);
    assert_eq!(text(&fields.title), "Soporte");
    assert_eq!(fields.scale_factor(), Some(0.2));
    assert_eq!(text(&fields.number), "AB-204");
    assert_eq!(text(&fields.material), "Acciaio C45");
    assert_eq!(text(&fields.mass), "1.2 kg");
    assert_eq!(fields.sheet_number(), Some(SheetNumber { sheet: 1, of: Some(2) }));
    let unaccented = SheetFields::find(&[at("TITULO: Soporte", [0.0, 0.0, 50.0, 10.0])]);
    assert_eq!(text(&unaccented.title), "Soporte");
}

#[test]
fn a_tolerance_for_all_sizes_is_a_field_whether_named_or_in_figures() {
    let general = |texts: &[&str]| {
        let placed: Vec<Placed<'_>> = texts
            .iter()
            .zip(0..)
            .map(|(text, at)| Placed {
                kind: Kind::Note,
                ..self::at(text, [0.0, 100.0 * f64::from(at), 300.0, 12.0])
            })
            .collect();
        SheetFields::find(&placed).rules().general_tolerance
    };
    // odri_motor_shaft
    let shaft =
        general(&["Motor Shaft - 11.8.2020\nStainless Steel\nGeneral tolerances ±0.1mm"]).unwrap_or_default();
    assert_eq!((shaft.lengths[0].within, shaft.lengths[0].unit), (0.1, Some(Unit::Millimetre)));
    // A title block of SolidWorks, filled in.
    let block = "UNLESS OTHERWISE SPECIFIED:\nDIMENSIONS ARE IN MILLIMETERS\nTOLERANCES:\nLINEAR: ±0.2\nANGULAR: ±0.5°";
    let both = general(&[block]).unwrap_or_default();
    assert_eq!((both.lengths[0].within, both.angles_deg), (0.2, Some(0.5)));
    assert_eq!(general(&["Tolerances ±0,3"]).unwrap_or_default().lengths[0].within, 0.3);
    assert_eq!(general(&["HOLE POSITIONS ±0.1"]), None, "of some sizes only");
    assert_eq!(general(&["UNLESS SPECIFIED TOLERANCE ARE:\n300 ABOVE : ±0.20\n20mm BELOW : ±0.05"]), None);
}

#[test]
fn french_and_japanese_labels_are_known() {
    let fields = SheetFields::find(&[
        at("Matière", [0.0, 0.0, 50.0, 10.0]),
        at("Acier C45", [0.0, 14.0, 60.0, 10.0]),
        at("Échelle : 2:1", [100.0, 0.0, 60.0, 10.0]),
        at("図番", [200.0, 0.0, 20.0, 10.0]),
        at("RM-1024", [230.0, 0.0, 60.0, 10.0]),
        at("材質", [200.0, 40.0, 20.0, 10.0]),
        at("第三角法", [300.0, 40.0, 40.0, 10.0]),
        at("単位 mm", [300.0, 60.0, 40.0, 10.0]),
    ]);
    assert_eq!(text(&fields.material), "Acier C45");
    assert_eq!(fields.scale_factor(), Some(2.0));
    assert_eq!(text(&fields.number), "RM-1024");
    assert_eq!(fields.projection_method(), Some(Projection::ThirdAngle));
    assert_eq!(fields.rules().unit, Unit::Millimetre);
}

#[test]
fn sentences_tell_unit_and_scale_where_there_is_no_title_block() {
    // odri_alu_profiles and an inch sheet of the same office.
    let note = |text| Placed { kind: Kind::Note, ..at(text, [0.0, 0.0, 300.0, 12.0]) };
    let fields = SheetFields::find(&[note(
        "T-slottet aluminum profiles\nDimensions in millimeters / 25.5.2020\nA4 - Scale 1:3",
    )]);
    assert_eq!(fields.rules().unit, Unit::Millimetre);
    assert_eq!(text(&fields.scale), "1:3");
    let inch = SheetFields::find(&[note("Dimensions in inches")]);
    assert_eq!(inch.rules().unit, Unit::Inch);
}

#[test]
fn a_small_title_block_without_labels_tells_scale_and_material() {
    // rpm_plate: a row of cells, of which only the material is named.
    let fields = SheetFields::find(&[
        at("Material A2017", [0.0, 0.0, 90.0, 10.0]),
        at("1:1", [300.0, 0.0, 20.0, 10.0]),
        at("RT Corporation", [500.0, 0.0, 90.0, 10.0]),
        at("1 / 3", [600.0, 40.0, 20.0, 6.0]),
    ]);
    assert_eq!(fields.sheet_number(), Some(SheetNumber { sheet: 1, of: Some(3) }));
    assert_eq!((text(&fields.material), fields.scale_factor()), ("A2017", Some(1.0)));
    let two = [at("1:1", [0.0, 0.0, 20.0, 10.0]), at("4:1", [500.0, 300.0, 20.0, 10.0])];
    assert_eq!(SheetFields::find(&two).scale, None, "one of a view");
    let sentence =
        Placed { kind: Kind::Note, ..at("Material must be free of scale", [0.0, 0.0, 200.0, 10.0]) };
    assert_eq!(SheetFields::find(&[sentence]).material, None);
}

#[test]
fn labels_are_known_with_figures_misread_among_their_letters() {
    let fields = SheetFields::find(&[
        at("PART NUMBER", [0.0, 0.0, 80.0, 10.0]),
        at("DESCR1PTION", [0.0, 20.0, 80.0, 10.0]),
        at("TH1RD ANGLE PR0JECTION", [0.0, 60.0, 160.0, 10.0]),
    ]);
    assert_eq!(fields.number, None, "a label is no number");
    assert_eq!(fields.projection_method(), Some(Projection::ThirdAngle));
}

#[test]
fn a_legend_without_labels_names_the_part_and_its_material() {
    // As read off odri_motor_shaft, a sheet without a title block.
    let line = |text, left, top, width| Placed { kind: Kind::Note, ..at(text, [left, top, width, 46.0]) };
    let legend = [
        line("Motor Shaft -11.8.2020", 1647.0, 1196.0, 534.0),
        line("Stainless Steel", 1741.0, 1254.0, 328.0),
        line("3.99 mm precision grOUnd rod", 1562.0, 1316.0, 705.0),
        line("A4 Drawing - Scale 3:1", 1641.0, 1373.0, 535.0),
        line("Dimensions in milimeters", 1622.0, 1430.0, 579.0),
    ];
    let fields = SheetFields::find(&legend);
    assert_eq!((text(&fields.title), text(&fields.material)), ("Motor Shaft", "Stainless Steel"));
    // Notes begin at one edge, and a list of parts names materials of its own.
    let notes = [
        line("Remove all burrs and sharp edges", 100.0, 100.0, 700.0),
        line("Scale 1:2", 100.0, 158.0, 200.0),
        line("Steel S235", 900.0, 500.0, 200.0),
        line("Brass", 900.0, 700.0, 100.0),
    ];
    let fields = SheetFields::find(&notes);
    assert_eq!((&fields.title, &fields.material), (&None, &None));
}

#[test]
fn the_unit_is_told_by_words_misread_by_the_general_tolerance_or_by_the_sizes_themselves() {
    let note = |text| Placed { kind: Kind::Note, ..at(text, [0.0, 0.0, 300.0, 12.0]) };
    let size = |text| Placed { kind: Kind::Dimension, ..at(text, [0.0, 0.0, 60.0, 12.0]) };
    let unit = |texts: &[Placed<'_>]| SheetFields::find(texts).rules().unit;
    // As read off odri_motor_pulley_in and odri_center_pulley.
    assert_eq!(unit(&[note("Dimensions ininches")]), Unit::Inch);
    assert_eq!(
        unit(&[note("Dimensions in milimeters"), size("R.5"), size(".5"), size(".2")]),
        Unit::Millimetre
    );
    assert_eq!(unit(&[note("General tolerances ±0.005\"")]), Unit::Inch);
    assert_eq!(unit(&[size("Ø.375"), size(".250"), size("R.06"), size("1.5")]), Unit::Inch);
    let found = SheetFields::find(&[size("Ø.375"), size(".250"), size("R.06")]);
    assert_eq!(text(&found.unit), "Ø.375");
    for metric in [["15", ".25", ".30"], ["Ø.375", "0.25", ".3"]] {
        assert_eq!(unit(&metric.map(size)), Unit::Millimetre, "{metric:?}");
    }
}

#[test]
fn sheet_numbers_are_known_with_spaces_lost() {
    let lone = SheetFields::find(&[at("1 of1", [0.0, 0.0, 50.0, 10.0])]);
    assert_eq!(lone.sheet_number(), Some(SheetNumber { sheet: 1, of: Some(1) }));
    let labelled = SheetFields::find(&[at("SHEET2 oF 3", [0.0, 0.0, 90.0, 10.0])]);
    assert_eq!(labelled.sheet_number(), Some(SheetNumber { sheet: 2, of: Some(3) }));
    assert_eq!(SheetFields::find(&[at("1 2", [0.0, 0.0, 50.0, 10.0])]).sheet, None);
}

#[test]
fn sizes_and_view_captions_are_no_fields() {
    let size = Placed { kind: Kind::Dimension, ..at("SCALE 1:2", [0.0, 0.0, 50.0, 10.0]) };
    assert_eq!(SheetFields::find(&[size]), SheetFields::default());
    let lone = [at("SCALE", [0.0, 0.0, 30.0, 10.0]), at("Ra 3.2", [500.0, 900.0, 30.0, 10.0])];
    assert_eq!(SheetFields::find(&lone), SheetFields::default());
    assert_eq!(SheetFields::find(&[]), SheetFields::default());
}

/// A column of a table: left, then each row's text; 20 high, from y = 0 down.
fn cells(columns: &[(f64, &[&str])]) -> Vec<Cell> {
    let column = |(left, texts): &(f64, &[&str])| -> Vec<Cell> {
        let rows = (0..).map(f64::from).zip(texts.iter()).filter(|(_, text)| !text.is_empty());
        let cell = |(row, text): (f64, &&str)| {
            let width = 7.0 * text.chars().count() as f64;
            Cell { text: (*text).to_owned(), quad: at("", [*left, 20.0 * row, width, 12.0]).quad }
        };
        rows.map(cell).collect()
    };
    columns.iter().flat_map(column).collect()
}

#[test]
fn cells_are_rows_under_the_names_of_their_columns() {
    let list = cells(&[
        (0.0, &["Item", "1", "2", "3"]),
        (60.0, &["Description", "SCREW M2 L1", "PLATE", "MYLAR"]),
        (200.0, &["Q'ty", "3", "1", ""]),
        (260.0, &["Note", "", "", "0.1 t"]),
    ]);
    let found = tables(&list);
    let [table] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(table.kind, TableKind::PartsList);
    assert_eq!(table.columns, ["Item", "Description", "Q'ty", "Note"]);
    let rows = [["1", "SCREW M2 L1", "3", ""], ["2", "PLATE", "1", ""], ["3", "MYLAR", "", "0.1 t"]];
    assert_eq!(table.rows, rows);
    let turned: Vec<Cell> = list
        .iter()
        .map(|cell| Cell {
            quad: turned(Placed { kind: Kind::Table, quad: cell.quad, text: "" }).quad,
            ..cell.clone()
        })
        .collect();
    assert_eq!(tables(&turned)[0].rows, rows, "on a sheet that lies on its side");
}

#[test]
fn a_parts_list_may_grow_upward_and_a_revision_table_stands_apart() {
    let upward = cells(&[
        (0.0, &["2", "1", "POS"]),
        (60.0, &["Mutter", "Schraube", "Benennung"]),
        (180.0, &["4", "4", "Menge"]),
    ]);
    let mut revisions = cells(&[
        (0.0, &["REV", "A"]),
        (60.0, &["DESCRIPTION OF CHANGE", "first issue"]),
        (260.0, &["DATE", "2023-01-31"]),
    ]);
    for cell in &mut revisions {
        cell.quad = Quad(cell.quad.0.map(|[x, y]| [x + 900.0, y + 700.0]));
    }
    let mut found = tables(&[upward, revisions].concat());
    found.sort_by(|a, b| a.quad.0[0][0].total_cmp(&b.quad.0[0][0]));
    let kinds: Vec<TableKind> = found.iter().map(|table| table.kind).collect();
    assert_eq!(kinds, [TableKind::PartsList, TableKind::Revisions]);
    assert_eq!(found[0].rows, [["2", "Mutter", "4"], ["1", "Schraube", "4"]]);
    assert_eq!(found[1].rows, [["A", "first issue", "2023-01-31"]]);
}

#[test]
fn a_lone_row_and_scattered_cells_are_no_table() {
    assert_eq!(tables(&cells(&[(0.0, &["A"]), (60.0, &["B"]), (120.0, &["C"]), (180.0, &["D"])])), []);
    assert_eq!(
        tables(&cells(&[(0.0, &["Item", "", "", "", "", "2"]), (900.0, &["Qty", "", "", "", "", "4"])])),
        []
    );
    assert_eq!(tables(&[]), []);
}
