//! The launch grid of column sums.

use cudarc::driver::DeviceRepr;
use dfdx::prelude::CudaError;

use super::context::{ARRIVALS, PARTIAL_SUMS, THREADS, count};

/// As in `kernels/columns.cuh`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    rows: u32,
    columns: u32,
    lanes: u32,
}

// SAFETY: three numbers, laid out as the kernels' struct.
unsafe impl DeviceRepr for Columns {}

/// Rows that a thread goes through at least, where the matrix has them.
const ROWS_A_THREAD: usize = 8;
/// Blocks that fill a large GPU.
const BLOCKS: usize = 512;

impl Columns {
    /// The matrix and its grid, which depends on the sizes alone.
    ///
    /// # Errors
    /// When the matrix is larger than kernels can index.
    pub fn new(rows: usize, columns: usize) -> Result<(Self, (u32, u32)), CudaError> {
        count(rows * columns)?;
        let lanes = columns.next_power_of_two().min(32);
        let across = columns.div_ceil(lanes);
        let down = rows.div_ceil(THREADS / lanes * ROWS_A_THREAD);
        // Two sums a column and block.
        let room = PARTIAL_SUMS / 2 / columns.max(1);
        let down = match across <= ARRIVALS {
            true => down.min(BLOCKS.div_ceil(across.max(1))).min(room).max(1),
            false => 1,
        };
        let matrix = Self {
            rows: rows as u32,
            columns: columns as u32,
            lanes: lanes as u32,
        };
        Ok((matrix, (across.max(1) as u32, down as u32)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_fill_a_gpu_and_never_leave_the_memory_for_partial_sums() {
        let grid = |rows, columns| Columns::new(rows, columns).unwrap().1;
        assert_eq!(grid(1, 1), (1, 1));
        assert_eq!(grid(256, 512), (16, 4));
        // 200,704 pixels of one channel: 2048 rows a block would be 98 blocks.
        assert_eq!(grid(200_704, 1), (1, 98));
        assert_eq!(grid(200_704, 32), (1, 512));
        assert_eq!(grid(64, 131_072), (4096, 1));
        assert_eq!(grid(4096, 200_000), (6250, 1));
        assert!(Columns::new(1 << 20, 1 << 12).is_err());
    }
}
