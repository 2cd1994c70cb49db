//! Matrix products over row-major slices.

use gemm::Parallelism;

/// A matrix in memory: `rows x columns`, row after row.
#[derive(Clone, Copy)]
pub struct View<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: isize,
    column_stride: isize,
}

impl<'a> View<'a> {
    /// # Panics
    /// When `data` holds another count of numbers.
    pub fn new(data: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(data.len(), rows * columns, "a matrix of {rows} x {columns}");
        Self {
            data,
            rows,
            columns,
            row_stride: columns as isize,
            column_stride: 1,
        }
    }

    /// The same numbers read the other way.
    pub fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

/// `out = a b`, or `out += a b` when `add`. `out` is row-major, `a.rows x b.columns`.
///
/// # Panics
/// When the sizes do not fit.
pub fn matmul(a: View, b: View, out: &mut [f32], add: bool) {
    assert_eq!(a.columns, b.rows, "inner sizes of a matrix product");
    assert_eq!(out.len(), a.rows * b.columns, "size of a matrix product");
    let (m, n, k) = (a.rows, b.columns, a.columns);
    // Below this a second thread costs more than it brings.
    let parallelism = if m * n * k < 100_000 {
        Parallelism::None
    } else {
        Parallelism::Rayon(rayon::current_num_threads())
    };
    // SAFETY: the asserts above and in `View::new` keep every address inside its slice, and `out` is borrowed
    // mutably, so it overlaps neither input.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            add,
            a.data.as_ptr(),
            a.column_stride,
            a.row_stride,
            b.data.as_ptr(),
            b.column_stride,
            b.row_stride,
            1.0,
            1.0,
            false,
            false,
            false,
            parallelism,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplies_and_adds_with_transposes() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // 2 x 3
        let b = [1.0, 0.0, 2.0, 1.0, 0.0, 3.0]; // 3 x 2
        let mut out = [0.0; 4];
        matmul(View::new(&a, 2, 3), View::new(&b, 3, 2), &mut out, false);
        assert_eq!(out, [5.0, 11.0, 14.0, 23.0]);
        matmul(View::new(&a, 2, 3), View::new(&b, 3, 2), &mut out, true);
        assert_eq!(out, [10.0, 22.0, 28.0, 46.0]);
        let mut square = [0.0; 9];
        matmul(
            View::new(&a, 2, 3).transposed(),
            View::new(&a, 2, 3),
            &mut square,
            false,
        );
        assert_eq!(
            square,
            [17.0, 22.0, 27.0, 22.0, 29.0, 36.0, 27.0, 36.0, 45.0]
        );
    }
}
