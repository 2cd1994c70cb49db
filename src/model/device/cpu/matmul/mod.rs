//! Matrix products over row-major slices.
//!
//! With the few rows of a training batch, a general library spends as long on copying the weights into its own order
//! as on multiplying them, so the products of layers have kernels of their own ([`tile`]) where the machine has fused
//! multiply-adds on wide registers; elsewhere the library does them.
//!
//! Each number of a product is one chain of multiply-adds in the order of the inner index, whoever computes it: its
//! bits depend neither on the number of threads nor on how the work is cut.

mod share;
mod tile;
mod transpose;
mod view;

use gemm::Parallelism;

use crate::model::scratch;
use share::{Part, share};
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
    let kernel = tile::kernel().filter(|_| a.columns > 0);
    let Some(kernel) = kernel else {
        by_library(a, b, out, add, threads);
        out.chunks_exact_mut(b.columns)
            .for_each(|row| finish(row, 0));
        return;
    };
    let product = tile::Product::new(a, b, out, add);
    share(&product.extent(), multiply_adds, threads, &|part: &Part| {
        // SAFETY: `kernel` found the instructions that it needs; parts do not overlap, and lie within `out`.
        unsafe {
            kernel(&product, part, &mut scratch::room(product.panel()));
            product.finish(part, finish);
        }
    });
}

fn by_library(a: View, b: View, out: &mut [f32], add: bool, threads: usize) {
    let (m, n, k) = (a.rows, b.columns, a.columns);
    let parallelism = match threads {
        1 => Parallelism::None,
        threads => Parallelism::Rayon(threads),
    };
    // SAFETY: the caller's asserts and those in `View::new` keep every address inside its slice, and `out` is
    // borrowed mutably, so it overlaps neither input.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            out.as_mut_ptr(),
            1,
            n as isize,
            add,
            a.as_ptr(),
            a.column_stride as isize,
            a.row_stride as isize,
            b.as_ptr(),
            b.column_stride as isize,
            b.row_stride as isize,
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
mod tests;
