//! Copies the data into the project's folder, in the background.

use std::path::Path;

use super::background::Report;
use super::{App, DatasetState};
use crate::data::DataSettings;
use crate::project::{copy_data, lies_in};

impl App {
    /// Whether the data lie in the project's folder.
    pub fn has_data_inside(&self) -> bool {
        let folder = self.path.as_deref();
        folder.is_some_and(|folder| lies_in(&self.document.data, folder))
    }

    pub(super) fn can_copy_data(&self) -> Result<(), String> {
        let problem = if self.only_looks() {
            "This project is open to look"
        } else if self.document.data.source.paths().is_empty() {
            "The data are part of the program"
        } else if self.path.is_none() {
            "Save the project first, so that it has a folder"
        } else if self.copies_data {
            "The data are being copied"
        } else if self.has_data_inside() {
            "The data are in the project's folder already"
        } else if !matches!(self.dataset, DatasetState::Ready(_)) {
            "The data could not be read yet"
        } else if self
            .document
            .variants
            .iter()
            .any(|v| self.is_training(v.id))
        {
            "Pause training first, for the data are read again from there"
        } else {
            return Ok(());
        };
        Err(problem.into())
    }

    pub(super) fn copy_data(&mut self) {
        let (Some(background), Some(folder)) = (&self.background, self.path.clone()) else {
            return;
        };
        self.copies_data = true;
        let from = self.document.data.clone();
        let data = from.clone();
        background.run(
            "copy data",
            move || copy_data(&data, &folder).map_err(|error| error.to_string()),
            move |result| Report::DataCopied {
                from: Box::new(from),
                result,
            },
        );
        self.inform("Copying the data into the project's folder");
    }

    pub(super) fn data_copied(
        &mut self,
        from: &DataSettings,
        result: Result<DataSettings, String>,
    ) {
        self.copies_data = false;
        match result {
            Err(problem) => self.fail(problem, "The data stay where they were"),
            // Others were chosen meanwhile.
            Ok(_) if *from != self.document.data => {}
            Ok(copied) => {
                let was_saved = !self.is_dirty();
                self.keep_weights(copied);
                if was_saved {
                    self.save_here();
                }
            }
        }
    }

    /// The project was saved into another folder than `before`: data that lay in that come along.
    pub(super) fn take_data_along(&mut self, before: Option<&Path>) {
        let lay_inside = before.is_some_and(|folder| lies_in(&self.document.data, folder));
        if lay_inside && self.can_copy_data().is_ok() {
            self.copy_data();
        }
    }
}
