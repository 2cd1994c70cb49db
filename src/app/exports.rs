//! Exports: the comparison of the shown variants as a report, plots and pictures. All are made in the background.

mod kind;

use std::sync::Arc;

use super::{App, Contents, ExportFile, FileBytes, Maker, Question};
use crate::data::Prepared;
use crate::export::animation;
use crate::export::colouring::Colouring;
use crate::export::gallery::{self, Row};
use crate::export::loss::axis_name;
use crate::export::svg::{Curve, curves, trade_off};
use crate::export::{Cloud, Comparison, Recorded, Space, html, latent_picture};
use crate::project::{Document, Variant};
use crate::training::{GalleryView, LatentView, Listed, ObservationId, RunState, VariantId};

pub use kind::Export;

type Make = Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>;

impl App {
    /// `Err` with one sentence when there is nothing to save of this now.
    pub(super) fn can_export(&self, export: Export) -> Result<(), String> {
        if self.question.is_some() {
            return Err("Another question is open".into());
        }
        let runs = || {
            self.shown()
                .filter_map(|variant| self.runs.get(&variant.id))
        };
        let has = match export {
            Export::Report
            | Export::TradeOff
            | Export::GalleryAnimation
            | Export::LatentAnimation => {
                self.at_rest()?;
                self.shown().any(|variant| variant.trained.is_some())
            }
            Export::LossPlot => runs().any(|run| !run.history.steps.is_empty()),
            Export::Reconstructions => runs().any(|run| run.views.has(ObservationId::Gallery)),
            Export::LatentSpace => runs().any(|run| run.views.has(ObservationId::Latents)),
        };
        if self.dataset.prepared().is_none() {
            return Err("The data is still loading".into());
        }
        let shape = self.dataset.prepared().map(|data| data.dataset.shape());
        match export {
            Export::Reconstructions | Export::GalleryAnimation
                if shape.is_some_and(|shape| shape.columns().is_some()) =>
            {
                Err("Rows of a table make no picture: the report lists them".into())
            }
            _ if !has => Err("Nothing is trained yet".into()),
            Export::GalleryAnimation | Export::LatentAnimation if !self.has_checkpoints() => {
                Err("No weights of the past are kept: let more be kept, and train".into())
            }
            _ => Ok(()),
        }
    }

    /// Asks where to save it.
    pub(super) fn export(&mut self, export: Export) {
        let Some(data) = self.dataset.prepared().map(Arc::clone) else {
            return;
        };
        let make = self.maker(export, data);
        let (what, kind, ending) = export.names();
        let project = self.document.name.trim();
        let project = if project.is_empty() {
            "project"
        } else {
            project
        };
        self.question = Some(Question::SaveFile(Arc::new(ExportFile {
            what,
            name: format!("{}-{kind}", project.replace(['/', '\\'], "-")),
            ending,
            contents: Contents::Made(Maker::new(move || {
                let bytes = make()?;
                Ok(vec![FileBytes { ending, bytes }])
            })),
        })));
    }

    fn maker(&self, export: Export, data: Arc<Prepared>) -> Make {
        let chosen: Vec<VariantId> = self.shown().map(|variant| variant.id).collect();
        match export {
            Export::Report => {
                let document = self.document_with_checkpoints();
                Box::new(move || {
                    let found = Comparison::new(&document, &data, &chosen, |_| {})?;
                    html::report(&found).map(String::into_bytes)
                })
            }
            Export::TradeOff => {
                let document = self.document.clone();
                Box::new(move || {
                    let found = Comparison::new(&document, &data, &chosen, |_| {})?;
                    let svg = trade_off(&found.points(), &found.pca);
                    svg.map(|svg| svg.document().into_bytes())
                        .ok_or_else(|| "no error is a finite number".into())
                })
            }
            Export::GalleryAnimation => {
                let document = self.document_with_checkpoints();
                Box::new(move || animation::of_gallery(&document, &data, &chosen))
            }
            Export::LatentAnimation => {
                let document = self.document_with_checkpoints();
                Box::new(move || animation::of_latent(&document, &data, &chosen))
            }
            Export::LossPlot => {
                let (lines, view) = (self.curves(&data), self.document.view.clone());
                let (axis, watched) = (axis_name(view.loss_axis), self.document.data.watched());
                Box::new(move || {
                    let svg = curves(&lines, watched, [axis, "Loss"], view.log_loss);
                    svg.map(|svg| svg.document().into_bytes())
                        .ok_or_else(|| "no loss is a finite number".into())
                })
            }
            Export::Reconstructions => {
                let views = self.views::<GalleryView>();
                Box::new(move || gallery_png(&views, &data))
            }
            Export::LatentSpace => {
                let views = self.views::<LatentView>();
                let (axes, colour) = (
                    self.document.view.latent_axes,
                    self.document.view.latent_colour.clone(),
                );
                Box::new(move || {
                    let colouring = Colouring::of(&data.dataset, &colour);
                    let space = |(variant, view): &(Variant, Arc<LatentView>)| {
                        Cloud::new(view, axes, &colouring).map(|cloud| (variant.clone(), cloud))
                    };
                    let clouds: Vec<(Variant, Cloud)> = views.iter().filter_map(space).collect();
                    let note = past(views.iter().map(|(_, view)| view.past));
                    latent_png(clouds, &note)
                })
            }
        }
    }

    fn shown(&self) -> impl Iterator<Item = &Variant> {
        let variants = self.document.variants.iter();
        variants.filter(|variant| !variant.hidden)
    }

    /// The newest weights of a run in training are the worker's alone.
    fn at_rest(&self) -> Result<(), String> {
        let mut runs = self
            .shown()
            .filter_map(|variant| self.runs.get(&variant.id));
        if runs.any(|run| run.state == RunState::Training) {
            return Err("Pause training to export what it has reached".into());
        }
        Ok(())
    }

    fn has_checkpoints(&self) -> bool {
        self.shown().any(|variant| {
            let run = self.runs.get(&variant.id);
            let live = run.is_some_and(|run| !run.checkpoints.is_empty());
            let trained = variant.trained.as_ref();
            live || trained.is_some_and(|trained| !trained.resume_state.checkpoints.is_empty())
        })
    }

    /// The document, each trained variant with all its checkpoints.
    fn document_with_checkpoints(&self) -> Document {
        let mut document = self.document.clone();
        for variant in &mut document.variants {
            let kept = self.runs.get(&variant.id).map(|run| &run.checkpoints);
            if let (Some(trained), Some(kept)) = (&mut variant.trained, kept)
                && kept.len() > trained.resume_state.checkpoints.len()
            {
                let mut resume_state = (*trained.resume_state).clone();
                resume_state.checkpoints.clone_from(kept);
                trained.resume_state = Arc::new(resume_state);
            }
        }
        document
    }

    fn curves(&self, data: &Prepared) -> Vec<Curve> {
        self.shown()
            .filter_map(|variant| Some((variant, self.runs.get(&variant.id)?)))
            .filter(|(_, run)| !run.history.steps.is_empty())
            .map(|(variant, run)| {
                let recorded = Recorded {
                    name: &variant.name,
                    colour: variant.colour,
                    settings: &variant.settings,
                    history: &run.history,
                    images: data.split.train.len(),
                    shape: data.dataset.shape(),
                };
                recorded.loss(self.document.view.loss_axis)
            })
            .collect()
    }

    /// What is on screen of each shown variant.
    fn views<T: Listed>(&self) -> Vec<(Variant, Arc<T>)> {
        self.shown()
            .filter_map(|variant| {
                let view = self.runs.get(&variant.id)?.views.get()?;
                let variant = Variant {
                    trained: None,
                    start: None,
                    ..variant.clone()
                };
                Some((variant, view))
            })
            .collect()
    }
}

fn gallery_png(views: &[(Variant, Arc<GalleryView>)], data: &Prepared) -> Result<Vec<u8>, String> {
    let rows: Vec<Row> = views
        .iter()
        .map(|(variant, view)| Row {
            name: &variant.name,
            colour: variant.colour,
            view,
        })
        .collect();
    let note = past(views.iter().map(|(_, view)| view.past));
    gallery::picture(&data.dataset, &rows, true, &note)
        .ok_or("there are no reconstructions")?
        .png()
}

fn latent_png(clouds: Vec<(Variant, Cloud)>, note: &str) -> Result<Vec<u8>, String> {
    let spaces: Vec<Space> = clouds
        .iter()
        .map(|(variant, cloud)| Space {
            name: &variant.name,
            colour: variant.colour,
            cloud: cloud.clone(),
        })
        .collect();
    latent_picture(&spaces, note)
        .ok_or("the codes make no plane")?
        .png()
}

/// "epoch 3" where views show a checkpoint.
fn past(epochs: impl Iterator<Item = Option<f64>>) -> String {
    let latest = epochs.flatten().reduce(f64::max);
    latest.map_or_else(String::new, animation::note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, DatasetState};
    use crate::data::{DataSettings, Dataset, ImageShape, Samples};
    use crate::training::{EpochRecord, StepRecord};

    fn app() -> App {
        let shape = ImageShape {
            height: 2,
            width: 2,
            channels: 1,
        };
        let images = Samples::images(shape, vec![7; 40], None).unwrap();
        let mut app = App::detached(Document {
            name: "a/b".into(),
            ..Document::default()
        });
        let settings = DataSettings {
            validation: 0,
            ..app.document.data.clone()
        };
        let dataset = Dataset::new("made up", images.clone(), images);
        let data = Prepared::new(dataset, &settings).unwrap();
        app.dataset = DatasetState::Ready(Arc::new(data));
        app
    }

    #[test]
    fn nothing_trained_is_nothing_to_save() {
        let mut app = app();
        for export in [
            Export::Report,
            Export::LossPlot,
            Export::TradeOff,
            Export::LatentAnimation,
        ] {
            assert_eq!(app.can_export(export), Err("Nothing is trained yet".into()));
        }
        let id = app.selected().id;
        app.runs.entry(id).or_default().state = RunState::Training;
        let refused = app.can_export(Export::Report).unwrap_err();
        assert!(refused.starts_with("Pause training"), "{refused}");
    }

    #[test]
    fn curves_of_shown_variants_are_a_drawing_to_save() {
        let mut app = app();
        app.document.data.validation = 0;
        let id = app.selected().id;
        let step = |step| StepRecord {
            step,
            loss: 0.5,
            ..StepRecord::default()
        };
        let epoch = |epoch| EpochRecord {
            epoch,
            step: u64::from(epoch),
            ..EpochRecord::default()
        };
        let history = &mut app.runs.entry(id).or_default().history;
        history.steps = vec![step(1), step(2)];
        history.epochs = vec![epoch(1), epoch(2)];
        app.apply(Action::Export(Export::LossPlot));
        let Some(Question::SaveFile(file)) = app.question.clone() else {
            panic!("no file to save");
        };
        assert_eq!((file.name.as_str(), file.ending), ("a-b-loss", "svg"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("loss.svg");
        file.write(&path, false).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("<?xml") && text.contains("<polyline"));
        // Nothing is set aside for validation.
        assert!(text.contains(">test</text>") && !text.contains("validation"));

        app.question = None;
        app.document.variants[0].hidden = true;
        assert!(app.can_export(Export::LossPlot).is_err());
    }
}
