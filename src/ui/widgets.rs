//! The small widgets shared by all panels, so that these look and line up the same.

use std::hash::Hash;
use std::sync::Arc;

use egui::collapsing_header::CollapsingState;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Button, Color32, FontId, Galley, Label, Layout, Painter, Rect, Response, RichText, Role,
    Sense, Ui, WidgetInfo, WidgetText, vec2,
};

use super::icons::{ICON_BUTTON, Icon, icon_rect};
use super::theme;

/// Height of one line of controls, in points.
pub const ROW: f32 = 24.0;
/// Semibold text at `size` points.
pub fn strong(ui: &Ui, text: impl Into<String>, size: f32) -> RichText {
    RichText::new(text).font(theme::strong(ui.ctx(), size))
}

/// A weaker line of explanation that wraps.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    let weak = theme::palette(ui).weak;
    ui.add(Label::new(RichText::new(text).small().color(weak)).wrap())
}

/// One line that says what is wrong, and what to do.
pub fn warn(ui: &mut Ui, text: impl Into<String>) -> Response {
    let colour = theme::palette(ui).warning;
    ui.add(Label::new(RichText::new(text).small().color(colour)).wrap())
}

/// Text in one line, cut off with an ellipsis at `width`.
pub fn truncated(
    painter: &Painter,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    painter.layout_job(job)
}

/// What is being read, and what is shown `until_then`. A name that is not known yet is nothing under way, so
/// nothing moves.
pub fn loading(ui: &mut Ui, name: &str, until_then: Option<&str>) {
    ui.horizontal(|ui| {
        if !name.is_empty() {
            if theme::is_still(ui.ctx()) {
                ui.weak("…");
            } else {
                ui.spinner();
            }
        }
        ui.weak(match (name, until_then) {
            ("", _) => "Loading the data".to_owned(),
            (name, None) => format!("Loading {name}"),
            (name, Some(before)) => format!("Loading {name}, {before} until then"),
        });
    });
}

/// A bar that is filled by `share`, from 0 to 1, as wide as there is room.
pub fn progress(ui: &mut Ui, share: f32) {
    let text = format!("{:.0}%", 100.0 * share);
    ui.add(
        egui::ProgressBar::new(share)
            .text(text)
            .desired_height(16.0),
    );
    // Nothing else tells the window that it grows.
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(100));
}

/// A field of fixed width whose content ends at its right edge: a changing number moves nothing beside it.
pub fn right_aligned<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(width, ui.available_height().min(ROW));
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        add(ui)
    })
    .inner
}

/// A part of a side panel, called `id` by the program, that folds under its heading; open at first, and remembered while the window lives.
pub fn section<R>(
    ui: &mut Ui,
    id: impl Hash + std::fmt::Debug,
    title: &str,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    marked_section(ui, id, title, false, add)
}

fn section_id(ui: &Ui, id: impl Hash + std::fmt::Debug) -> egui::Id {
    ui.make_persistent_id(("section", id))
}

/// Unfolds the section `id` that is drawn into `ui` next.
pub fn unfold(ui: &Ui, id: impl Hash + std::fmt::Debug) {
    let mut state = CollapsingState::load_with_default_open(ui.ctx(), section_id(ui, id), true);
    state.set_open(true);
    state.store(ui.ctx());
}

/// As [`section`], with a sign of warning behind the title where it is `marked`.
pub fn marked_section<R>(
    ui: &mut Ui,
    id: impl Hash + std::fmt::Debug,
    title: &str,
    marked: bool,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let id = section_id(ui, id);
    let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, true);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    if response.clicked() {
        state.toggle(ui);
    }
    let open = state.is_open();
    response.widget_info(|| {
        WidgetInfo::selected(Role::DisclosureTriangle, ui.is_enabled(), open, title)
    });
    let palette = theme::palette(ui);
    let colour = if response.hovered() || response.has_focus() {
        palette.text
    } else {
        palette.weak
    };
    let icon = if open {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let mut place = rect;
    place.set_width(14.0);
    icon.paint(ui.painter(), place.shrink2(vec2(2.0, 0.0)), colour);
    let title = ui.painter().text(
        rect.left_center() + vec2(20.0, 0.0),
        egui::Align2::LEFT_CENTER,
        title,
        theme::strong(ui.ctx(), 13.0),
        palette.text,
    );
    if marked {
        let sign = Rect::from_center_size(title.right_center() + vec2(14.0, 0.0), vec2(14.0, 14.0));
        Icon::Warning.paint(ui.painter(), sign, palette.warning);
    }
    let shown = state.show_body_unindented(ui, |ui| {
        ui.add_space(4.0);
        let result = add(ui);
        ui.add_space(12.0);
        result
    });
    shown.map(|body| body.inner)
}

/// A square button with an icon alone; `name` is its tooltip and what it is called by.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(ICON_BUTTON, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let palette = theme::palette(ui);
    let lit = ui.is_enabled() && (response.hovered() || response.has_focus());
    if lit {
        ui.painter().rect_filled(rect, 4.0, palette.control_hovered);
    }
    let colour = if lit { palette.text } else { palette.weak };
    icon.paint(ui.painter(), icon_rect(rect).shrink(1.0), colour);
    response.on_hover_text(name)
}

/// A button with an icon before its text.
pub fn labelled_icon(icon: Icon, text: impl Into<WidgetText>) -> Button<'static> {
    Button::new((icon.atom(), text.into())).gap(6.0)
}

/// The look of the one primary action of a view.
pub fn primary<'a>(ui: &Ui, icon: Option<Icon>, text: &str) -> Button<'a> {
    let palette = theme::palette(ui);
    let text = strong(ui, text, 13.0).color(palette.on_accent);
    let button = match icon {
        Some(icon) => {
            let colour = palette.on_accent;
            let sign = egui::Atom::paint(vec2(14.0, 14.0), move |ui, args| {
                icon.paint(ui.painter(), args.rect, colour);
            });
            Button::new((sign, text)).gap(6.0)
        }
        None => Button::new(text),
    };
    button.fill(palette.accent).stroke(egui::Stroke::NONE)
}

/// Adds `button`, greyed out with the reason as its tooltip when `allowed` is an error; true when pressed.
pub fn checked_button(
    ui: &mut Ui,
    button: Button<'_>,
    tooltip: &str,
    allowed: Result<(), String>,
) -> bool {
    let response = ui.add_enabled(allowed.is_ok(), button);
    match allowed {
        Ok(()) => response.on_hover_text(tooltip).clicked(),
        Err(reason) => {
            response.on_disabled_hover_text(reason);
            false
        }
    }
}
