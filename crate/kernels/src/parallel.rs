//! Work divided among threads: rows of planes, or whole planes.

use crate::scratch::Scratch;

/// Calls `work` with each part of the rows: the first row, the planes cut to these rows, and a thread's own scratch.
pub fn over_rows<F>(scratches: &mut [Scratch], rows: usize, output: &mut [f32], plane_len: usize, work: F)
where
    F: Fn(usize, &mut [&mut [f32]], &mut Scratch) + Sync,
{
    let mut planes: Vec<&mut [f32]> = output.chunks_exact_mut(plane_len).collect();
    let parts = scratches.len().min(rows).max(1);
    let row_len = plane_len / rows.max(1);
    if parts == 1 {
        if let Some(scratch) = scratches.first_mut() {
            work(0, &mut planes, scratch);
        }
        return;
    }
    std::thread::scope(|scope| {
        let mut first_row = 0;
        for (part, scratch) in scratches.iter_mut().enumerate().take(parts) {
            let end_row = rows * (part + 1) / parts;
            let len = (end_row - first_row) * row_len;
            let mut cut: Vec<&mut [f32]> =
                planes.iter_mut().map(|plane| plane.split_off_mut(..len).unwrap_or_default()).collect();
            let (work, row) = (&work, first_row);
            scope.spawn(move || work(row, &mut cut, scratch));
            first_row = end_row;
        }
    });
}

/// Calls `work` with the index of each plane and the plane.
pub fn over_planes<F>(threads: usize, output: &mut [f32], plane_len: usize, work: F)
where
    F: Fn(usize, &mut [f32]) + Sync,
{
    let planes = output.len() / plane_len;
    if threads < 2 || planes < 2 {
        for (index, plane) in output.chunks_exact_mut(plane_len).enumerate() {
            work(index, plane);
        }
        return;
    }
    let planes_each = planes.div_ceil(threads);
    std::thread::scope(|scope| {
        for (part, output) in output.chunks_mut(planes_each * plane_len).enumerate() {
            let work = &work;
            scope.spawn(move || {
                for (index, plane) in output.chunks_exact_mut(plane_len).enumerate() {
                    work(part * planes_each + index, plane);
                }
            });
        }
    });
}
