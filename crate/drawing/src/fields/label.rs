//! The words of title blocks: a text → the field that it is the label of.

use crate::small_letters::small_letter;

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

/// Shorter labels are too like other words.
const LEAST_MISSPELT: usize = 7;

const ACCENTS: [(&str, &str); 9] = [
    ("äáàâåã", "a"),
    ("éèêë", "e"),
    ("íìîï", "i"),
    ("öóòôø", "o"),
    ("üúùû", "u"),
    ("ñ", "n"),
    ("ç", "c"),
    ("ß", "ss"),
    ("’´`", "'"),
];

/// Plain, as [`plain`] makes them, apart by spaces: English, German, French, Spanish, Italian, Japanese, Chinese.
#[rustfmt::skip]
const LABELS: [(Label, &str); 11] = [
    (Label::Number, "\
        dwgno dwgnumber dwg drgno drawingnumber drawingno docno documentno documentnumber identificationnumber \
        partno partnumber pn zeichnungsnummer zeichnungsnr zeichnnr zeichnr zchgnr sachnummer sachnr artikelnr \
        artikelnummer dokumentennr dokumentnr identnr nodeplan nplan plann planno \
        numerodeplan reference plano planon \
        codigo referencia disegno disegnon codice 図番 図面番号 \
        品番 图号 "),
    (Label::Title, "\
        title titlesupplementarytitle partname drawingtitle drawingname benennung titel titelzusatzlichertitel \
        bezeichnung titre designation intitule titulo denominacion designacion titolo denominazione descrizione 品名 \
        名称 図名 部品名 图名 "),
    (Label::Material, "\
        material matl mat materialspec materialspecification werkstoff werkstoffhalbzeug \
        halbzeug matiere materiau materiale 材質 材料 材质"),
    (Label::Scale, "\
        scale scale1stview massstab mst echelle ech escala esc scala 尺度 縮尺 比例"),
    (Label::Sheet, "\
        sheet sheetno sheetnumber sht shtno page pageno blatt blattnr bl seite feuille folio hoja lamina foglio \
        tavola ページ 頁 枚数 "),
    (Label::Revision, "\
        rev revision revno revlevel issue edition anderung index anderungsindex zust ausgabe \
        indice ind edicion revisione 改訂 版 訂正 版本 "),
    (Label::GeneralTolerance, "\
        generaltolerances generaltolerance gentolerances tolerances tolerance gentol unspecifiedtolerances \
        linear \
        allgemeintoleranz allgemeintoleranzen freimasstoleranz freimasstoleranzen toleranzen toleranz zulabw \
        tolerancesgenerales tolerancegenerale tolgen toleranciageneral toleranciasgenerales tolerancias \
        tolleranzegenerali tolleranzagenerale tolleranze 普通公差 一般公差 指示なき公差 公差 未注公差"),
    (Label::Mass, "\
        mass weight mass[kg] masskg mass(kg) weight(kg) weightkg gewicht gewicht(kg) gewichtkg masse masse[kg] \
        masse(kg) massekg poids poids(kg) masa masa(kg) peso peso(kg) pesokg massa 質量 重量 质量"),
    (Label::Unit, "\
        unit units dimensionsin einheit einheiten massein masseinheit unite unites unidad unidades unita 単位 单位"),
    (Label::Projection, "\
        projection projectionmethod methodofprojection projektion projektionsmethode projektionsmethode1 proyeccion \
        proiezione 投影法 投影"),
    (Label::Other, "\
        drawn drawnby drn createdby designedby designed designer author checked checkedby chkd chk'd approved \
        approvedby appv'd appd app'd releasedby mfg qa name date issueddate issuedate dateofissue \
        signature finish surfacefinish surface heattreatment size format company legalowner qty \
        q'ty quantity item itemno description specification note notes model drawingfilename filename \
        project customer documenttype documentstatus status language version angular angles \
        gezeichnet gez bearb bearbeitet bearbeiter erstellt gepruft gepr freigabe freigegeben datum \
        unterschrift oberflache warmebehandlung firma menge stuck pos norm kunde projekt \
        dessinepar dessine verifiepar verifie approuvepar approuve nom visa finition \
        traitement entreprise qte client nombre fecha \
        cantidad cliente nome data \
        quantita formato 作成者 製図 設計 検図 承認 承認者 確認者 名前 日付 年月日 表面処理 熱処理 \
        用紙 サイズ 会社名 個数 数量 備考 制图 设计 日期 "),
];

/// Without what is written now so, now otherwise: spaces, points, capitals, accents.
pub(super) fn plain(text: &str) -> String {
    let letters = text.chars().map(small_letter);
    letters.filter(|c| !c.is_whitespace() && !".:：,-_°º/#".contains(*c)).fold(
        String::new(),
        |mut plain, letter| {
            match ACCENTS.iter().find(|(accented, _)| accented.contains(letter)) {
                Some((_, base)) => plain.push_str(base),
                None => plain.push(letter),
            }
            plain
        },
    )
}

/// The label that a text is, and nothing else.
pub(super) fn whole_label(text: &str) -> Option<Label> {
    let spelt = |plain: &str| named(&|spelling| spelling == plain);
    let plain = plain(text);
    spelt(&plain).or_else(|| spelt(&with_letters(&plain))).or_else(|| misspelt(&plain))
}

/// The first label one of whose spellings is so.
fn named(is: &dyn Fn(&str) -> bool) -> Option<Label> {
    LABELS.iter().find(|(_, spellings)| spellings.split_ascii_whitespace().any(is)).map(|(label, _)| *label)
}

/// A long label with one letter misread, lost or too many: `MATERUAL`.
fn misspelt(plain: &str) -> Option<Label> {
    let is_long = |text: &str| text.len() >= LEAST_MISSPELT;
    named(&|spelling| is_long(plain) && is_long(spelling) && is_nearly(plain, spelling))
}

fn is_nearly(read: &str, spelling: &str) -> bool {
    let (mut read, mut spelling) = (read.chars(), spelling.chars());
    loop {
        let (of_read, of_spelling) = (read.clone(), spelling.clone());
        match (read.next(), spelling.next()) {
            (Some(one), Some(other)) if one == other => {}
            _ => {
                let (misread, lost, too_many) = (read.clone(), of_read, of_spelling);
                return misread.eq(spelling.clone()) || lost.eq(spelling) || read.eq(too_many);
            }
        }
    }
}

/// Figures that stand among letters are letters, misread: `DESCR1PTION`.
pub(super) fn with_letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let figures = text.chars().filter(char::is_ascii_digit).count();
    if letters > 2 * figures { text.replace(['1', '!'], "i").replace('0', "o") } else { text.to_owned() }
}

/// `M1. MATERIAL:SUS 304`: notes count what they say.
fn without_number(line: &str) -> &str {
    match line.split_once(['.', ')']) {
        Some((number, behind)) if number.len() <= 3 && number.ends_with(|c: char| c.is_ascii_digit()) => {
            behind.trim_start()
        }
        _ => line,
    }
}

/// The label before a colon, and what stands behind it.
pub(super) fn leading_label(line: &str) -> Option<(Label, &str)> {
    let line = without_number(line);
    let colon = line.find([':', '：'])?;
    let value = line[colon..].trim_start_matches([':', '：', ' ']).trim();
    // The colon of `1:2` has a figure before it.
    whole_label(&line[..colon]).filter(|_| !value.is_empty()).map(|label| (label, value))
}
