//! Exports: the comparison of the shown variants as a report, drawings and animations. All are made in the background.

mod about;
mod animations;
mod architecture;
mod codes;
mod kind;
mod latent_space;
mod loss_plot;
mod of_views;
mod reconstructions;
mod report;
mod shot;
mod shown;
mod table;
mod trade_off;
mod use_curves;

use std::sync::Arc;

use super::{App, Contents, ExportFile, FileBytes, Maker, Question};
use crate::export::svg::{Drawn, Form};

use about::{Make, Makes};

pub use about::ExportAbout;
pub use kind::Export;
pub use shot::Shot;

impl Export {
    pub const fn about(self) -> &'static ExportAbout {
        match self {
            Self::Report => &report::ABOUT,
            Self::LossPlot => &loss_plot::ABOUT,
            Self::Reconstructions => &reconstructions::ABOUT,
            Self::LatentSpace => &latent_space::ONE,
            Self::LatentSpaces => &latent_space::ALL,
            Self::Codes => &codes::ABOUT,
            Self::Samples => &of_views::SAMPLES,
            Self::Sample => &of_views::SAMPLE,
            Self::Table => &table::ABOUT,
            Self::TradeOff => &trade_off::ABOUT,
            Self::UseCurves => &use_curves::ABOUT,
            Self::Architecture => &architecture::ABOUT,
            Self::GalleryAnimation => &animations::GALLERY,
            Self::LatentAnimation => &animations::LATENT,
        }
    }
}

impl App {
    /// `Err` with one sentence when there is nothing to save of this now.
    pub(super) fn can_export(&self, export: Export) -> Result<(), String> {
        if self.question.is_some() {
            return Err("Another question is open".into());
        }
        self.can_draw(export)
    }

    /// As [`Self::can_export`], whatever is asked.
    pub(super) fn can_draw(&self, export: Export) -> Result<(), String> {
        let mut needs = export.about().needs.iter();
        needs.try_for_each(|need| need.check(self).map_err(str::to_owned))
    }

    /// What is drawn of `export` where its view says nothing else.
    ///
    /// # Errors
    /// One clause, when there is nothing to draw.
    pub fn figure(&self, export: Export) -> Drawn {
        let data = self.dataset.prepared();
        match (&export.about().makes, data) {
            (Makes::Picture(make), Some(data)) => make(self, data),
            (Makes::Picture(_), None) => Err("the data is still loading".into()),
            (Makes::View, _) => Err("it is not on screen yet".into()),
            (Makes::File(..), _) => Err("it is no picture".into()),
        }
    }

    /// Asks where to save it.
    pub(super) fn export(&mut self, export: Export) {
        let about = export.about();
        match (&about.makes, self.dataset.prepared().map(Arc::clone)) {
            (Makes::File(ending, make), Some(data)) => {
                let (ending, make) = (*ending, make(self, data));
                self.ask_where(about, ending, make);
            }
            (Makes::File(..), None) => {}
            (Makes::Picture(_) | Makes::View, _) => {
                if let Some(shot) = self.shot(export) {
                    self.save_picture(shot, Form::default());
                }
            }
        }
    }

    /// Draws it for the clipboard.
    pub(super) fn copy(&mut self, export: Export) {
        if let Some(shot) = self.shot(export) {
            self.copy_picture(shot, Form::default());
        }
    }

    /// What is drawn of `export`; says why where there is nothing.
    fn shot(&mut self, export: Export) -> Option<Shot> {
        match self.figure(export) {
            Ok(figure) => Some(Shot { export, figure }),
            Err(why) => {
                self.no_picture(export, &why);
                None
            }
        }
    }

    /// Says why there is nothing to draw of `export`.
    pub fn no_picture(&mut self, export: Export, why: &str) {
        let what = export.about().name;
        self.warn(format!("There is no picture of {what}, {why}"), "");
    }

    /// Asks where to save the drawing.
    pub(super) fn save_picture(&mut self, shot: Shot, form: Form) {
        let about = shot.export.about();
        let make = move || form.bytes(&*shot.figure);
        self.ask_where(about, form.format.ending(), Box::new(make));
    }

    fn ask_where(&mut self, about: &ExportAbout, ending: &'static str, make: Make) {
        let project = self.document.name.trim();
        let project = if project.is_empty() {
            "project"
        } else {
            project
        };
        self.question = Some(Question::SaveFile(Arc::new(ExportFile {
            what: about.what,
            name: format!("{}-{}", project.replace(['/', '\\'], "-"), about.kind),
            ending,
            contents: Contents::Made(Maker::new(move || {
                let bytes = make()?;
                Ok(vec![FileBytes { ending, bytes }])
            })),
        })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, DatasetState};
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
    use crate::project::Document;
    use crate::training::{EpochRecord, RunState, StepRecord};

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
