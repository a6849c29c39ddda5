//! Sorting by a number, or by cells. One sort serves all of them: the standard library's is compiled anew for each type and
//! comparison, to some 5 kB each, which browsers would download.

/// The smallest number first; what has the same number stays in its order.
pub(crate) fn by_number<T>(items: &mut Vec<T>, number: impl Fn(&T) -> f64) {
    let keys = items.iter().map(|item| rising(number(item))).zip(0..).collect();
    let mut unordered: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(sorted(keys).into_iter().filter_map(|(_, at)| unordered[at as usize].take()));
}

/// Row by row, by the column and row of each.
pub(crate) fn by_cell(places: &mut Vec<u32>, cell: impl Fn(u32) -> (u32, u32)) {
    let key = |place| {
        let (x, y) = cell(place);
        u64::from(y) << 32 | u64::from(x)
    };
    let keys = places.drain(..).map(|place| (key(place), place)).collect();
    places.extend(sorted(keys).into_iter().map(|(_, place)| place));
}

#[inline(never)]
fn sorted(mut keys: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    keys.sort_unstable();
    keys
}

/// Bits that rise with the number, as [`f64::total_cmp`] has it.
fn rising(number: f64) -> u64 {
    let bits = number.to_bits();
    if number.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_the_standard_library_orders_them() {
        let mut numbers =
            vec![3.5, -0.0, 0.0, f64::NEG_INFINITY, -7.25, f64::NAN, 1e-300, f64::INFINITY, -1e-300];
        let mut expected = numbers.clone();
        expected.sort_by(f64::total_cmp);
        by_number(&mut numbers, |number| *number);
        assert_eq!(
            numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>(),
            expected.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_has_the_same_number_stays_in_its_order() {
        let mut items: Vec<(u8, usize)> = (0..100).map(|at| ((at % 3) as u8, at)).collect();
        let mut expected = items.clone();
        expected.sort_by_key(|(number, _)| *number);
        by_number(&mut items, |(number, _)| f64::from(*number));
        assert_eq!(items, expected);
    }

    #[test]
    fn cells_are_ordered_row_by_row() {
        let cells = [(5, 1), (2, 0), (0, 1), (9, 0)];
        let mut places = vec![0, 1, 2, 3];
        by_cell(&mut places, |place| cells[place as usize]);
        assert_eq!(places, [1, 3, 2, 0]);
    }
}
