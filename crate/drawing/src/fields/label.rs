//! The words of title blocks: a text → the field that it is the label of.

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Number,
    Title,
    Material,
    Scale,
    Sheet,
    Revision,
    GeneralTolerance,
    Mass,
    Unit,
    Projection,
    /// A label all the same: what stands beside it belongs to no field of ours.
    Other,
}

/// Without spaces, points and colons, in small letters: English, German, French, Japanese.
#[rustfmt::skip]
const LABELS: [(Label, &[&str]); 11] = [
    (Label::Number, &[
        "dwgno", "drgno", "drawingnumber", "drawingno", "documentno", "documentnumber",
        "identificationnumber", "partno", "partnumber", "zeichnungsnummer", "zeichnungsnr", "zeichnnr",
        "zeichnr", "sachnummer", "sachnr", "artikelnr", "artikelnummer", "dokumentennr", "identnr",
        "nodeplan", "plann", "planno", "numérodeplan", "numerodeplan", "référence", "reference", "図番",
        "図面番号", "品番",
    ]),
    (Label::Title, &[
        "title", "titlesupplementarytitle", "partname", "drawingtitle", "benennung", "titel",
        "titelzusätzlichertitel", "bezeichnung", "titre", "désignation", "designation", "品名", "名称", "図名",
        "部品名",
    ]),
    (Label::Material, &[
        "material", "matl", "mat", "materialspecification", "werkstoff", "werkstoffhalbzeug", "matière",
        "matiere", "matériau", "materiau", "材質", "材料",
    ]),
    (Label::Scale, &[
        "scale", "scale1stview", "maßstab", "massstab", "masstab", "échelle", "echelle", "ech", "éch",
        "尺度", "縮尺",
    ]),
    (Label::Sheet, &[
        "sheet", "sheetno", "sht", "page", "blatt", "blattnr", "bl", "feuille", "folio", "ページ", "頁", "枚数",
    ]),
    (Label::Revision, &[
        "rev", "revision", "revno", "issue", "änd", "änderung", "index", "änderungsindex", "zust",
        "ausgabe", "indice", "ind", "rév", "révision", "改訂", "版", "訂正",
    ]),
    (Label::GeneralTolerance, &[
        "generaltolerances", "generaltolerance", "tolerances", "tolerance", "gentol",
        "unspecifiedtolerances", "allgemeintoleranz", "allgemeintoleranzen", "freimaßtoleranz",
        "freimaßtoleranzen", "zulabw", "tolérancesgénérales", "tolérances", "tolgén", "普通公差", "一般公差",
        "指示なき公差",
    ]),
    (Label::Mass, &[
        "mass", "weight", "mass[kg]", "masskg", "weight(kg)", "weightkg", "gewicht", "gewicht(kg)",
        "gewichtkg", "masse", "masse[kg]", "massekg", "poids", "質量", "重量",
    ]),
    (Label::Unit, &[
        "unit", "units", "einheit", "maßein", "masseinheit", "unité", "unités", "単位",
    ]),
    (Label::Projection, &[
        "projection", "methodofprojection", "projektion", "projektionsmethode", "projektionsmethode1",
        "投影法",
    ]),
    (Label::Other, &[
        "drawn", "drawnby", "drn", "createdby", "designedby", "designer", "author", "checked", "checkedby",
        "chkd", "chk'd", "approved", "approvedby", "appv'd", "releasedby", "mfg", "qa", "name", "date",
        "issueddate", "dateofissue", "signature", "finish", "surfacefinish", "heattreatment", "size",
        "format", "company", "legalowner", "qty", "q'ty", "quantity", "item", "itemno", "description",
        "note", "model", "version", "drawingfilename", "project", "customer", "documenttype",
        "documentstatus", "status", "language", "gezeichnet", "gez", "bearb", "bearbeiter", "geprüft",
        "gepr", "freigabe", "freigegeben", "datum", "unterschrift", "oberfläche", "wärmebehandlung",
        "firma", "menge", "stück", "pos", "norm", "kunde", "projekt", "dessinépar", "dessiné",
        "vérifiépar", "approuvépar", "nom", "visa", "finition", "traitement", "entreprise", "qté",
        "client", "作成者", "製図", "設計", "検図", "承認", "承認者", "名前", "日付", "年月日", "表面処理", "熱処理", "用紙", "サイズ",
        "会社名", "個数", "数量", "備考",
    ]),
];

/// Without what is written now so, now otherwise.
pub(super) fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace() && !".:：,-°º/".contains(*c)).collect()
}

/// The label that a text is, and nothing else.
pub(super) fn whole_label(text: &str) -> Option<Label> {
    let spelt = |plain: &str| {
        LABELS.iter().find(|(_, spellings)| spellings.contains(&plain)).map(|(label, _)| *label)
    };
    let plain = plain(text);
    spelt(&plain).or_else(|| spelt(&with_letters(&plain)))
}

/// Figures that stand among letters are letters, misread: `DESCR1PTION`.
pub(super) fn with_letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let figures = text.chars().filter(char::is_ascii_digit).count();
    if letters > 2 * figures { text.replace(['1', '!'], "i").replace('0', "o") } else { text.to_owned() }
}

/// The label before a colon, and what stands behind it.
pub(super) fn leading_label(line: &str) -> Option<(Label, &str)> {
    let colon = line.find([':', '：'])?;
    let value = line[colon..].trim_start_matches([':', '：', ' ']).trim();
    // The colon of `1:2` has a figure before it.
    whole_label(&line[..colon]).filter(|_| !value.is_empty()).map(|label| (label, value))
}
