//! The directions in which the inspector's sliders move a code.

use crate::training::LatentView;

/// Codes up to this width get one slider a number; wider ones go along principal components.
pub const MOST_NUMBERS: usize = 32;
/// Components that get a slider.
pub const COMPONENTS: usize = 8;
/// Sliders along a component reach this many standard deviations.
const REACH: f32 = 3.0;

/// One slider.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub name: String,
    pub low: f32,
    pub high: f32,
}

/// The sliders for codes as in `view`; none when codes are wide and their components are not known.
pub fn axes(view: &LatentView) -> Vec<Axis> {
    if view.width <= MOST_NUMBERS {
        numbers(&view.codes, view.width)
    } else {
        components(view)
    }
}

/// How many sliders [`axes`] gives, without looking at the codes.
pub fn count(view: &LatentView) -> usize {
    if view.width <= MOST_NUMBERS {
        view.width
    } else {
        components(view).len()
    }
}

/// One axis a number, from its smallest to its largest value over all codes.
fn numbers(codes: &[f32], width: usize) -> Vec<Axis> {
    let mut axes: Vec<Axis> = (1..=width)
        .map(|number| Axis {
            name: format!("Code {number}"),
            low: f32::INFINITY,
            high: f32::NEG_INFINITY,
        })
        .collect();
    for code in codes.chunks_exact(width.max(1)) {
        for (axis, &value) in axes.iter_mut().zip(code) {
            axis.low = axis.low.min(value);
            axis.high = axis.high.max(value);
        }
    }
    for axis in &mut axes {
        // A number that never changes (or no codes at all) still gets room to move.
        if axis.high <= axis.low {
            let middle = if axis.low.is_finite() { axis.low } else { 0.0 };
            (axis.low, axis.high) = (middle - 1.0, middle + 1.0);
        }
    }
    axes
}

fn components(view: &LatentView) -> Vec<Axis> {
    let Some(pca) = &view.pca else {
        return Vec::new();
    };
    let count = (pca.components.len() / view.width).min(COMPONENTS);
    pca.variances
        .iter()
        .take(count)
        .enumerate()
        .map(|(k, &variance)| {
            let share = if pca.total_variance > 0.0 {
                100.0 * variance / pca.total_variance
            } else {
                0.0
            };
            let reach = (REACH * variance.max(0.0).sqrt() as f32).max(1e-3);
            Axis {
                name: format!("PCA {}, {share:.0}%", k + 1),
                low: -reach,
                high: reach,
            }
        })
        .collect()
}

/// Where `code` lies along axis `axis` of [`axes`].
pub fn position(view: &LatentView, axis: usize, code: &[f32]) -> f32 {
    match component(view, axis) {
        None => code.get(axis).copied().unwrap_or(0.0),
        Some((mean, direction)) => code
            .iter()
            .zip(mean)
            .zip(direction)
            .map(|((c, m), d)| (c - m) * d)
            .sum(),
    }
}

/// `code` moved along axis `axis` until it lies at `to`; all other axes keep their place.
pub fn moved(view: &LatentView, axis: usize, code: &[f32], to: f32) -> Vec<f32> {
    let mut code = code.to_vec();
    match component(view, axis) {
        None => {
            if let Some(number) = code.get_mut(axis) {
                *number = to;
            }
        }
        Some((_, direction)) => {
            let by = to - position(view, axis, &code);
            for (number, d) in code.iter_mut().zip(direction) {
                *number += by * d;
            }
        }
    }
    code
}

/// Mean and unit vector of a component; `None` where axes are the numbers themselves.
fn component(view: &LatentView, axis: usize) -> Option<(&[f32], &[f32])> {
    if view.width <= MOST_NUMBERS {
        return None;
    }
    let pca = view.pca.as_ref()?;
    let range = axis * view.width..(axis + 1) * view.width;
    Some((&pca.mean, pca.components.get(range)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Pca;

    fn narrow() -> LatentView {
        LatentView {
            width: 2,
            codes: vec![1.0, 5.0, -2.0, 5.0, 0.5, 5.0],
            pca: None,
            step: 0,
            ..Default::default()
        }
    }

    /// Codes of 64 numbers whose second component is the last number.
    fn wide() -> LatentView {
        let mut components = vec![0.0; 128];
        components[0] = 1.0;
        components[127] = 1.0;
        LatentView {
            width: 64,
            codes: vec![0.0; 64],
            pca: Some(Pca {
                mean: vec![1.0; 64],
                components,
                variances: vec![4.0, 1.0],
                total_variance: 10.0,
            }),
            step: 0,
            ..Default::default()
        }
    }

    #[test]
    fn numbers_range_over_all_codes() {
        let axes = axes(&narrow());
        assert_eq!(axes[0].name, "Code 1");
        assert_eq!((axes[0].low, axes[0].high), (-2.0, 1.0));
        assert_eq!((axes[1].low, axes[1].high), (4.0, 6.0));
    }

    #[test]
    fn a_number_moves_alone() {
        let view = narrow();
        assert_eq!(position(&view, 0, &[0.5, 5.0]), 0.5);
        assert_eq!(moved(&view, 1, &[0.5, 5.0], 4.5), [0.5, 4.5]);
        assert_eq!(moved(&view, 7, &[0.5, 5.0], 4.5), [0.5, 5.0]);
    }

    #[test]
    fn components_reach_three_deviations_and_tell_their_share() {
        let axes = axes(&wide());
        assert_eq!(axes.len(), 2);
        assert_eq!(axes[0].name, "PCA 1, 40%");
        assert_eq!((axes[0].low, axes[0].high), (-6.0, 6.0));
        assert_eq!((axes[1].low, axes[1].high), (-3.0, 3.0));
    }

    #[test]
    fn a_code_moves_along_one_component() {
        let view = wide();
        let code = vec![3.0; 64];
        assert_eq!(position(&view, 1, &code), 2.0);
        let there = moved(&view, 1, &code, -1.0);
        assert_eq!(there[63], 0.0);
        assert_eq!(there[..63], code[..63]);
        assert_eq!(position(&view, 1, &there), -1.0);
    }

    #[test]
    fn wide_codes_without_components_have_no_sliders() {
        let mut view = wide();
        view.pca = None;
        assert!(axes(&view).is_empty());
    }
}
