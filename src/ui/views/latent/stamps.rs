//! Anti-aliased discs, stamped onto an image by the thousand.

use egui::{Color32, ColorImage, Pos2, Vec2, vec2};

/// A disc's corner is rounded to so many places within a pixel, along each axis.
const PHASES: usize = 4;
/// Samples of the disc within a pixel, along each axis.
const SAMPLES: usize = 4;
/// Pixels that are blended at once.
const QUAD: usize = 4;
/// The edge of a disc fades over this part of its radius.
const SOFT: f32 = 1.0 / 3.5;

/// How much of each pixel a disc of one radius covers, wherever in a pixel it begins.
pub struct Stamps {
    radius: f32,
    /// Pixels along a side; a multiple of [`QUAD`].
    side: usize,
    /// Coverage of 255, stamp after stamp.
    masks: Vec<u8>,
}

/// Stamps in one colour.
pub struct Ink {
    /// Stamp after stamp, row after row.
    quads: Vec<Quad>,
}

/// Four neighbours: what is added, and how many of 256 parts of what lies beneath stay.
#[derive(Clone, Copy)]
struct Quad {
    added: [u8; 4 * QUAD],
    kept: [u16; 4 * QUAD],
}

/// An image that discs are stamped onto, clear at first.
pub struct Canvas {
    size: [usize; 2],
    /// Pixels around the image, so that a stamp over its edge needs no care.
    margin: usize,
    /// Premultiplied, row by row, margins included.
    bytes: Vec<u8>,
}

impl Stamps {
    /// Discs of `radius` pixels.
    pub fn new(radius: f32) -> Self {
        let side = ((2.0 * radius) as usize + 2).next_multiple_of(QUAD);
        let mut masks = Vec::with_capacity(PHASES * PHASES * side * side);
        let part = |index: usize, of: usize| (index as f32 + 0.5) / of as f32;
        for phase in 0..PHASES * PHASES {
            let corner = vec2(part(phase % PHASES, PHASES), part(phase / PHASES, PHASES));
            let centre = corner + Vec2::splat(radius);
            for pixel in 0..side * side {
                let at = vec2((pixel % side) as f32, (pixel / side) as f32);
                let samples = (0..SAMPLES * SAMPLES).map(|sample| {
                    let (x, y) = (sample % SAMPLES, sample / SAMPLES);
                    let at = at + vec2(part(x, SAMPLES), part(y, SAMPLES));
                    ((radius - (at - centre).length()) / (radius * SOFT)).clamp(0.0, 1.0)
                });
                let covered = samples.sum::<f32>() / (SAMPLES * SAMPLES) as f32;
                masks.push((covered * 255.0).round() as u8);
            }
        }
        Self {
            radius,
            side,
            masks,
        }
    }

    /// The stamps in a premultiplied `colour`.
    pub fn ink(&self, colour: Color32) -> Ink {
        let quads = self.masks.as_chunks::<QUAD>().0.iter().map(|masks| {
            let mut quad = Quad {
                added: [0; 4 * QUAD],
                kept: [256; 4 * QUAD],
            };
            for (pixel, &mask) in masks.iter().enumerate() {
                let part = |byte: u8| (u16::from(byte) * u16::from(mask) + 127) / 255;
                let alpha = part(colour.a());
                for (channel, byte) in colour.to_array().into_iter().enumerate() {
                    quad.added[4 * pixel + channel] = part(byte) as u8;
                    quad.kept[4 * pixel + channel] = 256 - (alpha + (alpha >> 7));
                }
            }
            quad
        });
        Ink {
            quads: quads.collect(),
        }
    }
}

impl Canvas {
    /// A clear image of `size` pixels that takes discs of `stamps`.
    pub fn new(size: [usize; 2], stamps: &Stamps) -> Self {
        let margin = stamps.side;
        let bytes = 4 * (size[0] + 2 * margin) * (size[1] + 2 * margin);
        Self {
            size,
            margin,
            bytes: vec![0; bytes],
        }
    }

    /// Puts a disc around `centre`, in pixels from the image's corner; nothing where none of it would show.
    pub fn stamp(&mut self, stamps: &Stamps, ink: &Ink, centre: Pos2) {
        let side = stamps.side;
        let corner = centre - Vec2::splat(stamps.radius);
        let first = corner.floor();
        let shows = |at: f32, size: usize| at > -(side as f32) && at < size as f32;
        // Not a number never shows.
        if !(shows(first.x, self.size[0]) && shows(first.y, self.size[1])) {
            return;
        }
        let phase =
            |corner: f32, first: f32| (((corner - first) * PHASES as f32) as usize).min(PHASES - 1);
        let phase = phase(corner.y, first.y) * PHASES + phase(corner.x, first.x);
        let [x, y] = [first.x, first.y].map(|at| (at + self.margin as f32) as usize);
        let wide = side / QUAD;
        let quads = &ink.quads[phase * side * wide..(phase + 1) * side * wide];
        let stride = self.size[0] + 2 * self.margin;
        for (row, quads) in quads.chunks_exact(wide).enumerate() {
            let start = 4 * ((y + row) * stride + x);
            let (beneath, _) = self.bytes[start..start + 4 * side].as_chunks_mut();
            for (beneath, quad) in beneath.iter_mut().zip(quads) {
                quad.over(beneath);
            }
        }
    }

    /// The image without its margins.
    pub fn image(&self) -> ColorImage {
        let [width, height] = self.size;
        let stride = width + 2 * self.margin;
        let mut pixels = Vec::with_capacity(width * height);
        for row in self.margin..self.margin + height {
            let start = 4 * (row * stride + self.margin);
            let (row, _) = self.bytes[start..start + 4 * width].as_chunks::<4>();
            pixels.extend(
                row.iter()
                    .map(|&[r, g, b, a]| Color32::from_rgba_premultiplied(r, g, b, a)),
            );
        }
        ColorImage::new(self.size, pixels)
    }
}

impl Quad {
    /// The usual blending of premultiplied colours, all channels side by side.
    fn over(&self, beneath: &mut [u8; 4 * QUAD]) {
        let parts = self.added.iter().zip(&self.kept);
        for (beneath, (&added, &kept)) in beneath.iter_mut().zip(parts) {
            let left = (u16::from(*beneath) * kept + 128) >> 8;
            *beneath = added.saturating_add(left as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    fn alphas(image: &ColorImage) -> Vec<u8> {
        image.pixels.iter().map(Color32::a).collect()
    }

    /// Alpha of all pixels together, in whole pixels.
    fn mass(image: &ColorImage) -> f32 {
        let sum: u32 = alphas(image).into_iter().map(u32::from).sum();
        sum as f32 / 255.0
    }

    fn stamped(radius: f32, size: [usize; 2], centres: &[Pos2], colour: Color32) -> ColorImage {
        let stamps = Stamps::new(radius);
        let ink = stamps.ink(colour);
        let mut canvas = Canvas::new(size, &stamps);
        for &centre in centres {
            canvas.stamp(&stamps, &ink, centre);
        }
        canvas.image()
    }

    #[test]
    fn a_disc_lies_around_its_centre_wherever_that_is() {
        for (x, y) in [(9.0, 9.0), (9.3, 8.6), (9.99, 9.5), (8.01, 8.26)] {
            let image = stamped(3.0, [18, 18], &[pos2(x, y)], Color32::WHITE);
            let (mut mass, mut at) = (0.0, [0.0, 0.0]);
            for (index, alpha) in alphas(&image).into_iter().enumerate() {
                let alpha = f32::from(alpha);
                mass += alpha;
                at[0] += alpha * ((index % 18) as f32 + 0.5);
                at[1] += alpha * ((index / 18) as f32 + 0.5);
            }
            // Rounded to an eighth of a pixel.
            assert!((at[0] / mass - x).abs() < 0.14, "{at:?} {mass}");
            assert!((at[1] / mass - y).abs() < 0.14, "{at:?} {mass}");
            assert_eq!(
                image[(x as usize, y as usize)],
                Color32::WHITE,
                "the middle is full"
            );
        }
    }

    #[test]
    fn a_disc_weighs_the_same_everywhere_and_more_when_larger() {
        let at = |radius, x| mass(&stamped(radius, [20, 20], &[pos2(x, 10.0)], Color32::WHITE));
        assert!((at(1.15, 10.0) - at(1.15, 10.4)).abs() < 0.15);
        // A cone's frustum: between the full core and the whole disc.
        let area = |radius: f32| std::f32::consts::PI * radius * radius;
        assert!(at(4.0, 10.0) > area(4.0 * 2.5 / 3.5) && at(4.0, 10.0) < area(4.0));
    }

    #[test]
    fn discs_at_the_edge_are_cut_and_those_beyond_leave_nothing() {
        let whole = mass(&stamped(2.0, [8, 8], &[pos2(4.0, 4.0)], Color32::WHITE));
        let half = mass(&stamped(2.0, [8, 8], &[pos2(0.0, 4.0)], Color32::WHITE));
        // To an eighth of a pixel of its diameter.
        assert!((half - whole / 2.0).abs() < 0.6, "{half} of {whole}");
        let beyond = [
            pos2(-3.0, 4.0),
            pos2(4.0, 11.0),
            pos2(f32::NAN, 4.0),
            pos2(f32::INFINITY, 4.0),
            pos2(1e30, -1e30),
        ];
        assert_eq!(mass(&stamped(2.0, [8, 8], &beyond, Color32::WHITE)), 0.0);
        assert_eq!(stamped(2.0, [0, 0], &beyond, Color32::WHITE).size, [0, 0]);
    }

    #[test]
    fn the_later_disc_covers_and_crowds_get_dense() {
        let stamps = Stamps::new(2.0);
        let mut canvas = Canvas::new([8, 8], &stamps);
        let centre = pos2(4.0, 4.0);
        canvas.stamp(&stamps, &stamps.ink(Color32::RED), centre);
        canvas.stamp(&stamps, &stamps.ink(Color32::BLUE), centre);
        assert_eq!(canvas.image()[(4, 4)], Color32::BLUE);

        let faint = Color32::from_rgb(200, 100, 0).gamma_multiply(0.12);
        let few = stamped(2.0, [8, 8], &[centre; 2], faint)[(4, 4)];
        let many = stamped(2.0, [8, 8], &[centre; 200], faint)[(4, 4)];
        assert!((50..65).contains(&few.a()), "{few:?}");
        // In the end the colour itself, but for rounding.
        assert!(many.a() > 248 && many.r().abs_diff(200) < 8 && many.g().abs_diff(100) < 8);
        assert!(many.b() == 0);
    }
}
