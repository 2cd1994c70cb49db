//! Products of every kernel against the definition.

use proptest::prelude::*;

use super::share::Block;
use super::*;

#[test]
fn multiplies_and_adds_with_transposes() {
    let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // 2 × 3
    let b = [1.0, 0.0, 2.0, 1.0, 0.0, 3.0]; // 3 × 2
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
    // A sum of nothing.
    matmul(View::new(&[], 2, 0), View::new(&[], 0, 2), &mut out, true);
    assert_eq!(out, [10.0, 22.0, 28.0, 46.0]);
    matmul(View::new(&[], 2, 0), View::new(&[], 0, 2), &mut out, false);
    assert_eq!(out, [0.0; 4]);
}

/// Whole numbers, so that sums are exact in any order.
fn numbers(count: usize, step: usize) -> Vec<f32> {
    (0..count).map(|i| (i * step % 13) as f32 - 6.0).collect()
}

/// `a b` by the definition, on top of `out`.
fn by_hand(a: View, b: View, out: &mut [f32]) {
    let number = |view: &View, row: usize, column: usize| {
        // SAFETY: row and column lie within the matrix.
        unsafe {
            *view
                .as_ptr()
                .add(row * view.row_stride + column * view.column_stride)
        }
    };
    for row in 0..a.rows {
        for column in 0..b.columns {
            for inner in 0..a.columns {
                let product = number(&a, row, inner) * number(&b, inner, column);
                out[row * b.columns + column] += product;
            }
        }
    }
}

fn view(numbers: &[f32], rows: usize, columns: usize, transposed: bool) -> View<'_> {
    match transposed {
        false => View::new(numbers, rows, columns),
        true => View::new(numbers, columns, rows).transposed(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_kernel_multiplies(
        (m, n, k) in prop_oneof![
            (1usize..40, 1usize..120, 1usize..40),
            (1usize..10, 1usize..60, prop_oneof![Just(256usize), Just(1_024), Just(1_030)]),
            (Just(390usize), 1usize..60, 1usize..6),
        ],
        (a_turned, b_turned, add) in any::<(bool, bool, bool)>(),
    ) {
        let (a, b) = (numbers(m * k, 7), numbers(k * n, 5));
        let (a, b) = (view(&a, m, k, a_turned), view(&b, k, n, b_turned));
        let before = numbers(m * n, 3);
        let mut expected = if add { before.clone() } else { vec![0.0; m * n] };
        by_hand(a, b, &mut expected);
        for kernel in tile::kernels() {
            let mut out = before.clone();
            let product = tile::Product::new(a, b, &mut out, add);
            let cut = m / 2;
            for rows in [0..cut, cut..m] {
                // SAFETY: the machine has the instructions, and the parts lie within `out`.
                unsafe { kernel(&product, &Block { rows, columns: 0..n }, &mut vec![0.0; product.panel()]) };
            }
            prop_assert_eq!(&out, &expected);
        }
    }

    #[test]
    fn every_number_is_finished_once(m in 1usize..70, n in 1usize..200) {
        let (a, b) = (numbers(m * 90, 7), numbers(90 * n, 5));
        let (a, b) = (View::new(&a, m, 90), View::new(&b, 90, n));
        let mut expected = vec![0.0; m * n];
        by_hand(a, b, &mut expected);
        for (place, number) in expected.iter_mut().enumerate() {
            *number += (place % n) as f32;
        }
        let mut out = vec![0.0; m * n];
        matmul_then(a, b, &mut out, false, &|row, first| {
            for (place, number) in row.iter_mut().enumerate() {
                *number += (first + place) as f32;
            }
        });
        prop_assert_eq!(out, expected);
    }
}
