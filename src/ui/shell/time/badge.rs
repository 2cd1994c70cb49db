//! The badge on views that show a checkpoint.

use egui::{Frame, Margin, Response, RichText, Stroke, Ui};

use super::words;
use crate::app::App;
use crate::ui::theme;

/// "Epoch 4" on a tint, where views show a checkpoint; nothing while they are live.
pub fn badge(ui: &mut Ui, app: &App) -> Option<Response> {
    let at = app.looking_at()?;
    let several = app.document.variants.iter().filter(|v| !v.hidden).count() > 1;
    let shown = app.shown_time(app.selected().id);
    let epochs = shown.or(several.then_some(at))?;
    let palette = theme::palette(ui);
    let text = format!("Epoch {}", words::epochs(epochs));
    let frame = Frame::new()
        .fill(palette.selection)
        // Not to be taken for one of the tabs beside it.
        .stroke(Stroke::new(1.0, palette.accent))
        .corner_radius(4)
        .inner_margin(Margin::symmetric(6, 1));
    let label = frame.show(ui, |ui| {
        ui.label(RichText::new(text).small().color(palette.text))
    });
    let tooltip = "By weights of the past; press Live above to go back to the present ones";
    Some(label.inner.on_hover_text(tooltip))
}
