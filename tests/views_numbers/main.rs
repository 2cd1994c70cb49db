//! The table of variants and the scatter of two of its columns, by click and in pictures.

#[path = "../common/mod.rs"]
mod common;

mod made_up;
mod pictures;
mod table;
mod trade_off;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use hourglass::app::{Action, App};
use hourglass::ui::Panel;

/// One panel on screen with all it asked for.
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
            common::as_panel(ui, |ui| {
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
