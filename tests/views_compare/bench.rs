//! A window that compares made-up variants.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::App;
use hourglass::ui::ThemeChoice;
use hourglass::ui::Workbench;
use hourglass::ui::views::WindowMode;

use crate::common::PictureRenderer;

pub type Window = Harness<'static, Workbench>;

/// The window in comparing mode, its first frames done.
pub fn comparing(app: App, size: [f32; 2], dark: bool) -> Window {
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
    harness
}

pub fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(8);
}
