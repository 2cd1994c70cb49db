//! The toolbar: the training buttons, progress, speed, and the one figure that matters.

use egui::{
    Align, Button, Frame, Layout, Margin, Panel, Response, RichText, Sense, Ui, WidgetInfo, vec2,
};

use super::commands::{self, Command};
use super::{device, together, what_next};
use crate::app::{Action, App};
use crate::export::{digits, pca_has_error};
use crate::training::{History, Progress, RunState};
use crate::ui::icons::Icon;
use crate::ui::views::WindowMode;
use crate::ui::{theme, widgets};

const HEIGHT: f32 = 44.0;
/// With less room what can be done next has none for its words beside the figures.
const NEXT: f32 = 580.0;

/// Draws the bar; commands pressed go into `clicked`, other wishes into `actions`.
pub fn show(
    ui: &mut Ui,
    app: &App,
    mode: WindowMode,
    clicked: &mut Vec<Command>,
    actions: &mut Vec<Action>,
) {
    let frame = Frame::new()
        .fill(theme::palette(ui).panel)
        .inner_margin(Margin::symmetric(16, 0));
    Panel::top("toolbar")
        .frame(frame)
        .exact_size(HEIGHT)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                buttons(ui, app, clicked, actions);
                ui.add_space(16.0);
                let status = app.runs.get(&app.selected().id);
                let progress = status.map_or_else(Progress::default, |run| run.progress);
                progress_ui(ui, app, &progress);
                let room = ui.available_width();
                if mode != WindowMode::Use && what_next::is_asked(app) {
                    what_next::show(ui, app, room > NEXT, clicked, actions);
                } else if room > 560.0 {
                    let unit = app.dataset.prepared();
                    let unit = unit.map(|data| data.dataset.shape().say("images/s"));
                    let unit = unit.as_deref().unwrap_or("images/s");
                    speed_ui(ui, app.selected_state(), &progress, unit);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    device::show(ui, app, actions);
                    ui.add_space(8.0);
                    let empty = History::default();
                    loss_ui(ui, app, status.map_or(&empty, |run| &run.history));
                });
            });
        });
}

fn buttons(ui: &mut Ui, app: &App, clicked: &mut Vec<Command>, actions: &mut Vec<Action>) {
    let training = app.training_in_scope() > 0;
    let icon = if training { Icon::Pause } else { Icon::Play };
    let text = commands::text(Command::TrainOrPause, app);
    let train = if commands::check(Command::TrainOrPause, app).is_ok() {
        widgets::primary(ui, Some(icon), &text)
    } else {
        widgets::labelled_icon(icon, text)
    };
    let mut add = |ui: &mut Ui, button: Button<'_>, width: f32, command: Command| {
        let button = button.min_size(vec2(width, 28.0));
        let tooltip = commands::tooltip(ui.ctx(), command);
        if widgets::checked_button(ui, button, &tooltip, commands::check(command, app)) {
            clicked.push(command);
        }
    };
    // Wide enough for "Train 10 more": nothing moves when the words change.
    add(ui, train, 124.0, Command::TrainOrPause);
    together::show(ui, app, actions);
    let step = widgets::labelled_icon(Icon::Step, "Step");
    add(ui, step, 68.0, Command::Step);
    let stop = widgets::labelled_icon(Icon::Stop, "Stop");
    add(ui, stop, 68.0, Command::Stop);
    let allowed = commands::check(Command::Restart, app);
    let tooltip = commands::tooltip(ui.ctx(), Command::Restart);
    let button = |ui: &mut Ui| widgets::icon_button(ui, Icon::Restart, "Restart");
    let restart = ui.add_enabled_ui(allowed.is_ok(), button).inner;
    let pressed = match allowed {
        Ok(()) => restart.on_hover_text(tooltip).clicked(),
        Err(reason) => restart.on_disabled_hover_text(reason).clicked(),
    };
    if pressed {
        clicked.push(Command::Restart);
    }
}

/// "epoch 7 of 20" over a bar that fills with the batches.
fn progress_ui(ui: &mut Ui, app: &App, progress: &Progress) {
    let epochs = progress
        .epochs
        .max(app.selected().settings.training.epochs)
        .max(1);
    let within = f64::from(progress.batch) / f64::from(progress.batches.max(1));
    let done = ((f64::from(progress.epoch) + within) / f64::from(epochs)).clamp(0.0, 1.0);
    let running = app.selected_state() == RunState::Training;
    let current = if running && progress.epoch < epochs {
        progress.epoch + 1
    } else {
        progress.epoch
    };
    let palette = theme::palette(ui);
    // Room for both numbers of a long run beside its state.
    let size = vec2(if epochs < 1_000 { 168.0 } else { 204.0 }, 30.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = format!("epoch {current} of {epochs}");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &words));
    let painter = ui.painter();
    let font = egui::TextStyle::Body.resolve(ui.style());
    let small = egui::TextStyle::Small.resolve(ui.style());
    let baseline = rect.top() + 9.0;
    let at = egui::pos2(rect.left(), baseline);
    painter.text(at, egui::Align2::LEFT_CENTER, words, font, palette.text);
    let at = egui::pos2(rect.right(), baseline);
    let state = match app.training_in_scope() {
        0 | 1 => app.selected_state().name().to_owned(),
        several => format!("{several} training"),
    };
    painter.text(at, egui::Align2::RIGHT_CENTER, state, small, palette.weak);
    let track = egui::Rect::from_min_size(
        egui::pos2(rect.left(), rect.bottom() - 8.0),
        vec2(rect.width(), 4.0),
    );
    painter.rect_filled(track, 2.0, palette.line);
    let mut filled = track;
    filled.set_width(track.width() * done as f32);
    painter.rect_filled(filled, 2.0, palette.accent);
    response.on_hover_text(format!(
        "{} updates made, batch {} of {} in this epoch",
        digits::grouped(progress.step),
        progress.batch,
        progress.batches
    ));
}

fn speed_ui(ui: &mut Ui, state: RunState, progress: &Progress, unit: &str) {
    let running = state == RunState::Training;
    let (speed, left) = if running {
        (
            digits::rate(progress.samples_per_second),
            digits::duration(progress.seconds_left),
        )
    } else {
        ("–".to_owned(), "–".to_owned())
    };
    stacked(ui, 92.0, &speed, unit);
    stacked(ui, 64.0, &left, "time left");
}

/// A figure over its unit, both ending at the right of a field of fixed width.
fn stacked(ui: &mut Ui, width: f32, value: &str, unit: &str) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, format!("{value} {unit}")));
    let (body, small) = (
        egui::TextStyle::Body.resolve(ui.style()),
        egui::TextStyle::Small.resolve(ui.style()),
    );
    let painter = ui.painter();
    let at = egui::pos2(rect.right(), rect.top() + 9.0);
    painter.text(at, egui::Align2::RIGHT_CENTER, value, body, palette.text);
    let at = egui::pos2(rect.right(), rect.bottom() - 6.0);
    painter.text(at, egui::Align2::RIGHT_CENTER, unit, small, palette.weak);
    response
}

/// The newest loss in the size of the one figure that matters, and the validation loss beside it.
fn loss_ui(ui: &mut Ui, app: &App, history: &History) {
    let palette = theme::palette(ui);
    let data = app.dataset.prepared();
    let name = match data.is_some_and(|data| data.dataset.shape().is_mixed()) {
        true => "loss",
        false => app.selected().settings.loss.name(),
    };
    let now = history.steps.last().map(|step| f64::from(step.loss));
    let validation = history.epochs.last().map(|epoch| epoch.validation.loss);
    let watched = app.document.data.watched();
    let text = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), digits::loss);
    caption(ui, name, "train");
    widgets::right_aligned(ui, 104.0, |ui| {
        let colour = if now.is_some() {
            palette.text
        } else {
            palette.weak
        };
        let font = theme::strong(ui.ctx(), 20.0);
        ui.label(RichText::new(text(now)).font(font).color(colour))
            .on_hover_text(format!("{name} of the last batch of training images"));
    });
    stacked(ui, 76.0, &text(validation), watched);
    let mse = history.epochs.last().map(|epoch| epoch.validation.mse);
    if let Some((mse, (width, pca))) = mse.zip(app.pca_beside(app.selected()))
        && pca_has_error(pca)
        && ui.available_width() > 96.0
    {
        let tooltip = format!(
            "Squared error after the last epoch over that of PCA with {width} numbers, {}: below 1 it beats PCA",
            digits::significant(pca, 3)
        );
        stacked(
            ui,
            64.0,
            &format!("{} ×", digits::significant(mse / pca, 2)),
            "PCA",
        )
        .on_hover_text(tooltip);
    }
}

/// Two short weak lines that name the figure at their left.
fn caption(ui: &mut Ui, first: &str, second: &str) {
    let weak = theme::palette(ui).weak;
    let small = egui::TextStyle::Small.resolve(ui.style());
    let lines = [first, second].map(|text| {
        let painter = ui.painter();
        painter.layout_no_wrap(text.to_owned(), small.clone(), weak)
    });
    // "cross-entropy" takes more than "MSE".
    let width = lines.iter().map(|line| line.size().x).fold(36.0, f32::max);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
    for (line, y) in lines
        .into_iter()
        .zip([rect.top() + 9.0, rect.bottom() - 6.0])
    {
        let at = egui::pos2(rect.left(), y - line.size().y / 2.0);
        ui.painter().galley(at, line, weak);
    }
}
