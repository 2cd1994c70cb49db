//! Matrix products by cuBLAS, of matrices row by row.

use cudarc::cublas::result::sgemm;
use cudarc::cublas::sys::cublasOperation_t;
use dfdx::prelude::CudaError;

use super::context::Context;

/// A matrix in a GPU's memory.
#[derive(Clone, Copy)]
pub struct Operand {
    address: u64,
    rows: usize,
    columns: usize,
    /// It lies column by column.
    turned: bool,
}

impl Operand {
    /// Row by row at `address`.
    pub fn new(address: u64, rows: usize, columns: usize) -> Self {
        Self {
            address,
            rows,
            columns,
            turned: false,
        }
    }

    /// Its transpose, as it lies.
    pub fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            turned: !self.turned,
            ..self
        }
    }

    /// cuBLAS takes matrices column by column, so each is given as its own transpose.
    fn lies(self) -> (cublasOperation_t, i32) {
        match self.turned {
            false => (cublasOperation_t::CUBLAS_OP_N, self.columns as i32),
            true => (cublasOperation_t::CUBLAS_OP_T, self.rows as i32),
        }
    }
}

/// Writes `a b` to `out`, or adds it there.
///
/// # Errors
/// When cuBLAS refuses.
pub fn matmul(
    context: &Context,
    a: Operand,
    b: Operand,
    out: u64,
    add: bool,
) -> Result<(), CudaError> {
    assert_eq!(a.columns, b.rows, "sizes of a product");
    if a.rows * b.columns * a.columns == 0 {
        return Ok(());
    }
    let ((way_a, lead_a), (way_b, lead_b)) = (a.lies(), b.lies());
    let (one, beta) = (1.0f32, if add { 1.0f32 } else { 0.0 });
    // SAFETY: the operands lie in memory of their sizes, as does what `out` points to; see `Context::launch`.
    unsafe {
        sgemm(
            *context.blas.handle(),
            way_b,
            way_a,
            b.columns as i32,
            a.rows as i32,
            a.columns as i32,
            &one,
            b.address as *const f32,
            lead_b,
            a.address as *const f32,
            lead_a,
            &beta,
            out as *mut f32,
            b.columns as i32,
        )
    }
    .map_err(CudaError::from)
}
