//! A view of a matrix in memory: sizes and strides.

use std::ops::Range;

/// A matrix in memory: `rows x columns`, row after row, or read the other way.
#[derive(Clone, Copy)]
pub struct View<'a> {
    data: &'a [f32],
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// From a number to that below it, in numbers; this or the other one is 1.
    pub(super) row_stride: usize,
    /// From a number to that right of it.
    pub(super) column_stride: usize,
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
            row_stride: columns,
            column_stride: 1,
        }
    }

    /// Some of the columns of a matrix of `rows x width`.
    ///
    /// # Panics
    /// When `data` holds another count of numbers, or there are no such columns.
    pub fn of_columns(data: &'a [f32], rows: usize, width: usize, columns: Range<usize>) -> Self {
        assert_eq!(data.len(), rows * width, "a matrix of {rows} x {width}");
        assert!(
            columns.start < columns.end && columns.end <= width,
            "columns {columns:?} of {width}"
        );
        Self {
            data: &data[columns.start.min(data.len())..],
            rows,
            columns: columns.len(),
            row_stride: width,
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

    pub(super) fn as_ptr(&self) -> *const f32 {
        self.data.as_ptr()
    }
}
