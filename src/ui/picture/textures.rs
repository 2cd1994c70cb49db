//! The textures of egui's triangles, and how they are sampled.

use std::collections::HashMap;

use egui::epaint::{ImageData, ImageDelta};
use egui::{Color32, TextureFilter, TextureId, TextureOptions, TextureWrapMode, TexturesDelta};

/// One texture: premultiplied, gamma-encoded texels, row by row.
pub struct Texture {
    size: [usize; 2],
    texels: Vec<Color32>,
    options: TextureOptions,
}

/// All textures in use.
#[derive(Default)]
pub struct Textures {
    map: HashMap<TextureId, Texture>,
    /// A texture freed in a frame can still be drawn in it, so it goes when the next update comes.
    leaving: Vec<TextureId>,
}

impl Textures {
    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.map.get(&id)
    }

    /// Takes everything out of `delta`.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.map.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.set(id, change);
            }
        }
        self.leaving.extend(delta.free.drain());
    }

    fn set(&mut self, id: TextureId, change: ImageDelta) {
        let ImageData::Color(image) = change.image;
        let [width, height] = image.size;
        if width * height == 0 || image.pixels.len() != width * height {
            return;
        }
        let Some([left, top]) = change.pos else {
            let texture = Texture {
                size: image.size,
                texels: image.pixels.clone(),
                options: change.options,
            };
            self.map.insert(id, texture);
            return;
        };
        let Some(texture) = self.map.get_mut(&id) else {
            return;
        };
        if left + width > texture.size[0] || top + height > texture.size[1] {
            return;
        }
        texture.options = change.options;
        for (row, source) in image.pixels.chunks_exact(width).enumerate() {
            let start = (top + row) * texture.size[0] + left;
            texture.texels[start..start + width].copy_from_slice(source);
        }
    }
}

impl Texture {
    pub fn size(&self) -> [f32; 2] {
        [self.size[0] as f32, self.size[1] as f32]
    }

    /// The filter to use where one pixel covers `texels` texels along its wider side.
    pub fn filter(&self, texels: f32) -> TextureFilter {
        if texels > 1.0 {
            self.options.minification
        } else {
            self.options.magnification
        }
    }

    /// The colour at `u`, `v` (in texels from the top left corner), each part in 0..=255.
    pub fn sample(&self, u: f32, v: f32, filter: TextureFilter) -> [f32; 4] {
        match filter {
            TextureFilter::Nearest => {
                let texel = self.texel(u.floor() as i64, v.floor() as i64);
                texel.to_array().map(f32::from)
            }
            TextureFilter::Linear => {
                let (u, v) = (u - 0.5, v - 0.5);
                let (left, top) = (u.floor(), v.floor());
                let (x, y) = (u - left, v - top);
                let (left, top) = (left as i64, top as i64);
                let corner = |dx, dy| self.texel(left + dx, top + dy).to_array();
                let (a, b) = (corner(0, 0), corner(1, 0));
                let (c, d) = (corner(0, 1), corner(1, 1));
                std::array::from_fn(|i| {
                    let upper = f32::from(a[i]) * (1.0 - x) + f32::from(b[i]) * x;
                    let lower = f32::from(c[i]) * (1.0 - x) + f32::from(d[i]) * x;
                    upper * (1.0 - y) + lower * y
                })
            }
        }
    }

    fn texel(&self, x: i64, y: i64) -> Color32 {
        let x = self.wrap(x, self.size[0]);
        let y = self.wrap(y, self.size[1]);
        self.texels[y * self.size[0] + x]
    }

    fn wrap(&self, at: i64, side: usize) -> usize {
        let last = side as i64 - 1;
        let inside = match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, last),
            TextureWrapMode::Repeat => at.rem_euclid(side as i64),
            TextureWrapMode::MirroredRepeat => {
                let at = at.rem_euclid(2 * side as i64);
                at.min(2 * last + 1 - at)
            }
        };
        inside as usize
    }
}
