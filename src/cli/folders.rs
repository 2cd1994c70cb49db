//! The folders of this system where the program keeps what is its own.

use std::path::PathBuf;

use directories::ProjectDirs;

/// Where choices are remembered; `None` where the system names no such folder.
pub fn config() -> Option<PathBuf> {
    own().map(|own| own.config_dir().to_path_buf())
}

/// Where unsaved work and the log are; `None` as for [`config`].
pub fn data() -> Option<PathBuf> {
    own().map(|own| own.data_dir().to_path_buf())
}

fn own() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "hourglass")
}
