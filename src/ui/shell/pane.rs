//! A pane of the centre: a heading, and the view below it.

use egui::{Button, Label, Rect, Sense, Ui, UiBuilder, vec2};

use super::time::badge;
use crate::app::{Action, App, Export};
use crate::ui::icons::Icon;
use crate::ui::views::{View, ViewId, WindowMode};
use crate::ui::{Panel as _, widgets};

/// The heading of a view and the margins around it.
pub const HEAD: f32 = widgets::ROW + 14.0;

/// Height of a loss plot with curves, at least: 160 points for the curves, below the controls and over the axis.
pub const LOSS: f32 = HEAD + 160.0 + 44.0;

/// Narrower headings have no room for a button.
const SAVE_FROM: f32 = 280.0;

/// A view under its heading. Whether a person wants it to fill the window, or to come back.
pub fn pane(
    ui: &mut Ui,
    rect: Rect,
    id: ViewId,
    view: &mut dyn View,
    app: &App,
    actions: &mut Vec<Action>,
) -> bool {
    let about = view.about();
    let mut filled = false;
    let body = headed(ui, rect, |ui| {
        let title = widgets::strong(ui, about.title, 13.0);
        let title = ui.add(Label::new(title).selectable(false).sense(Sense::click()));
        // Enter where the focus is; one click alone does nothing.
        let entered = title.has_focus() && title.clicked();
        let title = title.on_hover_ui(|ui| {
            ui.label(view.explained(app));
        });
        filled = title.double_clicked() || entered;
        title.context_menu(|ui| menu(ui, view, app, actions));
        badge(ui, app, about.observes);
    });
    body_ui(ui, body, id, view, app, actions);
    filled
}

/// Tabs in place of a heading: title and tooltip of each of `views`, the one at `front` in front. Returns what is left
/// below them, the tab that a person wants in front from the next frame on, and whether that one is to fill the window.
pub fn tabs(
    ui: &mut Ui,
    rect: Rect,
    app: &App,
    mode: WindowMode,
    views: &[&dyn View],
    front: Option<usize>,
    actions: &mut Vec<Action>,
) -> (Rect, Option<usize>, bool) {
    let (mut chosen, mut filled) = (None, false);
    let body = headed(ui, rect, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (index, view) in views.iter().enumerate() {
            let tab = ui.selectable_label(Some(index) == front, view.about().title);
            let tab = tab.on_hover_text(view.sentence(mode));
            if tab.clicked() {
                chosen = Some(index);
            }
            filled |= tab.double_clicked();
            tab.context_menu(|ui| menu(ui, *view, app, actions));
        }
        let in_front = front.and_then(|front| views.get(front));
        let observed = in_front.map_or(&[][..], |view| view.about().observes);
        if !observed.is_empty() {
            ui.add_space(4.0);
            badge(ui, app, observed);
        }
    });
    if chosen.is_some() {
        ui.ctx().request_repaint();
    }
    (body, chosen, filled)
}

/// What can be done with what `view` shows.
fn menu(ui: &mut Ui, view: &dyn View, app: &App, actions: &mut Vec<Action>) {
    let export = view.about().export.into_iter();
    let pictures = export.flat_map(|export| {
        [
            ("Save picture…", Action::Export(export)),
            ("Copy picture", Action::CopyPicture(export)),
        ]
    });
    let table = copied_table(view, app);
    for (words, action) in pictures.chain(table.map(|copy| ("Copy table", copy))) {
        let allowed = app.check(&action);
        let item = ui.add_enabled(allowed.is_ok(), Button::new(words));
        let item = match allowed {
            Ok(()) => item,
            Err(reason) => item.on_disabled_hover_text(reason),
        };
        if item.clicked() {
            actions.push(action);
            ui.close();
        }
    }
}

/// Puts what `view` shows on the clipboard, where that is a table.
pub fn copied_table(view: &dyn View, app: &App) -> Option<Action> {
    let text = view.table(app)?;
    Some(Action::CopyText(
        "table, to paste it into a spreadsheet",
        text.into(),
    ))
}

/// Draws a line of heading at the top of `rect` and returns what is left, within margins.
fn headed(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui)) -> Rect {
    let inner = rect.shrink2(vec2(12.0, 6.0));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), widgets::ROW));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut header = ui.new_child(
        UiBuilder::new()
            .id_salt("head")
            .max_rect(head)
            .layout(layout),
    );
    add(&mut header);
    Rect::from_min_max(egui::pos2(inner.left(), head.bottom() + 2.0), inner.max)
}

/// At the right of the heading above `rect`: saves what the view shows.
fn save_button(
    ui: &mut Ui,
    rect: Rect,
    id: ViewId,
    export: Export,
    app: &App,
    actions: &mut Vec<Action>,
) {
    let action = Action::Export(export);
    // Without anything to save there is no button: the view itself says what is missing.
    if app.check(&action).is_err() {
        return;
    }
    let corner = egui::pos2(rect.right() - widgets::ROW, rect.top() - 2.0 - widgets::ROW);
    let place = Rect::from_min_size(corner, vec2(widgets::ROW, widgets::ROW));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let id = (id, "save");
    let mut place = ui.new_child(UiBuilder::new().id_salt(id).max_rect(place).layout(layout));
    let name = format!("Save {}…", export.about().name);
    if widgets::icon_button(&mut place, Icon::Save, &name).clicked() {
        actions.push(action);
    }
}

/// Draws `view` into `rect`, unless that is too small for anything.
pub fn body_ui(
    ui: &mut Ui,
    rect: Rect,
    id: ViewId,
    view: &mut dyn View,
    app: &App,
    actions: &mut Vec<Action>,
) {
    if rect.width() < 40.0 || rect.height() < 40.0 {
        return;
    }
    if let Some(export) = view.about().export
        && rect.width() >= SAVE_FROM
    {
        save_button(ui, rect, id, export, app, actions);
    }
    let mut body = ui.new_child(
        UiBuilder::new()
            .id_salt(id)
            .max_rect(rect)
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    body.set_clip_rect(rect.expand(4.0).intersect(ui.clip_rect()));
    view.panel_ui(&mut body, app, actions);
}
