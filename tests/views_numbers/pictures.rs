//! Pictures for a person to look at.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::App;
use hourglass::ui::views::{TradeOff, VariantTable, WindowMode};
use hourglass::ui::{ThemeChoice, Workbench, theme};

use crate::common::screen::look;
use crate::common::{PictureRenderer, keep_picture};
use crate::made_up::measured;

fn pixels_of(image: &image::RgbaImage, variant: u8) -> usize {
    let colour = theme::variant_colour(variant).to_array();
    image.pixels().filter(|pixel| pixel.0 == colour).count()
}

#[test]
fn pictures_of_table_and_scatter() {
    for (count, size) in [(4, [780, 240]), (12, [760, 400])] {
        let app = measured(count);
        for image in look::<VariantTable>(&format!("table-{count}"), &app, size)
            .iter()
            .chain(&look::<TradeOff>(&format!("trade-off-{count}"), &app, size))
        {
            for variant in 0..4 {
                assert!(pixels_of(image, variant) > 20, "{variant} of {count}");
            }
        }
    }
    let mut behind = measured(4);
    behind
        .runs
        .get_mut(&hourglass::training::VariantId(2))
        .unwrap()
        .progress
        .epoch = 20;
    let fresh = look::<VariantTable>("table-ahead", &measured(4), [1_200, 200]);
    let old = look::<VariantTable>("table-behind", &behind, [1_200, 200]);
    for (fresh, old) in fresh.iter().zip(&old) {
        // What was measured before is paler: fewer pixels as strong as text.
        let strong = |image: &image::RgbaImage| {
            let background = image.get_pixel(2, 2).0[1];
            let far = |pixel: &&image::Rgba<u8>| pixel.0[1].abs_diff(background) > 170;
            image.pixels().filter(far).count()
        };
        assert!(strong(old) < strong(fresh));
    }
}

/// The window in comparing mode with the tab `front` in front.
fn window(app: App, size: [f32; 2], dark: bool, front: &str) -> image::RgbaImage {
    let mut workbench = Workbench::new(app);
    workbench.preferences.mode = WindowMode::Compare;
    workbench.preferences.theme = if dark {
        ThemeChoice::Dark
    } else {
        ThemeChoice::Light
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(PictureRenderer::default())
        .build_ui_state(
            |ui, workbench: &mut Workbench| workbench.frame_ui(ui),
            workbench,
        );
    harness.run_steps(8);
    harness.get_by_label(front).click();
    harness.run_steps(8);
    harness.hover_at(egui::pos2(2.0, 2.0));
    harness.run_steps(4);
    harness.render().unwrap()
}

#[test]
fn pictures_of_the_comparison_in_numbers() {
    for (count, size, dark, front) in [
        (4, [1_100.0, 700.0], true, "Table"),
        (12, [1_100.0, 700.0], false, "Trade-off"),
        (12, [1_920.0, 1_080.0], true, "Trade-off"),
        (12, [1_920.0, 1_080.0], false, "Table"),
    ] {
        let image = window(measured(count), size, dark, front);
        keep_picture(&format!("numbers-{front}-{}", size[0]), &image);
        assert!(pixels_of(&image, 1) > 20, "{front}");
    }
}
