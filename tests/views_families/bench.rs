//! One panel on screen with all it asked for.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App};
use hourglass::ui::{Panel, picture};

use crate::common::{as_panel, keep_picture};

pub struct Screen<P> {
    pub app: App,
    pub actions: Vec<Action>,
    pub panel: P,
}

pub fn open<P: Panel + Default + 'static>(app: App, size: [f32; 2]) -> Harness<'static, Screen<P>> {
    let screen = Screen {
        app,
        actions: Vec::new(),
        panel: P::default(),
    };
    let mut harness = Harness::builder().with_size(size).build_ui_state(
        |ui, screen: &mut Screen<P>| {
            as_panel(ui, |ui| {
                screen.panel.panel_ui(ui, &screen.app, &mut screen.actions);
            });
        },
        screen,
    );
    harness.run_steps(6);
    harness
}

pub fn click<P>(harness: &mut Harness<'_, Screen<P>>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(6);
}

/// Keeps pictures of a panel, dark and light, for a person to look at; the dark one comes back.
pub fn look<P: Panel + Default>(name: &str, app: &App, size: [u32; 2]) -> image::RgbaImage {
    let shoot = |dark| {
        // Textures belong to one window.
        let mut panel = P::default();
        picture::render(size, 1.0, dark, |ui| {
            as_panel(ui, |ui| panel.panel_ui(ui, app, &mut Vec::new()));
        })
    };
    let (dark, light) = (shoot(true), shoot(false));
    keep_picture(&format!("{name}-dark"), &dark);
    keep_picture(&format!("{name}-light"), &light);
    dark
}

/// How many pixels are close to `colour`.
pub fn pixels_like(image: &image::RgbaImage, colour: egui::Color32) -> usize {
    let near = |pixel: &image::Rgba<u8>| {
        let parts = pixel.0.iter().zip(colour.to_array());
        parts.map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0) < 24
    };
    image.pixels().filter(|pixel| near(pixel)).count()
}
