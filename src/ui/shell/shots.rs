//! Pictures of views: as these show themselves at that moment.

use super::Workbench;
use crate::app::{Action, Export, Shot};

impl Workbench {
    /// Gives an action about the picture of a view that picture. What a picture to save is to be like is asked first:
    /// the action is then done with.
    pub(super) fn with_shot(&mut self, action: Action) -> Option<Action> {
        let (Action::Export(export) | Action::CopyPicture(export)) = action else {
            return Some(action);
        };
        // What cannot be is refused with its reason.
        if !export.about().is_picture() || self.app.check(&action).is_err() {
            return Some(action);
        }
        let shot = match self.shot(export) {
            Ok(shot) => shot,
            Err(why) => {
                self.app.no_picture(export, &why);
                return None;
            }
        };
        let choice = &self.preferences.picture;
        if action == Action::CopyPicture(export) {
            return Some(Action::CopyShot(shot, choice.form(export)));
        }
        self.dialogs.ask_picture(shot, choice);
        None
    }

    fn shot(&self, export: Export) -> Result<Shot, String> {
        let mut views = self.inspect.views().chain(self.areas.views());
        let view = views.find(|view| view.about().export == Some(export));
        let figure = view.and_then(|view| view.figure(&self.app));
        let figure = figure.unwrap_or_else(|| self.app.figure(export))?;
        Ok(Shot { export, figure })
    }
}
