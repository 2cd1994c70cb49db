//! The machine's matrix product throughput, which training steps are compared with.

use std::time::{Duration, Instant};

use super::device::cpu::matmul::{View, matmul};

/// Speed in GFLOP/s of each of several products of two `size x size` matrices of `f32`, by the function that the
/// layers use and on the threads of the current rayon pool. Goes on until `time` is over; at least one.
/// A product counts as `2 size^3` operations. The first one is not counted: it warms the caches.
pub fn matmul_gflops(size: usize, time: Duration) -> Vec<f64> {
    let numbers = |step: usize| -> Vec<f32> {
        let number = |i: usize| (i * step % 17) as f32 / 17.0 - 0.5;
        (0..size * size).map(number).collect()
    };
    let (a, b) = (numbers(7), numbers(5));
    let mut out = vec![0.0; size * size];
    let mut multiply = || {
        let view = |numbers| View::new(numbers, size, size);
        matmul(view(&a), view(&b), &mut out, false);
        std::hint::black_box(&mut out);
    };
    multiply();
    let operations = 2.0 * (size as f64).powi(3);
    let began = Instant::now();
    let mut speeds = Vec::new();
    while speeds.is_empty() || began.elapsed() < time {
        let start = Instant::now();
        multiply();
        let seconds = start.elapsed().as_secs_f64().max(f64::EPSILON);
        speeds.push(operations / seconds / 1e9);
    }
    speeds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_one_product_is_timed() {
        let speeds = matmul_gflops(8, Duration::ZERO);
        assert_eq!(speeds.len(), 1);
        assert!(speeds[0] > 0.0 && speeds[0].is_finite());
    }
}
