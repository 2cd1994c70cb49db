//! Test metrics of trained variants, computed in the background while they are on screen.

mod cached;
mod measure;
mod pca;
mod quiet;
mod test_figures;

pub use cached::CachedTable;
pub(super) use quiet::on_threads;
pub use test_figures::{PcaErrors, TestFigures};

use super::App;
use crate::data::SampleShape;
use crate::export::columns::{Subject, Table, Taken};
use crate::project::Variant;
use crate::training::Measured;

/// Measures of one variant's weights on all test images.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Updates that made the weights.
    pub step: u64,
    /// Epochs done then, fractional inside one.
    pub epochs: f64,
    pub measured: Measured,
}

impl App {
    /// Every variant beside every other: settings that differ, costs, losses, and measures as far as they are known.
    pub fn comparison(&self) -> Table {
        let shape = self.dataset.prepared().map(|data| data.dataset.shape());
        let variants = self.document.variants.iter();
        let subjects: Vec<Subject> = variants.map(|v| self.subject(v, shape)).collect();
        Table::of(&subjects)
    }

    /// Why no measures come, in one sentence; `None` when they are there or on their way.
    pub fn no_figures(&self) -> Option<&'static str> {
        let data = self.dataset.prepared()?;
        if data.dataset.test.is_empty() {
            Some("There are no test images to measure on")
        } else if self.document.variants.iter().all(|v| v.trained.is_none()) {
            Some("Measures come once a variant is trained")
        } else {
            None
        }
    }

    /// As many components as the code of `variant` has numbers, and the mean squared error that they leave on the test
    /// samples, in the scale of the inputs; once it is worked out.
    pub fn pca_beside(&self, variant: &Variant) -> Option<(usize, f64)> {
        let data = self.dataset.prepared()?;
        let width = variant
            .settings
            .architecture
            .code_width(data.dataset.shape());
        let pca = self.figures.pca.as_ref()?;
        let error = pca.at(width).filter(|_| pca.data == data.settings)?;
        Some((width, error))
    }

    fn subject<'a>(&'a self, variant: &'a Variant, shape: Option<&'a SampleShape>) -> Subject<'a> {
        let mut subject = Subject::at_rest(variant, shape);
        if let Some(run) = self.runs.get(&variant.id) {
            subject.state = run.state;
            subject.epoch = run.progress.epoch;
            subject.history = &run.history;
        }
        subject.taken = self
            .figures
            .by_variant
            .get(&variant.id)
            .map(|figures| Taken {
                epochs: figures.epochs,
                measured: figures.measured,
            });
        subject.pca_mse = self.pca_beside(variant).map(|(_, mse)| mse);
        subject
    }
}
