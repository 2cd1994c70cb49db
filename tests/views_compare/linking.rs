//! What is under the pointer or picked in one view shows in all others.

use std::sync::Arc;

use egui::{Pos2, Rect, vec2};
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App, DatasetState};
use hourglass::training::{LatentView, ObservationId, VariantId};
use hourglass::ui::theme;
use hourglass::ui::views::hovered::hovered_image;
use hourglass::ui::views::selection::selected_image;

use crate::bench::{Window, click, comparing};
use crate::common::made_up;
use crate::common::several::several;

fn view(codes: &[f32]) -> Arc<LatentView> {
    Arc::new(LatentView {
        width: 2,
        codes: codes.to_vec(),
        step: 1,
        ..LatentView::default()
    })
}

/// Four images in the corners of a square; the second variant has them turned by a quarter.
fn corners() -> App {
    let mut app = several(2, 100);
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(4, true)));
    let square = [-1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 1.0];
    let turned = [1.0, -1.0, 1.0, 1.0, -1.0, 1.0, -1.0, -1.0];
    for (id, codes) in [(1, square), (2, turned)] {
        let run = app.runs.get_mut(&VariantId(id)).unwrap();
        run.views.set(view(&codes));
        run.views.remove(ObservationId::Gallery);
    }
    app
}

/// Where a corner lies, right or left of the middle and above or below it.
fn corner(window: &Window, variant: &str, [x, y]: [f32; 2]) -> Pos2 {
    let name = format!("Latent space of {variant}");
    let frame = window.get_by_label(&name).rect().shrink(1.0);
    // A twentieth of the square's side is left on each side of it.
    let half = frame.width().min(frame.height()) / 2.2;
    frame.center() + vec2(x, -y) * half
}

/// How many pixels around `at` differ between the pictures.
fn changed(before: &image::RgbaImage, after: &image::RgbaImage, at: Pos2) -> usize {
    let around = Rect::from_center_size(at, vec2(20.0, 20.0));
    let mut changed = 0;
    for y in around.top() as u32..around.bottom() as u32 {
        for x in around.left() as u32..around.right() as u32 {
            let pixel = |image: &image::RgbaImage| image.get_pixel_checked(x, y).copied();
            changed += usize::from(pixel(before) != pixel(after));
        }
    }
    changed
}

fn away(window: &mut Window) {
    window.hover_at(Pos2::new(2.0, 2.0));
    window.run_steps(40);
}

#[test]
fn an_image_under_the_pointer_lights_up_in_all_planes() {
    let mut window = comparing(corners(), [1_600.0, 900.0], true);
    away(&mut window);
    let before = window.render().unwrap();
    // The first image, in its places.
    let (here, there) = ([-1.0, -1.0], [1.0, -1.0]);
    let pointer = corner(&window, "dense 32", here);
    window.hover_at(pointer);
    window.run_steps(4);
    assert_eq!(hovered_image(&window.ctx), Some(0));
    let after = window.render().unwrap();
    let seen = corner(&window, "dense 8", there);
    assert!(changed(&before, &after, seen) > 60);
    let elsewhere = corner(&window, "dense 8", here);
    assert_eq!(changed(&before, &after, elsewhere), 0);
    away(&mut window);
    assert_eq!(hovered_image(&window.ctx), None);
    let gone = window.render().unwrap();
    assert_eq!(changed(&before, &gone, seen), 0);
}

#[test]
fn an_image_picked_in_one_plane_is_picked_in_all() {
    let mut window = comparing(corners(), [1_600.0, 900.0], true);
    let at = corner(&window, "dense 8", [1.0, 1.0]);
    window.hover_at(at);
    window.run_steps(2);
    window.drag_at(at);
    window.drop_at(at);
    window.run_steps(4);
    assert_eq!(selected_image(&window.ctx), Some(1));
    away(&mut window);
    let image = window.render().unwrap();
    let accent = theme::DARK.accent.to_array();
    for (variant, place) in [("dense 32", [1.0, -1.0]), ("dense 8", [1.0, 1.0])] {
        let at = corner(&window, variant, place);
        let around = (0..24).flat_map(|y| (0..24).map(move |x| (x, y)));
        let ring = around.filter(|(x, y)| {
            let (x, y) = (at.x as u32 + x - 12, at.y as u32 + y - 12);
            image.get_pixel_checked(x, y).is_some_and(|p| p.0 == accent)
        });
        assert!(ring.count() > 10, "{variant}");
    }
}

#[test]
fn reconstructions_and_planes_know_of_each_other() {
    let mut window = comparing(several(2, 100), [1_600.0, 900.0], true);
    let column = window.get_all_by_label_contains("Test image 3, MSE").next();
    let at = column.map(|column| column.rect().center()).unwrap();
    window.hover_at(at);
    window.run_steps(4);
    assert_eq!(hovered_image(&window.ctx), Some(3));
    window.drag_at(at);
    window.drop_at(at);
    window.run_steps(4);
    assert_eq!(selected_image(&window.ctx), Some(3));
}

#[test]
fn a_class_is_seen_alone_in_all_planes() {
    let mut window = comparing(several(3, 2_000), [1_600.0, 900.0], true);
    away(&mut window);
    let before = window.render().unwrap();
    click(&mut window, "Class 8");
    away(&mut window);
    let after = window.render().unwrap();
    for variant in ["dense 32", "dense 8", "code 2"] {
        let plot = window
            .get_by_label(&format!("Latent space of {variant}"))
            .rect();
        let coloured = |image: &image::RgbaImage| {
            let colour = theme::label_colour(1).to_array();
            let near = |p: &image::Rgba<u8>| {
                let parts = p.0.iter().zip(colour);
                parts.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0) < 24
            };
            let ys = plot.top() as u32..plot.bottom() as u32;
            let all =
                ys.flat_map(|y| (plot.left() as u32..plot.right() as u32).map(move |x| (x, y)));
            all.filter(|&(x, y)| near(image.get_pixel(x, y))).count()
        };
        assert!(coloured(&before) > 100, "{variant}");
        assert_eq!(coloured(&after), 0, "{variant}");
    }
}

#[test]
fn aligned_planes_have_every_image_in_one_place() {
    let mut window = comparing(corners(), [1_600.0, 900.0], true);
    click(&mut window, "Align");
    away(&mut window);
    let pointer = corner(&window, "dense 32", [-1.0, 1.0]);
    let there = corner(&window, "dense 8", [-1.0, 1.0]);
    window.hover_at(pointer);
    window.run_steps(4);
    assert_eq!(hovered_image(&window.ctx), Some(3));
    window.hover_at(there);
    window.run_steps(4);
    assert_eq!(
        hovered_image(&window.ctx),
        Some(3),
        "without it that is image 2"
    );
    click(&mut window, "Align");
    window.hover_at(there);
    window.run_steps(4);
    assert_eq!(hovered_image(&window.ctx), Some(2));
}

#[test]
fn a_click_on_a_name_selects_the_variant() {
    let mut window = comparing(several(3, 100), [1_600.0, 900.0], true);
    click(&mut window, "Select code 2");
    let wanted = Action::Select(VariantId(3));
    assert!(
        window
            .state()
            .recent_actions()
            .any(|action| *action == wanted)
    );
}

#[test]
fn one_plane_has_nothing_to_align_with() {
    let window = comparing(several(1, 100), [1_600.0, 900.0], true);
    assert!(!crate::common::is_enabled(&window.get_by_label("Align")));
}

#[test]
fn codes_that_have_no_plane_say_so() {
    let mut app = several(3, 100);
    app.document.variants[1].name = "narrow".into();
    let one = LatentView {
        width: 1,
        codes: vec![0.0; 100],
        ..LatentView::default()
    };
    app.runs
        .get_mut(&VariantId(2))
        .unwrap()
        .views
        .set(Arc::new(one));
    let wild = LatentView {
        width: 2,
        codes: vec![f32::NAN; 200],
        ..LatentView::default()
    };
    app.runs
        .get_mut(&VariantId(3))
        .unwrap()
        .views
        .set(Arc::new(wild));
    let mut window = comparing(app, [1_600.0, 900.0], true);
    window.get_by_label("Latent space of narrow");
    let at = window
        .get_by_label("Latent space of code 2")
        .rect()
        .center();
    window.hover_at(at);
    window.run_steps(4);
    assert_eq!(hovered_image(&window.ctx), None);
}
