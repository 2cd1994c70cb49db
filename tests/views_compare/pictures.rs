//! Pictures of the comparison, kept for a person to look at: every variant is there in its colours, and no view stands
//! beyond the window.

use egui::{Rect, vec2};
use egui_kittest::kittest::Queryable as _;
use hourglass::ui::theme;
use image::RgbaImage;

use crate::bench::{Window, click, comparing};
use crate::common::keep_picture;
use crate::common::pixels::{count, is_near, is_white};
use crate::common::several::several;

/// Names of the first variants that [`several`] makes.
const NAMES: [&str; 4] = ["dense 32", "dense 8", "code 2", "vae 2"];

/// Where a view is; all of it lies in the window.
fn place(window: &Window, label: &str) -> Rect {
    let rect = window.get_by_label(label).rect();
    let whole = window.ctx.content_rect();
    assert!(whole.contains_rect(rect), "{label} at {rect} in {whole}");
    rect
}

/// Looks for the curves of so many variants.
fn has_curves(window: &Window, image: &RgbaImage, variants: u8) {
    let plot = place(window, "Loss curves");
    for variant in 0..variants {
        let found = count(image, plot, 1.0, is_near(theme::variant_colour(variant)));
        assert!(found > 100, "{found} pixels of the curve of {variant}");
    }
}

/// Looks for points of all classes in the plane of each variant.
fn has_points(window: &Window, image: &RgbaImage, variants: &[&str]) {
    for variant in variants {
        let plane = place(window, &format!("Latent space of {variant}"));
        for class in 0..10 {
            let found = count(image, plane, 1.0, is_near(theme::label_colour(class)));
            assert!(found > 20, "{found} pixels of class {class} in {variant}");
        }
    }
}

/// Looks for coloured points in the plane of each variant, however pale they are drawn.
fn has_clouds(window: &Window, image: &RgbaImage, variants: &[&str]) {
    for variant in variants {
        let plane = place(window, &format!("Latent space of {variant}"));
        let coloured = |pixel: egui::Color32| {
            let parts = [pixel.r(), pixel.g(), pixel.b()];
            let (least, most) = (parts.iter().min(), parts.iter().max());
            least
                .zip(most)
                .is_some_and(|(&least, &most)| most - least > 60)
        };
        let found = count(image, plane, 1.0, coloured);
        assert!(found > 1_000, "{found} coloured pixels in {variant}");
    }
}

/// The column of the first test image; where every variant has its own, that of the inputs.
fn column(window: &Window) -> Rect {
    let columns = window.get_all_by_label_contains("Test image 0, ");
    columns.map(|column| column.rect()).next().unwrap()
}

/// Looks for the digit 7, which has 31 white pixels.
fn has_digit(window: &Window, image: &RgbaImage) {
    let found = count(image, column(window), 1.0, is_white);
    assert!(found >= 31, "{found} white pixels");
}

#[test]
fn every_variant_is_there_in_its_colours() {
    for (size, name) in [([1_920.0, 1_080.0], "1920"), ([1_100.0, 700.0], "1100")] {
        for (dark, mode) in [(true, "dark"), (false, "light")] {
            let mut window = comparing(several(4, 4_000), size, dark);
            let image = window.render().unwrap();
            keep_picture(&format!("compare-{name}-{mode}"), &image);
            has_curves(&window, &image, 4);
            has_digit(&window, &image);
            if size[0] < 1_300.0 {
                click(&mut window, "Latent spaces");
            } else {
                has_points(&window, &image, &NAMES);
            }
            click(&mut window, "Align");
            let plane = place(&window, "Latent space of vae 2");
            window.hover_at(plane.center() + vec2(30.0, 20.0));
            window.run_steps(8);
            let image = window.render().unwrap();
            keep_picture(&format!("compare-{name}-{mode}-aligned"), &image);
            has_clouds(&window, &image, &NAMES);
        }
    }
}

#[test]
fn reconstructions_are_set_against_each_other() {
    let mut window = comparing(several(5, 10_000), [1_920.0, 1_080.0], true);
    let image = window.render().unwrap();
    keep_picture("compare-five", &image);
    has_curves(&window, &image, 5);
    has_clouds(&window, &image, &NAMES);
    click(&mut window, "Difference");
    click(&mut window, "Multiply-adds");
    let centre = place(&window, "Loss curves").center();
    window.hover_at(centre);
    window.run_steps(20);
    let image = window.render().unwrap();
    keep_picture("compare-difference", &image);
    has_curves(&window, &image, 5);
    // The second is the first one blurred: darker inside of a digit, brighter around it.
    let column = column(&window);
    let red = |pixel: egui::Color32| pixel.r() > pixel.b().saturating_add(60);
    let blue = |pixel: egui::Color32| pixel.b() > pixel.r().saturating_add(60);
    assert!(count(&image, column, 1.0, red) > 20);
    assert!(count(&image, column, 1.0, blue) > 20);

    let mut window = comparing(several(3, 4_000), [1_100.0, 700.0], false);
    click(&mut window, "Difference");
    let image = window.render().unwrap();
    keep_picture("compare-difference-low", &image);
    has_digit(&window, &image);
    click(&mut window, "Flicker");
    keep_picture("compare-flicker-low", &window.render().unwrap());
    assert!(window.get_all_by_label_contains("Test image 0, ").count() == 1);
    assert!(window.query_by_label_contains("B - A").is_none());
}
