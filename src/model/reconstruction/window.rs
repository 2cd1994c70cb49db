//! The boundary-aware weights: how much each pixel of an image counts.

use std::cell::RefCell;
use std::f64::consts::PI;
use std::sync::Arc;

use crate::data::ImageShape;
use crate::model::Border;

/// A border and its weights.
type Made = (Border, Option<Arc<[f32]>>);

/// The weights of the border that was asked for last.
pub struct Window {
    /// `None` where samples have no border.
    image: Option<ImageShape>,
    made: RefCell<Option<Made>>,
}

impl Window {
    /// For images of a shape, or for samples that are none.
    pub fn new(image: Option<ImageShape>) -> Self {
        Self {
            image,
            made: RefCell::default(),
        }
    }

    /// One weight a number of an image; `None` where all are 1.
    pub fn weights(&self, border: Border) -> Option<Arc<[f32]>> {
        let mut made = self.made.borrow_mut();
        match &*made {
            Some((of, weights)) if *of == border => weights.clone(),
            _ => {
                let weights = self.image.and_then(|image| weights(border, image));
                let weights = weights.map(Arc::from);
                *made = Some((border, weights.clone()));
                weights
            }
        }
    }
}

/// One weight a number of an image, with a mean of 1 and the same for all channels; `None` where all are 1.
///
/// A pixel `d` pixels away from the nearest edge (0 for the outermost) weighs
/// `weight + (1 - weight) (1 - cos(pi d / width)) / 2` up to `d = width` and 1 beyond, before all are divided by
/// their mean.
fn weights(border: Border, image: ImageShape) -> Option<Vec<f32>> {
    if border.width == 0 || border.weight == 1.0 {
        return None;
    }
    let ImageShape {
        height,
        width,
        channels,
    } = image;
    let mut all = Vec::with_capacity(image.size());
    for row in 0..height {
        for column in 0..width {
            let edges = [row, height - 1 - row, column, width - 1 - column];
            let nearest = edges.into_iter().min().unwrap_or(0);
            all.extend(std::iter::repeat_n(weight_at(nearest, border), channels));
        }
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    // Images that are all border, of weight 0, have no inside to turn to.
    (mean > 0.0).then(|| all.iter().map(|weight| (weight / mean) as f32).collect())
}

fn weight_at(distance: usize, border: Border) -> f64 {
    let weight = f64::from(border.weight);
    if distance >= border.width {
        return 1.0;
    }
    let rise = 0.5 * (1.0 - (PI * distance as f64 / border.width as f64).cos());
    weight + (1.0 - weight) * rise
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(height: usize, width: usize, channels: usize) -> ImageShape {
        ImageShape {
            height,
            width,
            channels,
        }
    }

    #[test]
    fn a_kept_window_follows_the_border() {
        let window = Window::new(Some(shape(5, 5, 1)));
        let none = Border {
            width: 0,
            weight: 0.5,
        };
        let [narrow, wide] = [1, 2].map(|width| Border { width, ..none });
        let first = window.weights(narrow);
        assert_eq!(first.as_deref(), weights(narrow, shape(5, 5, 1)).as_deref());
        assert_eq!(window.weights(narrow), first);
        assert_ne!(window.weights(wide), first);
        assert_eq!(window.weights(none), None);
        assert_eq!(window.weights(narrow), first);
        assert_eq!(Window::new(None).weights(narrow), None);
    }

    #[test]
    fn weights_rise_like_half_a_cosine_to_the_inside() {
        let border = Border {
            width: 2,
            weight: 0.0,
        };
        let found = weights(border, shape(5, 5, 1)).expect("a window");
        // 16 outermost of 0, 8 of one half, 1 of 1: their sum is 5.
        let (half, one) = (2.5, 5.0);
        #[rustfmt::skip]
        let expected = [
            0.0, 0.0,  0.0,  0.0,  0.0,
            0.0, half, half, half, 0.0,
            0.0, half, one,  half, 0.0,
            0.0, half, half, half, 0.0,
            0.0, 0.0,  0.0,  0.0,  0.0,
        ];
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn the_mean_is_one_and_channels_are_alike() {
        let border = Border {
            width: 4,
            weight: 0.1,
        };
        let found = weights(border, shape(28, 20, 3)).expect("a window");
        assert_eq!(found.len(), 28 * 20 * 3);
        let mean = found.iter().sum::<f32>() / found.len() as f32;
        assert!((mean - 1.0).abs() < 1e-5);
        assert!(found.chunks(3).all(|p| p[0] == p[1] && p[1] == p[2]));
        let inside = found[(14 * 20 + 10) * 3];
        assert!((found[0] / inside - 0.1).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_weighted_where_there_is_no_border_or_nothing_else() {
        let border = |width, weight| Border { width, weight };
        assert_eq!(weights(border(0, 0.1), shape(28, 28, 1)), None);
        assert_eq!(weights(border(3, 1.0), shape(28, 28, 1)), None);
        assert_eq!(weights(border(3, 0.0), shape(2, 2, 1)), None);
        let line = weights(border(3, 0.5), shape(1, 30, 1)).expect("weights");
        assert!(line.iter().all(|&weight| weight == 1.0));
    }
}
