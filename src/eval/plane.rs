//! The plane in which codes are shown: which axes it has, where a code lies in it, and which code a point of it stands
//! for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Pca;

/// The axes of a latent plot, as a person chooses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LatentAxes {
    /// Two principal components of the codes (0-based); codes of 2 numbers are shown as they are.
    Pca { x: usize, y: usize },
    /// Two numbers of the code (0-based).
    Pair { x: usize, y: usize },
    #[default]
    Automatic,
}

/// Codes row after row with their principal components, as far as these have been found.
#[derive(Debug, Clone, Copy)]
pub struct CodeSet<'a> {
    /// Numbers in a code.
    pub width: usize,
    pub codes: &'a [f32],
    pub pca: Option<&'a Pca>,
}

/// A plane through the space of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plane {
    /// Codes of two numbers, as they are.
    Whole,
    /// Two numbers of wider codes.
    Pair { x: usize, y: usize },
    /// Two principal components.
    Pca { x: usize, y: usize },
}

impl Plane {
    /// The plane that `axes` means for `codes`. Axes that the codes do not have fall back to the first ones,
    /// for a project can be opened after its code has become narrower. `None` for codes of fewer than 2 numbers.
    pub fn new<'a>(axes: LatentAxes, codes: impl Into<CodeSet<'a>>) -> Option<Self> {
        let set = codes.into();
        if set.width < 2 {
            return None;
        }
        if set.width == 2 {
            return Some(Self::Whole);
        }
        let components = set.pca.map_or(0, components);
        let automatic = if components >= 2 {
            Self::Pca { x: 0, y: 1 }
        } else {
            Self::Pair { x: 0, y: 1 }
        };
        Some(match axes {
            LatentAxes::Pair { x, y } if x < set.width && y < set.width => Self::Pair { x, y },
            LatentAxes::Pca { x, y } if x < components && y < components => Self::Pca { x, y },
            _ => automatic,
        })
    }

    /// Where each code lies, in order.
    pub fn project<'a>(self, codes: impl Into<CodeSet<'a>>) -> Vec<[f32; 2]> {
        let set = codes.into();
        let rows = set.codes.chunks_exact(set.width.max(1));
        match (self, set.pca) {
            (Self::Pca { x, y }, Some(pca)) => {
                let (x, y) = (component(pca, x), component(pca, y));
                rows.map(|code| [along(code, &pca.mean, x), along(code, &pca.mean, y)])
                    .collect()
            }
            _ => {
                let (x, y) = self.numbers();
                rows.map(|code| [code[x], code[y]]).collect()
            }
        }
    }

    /// Where one code lies; `None` when it is of another width.
    pub fn point<'a>(self, code: &[f32], codes: impl Into<CodeSet<'a>>) -> Option<[f32; 2]> {
        let set = codes.into();
        if code.len() != set.width {
            return None;
        }
        Some(match (self, set.pca) {
            (Self::Pca { x, y }, Some(pca)) => [
                along(code, &pca.mean, component(pca, x)),
                along(code, &pca.mean, component(pca, y)),
            ],
            _ => {
                let (x, y) = self.numbers();
                [code[x], code[y]]
            }
        })
    }

    /// The code a point stands for. Codes of two numbers: the point. Principal components: the mean plus the
    /// point's share of both. Two numbers of a wider code: `mean` with these two replaced.
    pub fn code<'a>(
        self,
        point: [f32; 2],
        codes: impl Into<CodeSet<'a>>,
        mean: &[f32],
    ) -> Vec<f32> {
        let set = codes.into();
        let mut code = mean.to_vec();
        code.resize(set.width, 0.0);
        match (self, set.pca) {
            (Self::Pca { x, y }, Some(pca)) => {
                let (x, y) = (component(pca, x), component(pca, y));
                for ((number, x), y) in code.iter_mut().zip(x).zip(y) {
                    *number += point[0] * x + point[1] * y;
                }
            }
            _ => {
                let (x, y) = self.numbers();
                code[x] = point[0];
                code[y] = point[1];
            }
        }
        code
    }

    /// Names of the axes: "code 1", or "PCA 1, 31%" with its share of the variance.
    pub fn names<'a>(self, codes: impl Into<CodeSet<'a>>) -> [String; 2] {
        match (self, codes.into().pca) {
            (Self::Pca { x, y }, Some(pca)) => [x, y].map(|i| {
                let share = pca.variances[i] / pca.total_variance;
                if share.is_finite() {
                    format!("PCA {}, {:.0}%", i + 1, 100.0 * share)
                } else {
                    format!("PCA {}", i + 1)
                }
            }),
            _ => {
                let (x, y) = self.numbers();
                [x, y].map(|i| format!("code {}", i + 1))
            }
        }
    }

    /// One sentence on what the dragged point decodes.
    pub fn decodes(self) -> &'static str {
        match self {
            Self::Whole => "Dragging decodes the point under the pointer with the current weights",
            Self::Pair { .. } => {
                "Dragging decodes the mean code with these two numbers replaced by the point under the pointer"
            }
            Self::Pca { .. } => {
                "Dragging decodes the mean code plus the point's share of the two components"
            }
        }
    }

    fn numbers(self) -> (usize, usize) {
        match self {
            Self::Whole | Self::Pca { .. } => (0, 1),
            Self::Pair { x, y } => (x, y),
        }
    }
}

/// Mean of all codes.
pub fn mean<'a>(codes: impl Into<CodeSet<'a>>) -> Vec<f32> {
    let set = codes.into();
    if let Some(pca) = set.pca {
        return pca.mean.clone();
    }
    let mut sums = vec![0.0f64; set.width];
    let mut count = 0u32;
    for code in set.codes.chunks_exact(set.width.max(1)) {
        count += 1;
        for (sum, &number) in sums.iter_mut().zip(code) {
            *sum += f64::from(number);
        }
    }
    let count = f64::from(count.max(1));
    sums.iter().map(|sum| (sum / count) as f32).collect()
}

/// How many components there are.
pub fn components(pca: &Pca) -> usize {
    let width = pca.mean.len().max(1);
    pca.variances.len().min(pca.components.len() / width)
}

fn component(pca: &Pca, index: usize) -> &[f32] {
    let width = pca.mean.len();
    &pca.components[index * width..(index + 1) * width]
}

/// Sums side by side.
const LANES: usize = 8;

fn along(code: &[f32], mean: &[f32], axis: &[f32]) -> f32 {
    // Several sums side by side: one alone would wait for each addition.
    let mut sums = [0.0f32; LANES];
    let whole = code.len() - code.len() % LANES;
    let parts = code
        .chunks_exact(LANES)
        .zip(mean.chunks_exact(LANES))
        .zip(axis.chunks_exact(LANES));
    for ((code, mean), axis) in parts {
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += (code[i] - mean[i]) * axis[i];
        }
    }
    let rest = code.iter().zip(mean).zip(axis).skip(whole);
    let rest: f32 = rest.map(|((code, mean), axis)| (code - mean) * axis).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture {
        width: usize,
        codes: Vec<f32>,
        pca: Option<Pca>,
    }

    impl<'a> From<&'a Fixture> for CodeSet<'a> {
        fn from(fixture: &'a Fixture) -> Self {
            Self {
                width: fixture.width,
                codes: &fixture.codes,
                pca: fixture.pca.as_ref(),
            }
        }
    }

    fn flat() -> Fixture {
        Fixture {
            width: 2,
            codes: vec![1.0, 2.0, 3.0, 4.0],
            pca: None,
        }
    }

    fn wide() -> Fixture {
        Fixture {
            width: 3,
            codes: vec![1.0, 2.0, 3.0, 3.0, 4.0, 7.0],
            pca: Some(Pca {
                mean: vec![2.0, 3.0, 5.0],
                components: vec![0.0, 0.0, 1.0, 0.6, 0.8, 0.0],
                variances: vec![4.0, 2.0],
                total_variance: 8.0,
            }),
        }
    }

    #[test]
    fn codes_of_two_numbers_are_shown_as_they_are() {
        let plane = Plane::new(LatentAxes::Pca { x: 3, y: 9 }, &flat()).unwrap();
        assert_eq!(plane, Plane::Whole);
        assert_eq!(plane.project(&flat()), [[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(plane.code([0.5, -0.5], &flat(), &[9.0, 9.0]), [0.5, -0.5]);
        assert_eq!(plane.names(&flat()), ["code 1", "code 2"]);
    }

    #[test]
    fn wider_codes_are_shown_by_their_components() {
        let view = wide();
        let plane = Plane::new(LatentAxes::Automatic, &view).unwrap();
        assert_eq!(plane, Plane::Pca { x: 0, y: 1 });
        let close = |a: [f32; 2], b: [f32; 2]| {
            assert!(
                (a[0] - b[0]).abs() < 1e-5 && (a[1] - b[1]).abs() < 1e-5,
                "{a:?} {b:?}"
            );
        };
        let points = plane.project(&view);
        close(points[0], [-2.0, -1.4]);
        close(points[1], [2.0, 1.4]);
        let code = plane.code([2.0, 10.0], &view, &mean(&view));
        assert_eq!(code, [8.0, 11.0, 7.0]);
        close(plane.point(&code, &view).unwrap(), [2.0, 10.0]);
        assert_eq!(plane.names(&view), ["PCA 1, 50%", "PCA 2, 25%"]);
    }

    #[test]
    fn wide_codes_are_summed_whole() {
        for width in [1, 7, 8, 9, 32, 35] {
            let code: Vec<f32> = (0..width).map(|i| i as f32 + 0.5).collect();
            let expected = (width * (width - 1) / 2) as f32;
            assert_eq!(along(&code, &vec![0.5; width], &vec![1.0; width]), expected);
        }
    }

    #[test]
    fn a_pair_replaces_two_numbers_of_the_mean() {
        let view = wide();
        let plane = Plane::new(LatentAxes::Pair { x: 2, y: 0 }, &view).unwrap();
        assert_eq!(plane.project(&view), [[3.0, 1.0], [7.0, 3.0]]);
        let code = plane.code([-1.0, -2.0], &view, &mean(&view));
        assert_eq!(code, [-2.0, 3.0, -1.0]);
        assert_eq!(plane.names(&view), ["code 3", "code 1"]);
        assert_eq!(plane.point(&[1.0], &view), None);
    }

    #[test]
    fn axes_that_do_not_exist_fall_back() {
        let mut view = wide();
        let new = |axes, view: &Fixture| Plane::new(axes, view).unwrap();
        assert_eq!(
            new(LatentAxes::Pair { x: 0, y: 31 }, &view),
            Plane::Pca { x: 0, y: 1 }
        );
        assert_eq!(
            new(LatentAxes::Pca { x: 2, y: 0 }, &view),
            Plane::Pca { x: 0, y: 1 }
        );
        view.pca = None;
        assert_eq!(
            new(LatentAxes::Pca { x: 0, y: 1 }, &view),
            Plane::Pair { x: 0, y: 1 }
        );
        view.width = 1;
        assert_eq!(Plane::new(LatentAxes::Automatic, &view), None);
    }

    #[test]
    fn the_mean_is_taken_over_all_codes() {
        assert_eq!(mean(&flat()), [2.0, 3.0]);
        assert_eq!(mean(&wide()), [2.0, 3.0, 5.0]);
        let empty = Fixture {
            codes: Vec::new(),
            ..flat()
        };
        assert_eq!(mean(&empty), [0.0, 0.0]);
    }
}
