//! What an export is: its words, what it needs, and how it is made.

use std::sync::Arc;

use crate::app::{App, RunStatus, SampleKind};
use crate::data::Prepared;
use crate::export::svg::Drawn;
use crate::training::{ObservationId, RunState};

/// Makes the bytes of a file, in the background.
pub(super) type Make = Box<dyn Fn() -> Result<Vec<u8>, String> + Send + Sync>;

/// How an export is made.
pub(super) enum Makes {
    /// A file of one format, by its ending without the point.
    File(&'static str, fn(&App, Arc<Prepared>) -> Make),
    /// A drawing on any page, as its view shows it at first; what takes long is done when it is drawn.
    Picture(fn(&App, &Arc<Prepared>) -> Drawn),
    /// A drawing that its view alone can make.
    View,
}

/// All there is to know of an export.
pub struct ExportAbout {
    /// In the menu.
    pub text: &'static str,
    /// One plain sentence.
    pub sentence: &'static str,
    /// What a button that saves it says.
    pub name: &'static str,
    /// What sentences call it: "plot", "picture".
    pub(in crate::app) what: &'static str,
    /// Stands in its file's name.
    pub kind: &'static str,
    /// In the order in which they are asked.
    pub(super) needs: &'static [Need],
    pub(super) makes: Makes,
}

impl ExportAbout {
    /// Whether it is a drawing, on a page that a person chooses.
    pub fn is_picture(&self) -> bool {
        !matches!(self.makes, Makes::File(..))
    }
}

/// What must be there before something can be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// No shown run in training: its newest weights are the worker's alone.
    Rest,
    Data,
    /// Samples that are images.
    Images,
    /// Samples that are drawn: not those that the report lists.
    ImagesOrSequences,
    /// A shown variant that is trained.
    Trained,
    /// A shown variant with a curve.
    Curve,
    /// A shown variant of which this is known.
    Observed(ObservationId),
    /// The same of the selected one.
    Selected(ObservationId),
    /// Curves of the use that is looked at, of the selected variant.
    UseCurves,
    /// A shown variant with checkpoints.
    Checkpoints,
}

impl Need {
    /// `Err` with one sentence where it is not met.
    pub(super) fn check(self, app: &App) -> Result<(), &'static str> {
        let any_run = |is: &dyn Fn(&RunStatus) -> bool| {
            let mut runs = app.shown().filter_map(|variant| app.runs.get(&variant.id));
            runs.any(is)
        };
        let data = app.dataset.prepared();
        let (met, otherwise) = match self {
            Self::Rest => (
                !any_run(&|run| run.state == RunState::Training),
                "Pause training to export what it has reached",
            ),
            Self::Data => (data.is_some(), "The data is still loading"),
            Self::ImagesOrSequences => (
                data.is_some_and(|data| {
                    let shape = data.dataset.shape();
                    shape.columns().is_none() && shape.text().is_none()
                }),
                match app.sample_kind() {
                    SampleKind::Text => "Texts make no picture: the report lists them",
                    _ => "Rows of a table make no picture: the report lists them",
                },
            ),
            Self::Images => (
                data.is_some_and(|data| data.dataset.shape().image().is_some()),
                match app.sample_kind() {
                    SampleKind::Sequence => "Sequences make no picture of pixels",
                    SampleKind::Text => "Texts make no picture: the report lists them",
                    _ => "Rows of a table make no picture: the report lists them",
                },
            ),
            Self::Trained => (
                app.shown().any(|variant| variant.trained.is_some()),
                "Nothing is trained yet",
            ),
            Self::Curve => (
                any_run(&|run| !run.history.steps.is_empty()),
                "Nothing is trained yet",
            ),
            Self::Observed(id) => (any_run(&|run| run.views.has(id)), "Nothing is trained yet"),
            Self::Selected(id) => (
                app.runs
                    .get(&app.selected().id)
                    .is_some_and(|run| run.views.has(id)),
                "The selected variant is not trained yet",
            ),
            Self::UseCurves => (
                app.use_result(app.selected())
                    .is_some_and(|(result, _)| !result.curves.is_empty()),
                "No use has drawn curves yet",
            ),
            Self::Checkpoints => (
                app.has_checkpoints(),
                "No weights of the past are kept: let more be kept, and train",
            ),
        };
        if met { Ok(()) } else { Err(otherwise) }
    }
}
