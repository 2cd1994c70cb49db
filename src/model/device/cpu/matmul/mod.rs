//! Matrix products over row-major slices.
//!
//! Made for the few rows of a training batch, where a general library spends as long on bringing the weights into its
//! own order as on multiplying them.
//!
//! Each number of a product is one chain of multiply-adds in the order of the inner index, whoever computes it: its
//! bits depend neither on the number of threads nor on how the work is cut. (Where a machine has no fused
//! multiply-add each of them is rounded twice, so that its bits are others.)

mod share;
mod tile;
mod transpose;
mod view;

use crate::model::scratch;
use share::{Block, share};
pub use view::View;

/// Below this many multiply-adds a second thread costs more than it brings.
const PARALLEL_FROM: usize = 300_000;

/// Does two things that may each use all threads, beside each other if they are worth it: together they have
/// `multiply_adds`.
pub fn both(multiply_adds: usize, one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    if multiply_adds < PARALLEL_FROM {
        one();
        other();
    } else {
        rayon::join(one, other);
    }
}

/// `out = a b`, or `out += a b` when `add`. `out` is row-major, `a.rows x b.columns`.
///
/// # Panics
/// When the sizes do not fit.
pub fn matmul(a: View, b: View, out: &mut [f32], add: bool) {
    matmul_then(a, b, out, add, &|_, _| {});
}

/// As [`matmul`], and hands every number of `out` to `finish` once it is complete and still in the cache: a piece of
/// a row, and the column where it begins.
///
/// # Panics
/// When the sizes do not fit.
pub fn matmul_then(
    a: View,
    b: View,
    out: &mut [f32],
    add: bool,
    finish: &(dyn Fn(&mut [f32], usize) + Sync),
) {
    assert_eq!(a.columns, b.rows, "inner sizes of a matrix product");
    assert_eq!(out.len(), a.rows * b.columns, "size of a matrix product");
    if out.is_empty() {
        return;
    }
    let multiply_adds = a.rows * b.columns * a.columns;
    let threads = match multiply_adds < PARALLEL_FROM {
        true => 1,
        false => rayon::current_num_threads(),
    };
    let kernel = tile::kernel();
    let product = tile::Product::new(a, b, out, add);
    share(
        &product.extent(),
        multiply_adds,
        threads,
        &|part: &Block| {
            // SAFETY: the machine has what `kernel` needs; parts do not overlap, and lie within `out`.
            unsafe {
                kernel(&product, part, &mut scratch::room(product.panel()));
                product.finish(part, finish);
            }
        },
    );
}

/// As [`matmul`], on the calling thread alone: for work that is shared out between threads already.
///
/// # Panics
/// As [`matmul`].
pub fn matmul_on_this_thread(a: View, b: View, out: &mut [f32], add: bool) {
    assert_eq!(a.columns, b.rows, "inner sizes of a matrix product");
    assert_eq!(out.len(), a.rows * b.columns, "size of a matrix product");
    if out.is_empty() {
        return;
    }
    let whole = Block {
        rows: 0..a.rows,
        columns: 0..b.columns,
    };
    let product = tile::Product::new(a, b, out, add);
    // SAFETY: the machine has what the kernel needs, and nobody else has `out`.
    unsafe { tile::kernel()(&product, &whole, &mut scratch::room(product.panel())) };
}

#[cfg(test)]
mod tests;
