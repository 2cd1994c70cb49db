//! The latent scatter of the test images as a picture.

use image::{Rgba, RgbaImage};

use super::colouring::Colouring;
use super::palette::Colour;
use crate::eval::bounds::Bounds;
use crate::eval::plane::LatentAxes;
use crate::eval::plane::Plane;
use crate::training::LatentView;

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

    /// The points inside of `bounds` alone, on nothing, on `width` x `height` points of `sharpness` pixels each; those
    /// without a class are `plain`. They lie over each other in the order of the samples.
    pub fn picture(
        &self,
        bounds: Bounds,
        [width, height]: [f64; 2],
        sharpness: u32,
        plain: Colour,
    ) -> RgbaImage {
        let sharpness = f64::from(sharpness);
        let [wide, high] = [width, height].map(|side| (side * sharpness).round().max(1.0) as u32);
        let mut picture = RgbaImage::new(wide, high);
        let (low, size) = (bounds.min, bounds.size());
        let (radius, opacity) = radius_and_opacity(self.points.len(), (width * height) as f32);
        let radius = radius * sharpness as f32;
        for (index, point) in self.points.iter().enumerate() {
            let x = (point[0] - low[0]) / size[0] * wide as f32;
            let y = (1.0 - (point[1] - low[1]) / size[1]) * high as f32;
            if x.is_finite() && y.is_finite() {
                let class = self.colouring.class(index);
                let colour = class.map_or(plain, |class| self.colouring.colour(class));
                disc(&mut picture, [x, y], radius, colour, opacity);
            }
        }
        picture
    }
}

/// Radius in points and opacity of each of `count` points in `area` square points of the page: crowds get small and translucent,
/// so that what shows is how many lie where.
fn radius_and_opacity(count: usize, area: f32) -> (f32, f32) {
    let crowding = (count.max(1) as f32 / area.max(1.0) / 0.04).max(1e-3);
    let radius = (1.6 * crowding.powf(-0.25)).clamp(1.2, 5.0);
    let opacity = (0.65 * crowding.powf(-0.4)).clamp(0.2, 0.9);
    (radius, opacity)
}

/// A disc with a soft edge.
fn disc(picture: &mut RgbaImage, [x, y]: [f32; 2], radius: f32, colour: Colour, opacity: f32) {
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
                mix(picture, [column, row], colour, inside * opacity);
            }
        }
    }
}

/// Lays `colour` over what is there; nothing outside of the picture.
fn mix(picture: &mut RgbaImage, [x, y]: [i64; 2], colour: Colour, opacity: f32) {
    let (Ok(x), Ok(y)) = (x.try_into(), y.try_into()) else {
        return;
    };
    let Some(Rgba(pixel)) = picture.get_pixel_mut_checked(x, y) else {
        return;
    };
    let below = f32::from(pixel[3]) / 255.0 * (1.0 - opacity);
    let whole = opacity + below;
    for (channel, new) in pixel.iter_mut().zip(colour) {
        let mixed = (f32::from(new) * opacity + f32::from(*channel) * below) / whole;
        *channel = mixed.round() as u8;
    }
    pixel[3] = (whole * 255.0).round() as u8;
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
        let image = cloud.picture(cloud.bounds, [50.0, 50.0], 2, [0; 3]);
        assert_eq!(image.dimensions(), (100, 100));
        // The first at the left below, the second at the right above, nothing between.
        let at = |x, y| image.get_pixel(x, y).0;
        assert_eq!(at(4, 95)[..3], palette::label(0));
        assert_eq!(at(95, 4)[..3], palette::label(1));
        assert_eq!(at(50, 50)[3], 0);
    }

    #[test]
    fn colours_mix_by_opacity() {
        let mut picture = RgbaImage::new(2, 1);
        mix(&mut picture, [0, 0], [200, 100, 0], 0.5);
        mix(&mut picture, [0, 0], [0, 100, 200], 0.5);
        mix(&mut picture, [-1, 0], [9; 3], 1.0);
        mix(&mut picture, [2, 0], [9; 3], 1.0);
        assert_eq!(picture.get_pixel(0, 0).0, [67, 100, 133, 192]);
        assert_eq!(picture.get_pixel(1, 0).0, [0; 4]);
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
