//! The latent scatter of the test images as a picture.

use super::canvas::Canvas;
use super::colouring::Colouring;
use super::palette::Colour;
use crate::eval::bounds::Bounds;
use crate::eval::plane::LatentAxes;
use crate::eval::plane::Plane;
use crate::training::LatentView;

/// Points without a class.
const PLAIN: Colour = [0x59, 0x61, 0x6d];

/// Points of a plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    /// One for each test image.
    pub points: Vec<[f32; 2]>,
    /// What is shown of the plane.
    pub bounds: Bounds,
    /// Of the axes: "code 1", "PCA 2, 31%".
    pub names: [String; 2],
    /// Of each point.
    pub colouring: Colouring,
}

impl Cloud {
    /// The codes of `view` in the plane that `axes` asks for. `None` where they make no plane, or none of them is
    /// finite.
    pub fn new(view: &LatentView, axes: LatentAxes, colouring: &Colouring) -> Option<Self> {
        let plane = Plane::new(axes, view)?;
        let points = plane.project(view);
        Some(Self {
            bounds: Bounds::around(&points)?,
            points,
            names: plane.names(view),
            colouring: colouring.clone(),
        })
    }

    /// The points alone, on nothing, in a picture of `width` x `height` pixels. They lie over each other in the order
    /// of the images.
    pub fn picture(&self, width: u32, height: u32) -> Canvas {
        let mut canvas = Canvas::new(width, height, None);
        let (low, size) = (self.bounds.min, self.bounds.size());
        let area = f64::from(width) * f64::from(height);
        let (radius, opacity) = radius_and_opacity(self.points.len(), area as f32);
        for (index, point) in self.points.iter().enumerate() {
            let x = (point[0] - low[0]) / size[0] * width as f32;
            let y = (1.0 - (point[1] - low[1]) / size[1]) * height as f32;
            if x.is_finite() && y.is_finite() {
                let class = self.colouring.class(index);
                let colour = class.map_or(PLAIN, |class| self.colouring.colour(class));
                disc(&mut canvas, [x, y], radius, colour, opacity);
            }
        }
        canvas
    }
}

/// Radius in pixels and opacity of each of `count` points in `area` square pixels: crowds get small and translucent,
/// so that what shows is how many lie where.
fn radius_and_opacity(count: usize, area: f32) -> (f32, f32) {
    let crowding = (count.max(1) as f32 / area.max(1.0) / 0.04).max(1e-3);
    let radius = (1.6 * crowding.powf(-0.25)).clamp(1.2, 5.0);
    let opacity = (0.65 * crowding.powf(-0.4)).clamp(0.2, 0.9);
    (radius, opacity)
}

/// A disc with a soft edge.
fn disc(canvas: &mut Canvas, [x, y]: [f32; 2], radius: f32, colour: Colour, opacity: f32) {
    let reach = radius + 1.0;
    // Far outside there is nothing to draw, and no whole number for it.
    if x.abs().max(y.abs()) > 1e6 {
        return;
    }
    for row in (y - reach).floor() as i64..=(y + reach).ceil() as i64 {
        for column in (x - reach).floor() as i64..=(x + reach).ceil() as i64 {
            let distance = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y);
            let inside = (radius + 0.5 - distance).clamp(0.0, 1.0);
            if inside > 0.0 {
                canvas.mix(column, row, colour, inside * opacity);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::palette;

    fn classes(labels: &[u32]) -> Colouring {
        Colouring::of_classes(labels)
    }

    #[test]
    fn points_stand_where_their_codes_are() {
        let view = LatentView {
            width: 2,
            codes: vec![0.0, 0.0, 1.0, 1.0, f32::NAN, 0.5],
            ..LatentView::default()
        };
        let cloud = Cloud::new(&view, LatentAxes::Automatic, &classes(&[0, 1, 1])).unwrap();
        assert_eq!(cloud.names, ["code 1", "code 2"]);
        let image = cloud.picture(100, 100).into_image();
        // The first at the left below, the second at the right above, nothing between.
        let at = |x, y| image.get_pixel(x, y).0;
        assert_eq!(at(4, 95)[..3], palette::label(0));
        assert_eq!(at(95, 4)[..3], palette::label(1));
        assert_eq!(at(50, 50)[3], 0);
    }

    #[test]
    fn codes_without_a_plane_make_no_cloud() {
        let view = |width, codes: &[f32]| LatentView {
            width,
            codes: codes.to_vec(),
            ..LatentView::default()
        };
        let cloud =
            |view: LatentView| Cloud::new(&view, LatentAxes::Automatic, &Colouring::default());
        assert_eq!(cloud(view(1, &[1.0, 2.0])), None);
        assert_eq!(cloud(view(2, &[f32::NAN, f32::NAN])), None);
        assert_eq!(cloud(view(2, &[])), None);
    }
}
