//! Tests of the rasteriser, pixel by pixel.

use egui::epaint::{ClippedPrimitive, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, Pos2, Rect, TextureId, TextureOptions, TexturesDelta, pos2, vec2};

use super::{Rasteriser, render};

const WHITE: [u8; 4] = [255, 255, 255, 255];
const BLACK: [u8; 4] = [0, 0, 0, 255];
const EVERYWHERE: Rect = Rect {
    min: Pos2::new(-100.0, -100.0),
    max: Pos2::new(100.0, 100.0),
};

/// A rasteriser that knows `image` as user texture 1, beside egui's own white one.
fn with_texture(image: ColorImage, options: TextureOptions) -> Rasteriser {
    let mut delta = TexturesDelta::default();
    let white = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(
        TextureId::default(),
        ImageDelta::full(white, TextureOptions::LINEAR),
    );
    delta.push(TextureId::User(1), ImageDelta::full(image, options));
    let mut rasteriser = Rasteriser::default();
    rasteriser.update(&mut delta);
    assert!(delta.is_empty());
    rasteriser
}

fn plain() -> Rasteriser {
    with_texture(
        ColorImage::filled([1, 1], Color32::WHITE),
        TextureOptions::LINEAR,
    )
}

fn primitive(mesh: Mesh, clip_rect: Rect) -> ClippedPrimitive {
    ClippedPrimitive {
        clip_rect,
        primitive: Primitive::Mesh(mesh),
    }
}

fn polygon(corners: &[(f32, f32)], colour: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for &(x, y) in corners {
        mesh.vertices.push(Vertex::untextured(pos2(x, y), colour));
    }
    for i in 2..corners.len() as u32 {
        mesh.indices.extend([0, i - 1, i]);
    }
    mesh
}

fn textured(rect: Rect) -> Mesh {
    let mut mesh = Mesh::with_texture(TextureId::User(1));
    let whole = Rect::from_min_size(Pos2::ZERO, vec2(1.0, 1.0));
    mesh.add_rect_with_uv(rect, whole, Color32::WHITE);
    mesh
}

/// Row by row, `#` where the picture is not black.
fn drawn(image: &image::RgbaImage) -> Vec<String> {
    image
        .rows()
        .map(|row| {
            row.map(|pixel| if pixel.0 == BLACK { '.' } else { '#' })
                .collect()
        })
        .collect()
}

fn paint(rasteriser: &Rasteriser, mesh: Mesh, size: [u32; 2]) -> image::RgbaImage {
    rasteriser.paint(&[primitive(mesh, EVERYWHERE)], size, 1.0, Color32::BLACK)
}

#[test]
fn a_triangle_covers_the_pixels_whose_centres_it_holds() {
    let triangle = polygon(&[(0.0, 0.0), (4.0, 0.0), (0.0, 4.0)], Color32::WHITE);
    // Centres on the slanting edge belong to the other side.
    let expected = ["###.", "##..", "#...", "...."];
    assert_eq!(drawn(&paint(&plain(), triangle, [4, 4])), expected);
    let other_way_round = polygon(&[(0.0, 0.0), (0.0, 4.0), (4.0, 0.0)], Color32::WHITE);
    assert_eq!(drawn(&paint(&plain(), other_way_round, [4, 4])), expected);
}

#[test]
fn triangles_that_share_an_edge_blend_every_pixel_once() {
    let half = Color32::from_rgba_premultiplied(100, 100, 100, 128);
    let corners = [(0.0, 0.0), (7.3, 1.0), (8.0, 8.0), (0.5, 7.0)];
    let image = paint(&plain(), polygon(&corners, half), [9, 9]);
    for pixel in image.pixels() {
        assert!(
            [[100, 100, 100, 255], BLACK].contains(&pixel.0),
            "{pixel:?}"
        );
    }
    assert!(image.pixels().filter(|pixel| pixel.0 != BLACK).count() > 40);
}

#[test]
fn alpha_is_premultiplied_and_blends_encoded_values() {
    let over = Color32::from_rgba_premultiplied(50, 0, 0, 128);
    let square = polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)], over);
    let primitives = [primitive(square, EVERYWHERE)];
    let image = plain().paint(&primitives, [1, 1], 1.0, Color32::from_rgb(200, 100, 0));
    // 200 * 127 / 255 = 99.6 and 100 * 127 / 255 = 49.8.
    assert_eq!(image.get_pixel(0, 0).0, [150, 50, 0, 255]);
}

#[test]
fn corners_of_different_colours_shade_between() {
    let mut mesh = polygon(
        &[(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (0.0, 1.0)],
        Color32::BLACK,
    );
    for corner in [1, 2] {
        mesh.vertices[corner].color = Color32::from_rgb(200, 0, 0);
    }
    let image = paint(&plain(), mesh, [4, 1]);
    let red: Vec<u8> = image.pixels().map(|pixel| pixel.0[0]).collect();
    assert_eq!(red, [25, 75, 125, 175]);
}

#[test]
fn nothing_leaves_the_clip_rectangle_or_the_picture() {
    let large = polygon(&[(-9.0, -9.0), (1e9, -9.0), (-9.0, 1e9)], Color32::WHITE);
    let clip = Rect::from_min_max(pos2(1.0, 1.0), pos2(3.0, 2.0));
    let image = plain().paint(&[primitive(large, clip)], [4, 3], 1.0, Color32::BLACK);
    assert_eq!(drawn(&image), ["....", ".##.", "...."]);
}

#[test]
fn points_are_scaled_to_pixels() {
    let square = polygon(
        &[(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)],
        Color32::WHITE,
    );
    let image = plain().paint(
        &[primitive(square, EVERYWHERE)],
        [4, 3],
        2.0,
        Color32::BLACK,
    );
    assert_eq!(drawn(&image), ["..##", "..##", "...."]);
}

#[test]
fn nearest_keeps_texels_whole_and_linear_mixes_them() {
    let two = ColorImage::new([2, 1], vec![Color32::BLACK, Color32::WHITE]);
    let rect = Rect::from_min_size(Pos2::ZERO, vec2(4.0, 1.0));
    let greys = |options| {
        let image = paint(&with_texture(two.clone(), options), textured(rect), [4, 1]);
        image.pixels().map(|pixel| pixel.0[0]).collect::<Vec<_>>()
    };
    assert_eq!(greys(TextureOptions::NEAREST), [0, 0, 255, 255]);
    assert_eq!(greys(TextureOptions::LINEAR), [0, 64, 191, 255]);
}

#[test]
fn textures_change_in_part_and_leave_a_frame_late() {
    let mut rasteriser = with_texture(
        ColorImage::filled([2, 1], Color32::BLACK),
        TextureOptions::NEAREST,
    );
    let mut delta = TexturesDelta::default();
    let dot = ColorImage::filled([1, 1], Color32::WHITE);
    delta.push(
        TextureId::User(1),
        ImageDelta::partial([1, 0], dot, TextureOptions::NEAREST),
    );
    delta.free(TextureId::User(1));
    rasteriser.update(&mut delta);
    let mesh = textured(Rect::from_min_size(Pos2::ZERO, vec2(2.0, 1.0)));
    assert_eq!(drawn(&paint(&rasteriser, mesh.clone(), [2, 1])), [".#"]);
    rasteriser.update(&mut TexturesDelta::default());
    assert_eq!(drawn(&paint(&rasteriser, mesh, [2, 1])), [".."]);
}

#[test]
fn broken_meshes_draw_nothing() {
    let mut mesh = polygon(&[(0.0, 0.0), (f32::NAN, 0.0), (2.0, 2.0)], Color32::WHITE);
    mesh.indices.extend([0, 1, 900]);
    mesh.indices.extend([0, 0, 2]);
    assert_eq!(drawn(&paint(&plain(), mesh, [2, 2])), ["..", ".."]);
}

#[test]
fn a_window_renders_with_text_and_background() {
    for dark in [true, false] {
        let mut passes = 0;
        let image = render([120, 40], 2.0, dark, |ui| {
            passes += 1;
            ui.label("Loss");
            assert_eq!(ui.ctx().content_rect().size(), vec2(60.0, 20.0));
        });
        assert!(passes > 1);
        assert_eq!(image.dimensions(), (120, 40));
        let palette = if dark {
            super::theme::DARK
        } else {
            super::theme::LIGHT
        };
        assert_eq!(image.get_pixel(119, 39).0, palette.background.to_array());
        let text = image
            .pixels()
            .filter(|pixel| pixel.0 != palette.background.to_array());
        assert!((50..2_000).contains(&text.count()));
        assert!(image.pixels().all(|pixel| pixel.0[3] == 255));
    }
}

#[test]
fn a_white_square_is_white() {
    let square = polygon(
        &[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)],
        Color32::WHITE,
    );
    assert_eq!(paint(&plain(), square, [1, 1]).get_pixel(0, 0).0, WHITE);
}
