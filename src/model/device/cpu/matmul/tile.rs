//! The matrix product kernels: tiles of sums that stay in registers.
//!
//! A tile reads some rows of `a`, one number at a time for all columns, and a panel of `b`: as many columns as a few
//! registers hold, row after row. Where `b` lies in memory that way a panel is read from there as it is. Otherwise (a
//! layer's weights on the way forward are `(outputs, inputs)`) it is first brought into that order, a block of a
//! register's width at a time, which costs about 1/16 of multiplying it with the rows of a batch of 64.

use super::super::simd::{LONGEST, Portable, Simd};
use super::share::{Block, Extent};
use super::transpose::Transpose;
use super::view::View;

/// Registers side by side in a tile.
const WIDE: usize = 3;
/// Inner indices that are summed before the sums are stored: a panel of them stays in the second-level cache.
const DEPTH: usize = 1_024;
/// Rows of `a` from which on a panel is worth copying from between the other columns of `b`.
const COPY_FROM: usize = 384;

/// `out = a b` or `out += a b`, by addresses: threads write disjoint parts of `out`.
pub struct Product<'a> {
    a: View<'a>,
    b: View<'a>,
    out: *mut f32,
    add: bool,
}

// SAFETY: `a` and `b` are only read, and whoever writes a part of `out` promises that nobody else touches it.
unsafe impl Sync for Product<'_> {}

impl<'a> Product<'a> {
    /// `out` has `a.rows x b.columns` numbers.
    pub fn new(a: View<'a>, b: View<'a>, out: &'a mut [f32], add: bool) -> Self {
        let out = out.as_mut_ptr();
        Self { a, b, out, add }
    }

    pub fn extent(&self) -> Extent {
        Extent {
            rows: self.a.rows,
            columns: self.b.columns,
            row_step: 8,
            column_step: 16,
            prefers_columns: self.b.column_stride != 1,
        }
    }

    /// Numbers of the largest panel.
    pub fn panel(&self) -> usize {
        self.a.columns.min(DEPTH) * WIDE * LONGEST
    }

    /// Hands the rows of `part` to `finish`.
    ///
    /// # Safety
    /// `part` lies within the product, and nobody else touches it.
    pub unsafe fn finish(&self, part: &Block, finish: &dyn Fn(&mut [f32], usize)) {
        for row in part.rows.clone() {
            // SAFETY: the caller's.
            let numbers = unsafe {
                let first = self.out.add(row * self.b.columns + part.columns.start);
                std::slice::from_raw_parts_mut(first, part.columns.len())
            };
            finish(numbers, part.columns.start);
        }
    }
}

/// Computes a part of a product. The numbers, as many as [`Product::panel`] says, are for it
/// to write on.
///
/// # Safety
/// As [`Product::finish`], and the machine has the instructions.
pub type Kernel = unsafe fn(&Product, &Block, &mut [f32]);

/// The widest kernel of this machine.
pub fn kernel() -> Kernel {
    kernels().next().unwrap_or(portable)
}

/// All that this machine can run, the widest first.
pub fn kernels() -> impl Iterator<Item = Kernel> {
    let narrow: Kernel = portable;
    wider().into_iter().flatten().chain([narrow])
}

unsafe fn portable(product: &Product, part: &Block, panel: &mut [f32]) {
    // SAFETY: the caller's.
    unsafe { compute::<Portable, 2>(product, part, panel) }
}

#[cfg(target_arch = "x86_64")]
fn wider() -> [Option<Kernel>; 2] {
    use super::super::simd::x86::{Avx2, Avx512};

    #[target_feature(enable = "avx512f")]
    unsafe fn wide(product: &Product, part: &Block, panel: &mut [f32]) {
        // SAFETY: the caller's.
        unsafe { compute::<Avx512, 8>(product, part, panel) }
    }
    #[target_feature(enable = "avx2,fma")]
    unsafe fn narrow(product: &Product, part: &Block, panel: &mut [f32]) {
        // SAFETY: the caller's.
        unsafe { compute::<Avx2, 4>(product, part, panel) }
    }
    let has_wide = std::arch::is_x86_feature_detected!("avx512f");
    let has_narrow =
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
    [
        has_wide.then_some(wide as Kernel),
        has_narrow.then_some(narrow as Kernel),
    ]
}

#[cfg(target_arch = "aarch64")]
fn wider() -> [Option<Kernel>; 1] {
    use super::super::simd::neon::Neon;

    unsafe fn neon(product: &Product, part: &Block, panel: &mut [f32]) {
        // SAFETY: the caller's.
        unsafe { compute::<Neon, 8>(product, part, panel) }
    }
    [Some(neon)]
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn wider() -> [Option<Kernel>; 0] {
    []
}

/// With tiles of `R` rows. No closures: they would not be compiled for the wider instructions.
///
/// # Safety
/// As [`Kernel`].
#[inline(always)]
unsafe fn compute<L: Simd + Transpose, const R: usize>(
    product: &Product,
    part: &Block,
    panel: &mut [f32],
) {
    let width = WIDE * L::COUNT;
    // Where the numbers of a row of `a` lie far apart each is in a line of its own, which must not leave the cache
    // before the rows beside it are done.
    let depth = if product.a.column_stride == 1 {
        DEPTH
    } else {
        DEPTH / 4
    };
    let mut column = part.columns.start;
    while column < part.columns.end {
        let columns = width.min(part.columns.end - column);
        // Even a sum of nothing is written.
        let mut inner = 0..depth.min(product.a.columns);
        loop {
            // SAFETY: the caller's.
            unsafe { multiply::<L, R>(product, part, column, columns, inner.clone(), panel) };
            if inner.end == product.a.columns {
                break;
            }
            inner = inner.end..(inner.end + depth).min(product.a.columns);
        }
        column += columns;
    }
}

/// All rows of `part` times `columns` columns of `b`, summed over `inner`.
///
/// # Safety
/// As [`Kernel`]; `panel` has room for whole registers of `inner`'s rows.
#[inline(always)]
unsafe fn multiply<L: Simd + Transpose, const R: usize>(
    product: &Product,
    part: &Block,
    column: usize,
    columns: usize,
    inner: std::ops::Range<usize>,
    panel: &mut [f32],
) {
    let Product { a, b, out, add } = product;
    let registers = columns.div_ceil(L::COUNT);
    let whole = registers * L::COUNT;
    let first = inner.start * b.row_stride + column * b.column_stride;
    // Of a sum of nothing no number is read, and there may be none.
    let from = b.as_ptr().wrapping_add(first);
    // SAFETY: rows, columns and inner indices lie within their matrices.
    unsafe {
        let (from, stride) = if b.column_stride != 1 {
            let (rows, to) = (inner.len(), panel.as_mut_ptr());
            transposed::<L>(from, b.column_stride, rows, columns, to, whole);
            (panel.as_ptr(), whole)
        } else if columns < whole || part.rows.len() >= COPY_FROM {
            for row in 0..inner.len() {
                let from = std::slice::from_raw_parts(from.add(row * b.row_stride), columns);
                let (to, rest) = panel[row * whole..][..whole].split_at_mut(columns);
                to.copy_from_slice(from);
                rest.fill(0.0);
            }
            (panel.as_ptr(), whole)
        } else {
            (from, b.row_stride)
        };
        let sums = Sums {
            a: a.as_ptr().wrapping_add(inner.start * a.column_stride),
            row_stride: a.row_stride,
            column_stride: a.column_stride,
            b: from,
            b_stride: stride,
            depth: inner.len(),
            out: out.add(column),
            out_stride: b.columns,
            last: columns - (registers - 1) * L::COUNT,
            add: *add || inner.start > 0,
        };
        match registers {
            1 => sums.rows::<L, R, 1>(part.rows.clone()),
            2 => sums.rows::<L, R, 2>(part.rows.clone()),
            _ => sums.rows::<L, R, WIDE>(part.rows.clone()),
        }
    }
}

/// `rows` rows of `columns` numbers, `stride` apart from each other where they come from, into rows of `whole`
/// numbers, the last ones zero.
///
/// # Safety
/// All of these numbers lie within their allocations.
#[inline(always)]
unsafe fn transposed<L: Transpose>(
    from: *const f32,
    stride: usize,
    rows: usize,
    columns: usize,
    to: *mut f32,
    whole: usize,
) {
    let side = L::COUNT;
    // SAFETY: the caller's.
    unsafe {
        let mut column = 0;
        while column + side <= columns {
            let (from, to) = (from.add(column * stride), to.add(column));
            let mut row = 0;
            while row + side <= rows {
                L::transpose(from.add(row), stride, to.add(row * whole), whole);
                row += side;
            }
            while row < rows {
                for place in 0..side {
                    *to.add(row * whole + place) = *from.add(place * stride + row);
                }
                row += 1;
            }
            column += side;
        }
        for row in 0..rows {
            for column in column..whole {
                *to.add(row * whole + column) = match column < columns {
                    true => *from.add(column * stride + row),
                    false => 0.0,
                };
            }
        }
    }
}

/// A panel's products, by addresses.
struct Sums {
    a: *const f32,
    row_stride: usize,
    column_stride: usize,
    b: *const f32,
    b_stride: usize,
    depth: usize,
    out: *mut f32,
    out_stride: usize,
    /// Numbers of the last register that are wanted.
    last: usize,
    add: bool,
}

impl Sums {
    /// # Safety
    /// The panel has `depth` rows of `V` registers, `a` and `out` the rows.
    #[inline(always)]
    unsafe fn rows<L: Simd, const R: usize, const V: usize>(&self, rows: std::ops::Range<usize>) {
        let mut row = rows.start;
        // SAFETY: the caller's.
        unsafe {
            while row + R <= rows.end {
                self.tile::<L, R, V>(row);
                row += R;
            }
            while row + 4 <= rows.end {
                self.tile::<L, 4, V>(row);
                row += 4;
            }
            while row < rows.end {
                self.tile::<L, 1, V>(row);
                row += 1;
            }
        }
    }

    /// # Safety
    /// As [`Self::rows`].
    #[inline(always)]
    unsafe fn tile<L: Simd, const R: usize, const V: usize>(&self, row: usize) {
        // SAFETY: the caller's.
        unsafe {
            let out = self.out.add(row * self.out_stride);
            let mut sums = [[L::zero(); V]; R];
            if self.add {
                for (row, sums) in sums.iter_mut().enumerate() {
                    for (register, sum) in sums.iter_mut().enumerate() {
                        let from = out.add(row * self.out_stride + register * L::COUNT);
                        *sum = match register + 1 < V || self.last == L::COUNT {
                            true => L::load(from),
                            false => L::load_first(from, self.last),
                        };
                    }
                }
            }
            let (mut a, mut b) = (self.a.wrapping_add(row * self.row_stride), self.b);
            for _ in 0..self.depth {
                if self.column_stride != 1 {
                    // The tiles below read the line after this one, and no machine guesses such long strides.
                    L::prefetch(a.wrapping_add(LONGEST));
                }
                let mut numbers = [L::zero(); V];
                for (register, numbers) in numbers.iter_mut().enumerate() {
                    *numbers = L::load(b.add(register * L::COUNT));
                }
                for (row, sums) in sums.iter_mut().enumerate() {
                    let factor = L::splat(*a.add(row * self.row_stride));
                    for (sum, &numbers) in sums.iter_mut().zip(&numbers) {
                        *sum = L::multiply_add(factor, numbers, *sum);
                    }
                }
                a = a.wrapping_add(self.column_stride);
                b = b.wrapping_add(self.b_stride);
            }
            for (row, sums) in sums.iter().enumerate() {
                for (register, &sum) in sums.iter().enumerate() {
                    let to = out.add(row * self.out_stride + register * L::COUNT);
                    match register + 1 < V || self.last == L::COUNT {
                        true => L::store(to, sum),
                        false => L::store_first(to, sum, self.last),
                    }
                }
            }
        }
    }
}
