//! One panel on screen with all it asked for.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App};
use hourglass::ui::{Panel, picture};
use image::RgbaImage;

use super::{as_panel, keep_picture};

pub struct Screen<P> {
    pub app: App,
    pub actions: Vec<Action>,
    pub panel: P,
}

/// A panel of `size` points, its first frames done.
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

/// Pictures of a panel of `size` points, dark and light, kept for a person to look at. Nothing stands beyond its edge.
pub fn look<P: Panel + Default>(name: &str, app: &App, size: [u32; 2]) -> [RgbaImage; 2] {
    [("dark", true), ("light", false)].map(|(mode, dark)| {
        // Textures belong to one window.
        let mut panel = P::default();
        let image = picture::render(size, 1.0, dark, |ui| {
            as_panel(ui, |ui| {
                let right = ui.max_rect().right();
                panel.panel_ui(ui, app, &mut Vec::new());
                let beyond = ui.min_rect().right() - right;
                assert!(beyond <= 0.5, "{name} is {beyond} points too wide");
            });
        });
        keep_picture(&format!("{name}-{mode}"), &image);
        image
    })
}
