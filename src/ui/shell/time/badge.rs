//! The badge on views that show other weights than the newest.

use egui::{Frame, Margin, Response, RichText, Stroke, Ui};

use super::words;
use crate::app::App;
use crate::export::work::steps_per_epoch;
use crate::training::ObservationId;
use crate::ui::theme;

/// A view so far behind another one says of which epoch it is.
const BEHIND: f64 = 0.5;

/// For a view of `observed`: "Epoch 4" on a tint while it shows a checkpoint, and in a weak tone while the newest it has
/// of the selected variant is older than what another view shows.
pub fn badge(ui: &mut Ui, app: &App, observed: &[ObservationId]) -> Option<Response> {
    if observed.is_empty() {
        return None;
    }
    let Some(at) = app.looking_at() else {
        let epochs = behind(app, observed)?;
        let text = format!("Epoch {}", words::epochs(epochs));
        let label = ui.label(RichText::new(text).small().color(theme::palette(ui).weak));
        return Some(label.on_hover_text(
            "By the weights of then: this view takes longer to work out than others, which are newer",
        ));
    };
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

/// Epochs done by the weights that `observed` is of, where something else was made of later ones.
fn behind(app: &App, observed: &[ObservationId]) -> Option<f64> {
    let run = app.runs.get(&app.selected().id)?;
    let steps = |ids: &[ObservationId]| -> Vec<u64> {
        let steps = ids.iter().filter_map(|id| run.views.step(*id));
        steps.collect()
    };
    let own = steps(observed).into_iter().min()?;
    let newest = steps(&ObservationId::ALL).into_iter().max()?;
    let epoch = steps_per_epoch(&run.history, run.progress.batches as usize);
    let epochs = |step: u64| step as f64 / epoch;
    (epochs(newest) - epochs(own) >= BEHIND).then(|| epochs(own))
}
