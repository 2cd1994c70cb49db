//! Aligns the latent planes of one variant's frames, as the sign and order of principal components change from frame to
//! frame.

use crate::eval::Procrustes;
use crate::eval::plane::LatentAxes;
use crate::eval::plane::Plane;
use crate::training::LatentView;

/// The codes of one moment in its own plane.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moment {
    plane: Plane,
    pub points: Vec<[f32; 2]>,
    /// Of the axes.
    pub names: [String; 2],
}

impl Moment {
    /// `None` where the codes make no plane.
    pub fn new(axes: LatentAxes, view: &LatentView) -> Option<Self> {
        let plane = Plane::new(axes, view)?;
        Some(Self {
            plane,
            points: plane.project(view),
            names: plane.names(view),
        })
    }
}

/// Turns and mirrors the planes of principal components, each onto the next later one, so that none of them jumps; the
/// last stays. Nothing is scaled or moved. Other planes stay too: in them an axis is a number of the code.
pub(super) fn lay(moments: &mut [Moment]) {
    let mut later: Option<Vec<[f32; 2]>> = None;
    for moment in moments.iter_mut().rev() {
        let Plane::Pca { x, y } = moment.plane else {
            continue;
        };
        let Some(onto) = &later else {
            later = Some(moment.points.clone());
            continue;
        };
        if moment.points == *onto {
            continue;
        }
        // Codes that are all the same say nothing about a turn: the ones before are laid onto those after them.
        let Some(fit) = Procrustes::fit(&moment.points, onto) else {
            continue;
        };
        for point in &mut moment.points {
            *point = fit.turn(*point);
        }
        // Turned, an axis is a part of both.
        let name = format!("of PCA {} and {}", x + 1, y + 1);
        moment.names = [name.clone(), name];
        later = Some(moment.points.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Pca;

    /// Codes of 3 numbers whose components are the first two numbers, times `signs`.
    fn wide(signs: [f32; 2], codes: &[[f32; 2]]) -> LatentView {
        let [x, y] = signs;
        LatentView {
            width: 3,
            codes: codes.iter().flat_map(|[a, b]| [*a, *b, 0.0]).collect(),
            pca: Some(Pca {
                mean: vec![0.0; 3],
                components: vec![x, 0.0, 0.0, 0.0, y, 0.0],
                variances: vec![4.0, 1.0],
                total_variance: 5.0,
            }),
            ..LatentView::default()
        }
    }

    fn laid(views: &[LatentView]) -> Vec<Moment> {
        let moments = views.iter();
        let mut moments: Vec<Moment> = moments
            .filter_map(|view| Moment::new(LatentAxes::Automatic, view))
            .collect();
        lay(&mut moments);
        moments
    }

    const CODES: [[f32; 2]; 4] = [[-4.0, -1.0], [4.0, -1.0], [3.0, 1.0], [-3.0, 1.0]];

    fn close(found: &[[f32; 2]], wanted: &[[f32; 2]]) {
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            let near = (a[0] - b[0]).abs() < 1e-4 && (a[1] - b[1]).abs() < 1e-4;
            assert!(near, "{found:?} is not {wanted:?}");
        }
    }

    #[test]
    fn a_component_that_changes_its_sign_does_not_mirror_a_frame() {
        let halves = CODES.map(|code| code.map(|number| number / 2.0));
        let moments = laid(&[
            wide([-1.0, -1.0], &halves),
            wide([-1.0, 1.0], &CODES),
            // All the same: no shape to lay anything onto.
            wide([1.0, 1.0], &[[0.0; 2]; 4]),
            wide([1.0, 1.0], &CODES),
        ]);
        // Codes of half the length stay so.
        close(&moments[0].points, &halves);
        close(&moments[1].points, &CODES);
        close(&moments[2].points, &[[0.0; 2]; 4]);
        assert_eq!(moments[3].points, CODES);
        assert_eq!(moments[3].names, ["PCA 1, 80%", "PCA 2, 20%"]);
        assert_eq!(moments[0].names, ["of PCA 1 and 2"; 2]);
    }

    #[test]
    fn components_that_change_places_do_not_turn_a_frame() {
        let mut first = wide([1.0, 1.0], &CODES);
        if let Some(pca) = &mut first.pca {
            pca.components = vec![0.0, 1.0, 0.0, 1.0, 0.0, 0.0];
        }
        let moments = laid(&[first, wide([1.0, 1.0], &CODES)]);
        close(&moments[0].points, &CODES);
    }

    #[test]
    fn codes_of_two_numbers_stay_as_they_are() {
        let flat = |sign: f32| LatentView {
            width: 2,
            codes: CODES.iter().flat_map(|[x, y]| [sign * x, *y]).collect(),
            ..LatentView::default()
        };
        let moments = laid(&[flat(-1.0), flat(1.0)]);
        assert_eq!(moments[0].points, CODES.map(|[x, y]| [-x, y]));
        assert_eq!(moments[0].names, ["code 1", "code 2"]);
    }
}
