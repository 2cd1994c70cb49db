//! What every view is: one implementation of [`View`], and one entry in the list, [`ViewId`](super::ViewId).

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::empty;
use crate::app::{Action, App, Export};
use crate::export::svg::Drawn;
use crate::training::ObservationId;
use crate::ui::Panel;

/// All there is to say of a view without drawing it.
#[derive(Debug)]
pub struct ViewAbout {
    /// Sentence case: its heading, or its tab.
    pub title: &'static str,
    /// One plain sentence, the tooltip of its tab.
    pub sentence: &'static str,
    /// Where it stands while one variant is built.
    pub building: Option<Area>,
    /// Where it stands while variants are compared.
    pub comparing: Option<Area>,
    /// Where it stands while what was trained is used.
    pub using: Option<Area>,
    /// Without these it is empty.
    pub needs: &'static [Need],
    /// What it shows of what the worker makes of a model: by the weights of a checkpoint while a person looks back.
    pub observes: &'static [ObservationId],
    /// What the button in its heading saves, and the menu of it.
    pub export: Option<Export>,
}

/// What is done with variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowMode {
    #[default]
    Build,
    Compare,
    Use,
}

impl WindowMode {
    pub const ALL: [Self; 3] = [Self::Build, Self::Compare, Self::Use];
}

/// A part of the window that is for views; where several stand in one, they are chosen by tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Above.
    Curves,
    /// Below the curves.
    Samples,
    /// Beside both.
    Codes,
    /// Below the codes.
    Numbers,
    /// Below the numbers: what a use says of each sample.
    List,
    /// At the right edge, in sections.
    Side,
}

/// What must be there before a view can show anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Data,
    /// A shown variant that has trained.
    Curves,
    /// What the worker makes of the selected variant.
    Observed(ObservationId),
}

impl Need {
    fn is_met(self, app: &App) -> bool {
        match self {
            Self::Data => app.dataset.prepared().is_some(),
            Self::Curves => {
                let mut shown = app.document.variants.iter().filter(|v| !v.hidden);
                shown.any(|variant| {
                    let run = app.runs.get(&variant.id);
                    run.is_some_and(|run| run.history.has_curves())
                })
            }
            Self::Observed(id) => {
                let run = app.runs.get(&app.selected().id);
                run.is_some_and(|run| run.views.has(id))
            }
        }
    }
}

impl ViewAbout {
    pub fn area(&self, mode: WindowMode) -> Option<Area> {
        match mode {
            WindowMode::Build => self.building,
            WindowMode::Compare => self.comparing,
            WindowMode::Use => self.using,
        }
    }

    /// Whether all it needs is there.
    pub fn can_show(&self, app: &App) -> bool {
        self.needs.iter().all(|need| need.is_met(app))
    }
}

/// A view. It keeps only what belongs to looking (a choice of chart, a texture); everything else is read from the
/// application, and everything a person asks for goes into `actions`.
pub trait View {
    fn about(&self) -> &'static ViewAbout;

    /// The tooltip of its tab.
    fn sentence(&self, _mode: WindowMode) -> &'static str {
        self.about().sentence
    }

    /// The tooltip of its heading: what it shows now.
    fn explained(&self, _app: &App) -> String {
        self.about().sentence.into()
    }

    /// Told in which mode it is drawn, before it is.
    fn set_mode(&mut self, _mode: WindowMode) {}

    /// Height it wants in a place of this `width` where there is `room`.
    fn height(&self, _ui: &Ui, _app: &App, _width: f32, room: f32) -> f32 {
        room
    }

    /// What will stand here once all it needs is there; not asked of a view that needs nothing.
    fn promise(&self, _app: &App) -> String {
        String::new()
    }

    /// Draws what stands in its place until then: its promise, and a button that trains.
    fn empty_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        empty::with_train(ui, app, actions, &self.promise(app));
    }

    /// What is saved and copied of it, as it stands; [`App::figure`] makes it with `None`.
    fn figure(&self, _app: &App) -> Option<Drawn> {
        None
    }

    /// What it shows as lines of cells with tabs between them, where that is a table.
    fn table(&self, _app: &App) -> Option<String> {
        None
    }

    /// Draws into all of `ui`; all it needs is there.
    fn draw(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>);
}

impl<V: View + ?Sized> Panel for V {
    fn title(&self) -> &'static str {
        self.about().title
    }

    fn panel_ui(&mut self, ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
        if self.about().can_show(app) {
            self.draw(ui, app, actions);
        } else {
            self.empty_ui(ui, app, actions);
        }
    }
}
