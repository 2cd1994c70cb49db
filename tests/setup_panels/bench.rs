//! One panel in a test window, with every edit it returns applied to the application.

use egui_kittest::Harness;
use hourglass::app::{Action, App, Edit};
use hourglass::project::{Document, VariantSettings};
use hourglass::ui::Panel;

/// What a test window holds.
pub struct Bench<P> {
    pub app: App,
    pub panel: P,
    /// All edits so far, oldest first.
    pub edits: Vec<Edit>,
}

impl<P> Bench<P> {
    pub fn settings(&self) -> &VariantSettings {
        &self.app.selected().settings
    }
}

/// Opens `P` in a window `width` points wide on `document`.
pub fn open<P: Panel + Default>(width: f32, document: Document) -> Harness<'static, Bench<P>> {
    open_app(width, App::detached(document))
}

/// Opens `P` in a window on `settings`.
pub fn open_on<P: Panel + Default>(settings: VariantSettings) -> Harness<'static, Bench<P>> {
    let mut document = Document::default();
    document.variants[0].settings = settings;
    open(300.0, document)
}

/// Opens `P` in a window `width` points wide on `app`.
pub fn open_app<P: Panel + Default>(width: f32, app: App) -> Harness<'static, Bench<P>> {
    let bench = Bench {
        app,
        panel: P::default(),
        edits: Vec::new(),
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(width, 1000.0))
        // A turn of the wheel is smoothed over several frames.
        .with_max_steps(30)
        .build_ui_state(
            |ui, bench: &mut Bench<P>| {
                if !hourglass::ui::theme::is_installed(ui.ctx()) {
                    hourglass::ui::theme::install(ui.ctx());
                    ui.ctx().request_repaint();
                    return;
                }
                let mut actions = Vec::new();
                bench.panel.panel_ui(ui, &bench.app, &mut actions);
                for action in actions {
                    let Action::Edit(edit) = action else {
                        panic!("not an edit: {action:?}");
                    };
                    bench.edits.push(edit.clone());
                    bench.app.apply(Action::Edit(edit));
                }
            },
            bench,
        );
    harness.run();
    harness
}

/// Types `text` into the field named `label` and presses Enter.
pub fn enter<P>(harness: &mut Harness<'_, Bench<P>>, label: &str, text: &str) {
    use egui_kittest::kittest::Queryable as _;
    harness.get_by_label(label).click();
    harness.run();
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
}

/// Opens the menu named `label` and takes `item`.
pub fn choose<P>(harness: &mut Harness<'_, Bench<P>>, label: &str, item: &str) {
    use egui_kittest::kittest::Queryable as _;
    harness.get_by_label(label).click();
    harness.run();
    let item = harness
        .get_all_by_label(item)
        .last()
        .unwrap_or_else(|| panic!("{label} offers no {item}"));
    item.click();
    harness.run();
}

/// Clicks what is named `label`.
pub fn click<P>(harness: &mut Harness<'_, Bench<P>>, label: &str) {
    use egui_kittest::kittest::Queryable as _;
    harness.get_by_label(label).click();
    harness.run();
}
