//! The loss panel: the reconstruction loss and its settings.

mod border;
mod misfit;
mod perceptual;
mod wavelet;
mod words;

use super::image::sample_shape;
use super::rows::divider;
use super::segments::{self, Segment};
use crate::app::{Action, App, Edit};
use crate::model::{Adversary, Distribution, Loss};
use crate::ui::Panel;
use crate::ui::widgets::{hint, warn};

/// The loss panel: how far an output is from its sample.
#[derive(Default)]
pub struct LossPanel {}

impl Panel for LossPanel {
    fn title(&self) -> &'static str {
        "Loss"
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, app: &App, actions: &mut Vec<Action>) {
        let settings = &app.selected().settings;
        let distribution = settings.architecture.code.distribution;
        let shape = sample_shape(app);
        let refused = |loss: Loss| loss.check(&shape).err().map(|invalid| invalid.problem);
        // What rows cannot have means nothing to them; what is chosen stays in sight.
        let offered = |loss: &Loss| {
            let of_images = shape.image().is_some() && *loss != Loss::CrossEntropy;
            *loss == settings.loss || of_images || refused(*loss).is_none()
        };
        let all = Loss::ALL.into_iter().filter(offered).map(|loss| {
            Segment::new(loss, words::name(loss), words::formula(loss)).refused(refused(loss))
        });
        let all: Vec<Segment<Loss>> = all.collect();
        if let Some(loss) = segments::choose(ui, settings.loss, &all) {
            actions.push(Action::Edit(Edit::Loss(loss)));
        }
        match shape.columns() {
            Some(columns) => {
                for line in words::about_rows(settings.loss, distribution, columns) {
                    hint(ui, line);
                }
            }
            None => {
                hint(ui, words::about(settings.loss, distribution));
            }
        }
        if let Err(invalid) = settings.loss.check(&shape) {
            warn(ui, invalid.problem);
        }
        let scaled = app.dataset.prepared().map(|data| &data.scaler);
        if let Some(Err(invalid)) = scaled.map(|scaler| settings.loss.check_scaled(scaler)) {
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
            Loss::Wavelet => {
                if let Some(image) = shape.image() {
                    wavelet::rows(ui, &mut objective.wavelet, image);
                }
            }
            Loss::Perceptual => {
                perceptual::rows(ui, app, &mut objective.perceptual, actions);
            }
            Loss::Mse | Loss::Bce | Loss::L1 | Loss::Kl | Loss::CrossEntropy => {}
        }
        if let Some(image) = shape.image().filter(|_| settings.loss != Loss::Kl) {
            divider(ui);
            border::rows(ui, &mut objective.border, image);
        }
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
