//! All points as one mesh, kept until something about it changes.

use std::sync::Arc;

use egui::epaint::Vertex;
use egui::{Color32, ColorImage, Context, Mesh, Pos2, Rect, TextureHandle, TextureOptions, pos2};

use crate::ui::theme;

/// Side of the picture of a disc that every point shows.
const DISC: usize = 8;

/// The triangle around a circle of radius 1. The mesh is copied every frame, and a third less of it than with a
/// square for each point is that much faster.
const CORNERS: [(f32, f32); 3] = [(0.0, -2.0), (SQRT_3, 1.0), (-SQRT_3, 1.0)];
const SQRT_3: f32 = 1.732_050_8;

/// What the mesh depends on besides the points themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Changes with the points.
    pub points: u64,
    /// Changes with the labels.
    pub data: usize,
    /// Where `[0, 0]` of the plane is on the screen, and how far one unit goes along x and along y.
    pub origin: Pos2,
    pub scale: [f32; 2],
    /// Points outside are left out.
    pub frame: Rect,
    /// This class in front, the others as a faint backdrop.
    pub front: Option<u8>,
    /// The colour of points without a class.
    pub plain: Color32,
    pub backdrop: Color32,
    /// Of so many points one is drawn, always the same ones; all of the class in front. At least 1.
    pub one_in: u32,
}

impl Look {
    pub fn place(&self, point: [f32; 2]) -> Pos2 {
        pos2(
            self.origin.x + point[0] * self.scale[0],
            self.origin.y + point[1] * self.scale[1],
        )
    }
}

/// The mesh of the last frame.
#[derive(Default)]
pub struct Cloud {
    disc: Option<TextureHandle>,
    drawn: Option<(Look, Arc<Mesh>)>,
}

impl Cloud {
    /// The mesh for `points`, made anew only when `look` is another than last time.
    pub fn mesh(
        &mut self,
        context: &Context,
        look: Look,
        points: &[[f32; 2]],
        labels: Option<&[u8]>,
    ) -> Arc<Mesh> {
        if let Some((before, mesh)) = &self.drawn
            && *before == look
        {
            return Arc::clone(mesh);
        }
        let disc = self
            .disc
            .get_or_insert_with(|| context.load_texture("point", disc(), TextureOptions::LINEAR));
        let mut mesh = Mesh::with_texture(disc.id());
        fill(&mut mesh, &look, points, labels);
        let mesh = Arc::new(mesh);
        self.drawn = Some((look, Arc::clone(&mesh)));
        mesh
    }
}

/// A white disc with a soft edge, one texel of room around it.
fn disc() -> ColorImage {
    let centre = DISC as f32 / 2.0;
    let texels = (0..DISC * DISC).map(|i| {
        let x = (i % DISC) as f32 + 0.5 - centre;
        let y = (i / DISC) as f32 + 0.5 - centre;
        let inside = (centre - 0.5 - x.hypot(y)).clamp(0.0, 1.0);
        Color32::from_white_alpha((inside * 255.0) as u8)
    });
    ColorImage::new([DISC, DISC], texels.collect())
}

/// Radius of a point in screen units and its opacity, for `count` of them in `area`: crowds get small and
/// translucent, so that what shows is how many lie where.
fn size_and_opacity(count: usize, area: f32) -> (f32, f32) {
    let crowding = (count.max(1) as f32 / area.max(1.0) / 0.065).max(1e-3);
    let radius = (1.5 * crowding.powf(-0.2)).clamp(1.15, 3.5);
    let opacity = (0.6 * crowding.powf(-0.6)).clamp(0.12, 0.9);
    (radius, opacity)
}

/// Picks one of `one_in` points, whatever order their classes come in.
fn is_drawn(index: u32, one_in: u32) -> bool {
    // Knuth's multiplicative hash: steps of the golden ratio.
    (index.wrapping_mul(2_654_435_761) >> 16).is_multiple_of(one_in.max(1))
}

fn fill(mesh: &mut Mesh, look: &Look, points: &[[f32; 2]], labels: Option<&[u8]>) {
    let area = look.frame.expand(4.0);
    let class = |index: u32| labels.and_then(|labels| labels.get(index as usize).copied());
    let is_front = |index| look.front.is_some() && class(index) == look.front;
    let visible: Vec<(u32, Pos2)> = points
        .iter()
        .enumerate()
        .map(|(index, &point)| (index as u32, look.place(point)))
        .filter(|(index, _)| is_drawn(*index, look.one_in) || is_front(*index))
        .filter(|(_, at)| area.contains(*at))
        .collect();
    let (radius, opacity) = size_and_opacity(visible.len(), look.frame.area());
    let colours: Vec<Color32> = (0..=255u8)
        .map(|label| theme::label_colour(label).gamma_multiply(opacity))
        .collect();
    let plain = look.plain.gamma_multiply(opacity);
    let backdrop = look.backdrop.gamma_multiply(opacity * 0.35);
    mesh.vertices.reserve(visible.len() * 3);
    mesh.indices.reserve(visible.len() * 3);
    let is_back = |index| look.front.is_some() && class(index) != look.front;
    for (_, at) in visible.iter().filter(|(index, _)| is_back(*index)) {
        point(mesh, *at, radius, backdrop);
    }
    for (index, at) in visible.iter().filter(|(index, _)| !is_back(*index)) {
        let colour = class(*index).map_or(plain, |label| colours[usize::from(label)]);
        point(mesh, *at, radius, colour);
    }
}

fn point(mesh: &mut Mesh, at: Pos2, radius: f32, colour: Color32) {
    // The disc fills all of its picture but half a texel a side.
    let half = radius * DISC as f32 / (DISC as f32 - 1.0);
    let first = mesh.vertices.len() as u32;
    for (x, y) in CORNERS {
        mesh.vertices.push(Vertex {
            pos: pos2(at.x + x * half, at.y + y * half),
            // Outside of the picture its clear edge goes on.
            uv: pos2(0.5 + 0.5 * x, 0.5 + 0.5 * y),
            color: colour,
        });
    }
    mesh.indices.extend(first..first + 3);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        Look {
            points: 0,
            data: 0,
            origin: pos2(50.0, 50.0),
            scale: [10.0, -10.0],
            frame: Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0)),
            front: None,
            plain: Color32::WHITE,
            backdrop: Color32::GRAY,
            one_in: 1,
        }
    }

    fn centres(mesh: &Mesh) -> Vec<(f32, f32)> {
        mesh.vertices
            .chunks(3)
            .map(|corners| corners.iter().map(|corner| corner.pos.to_vec2()))
            .map(|corners| corners.fold(egui::Vec2::ZERO, |sum, at| sum + at) / 3.0)
            .map(|centre| (centre.x.round(), centre.y.round()))
            .collect()
    }

    #[test]
    fn points_in_the_frame_become_a_triangle_each() {
        let mut mesh = Mesh::default();
        let points = [[0.0, 0.0], [3.0, 4.0], [90.0, 0.0], [f32::NAN, 0.0]];
        fill(&mut mesh, &look(), &points, None);
        assert_eq!(centres(&mesh), [(50.0, 50.0), (80.0, 10.0)]);
        assert_eq!(mesh.indices.len(), 6);
        assert!(mesh.is_valid());
    }

    #[test]
    fn the_class_in_front_comes_last_and_keeps_its_colour() {
        let mut mesh = Mesh::default();
        let points = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]];
        let front = Look {
            front: Some(3),
            ..look()
        };
        fill(&mut mesh, &front, &points, Some(&[3, 1, 1]));
        assert_eq!(centres(&mesh), [(60.0, 50.0), (70.0, 50.0), (50.0, 50.0)]);
        let colour = theme::label_colour(3).gamma_multiply(0.9);
        assert_eq!(mesh.vertices[6].color, colour);
        assert_ne!(
            mesh.vertices[0].color,
            theme::label_colour(1).gamma_multiply(0.9)
        );
    }

    #[test]
    fn one_in_five_is_drawn_of_each_class_and_all_of_the_one_in_front() {
        let points = vec![[0.0, 0.0]; 10_000];
        let labels: Vec<u8> = (0..10_000).map(|i| (i % 10) as u8).collect();
        let thinned = Look {
            one_in: 5,
            ..look()
        };
        let drawn = |look: &Look| {
            let mut mesh = Mesh::default();
            fill(&mut mesh, look, &points, Some(&labels));
            mesh.indices.len() / 3
        };
        assert!((1_900..2_100).contains(&drawn(&thinned)));
        let front = Look {
            front: Some(3),
            ..thinned
        };
        // 1000 in front, about 200 of each other class.
        assert!((2_700..2_900).contains(&drawn(&front)));
    }

    #[test]
    fn labels_of_too_few_points_leave_the_rest_plain() {
        let mut mesh = Mesh::default();
        fill(&mut mesh, &look(), &[[0.0, 0.0], [1.0, 0.0]], Some(&[3]));
        assert_eq!(mesh.vertices[3].color, Color32::WHITE.gamma_multiply(0.9));
    }

    #[test]
    fn crowds_are_smaller_and_more_translucent() {
        let (few, many) = (size_and_opacity(100, 1e5), size_and_opacity(70_000, 1e5));
        assert!(few.0 > many.0 && few.1 > many.1);
        assert!((1.0..4.0).contains(&many.0) && (0.1..0.3).contains(&many.1));
    }

    #[test]
    fn the_mesh_is_kept_while_nothing_changes() {
        let context = Context::default();
        let mut cloud = Cloud::default();
        let points = [[0.0, 0.0]];
        let first = cloud.mesh(&context, look(), &points, None);
        assert!(Arc::ptr_eq(
            &first,
            &cloud.mesh(&context, look(), &points, None)
        ));
        let moved = Look {
            scale: [20.0, -10.0],
            ..look()
        };
        assert!(!Arc::ptr_eq(
            &first,
            &cloud.mesh(&context, moved, &points, None)
        ));
    }
}
