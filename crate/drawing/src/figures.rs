//! Figures → a number. What the standard library has for it carries tables of 10 kB, for exponents that no sheet has.

/// Digits with at most one point or comma among them; none for anything else. Up to 15 digits and their power of ten are
/// held exactly, so that the quotient is the nearest number there is; with more it is as good as the nearest.
pub(crate) fn value(text: &str) -> Option<f64> {
    let (whole, behind) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = whole.bytes().chain(behind.bytes());
    if whole.len() + behind.len() == 0 || !digits.clone().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number = digits.fold(0.0, |number, digit| 10.0 * number + f64::from(digit - b'0'));
    Some(number / behind.bytes().fold(1.0, |parts, _| 10.0 * parts))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

    use super::*;

    #[test]
    fn figures_are_worth_what_the_standard_library_says() {
        let texts = [
            "0",
            "7",
            "007",
            "12.5",
            ".250",
            "3.",
            "0.1",
            "6.10",
            "999999999999.999",
            "123456789012345",
            "0.000000001",
        ];
        let many = (0..20_000_u32).map(|i| {
            let digits = u64::from(i.wrapping_mul(2_654_435_761)).pow(2).to_string();
            let digits = &digits[..digits.len().min(1 + i as usize % 15)];
            let (whole, behind) = digits.split_at(i as usize % (digits.len() + 1));
            format!("{whole}.{behind}")
        });
        for text in texts.map(str::to_owned).into_iter().chain(many) {
            assert_eq!(value(&text), text.parse().ok(), "{text}");
            assert_eq!(value(&text.replace('.', ",")), text.parse().ok(), "{text} with a comma");
        }
        for text in ["", ".", ",", "1.2.3", "1e5", "-1", "12 5", "inf"] {
            assert_eq!(value(text), None, "{text}");
        }
        let long = value("12345678901234567890.5").unwrap();
        assert!((long / 12_345_678_901_234_567_890.5 - 1.0).abs() < 1e-15);
    }
}
