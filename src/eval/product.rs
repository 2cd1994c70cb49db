//! Matrix products of row-major matrices, checked and fast.

use gemm::{Parallelism, gemm};

/// The numbers that [`multiply`] takes: `f32` and `f64`.
pub trait Number: Copy + Send + Sync + 'static {
    const ZERO: Self;
    const ONE: Self;
}

impl Number for f32 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
}

impl Number for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
}

/// A matrix laid over a slice, as it is or transposed.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a, T> {
    numbers: &'a [T],
    rows: usize,
    columns: usize,
    transposed: bool,
}

impl<'a, T> Matrix<'a, T> {
    /// `numbers` as rows of `columns` numbers.
    ///
    /// # Panics
    /// When they are not whole rows.
    pub fn new(numbers: &'a [T], columns: usize) -> Self {
        let rows = numbers.len().checked_div(columns).unwrap_or(0);
        assert_eq!(rows * columns, numbers.len(), "rows of {columns} numbers");
        Self {
            numbers,
            rows,
            columns,
            transposed: false,
        }
    }

    /// Rows for columns, without moving a number.
    pub fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            transposed: !self.transposed,
            ..self
        }
    }

    /// Steps in the slice from a column to the next and from a row to the next.
    fn strides(&self) -> (isize, isize) {
        if self.transposed {
            (self.rows as isize, 1)
        } else {
            (1, self.columns as isize)
        }
    }
}

/// Writes the product `a b` into `out`, row by row, on the threads of the current rayon pool.
///
/// # Panics
/// When the sizes do not fit together.
pub fn multiply<T: Number>(a: Matrix<T>, b: Matrix<T>, out: &mut [T]) {
    assert_eq!(a.columns, b.rows, "inner sizes");
    assert_eq!(a.rows * b.columns, out.len(), "size of the product");
    let (a_column, a_row) = a.strides();
    let (b_column, b_row) = b.strides();
    // SAFETY: each pointer comes from a slice that holds rows x columns numbers (asserted above and in
    // `Matrix::new`), the strides stay inside it, and `out` is borrowed alone.
    unsafe {
        gemm(
            a.rows,
            b.columns,
            a.columns,
            out.as_mut_ptr(),
            1,
            b.columns as isize,
            false,
            a.numbers.as_ptr(),
            a_column,
            a_row,
            b.numbers.as_ptr(),
            b_column,
            b_row,
            T::ZERO,
            T::ONE,
            false,
            false,
            false,
            Parallelism::Rayon(0),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_plain_and_transposed_matrices() {
        let a = [1.0f32, 2.0, 3.0, 4.0, 5.0, 6.0];
        let b = [1.0f32, 0.0, 2.0, -1.0, 0.5, 1.0];
        let mut out = [9.0; 4];
        // (2 x 3) (3 x 2)
        multiply(Matrix::new(&a, 3), Matrix::new(&b, 2), &mut out);
        assert_eq!(out, [6.5, 1.0, 17.0, 1.0]);
        // (2 x 3) (2 x 3)^T
        multiply(
            Matrix::new(&a, 3),
            Matrix::new(&b, 3).transposed(),
            &mut out,
        );
        assert_eq!(out, [7.0, 3.0, 16.0, 4.5]);
        // (3 x 2)^T (3 x 2)
        let mut out = [0.0; 4];
        multiply(
            Matrix::new(&a, 2).transposed(),
            Matrix::new(&b, 2),
            &mut out,
        );
        assert_eq!(out, [9.5, 2.0, 13.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "inner sizes")]
    fn sizes_are_checked() {
        multiply(
            Matrix::new(&[1.0f64; 6], 3),
            Matrix::new(&[1.0; 4], 2),
            &mut [0.0; 4],
        );
    }
}
