//! The L-BFGS method (Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989), with steps
//! halved until they take off enough: for smooth convex functions.

use std::collections::VecDeque;

/// Steps and changes of the gradient that the curvature is known by.
const MEMORY: usize = 10;
/// A step has to take off this part of what the gradient promises.
const ENOUGH: f64 = 1e-4;
/// Halvings after which rounding leaves nothing to gain.
const HALVINGS: usize = 30;

/// Where `value`, which also writes its gradient, is least; from `start`, until no entry of the gradient is above
/// `tolerance`, nothing more is gained, or `most` steps are done.
pub fn minimise(
    start: Vec<f64>,
    tolerance: f64,
    most: usize,
    mut value: impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Vec<f64> {
    let mut at = start;
    let mut gradient = vec![0.0; at.len()];
    let mut height = value(&at, &mut gradient);
    let mut memory: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    let mut next_gradient = vec![0.0; at.len()];
    for _ in 0..most {
        if gradient.iter().all(|g| g.abs() <= tolerance) {
            break;
        }
        let direction = direction(&gradient, &memory);
        let slope = dot(&direction, &gradient);
        // The first step knows no scale yet.
        let mut length = match memory.is_empty() {
            true => 1.0 / dot(&gradient, &gradient).sqrt().max(1.0),
            false => 1.0,
        };
        let mut found = None;
        for _ in 0..HALVINGS {
            let next: Vec<f64> = at
                .iter()
                .zip(&direction)
                .map(|(x, d)| x + length * d)
                .collect();
            let next_height = value(&next, &mut next_gradient);
            if next_height <= height + ENOUGH * length * slope {
                found = Some((next, next_height));
                break;
            }
            length /= 2.0;
        }
        let Some((next, next_height)) = found else {
            break;
        };
        let step = difference(&next, &at);
        let turn = difference(&next_gradient, &gradient);
        // Where rounding hides the curvature there is nothing to learn.
        if dot(&step, &turn) > 1e-12 * dot(&turn, &turn) {
            if memory.len() == MEMORY {
                memory.pop_front();
            }
            memory.push_back((step, turn));
        }
        (at, height) = (next, next_height);
        gradient.copy_from_slice(&next_gradient);
    }
    at
}

/// Downhill, the gradient turned and scaled by what is known of the curvature.
fn direction(gradient: &[f64], memory: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for (step, turn) in memory.iter().rev() {
        let share = dot(step, &direction) / dot(step, turn);
        add(&mut direction, turn, -share);
        shares.push(share);
    }
    if let Some((step, turn)) = memory.back() {
        let scale = dot(step, turn) / dot(turn, turn);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for ((step, turn), share) in memory.iter().zip(shares.iter().rev()) {
        let back = dot(turn, &direction) / dot(step, turn);
        add(&mut direction, step, share - back);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], factor: f64) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_long_valley_is_found() {
        // Curvatures 1 to 10,000, and the least at (1, 2, ..., 5).
        let mut calls = 0;
        let found = minimise(vec![0.0; 5], 1e-9, 500, |x, gradient| {
            calls += 1;
            let mut sum = 0.0;
            for (i, (x, g)) in x.iter().zip(gradient).enumerate() {
                let (curvature, off) = (10f64.powi(i as i32), x - (i + 1) as f64);
                *g = curvature * off;
                sum += 0.5 * curvature * off * off;
            }
            sum
        });
        for (i, x) in found.iter().enumerate() {
            assert!((x - (i + 1) as f64).abs() < 1e-8, "{found:?}");
        }
        assert!(calls < 200, "{calls}");
    }

    #[test]
    fn steps_are_counted_and_a_start_at_the_bottom_stays() {
        let parabola = |x: &[f64], gradient: &mut [f64]| {
            gradient[0] = 2.0 * x[0];
            x[0] * x[0]
        };
        assert_eq!(minimise(vec![3.0], 1e-9, 0, parabola), [3.0]);
        assert_eq!(minimise(vec![0.0], 1e-9, 9, parabola), [0.0]);
    }
}
