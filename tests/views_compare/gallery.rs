//! Two variants' reconstructions set against each other.

use std::sync::Arc;
use std::time::Duration;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{App, DatasetState};
use hourglass::training::{GalleryView, VariantId};
use hourglass::ui::Panel as _;
use hourglass::ui::views::Gallery;

use crate::common::several::several;
use crate::common::{PictureRenderer, as_panel, is_enabled, keep_picture, made_up};

struct Screen {
    app: App,
    panel: Gallery,
}

/// Two variants; every pixel of the first one's outputs is 0.25, of the second one's 0.75.
fn grey() -> App {
    let mut app = several(2, 100);
    app.dataset = DatasetState::Ready(Arc::new(made_up::prepared(12, true)));
    for (id, value) in [(1, 0.25), (2, 0.75)] {
        app.runs
            .get_mut(&VariantId(id))
            .unwrap()
            .views
            .set(Arc::new(GalleryView {
                indices: (0..12).collect(),
                outputs: vec![value; 12 * 784],
                errors: vec![value; 12],
                step: 7,
                ..GalleryView::default()
            }));
    }
    app
}

fn open(app: App) -> Harness<'static, Screen> {
    let screen = Screen {
        app,
        panel: Gallery::default(),
    };
    let mut harness = Harness::builder()
        .with_size([1_000.0, 420.0])
        .with_step_dt(0.25)
        .with_render_cursor(false)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, screen: &mut Screen| {
                as_panel(ui, |ui| {
                    screen.panel.panel_ui(ui, &screen.app, &mut Vec::new());
                });
            },
            screen,
        );
    harness.run_steps(4);
    harness
}

fn click(harness: &mut Harness<'_, Screen>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(6);
}

/// Colours down the middle of the column of test image 2.
fn column(harness: &mut Harness<'_, Screen>) -> Vec<[u8; 3]> {
    // Away from everything, so that nothing lies over it.
    harness.hover_at(egui::pos2(990.0, 2.0));
    harness.run_steps(2);
    let rect = harness.get_by_label_contains("Test image 2,").rect();
    let image = harness.render().unwrap();
    let x = rect.left() as u32 + 20;
    let ys = rect.top() as u32..rect.bottom() as u32;
    ys.map(|y| image.get_pixel(x, y).0)
        .map(|[red, green, blue, _]| [red, green, blue])
        .collect()
}

fn count(column: &[[u8; 3]], colour: [u8; 3]) -> usize {
    column.iter().filter(|found| **found == colour).count()
}

const RED: [u8; 3] = [202, 0, 32];
const BLUE: [u8; 3] = [5, 113, 176];

#[test]
fn a_difference_is_painted_with_its_sign() {
    let mut harness = open(grey());
    click(&mut harness, "Difference");
    let colours = column(&mut harness);
    // B is brighter by 0.5, the largest difference there is; 0.25 and 0.75 are shown above.
    assert!(count(&colours, RED) >= 56, "{colours:?}");
    assert_eq!(count(&colours, BLUE), 0);
    assert!(count(&colours, [64; 3]) >= 56 && count(&colours, [191; 3]) >= 56);
    harness.get_by_label("Test image 2, MSE, B - A +0.500");
    keep_picture("gallery-difference-grey", &harness.render().unwrap());

    // The other way round.
    harness.get_by_label("Picture A").click();
    harness.run_steps(6);
    let choices: Vec<_> = harness.get_all_by_label("dense 8").collect();
    choices.last().unwrap().click();
    harness.run_steps(6);
    let colours = column(&mut harness);
    assert!(count(&colours, BLUE) >= 56, "{colours:?}");
    assert_eq!(count(&colours, RED), 0);
    harness.get_by_label("Test image 2, MSE, B - A -0.500");
}

#[test]
fn a_fixed_scale_keeps_small_differences_pale() {
    let mut harness = open(grey());
    click(&mut harness, "Difference");
    click(&mut harness, "Error scale");
    click(&mut harness, "B - A 0 to 1");
    // Half of the scale: the colour half way between white and red.
    assert!(count(&column(&mut harness), [244, 165, 130]) >= 56);
}

#[test]
fn a_single_variant_has_no_difference() {
    let mut app = grey();
    app.document.variants[1].hidden = true;
    let mut harness = open(app);
    assert!(!is_enabled(&harness.get_by_label("Difference")));
    // A mode that no longer makes sense says so.
    harness.state_mut().app.document.variants[1].hidden = false;
    harness.run_steps(4);
    click(&mut harness, "Difference");
    harness.state_mut().app.document.variants[1].hidden = true;
    harness.run_steps(4);
    harness.get_by_label_contains("There is only one variant with images");
    click(&mut harness, "Errors");
    harness.get_by_label("Test image 2, MSE 0.250");
}

#[test]
fn variants_without_an_image_in_common_say_so() {
    let mut app = grey();
    let run = app.runs.get_mut(&VariantId(2)).unwrap();
    let mut view = (*run.views.get::<GalleryView>().unwrap()).clone();
    view.indices = vec![11];
    view.outputs.truncate(784);
    view.errors.truncate(1);
    run.views.set(Arc::new(view));
    let run = app.runs.get_mut(&VariantId(1)).unwrap();
    let mut view = (*run.views.get::<GalleryView>().unwrap()).clone();
    view.indices.truncate(6);
    view.outputs.truncate(6 * 784);
    view.errors.truncate(6);
    run.views.set(Arc::new(view));
    let mut harness = open(app);
    click(&mut harness, "Difference");
    harness.get_by_label_contains("The two show no image in common");
}

#[test]
fn two_pictures_take_turns_while_flicker_is_on() {
    let mut harness = open(grey());
    let waits = |harness: &Harness<'_, Screen>| {
        let viewports = harness.output().viewport_output.values();
        viewports.map(|viewport| viewport.repaint_delay).min()
    };
    harness.run_steps(20);
    assert_eq!(waits(&harness), Some(Duration::MAX), "nothing moves");
    click(&mut harness, "Flicker");
    click(&mut harness, "Picture A");
    let choices: Vec<_> = harness.get_all_by_label("dense 8").collect();
    choices.last().unwrap().click();
    harness.run_steps(6);
    let mut seen = Vec::new();
    for _ in 0..4 {
        let colours = column(&mut harness);
        let light = count(&colours, [191; 3]) >= 56;
        let dark = count(&colours, [64; 3]) >= 56;
        assert_ne!(light, dark, "one at a time");
        seen.push(light);
        // `column` takes two steps of a quarter of a second: each look is one turn later.
    }
    assert_ne!(seen[0], seen[1]);
    assert_eq!([seen[0], seen[1]], [seen[2], seen[3]]);
    assert!(waits(&harness) <= Some(Duration::from_millis(500)));

    click(&mut harness, "Errors");
    harness.hover_at(egui::pos2(990.0, 2.0));
    harness.run_steps(20);
    assert_eq!(waits(&harness), Some(Duration::MAX));
}

#[test]
fn a_single_variant_takes_turns_with_the_input() {
    let mut app = grey();
    app.document.variants[1].hidden = true;
    let mut harness = open(app);
    click(&mut harness, "Flicker");
    let first = column(&mut harness);
    let second = column(&mut harness);
    assert_ne!(first, second);
    let of_output = |colours: &Vec<[u8; 3]>| count(colours, [64; 3]) >= 56;
    assert_ne!(of_output(&first), of_output(&second));
}
