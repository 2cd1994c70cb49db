//! The PCA baseline: errors of as many principal components as codes have numbers.

use std::sync::Arc;

use super::super::App;
use super::super::background::Report;
use super::quiet::on_threads;
use super::test_figures::{PcaErrors, PcaUnderWay};
use crate::data::{DataSettings, Prepared};
use crate::eval::Baseline;

/// Components looked for at least, so that a wider code does not mean to begin again.
const LEAST: usize = 64;

impl App {
    /// Begins to look for components, unless they are known or being looked for.
    pub(super) fn find_pca(&mut self, data: &Arc<Prepared>) {
        self.figures
            .pca
            .take_if(|known| known.data != data.settings);
        if !Baseline::measures(&data.dataset, &data.split) {
            self.figures.pca = None;
            return;
        }
        let shape = data.dataset.shape();
        let variants = self.document.variants.iter();
        let widths = variants.map(|v| v.settings.architecture.code_width(shape));
        // There are no more components than numbers.
        let widest = widths
            .max()
            .unwrap_or(0)
            .max(LEAST)
            .min(shape.target_width());
        let enough =
            |data_of: &DataSettings, found: usize| *data_of == data.settings && found >= widest;
        let known = self.figures.pca.as_ref();
        let under_way = self.figures.pca_under_way.as_ref();
        if known.is_some_and(|pca| enough(&pca.data, pca.errors.len() - 1))
            || under_way.is_some_and(|pca| enough(&pca.data, pca.widest))
        {
            return;
        }
        let ticket = self.figures.ticket();
        let Some(background) = &self.background else {
            return;
        };
        self.figures.pca_under_way = Some(PcaUnderWay {
            ticket,
            data: data.settings.clone(),
            widest,
        });
        let threads = self.threads_beside();
        let data = Arc::clone(data);
        background.run(
            "components",
            move || on_threads(threads, || errors(&data, widest)),
            move |result| Report::Pca { ticket, result },
        );
    }

    pub(in crate::app) fn take_pca(&mut self, ticket: u64, result: Result<Vec<f64>, String>) {
        let under_way = self.figures.pca_under_way.as_ref();
        let Some(wanted) = under_way.filter(|wanted| wanted.ticket == ticket) else {
            return;
        };
        match result {
            Ok(errors) if !errors.is_empty() => {
                self.figures.pca = Some(PcaErrors {
                    data: wanted.data.clone(),
                    errors,
                });
                self.figures.pca_under_way = None;
            }
            Ok(_) => {}
            Err(problem) => self.warn(format!("There is no PCA to compare with, {problem}"), ""),
        }
    }
}

fn errors(data: &Prepared, widest: usize) -> Result<Vec<f64>, String> {
    let Prepared {
        dataset,
        scaler,
        split,
        ..
    } = data;
    let baseline = Baseline::new(dataset, scaler, split, widest);
    let baseline = baseline.map_err(|error| error.to_string())?;
    Ok(baseline.curve(dataset, scaler))
}
