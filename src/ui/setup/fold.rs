//! A collapsible section with a summary in its heading.

use egui::collapsing_header::CollapsingState;
use egui::{Align2, FontId, Role, Sense, Ui, WidgetInfo, vec2};

use super::rows::HEIGHT;
use crate::ui::icons::Icon;
use crate::ui::theme::palette;
use crate::ui::widgets::truncated;

/// Draws the line, and `body` below it while it is open; closed at first.
pub fn show(ui: &mut Ui, title: &str, summary: &str, body: impl FnOnce(&mut Ui)) {
    let id = ui.make_persistent_id(("fold", title));
    let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, false);
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        state.toggle(ui);
    }
    let open = state.is_open();
    response.widget_info(|| {
        WidgetInfo::selected(Role::DisclosureTriangle, ui.is_enabled(), open, title)
    });
    let colours = palette(ui);
    let lit = response.hovered() || response.has_focus();
    let colour = if lit { colours.text } else { colours.weak };
    let icon = match open {
        true => Icon::ChevronDown,
        false => Icon::ChevronRight,
    };
    let mut sign = rect;
    sign.set_width(12.0);
    icon.paint(ui.painter(), sign.shrink2(vec2(2.0, 0.0)), colour);
    let font = FontId::proportional(13.0);
    let at = rect.left_center() + vec2(18.0, 0.0);
    let text = ui
        .painter()
        .text(at, Align2::LEFT_CENTER, title, font, colour);
    let room = rect.right() - text.right() - 12.0;
    if room > 24.0 && !open {
        let font = FontId::proportional(11.0);
        let galley = truncated(ui.painter(), summary, font, colours.weak, room);
        let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), galley.size());
        ui.painter().galley(at.min, galley, colours.weak);
    }
    response.on_hover_text(summary);
    state.show_body_unindented(ui, body);
}
