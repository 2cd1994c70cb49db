//! The chosen device, remembered from one start to the next and written to disk in the background.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::app::background::Report;
use crate::model::DeviceChoice;
use crate::project::{remember_device, remembered_device};

/// Where the choice is kept. One write at a time, each of the newest choice: the last one to end is right.
#[derive(Debug, Clone)]
pub struct DeviceFile {
    folder: PathBuf,
    newest: Arc<Mutex<DeviceChoice>>,
    turn: Arc<Mutex<()>>,
}

impl DeviceFile {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            newest: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// What is remembered.
    pub fn read(&self) -> DeviceChoice {
        remembered_device(&self.folder)
    }

    fn write(&self) -> Result<(), String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = *self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        remember_device(&self.folder, newest).map_err(|error| error.to_string())
    }
}

impl App {
    pub(super) fn remember_choice(&self, choice: DeviceChoice) {
        let (Some(background), Some(file)) = (&self.background, self.device_file.clone()) else {
            return;
        };
        *file.newest.lock().unwrap_or_else(PoisonError::into_inner) = choice;
        background.run(
            "device",
            move || file.write(),
            |result| Report::DeviceRemembered { result },
        );
    }
}
