//! A vertical line at the checkpoint that is looked at.

use egui::{Align2, Stroke, Ui, pos2};
use egui_plot::PlotTransform;

use super::scale::Scale;
use crate::app::{App, RunStatus};
use crate::training::checkpoint_at;
use crate::ui::theme;
use crate::ui::views::plot;

/// Draws the hairline over a plot of `scale`, the selected run's; nothing while views are live.
pub fn show(ui: &Ui, app: &App, scale: &Scale, transform: &PlotTransform) {
    let Some((run, epochs)) = app.runs.get(&app.selected().id).zip(app.looking_at()) else {
        return;
    };
    let Some(x) = place(run, epochs, scale) else {
        return;
    };
    let x = transform.position_from_point_x(x);
    let frame = *transform.frame();
    if !frame.x_range().contains(x) {
        return;
    }
    let painter = ui.painter_at(frame);
    let accent = theme::palette(ui).accent;
    painter.vline(x.round() + 0.5, frame.y_range(), Stroke::new(1.0, accent));
    // Before the line where there is no room after it.
    let (align, gap) = if x + 72.0 > frame.right() {
        (Align2::RIGHT_BOTTOM, -4.0)
    } else {
        (Align2::LEFT_BOTTOM, 4.0)
    };
    let at = pos2(x + gap, frame.bottom() - 4.0);
    painter.text(at, align, "on screen", plot::CAPTION, accent);
}

/// Where the weights that `run` shows stand on the horizontal axis; `None` when it keeps none.
fn place(run: &RunStatus, epochs: f64, scale: &Scale) -> Option<f64> {
    let step = checkpoint_at(&run.checkpoints, epochs)?.step;
    let mut steps = run.history.steps.iter();
    let seconds = match step {
        0 => 0.0,
        _ => steps.find(|record| record.step >= step)?.seconds,
    };
    let x = scale.x(step, seconds);
    x.is_finite().then_some(x)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::export::loss::RunAxis;
    use crate::project::LossAxis;
    use crate::training::{Checkpoint, StepRecord};

    #[test]
    fn the_hairline_stands_at_the_weights_on_every_axis() {
        let checkpoint =
            |epochs, step| Arc::new(Checkpoint::new(epochs, step, None, Arc::default()));
        let mut run = RunStatus {
            checkpoints: vec![checkpoint(0.0, 0), checkpoint(2.0, 20), checkpoint(4.0, 40)],
            ..RunStatus::default()
        };
        run.history.steps = [1, 11, 21, 31, 41]
            .map(|step| StepRecord {
                step,
                seconds: step as f64 / 2.0,
                ..StepRecord::default()
            })
            .into();
        let at = |epochs, axis| {
            let scale = Scale {
                run: RunAxis {
                    axis,
                    steps_per_epoch: 10.0,
                    work: 3.0,
                },
                log: true,
                smoothing: 0.0,
            };
            place(&run, epochs, &scale)
        };
        assert_eq!(at(2.0, LossAxis::Epoch), Some(2.0));
        assert_eq!(at(3.9, LossAxis::Step), Some(20.0));
        assert_eq!(at(4.0, LossAxis::Time), Some(20.5));
        assert_eq!(at(4.0, LossAxis::Compute), Some(120.0));
        assert_eq!(at(0.0, LossAxis::Time), Some(0.0));
        let nothing = RunStatus::default();
        let scale = Scale {
            run: RunAxis {
                axis: LossAxis::Epoch,
                steps_per_epoch: 10.0,
                work: 0.0,
            },
            log: true,
            smoothing: 0.0,
        };
        assert_eq!(place(&nothing, 2.0, &scale), None);
    }
}
