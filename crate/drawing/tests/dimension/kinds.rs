//! What a text says of its own kind.

use draftlens_drawing::Kind;
use draftlens_drawing::dimension::{kind_of, looks_like_size};

#[test]
fn words_speak_against_a_size() {
    for text in ["SCALE 1.0", "SEE NOTE 3", "H=0.4", "2:1", "A-A", "", "DETAIL A", "DIN 332", "t.b.d."] {
        assert!(!looks_like_size(text), "{text:?}");
        assert_eq!(kind_of(Kind::Dimension, text), Kind::Note, "{text:?}");
    }
}

#[test]
fn the_place_of_a_point_is_a_note() {
    for text in [
        "P4(7,55 | 46,79 | 86,15)",
        "P3 (25.5; 16; -93.35)",
        "M12 (3.5; -4.0)",
        "P7 (2.0, 3.0)",
        "P1 (1.5 / -2.0)",
    ] {
        assert_eq!(kind_of(Kind::Dimension, text), Kind::Note, "{text:?}");
        assert_eq!(kind_of(Kind::Thread, text), Kind::Note, "{text:?}");
    }
    for text in ["R5 (+0.1/-0.2)", "12.7 (0.5)", "Ø12 (1/2)"] {
        assert_eq!(kind_of(Kind::Dimension, text), Kind::Dimension, "{text:?}");
    }
}

#[test]
fn a_view_with_a_figure_in_its_name_is_no_size() {
    for text in ["X2", "B1 - B1", "A2 (5:1)"] {
        assert_eq!(kind_of(Kind::Dimension, text), Kind::Note, "{text:?}");
    }
    for text in ["C2", "R2", "D3", "4X", "Z1"] {
        assert_eq!(kind_of(Kind::Dimension, text), Kind::Dimension, "{text:?}");
    }
}

#[test]
fn a_misread_size_stays_a_size() {
    for text in ["Ø5,O2", "1S.5", "12.5.", "R1O", "+0.1", "4-Ø3 Holes", "5x20=100", "t=2", "6 DEEP"] {
        assert!(looks_like_size(text), "{text:?}");
    }
}

#[test]
fn a_thread_is_told_from_a_size() {
    assert_eq!(kind_of(Kind::Dimension, "M8x1.25"), Kind::Thread);
    assert_eq!(kind_of(Kind::Dimension, "Ø6.8 ↧26\nM8 ↧20"), Kind::Thread);
    assert_eq!(kind_of(Kind::Dimension, "1/4-20 UNC"), Kind::Thread);
    assert_eq!(kind_of(Kind::Thread, "R1/4"), Kind::Thread);
    assert_eq!(kind_of(Kind::Dimension, "R1/4"), Kind::Dimension);
    assert_eq!(kind_of(Kind::Thread, "Ø8"), Kind::Dimension);
    assert_eq!(kind_of(Kind::Thread, "M8X%"), Kind::Thread);
}

#[test]
fn frames_and_roughness_are_told_from_sizes() {
    assert_eq!(kind_of(Kind::Dimension, "⌖|Ø0.1|A"), Kind::Gdt);
    assert_eq!(kind_of(Kind::Dimension, "Ra 3.2"), Kind::Surface);
    assert_eq!(kind_of(Kind::Gdt, "2 SURFACES"), Kind::Note);
    assert_eq!(kind_of(Kind::Gdt, "⌖|Ø0.1|?"), Kind::Gdt);
    assert_eq!(kind_of(Kind::Note, "Ø8"), Kind::Note);
}
