//! The list of recently opened projects, remembered from one start of the program to the next.

use std::fs;
use std::path::{Path, PathBuf};

use super::BundleError;
use super::atomic;

const FILE: &str = "recent.json";
/// How many are remembered.
const MAX_RECENT: usize = 10;

/// The projects remembered in the folder `config`, newest first; none when there is no readable list.
pub fn recent_projects(config: &Path) -> Vec<PathBuf> {
    let text = fs::read(config.join(FILE)).unwrap_or_default();
    let list: Vec<PathBuf> = serde_json::from_slice(&text).unwrap_or_default();
    let mut unique = Vec::new();
    for path in list {
        if !unique.contains(&path) && unique.len() < MAX_RECENT {
            unique.push(path);
        }
    }
    unique
}

/// Puts `project` at the head of the list in `config` (made if needed) and returns the list. Give an absolute path:
/// the program may start in another folder next time.
///
/// # Errors
/// When the list cannot be written; it is then as it was.
pub fn remember_project(config: &Path, project: &Path) -> Result<Vec<PathBuf>, BundleError> {
    let mut list = recent_projects(config);
    list.retain(|path| path != project);
    list.insert(0, project.to_path_buf());
    list.truncate(MAX_RECENT);
    write(config, list)
}

/// Takes `project` off the list in `config` and returns the list.
///
/// # Errors
/// When the list cannot be written; it is then as it was.
pub fn forget_project(config: &Path, project: &Path) -> Result<Vec<PathBuf>, BundleError> {
    let mut list = recent_projects(config);
    list.retain(|path| path != project);
    write(config, list)
}

fn write(config: &Path, list: Vec<PathBuf>) -> Result<Vec<PathBuf>, BundleError> {
    let file = config.join(FILE);
    let mut text = serde_json::to_vec_pretty(&list).map_err(BundleError::cannot("write", &file))?;
    text.push(b'\n');
    fs::create_dir_all(config)
        .and_then(|()| atomic::replace(config, FILE, &text))
        .map_err(BundleError::cannot("write", &file))?;
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newest_first_once_each_and_ten_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("new/config");
        assert_eq!(recent_projects(&config), Vec::<PathBuf>::new());
        for index in 0..12 {
            remember_project(&config, &PathBuf::from(format!("/p/{index}"))).unwrap();
        }
        remember_project(&config, Path::new("/p/5")).unwrap();
        let expected: Vec<PathBuf> = [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]
            .map(|index| PathBuf::from(format!("/p/{index}")))
            .into();
        assert_eq!(recent_projects(&config), expected);
        assert_eq!(
            forget_project(&config, Path::new("/p/11")).unwrap().len(),
            9
        );
        assert!(!recent_projects(&config).contains(&PathBuf::from("/p/11")));
        assert_eq!(fs::read_dir(&config).unwrap().count(), 1);
    }

    #[test]
    fn a_broken_list_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "{", "[1]", "{\"a\": 1}", "[\"/a\", 5]"] {
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(recent_projects(folder.path()), Vec::<PathBuf>::new());
        }
        fs::write(folder.path().join(FILE), r#"["/a", "/a", "/b"]"#).unwrap();
        assert_eq!(recent_projects(folder.path()).len(), 2);
    }

    #[test]
    fn a_list_that_cannot_be_written_is_an_error_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = remember_project(&file, Path::new("/a")).unwrap_err();
        let expected = format!("{}", file.join(FILE).display());
        assert!(error.to_string().ends_with(&expected), "{error}");
    }
}
