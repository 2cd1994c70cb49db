//! Cuts a matrix product into blocks for threads.

use std::ops::Range;

use rayon::prelude::*;

/// Multiply-adds of a part at least, about ten microseconds' worth.
const PART: usize = 500_000;
/// Parts for each thread at most: a thread that the window keeps busy for a moment leaves some of its own to others.
const PARTS_A_THREAD: usize = 4;

/// Sizes of a product, and in which steps they may be cut.
pub struct Extent {
    pub rows: usize,
    pub columns: usize,
    pub row_step: usize,
    pub column_step: usize,
    /// Cutting the rows makes threads read the same columns of `b` again, which then have to be brought in order again.
    pub prefers_columns: bool,
}

/// Rows and columns of the result.
pub struct Block {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
}

/// Does `work` on parts that together make the whole.
pub fn share(
    extent: &Extent,
    multiply_adds: usize,
    threads: usize,
    work: &(dyn Fn(&Block) + Sync),
) {
    let most = match threads {
        1 => 1,
        threads => (multiply_adds / PART).clamp(threads, threads * PARTS_A_THREAD),
    };
    let row_steps = extent.rows.div_ceil(extent.row_step);
    let column_steps = extent.columns.div_ceil(extent.column_step);
    let (by_rows, by_columns) = if extent.prefers_columns || column_steps >= row_steps {
        let by_columns = most.min(column_steps);
        ((most / by_columns).min(row_steps), by_columns)
    } else {
        let by_rows = most.min(row_steps);
        (by_rows, (most / by_rows).min(column_steps))
    };
    let part = |index: usize| Block {
        rows: piece(
            index / by_columns,
            by_rows,
            row_steps,
            extent.row_step,
            extent.rows,
        ),
        columns: piece(
            index % by_columns,
            by_columns,
            column_steps,
            extent.column_step,
            extent.columns,
        ),
    };
    match by_rows * by_columns {
        1 => work(&part(0)),
        parts => (0..parts)
            .into_par_iter()
            .with_max_len(1)
            .for_each(|index| work(&part(index))),
    }
}

/// Of `total` numbers in `steps` steps of `step`, those of piece `index` of `pieces`.
fn piece(index: usize, pieces: usize, steps: usize, step: usize, total: usize) -> Range<usize> {
    let from = |index: usize| (steps * index / pieces * step).min(total);
    from(index)..from(index + 1)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn parts_make_the_whole_without_overlap() {
        let sizes = [(1, 1), (1, 100), (100, 1), (7, 49), (64, 784), (513, 3)];
        for (rows, columns) in sizes {
            for prefers_columns in [false, true] {
                for threads in [1, 2, 3, 16] {
                    let extent = Extent {
                        rows,
                        columns,
                        row_step: 8,
                        column_step: 16,
                        prefers_columns,
                    };
                    let met = Mutex::new(vec![0; rows * columns]);
                    share(&extent, 1 << 30, threads, &|part| {
                        let mut met = met.lock().unwrap();
                        for row in part.rows.clone() {
                            for column in part.columns.clone() {
                                met[row * columns + column] += 1;
                            }
                        }
                    });
                    assert!(met.into_inner().unwrap().iter().all(|&times| times == 1));
                }
            }
        }
    }
}
