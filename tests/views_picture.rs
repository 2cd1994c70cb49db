//! The window's pictures without a display: egui's own test harness drawn by the CPU.

mod common;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

#[test]
fn a_harness_renders_what_changed_since_the_last_picture() {
    let mut harness = Harness::builder()
        .with_size([120.0, 60.0])
        .with_render_cursor(false)
        .renderer(common::PictureRenderer::default())
        .build_ui_state(
            |ui, count: &mut u32| {
                if ui.button("More").clicked() {
                    *count += 1;
                }
                ui.label(format!("{count} of them"));
            },
            0,
        );
    harness.run();
    let before = harness.render().unwrap();
    assert_eq!(before.dimensions(), (120, 60));
    assert!(before.pixels().any(|pixel| pixel.0[3] > 200));

    harness.get_by_label("More").click();
    harness.run();
    let after = harness.render().unwrap();
    assert_eq!(*harness.state(), 1);
    assert_ne!(before, after);
}
