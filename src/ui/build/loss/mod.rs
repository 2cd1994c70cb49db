//! The loss panel: how far an output is from its image.

mod border;
mod misfit;
mod perceptual;
mod wavelet;
mod words;

use super::image::image_shape;
use super::rows::divider;
use super::segments::{self, Segment};
use crate::app::{Action, App, Edit};
use crate::model::{Adversary, Distribution, Loss};
use crate::ui::Panel;
use crate::ui::widgets::{hint, warn};

/// The loss panel: how far an output is from its image.
#[derive(Default)]
pub struct LossPanel {}

impl Panel for LossPanel {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        let distribution = settings.architecture.code.distribution;
        let image = image_shape(app);
        let all = Loss::ALL.map(|loss| {
            let refused = loss.check(&image.into()).err();
            Segment::new(loss, words::name(loss), words::formula(loss))
                .refused(refused.map(|invalid| invalid.problem))
        });
        if let Some(loss) = segments::choose(ui, settings.loss, &all) {
            actions.push(Action::Edit(Edit::Loss(loss)));
        }
        hint(ui, words::about(settings.loss, distribution));
        if let Err(invalid) = settings.loss.check(&image.into()) {
            warn(ui, invalid.problem);
        }
        if distribution == Distribution::Gaussian {
            hint(
                ui,
                "The divergence of the Gaussian code is added to this sum: see \"On the code\"",
            );
        }
        if settings.architecture.adversary == Some(Adversary::Output) {
            hint(
                ui,
                "The discriminator's features measure the reconstruction as well",
            );
        }
        misfit::show(ui, app, actions);

        let mut objective = settings.objective;
        match settings.loss {
            Loss::Wavelet => wavelet::rows(ui, &mut objective.wavelet, image),
            Loss::Perceptual => perceptual::rows(ui, &mut objective.perceptual),
            Loss::Mse | Loss::Bce | Loss::L1 => {}
        }
        divider(ui);
        border::rows(ui, &mut objective.border, image);
        if objective != settings.objective {
            actions.push(Action::Edit(Edit::Objective(objective)));
        }
        if app.is_trained() {
            hint(
                ui,
                "This model is trained: another loss asks to restart or to fork, its numbers can change during a run",
            );
        }
    }
}
