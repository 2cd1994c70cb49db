//! Rasterises triangles by GPU fill rules, so that neighbours neither overlap nor leave a seam.

use egui::epaint::{ClippedPrimitive, Primitive, Vertex};
use egui::{TextureFilter, TextureId};
use image::RgbaImage;
use rayon::prelude::*;

use super::textures::{Texture, Textures};

/// Positions are snapped to 1/256 of a pixel, as GPUs do, which makes the edge tests exact.
const SUBPIXEL: f64 = 256.0;
/// Pixels from the origin beyond which positions are pulled in, so that the edge tests cannot overflow.
const FAR: f64 = 1e6;

/// Rows of the picture that one thread works on.
const BAND: usize = 32;

/// Whole rows of the picture.
struct Band<'a> {
    pixels: &'a mut [u8],
    width: usize,
    /// First row of the band in the picture.
    top: i64,
}

/// Half-open ranges of pixels: columns `left..right`, rows `top..bottom`.
#[derive(Clone, Copy)]
struct Clip {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

pub fn paint(
    image: &mut RgbaImage,
    primitives: &[ClippedPrimitive],
    textures: &Textures,
    scale: f32,
) {
    let (width, height) = (image.width() as usize, image.height() as usize);
    if width * height == 0 {
        return;
    }
    image
        .as_flat_samples_mut()
        .samples
        .par_chunks_mut(width * 4 * BAND)
        .enumerate()
        .for_each(|(index, pixels)| {
            let mut band = Band {
                pixels,
                width,
                top: (index * BAND) as i64,
            };
            for primitive in primitives {
                band.primitive(primitive, textures, scale, height);
            }
        });
}

impl Band<'_> {
    fn primitive(
        &mut self,
        primitive: &ClippedPrimitive,
        textures: &Textures,
        scale: f32,
        height: usize,
    ) {
        let Primitive::Mesh(mesh) = &primitive.primitive else {
            return;
        };
        let rows = (self.pixels.len() / (self.width * 4)) as i64;
        let edge = |at: f32, limit: usize| (at * scale).round().clamp(0.0, limit as f32) as i64;
        let rect = primitive.clip_rect;
        let clip = Clip {
            left: edge(rect.min.x, self.width),
            right: edge(rect.max.x, self.width),
            top: edge(rect.min.y, height).max(self.top),
            bottom: edge(rect.max.y, height).min(self.top + rows),
        };
        if clip.left >= clip.right || clip.top >= clip.bottom {
            return;
        }
        let texture = match mesh.texture_id {
            // Nothing to show for a texture nobody sent.
            id @ TextureId::User(_) if textures.get(id).is_none() => return,
            id => textures.get(id),
        };
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |i: usize| mesh.vertices.get(corners[i] as usize);
            if let (Some(a), Some(b), Some(c)) = (corner(0), corner(1), corner(2)) {
                self.triangle([a, b, c], texture, scale, clip);
            }
        }
    }

    fn triangle(
        &mut self,
        corners: [&Vertex; 3],
        texture: Option<&Texture>,
        scale: f32,
        clip: Clip,
    ) {
        let highest = corners.iter().map(|v| v.pos.y).fold(f32::MAX, f32::min) * scale;
        let lowest = corners.iter().map(|v| v.pos.y).fold(f32::MIN, f32::max) * scale;
        if highest > clip.bottom as f32 || lowest < clip.top as f32 {
            return;
        }
        let Some(shape) = Triangle::new(corners, scale) else {
            return;
        };
        let paint = Paint::new(corners, &shape, texture);
        let top = clip.top.max(shape.top);
        let bottom = clip.bottom.min(shape.bottom);
        for y in top..bottom {
            let (left, right) = shape.span(y);
            let (left, right) = (left.max(clip.left), right.min(clip.right));
            if left < right {
                let start = ((y - self.top) as usize * self.width + left as usize) * 4;
                let end = start + (right - left) as usize * 4;
                paint.span(&mut self.pixels[start..end], left, y);
            }
        }
    }
}

/// A triangle on the pixel grid.
struct Triangle {
    /// Corners in pixels, snapped.
    at: [[f64; 2]; 3],
    /// Twice the area in square pixels; positive.
    area: f64,
    /// `a * x + b * y + c >= 0` inside, at pixel indices, in snapped units.
    edges: [[i64; 3]; 3],
    top: i64,
    bottom: i64,
}

impl Triangle {
    /// `None` when it covers nothing.
    fn new(corners: [&Vertex; 3], scale: f32) -> Option<Self> {
        let mut snapped = [[0i64; 2]; 3];
        for (snapped, corner) in snapped.iter_mut().zip(corners) {
            for (snapped, at) in snapped.iter_mut().zip([corner.pos.x, corner.pos.y]) {
                let at = f64::from(at) * f64::from(scale);
                if !at.is_finite() {
                    return None;
                }
                *snapped = (at.clamp(-FAR, FAR) * SUBPIXEL).round() as i64;
            }
        }
        let [a, b, c] = snapped;
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if area == 0 {
            return None;
        }
        let (unit, half) = (SUBPIXEL as i64, SUBPIXEL as i64 / 2);
        let edge = |from: [i64; 2], to: [i64; 2]| {
            let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
            let (dx, dy) = if area > 0 { (dx, dy) } else { (-dx, -dy) };
            // A pixel centre right on an edge belongs to the triangle on one side only: "top-left rule".
            let owns = dy < 0 || (dy == 0 && dx > 0);
            let at_origin = -dy * (half - from[0]) + dx * (half - from[1]);
            [-dy * unit, dx * unit, at_origin - i64::from(!owns)]
        };
        let lowest = a[1].min(b[1]).min(c[1]);
        let highest = a[1].max(b[1]).max(c[1]);
        Some(Self {
            at: snapped.map(|corner| corner.map(|at| at as f64 / SUBPIXEL)),
            area: area.abs() as f64 / (SUBPIXEL * SUBPIXEL),
            edges: [edge(a, b), edge(b, c), edge(c, a)],
            top: (lowest - half).div_euclid(unit),
            bottom: (highest - half).div_euclid(unit) + 1,
        })
    }

    /// Columns `left..right` of row `y` whose centres are inside.
    fn span(&self, y: i64) -> (i64, i64) {
        let (mut left, mut right) = (i64::MIN, i64::MAX);
        for [a, b, c] in self.edges {
            let rest = b * y + c;
            if a > 0 {
                // Smallest x with a * x + rest >= 0.
                left = left.max(-rest.div_euclid(a));
            } else if a < 0 {
                right = right.min(rest.div_euclid(-a) + 1);
            } else if rest < 0 {
                return (0, 0);
            }
        }
        (left, right)
    }

    /// The plane through `values` at the corners: value at the centre of pixel (0, 0), change along x, along y.
    fn plane(&self, values: [f32; 3]) -> [f64; 3] {
        let [a, b, c] = self.at;
        let [va, vb, vc] = values.map(f64::from);
        let sign = if (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]) {
            1.0
        } else {
            -1.0
        };
        let factor = sign / self.area;
        let dx = ((vb - va) * (c[1] - a[1]) - (vc - va) * (b[1] - a[1])) * factor;
        let dy = ((vc - va) * (b[0] - a[0]) - (vb - va) * (c[0] - a[0])) * factor;
        [va + dx * (0.5 - a[0]) + dy * (0.5 - a[1]), dx, dy]
    }
}

/// What a triangle is filled with.
enum Paint<'a> {
    Solid([u8; 4]),
    /// Colour alone, changing from corner to corner; planes of the four parts.
    Shaded([[f64; 3]; 4]),
    Textured {
        colour: [[f64; 3]; 4],
        /// Planes of u and v in texels.
        uv: [[f64; 3]; 2],
        texture: &'a Texture,
        filter: TextureFilter,
    },
}

impl<'a> Paint<'a> {
    fn new(corners: [&Vertex; 3], shape: &Triangle, texture: Option<&'a Texture>) -> Self {
        let [a, b, c] = corners;
        let one_colour = a.color == b.color && b.color == c.color;
        let Some(texture) = texture else {
            return Self::Solid(a.color.to_array());
        };
        let size = texture.size();
        if a.uv == b.uv && b.uv == c.uv {
            let (u, v) = (a.uv.x * size[0], a.uv.y * size[1]);
            let texel = texture.sample(u, v, texture.filter(0.0));
            let part = |vertex: &Vertex, i: usize| {
                f32::from(vertex.color.to_array()[i]) * texel[i] / 255.0
            };
            if one_colour {
                return Self::Solid(std::array::from_fn(|i| part(a, i).round() as u8));
            }
            return Self::Shaded(std::array::from_fn(|i| {
                shape.plane(corners.map(|corner| part(corner, i)))
            }));
        }
        let uv = [
            shape.plane(corners.map(|corner| corner.uv.x * size[0])),
            shape.plane(corners.map(|corner| corner.uv.y * size[1])),
        ];
        let steepest = uv
            .iter()
            .flat_map(|plane| [plane[1].abs(), plane[2].abs()])
            .fold(0.0, f64::max);
        Self::Textured {
            colour: std::array::from_fn(|i| {
                shape.plane(corners.map(|corner| f32::from(corner.color.to_array()[i])))
            }),
            uv,
            texture,
            // Rounding must not make a texture at its own size count as shrunk.
            filter: texture.filter(steepest as f32 - 1e-3),
        }
    }

    /// Blends into `pixels`, which begin at column `x` of row `y`.
    fn span(&self, pixels: &mut [u8], x: i64, y: i64) {
        let (x, y) = (x as f64, y as f64);
        let along = |plane: &[f64; 3]| {
            let start = plane[0] + plane[1] * x + plane[2] * y;
            (start as f32, plane[1] as f32)
        };
        let pixels = pixels.chunks_exact_mut(4);
        match self {
            Self::Solid(colour) if colour[3] == 255 => {
                pixels.for_each(|pixel| pixel.copy_from_slice(colour));
            }
            Self::Solid(colour) => {
                let rest = 255 - u32::from(colour[3]);
                for pixel in pixels {
                    for (under, &over) in pixel.iter_mut().zip(colour) {
                        let kept = (u32::from(*under) * rest + 127) / 255;
                        *under = (u32::from(over) + kept).min(255) as u8;
                    }
                }
            }
            Self::Shaded(planes) => {
                let lines = planes.each_ref().map(along);
                for (i, pixel) in pixels.enumerate() {
                    let i = i as f32;
                    blend(pixel, lines.map(|(start, step)| start + step * i));
                }
            }
            Self::Textured {
                colour,
                uv,
                texture,
                filter,
            } => {
                let lines = colour.each_ref().map(along);
                let [(u, du), (v, dv)] = uv.each_ref().map(along);
                for (i, pixel) in pixels.enumerate() {
                    let i = i as f32;
                    let texel = texture.sample(u + du * i, v + dv * i, *filter);
                    if texel == [0.0; 4] {
                        continue;
                    }
                    let over = std::array::from_fn(|part| {
                        (lines[part].0 + lines[part].1 * i) * texel[part] / 255.0
                    });
                    blend(pixel, over);
                }
            }
        }
    }
}

/// `over + under * (1 - alpha)`, all parts premultiplied and gamma-encoded.
fn blend(pixel: &mut [u8], over: [f32; 4]) {
    let rest = 1.0 - over[3].clamp(0.0, 255.0) / 255.0;
    for (under, over) in pixel.iter_mut().zip(over) {
        // The conversion saturates, so overshoot from rounding is harmless.
        *under = (over + f32::from(*under) * rest + 0.5) as u8;
    }
}
