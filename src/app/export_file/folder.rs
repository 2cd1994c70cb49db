//! A folder of pictures or sounds that a use made.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::Written;
use super::own::{is_own, may_write};
use crate::app::whole_file::write_whole;
use crate::project::atomic::stage;
use crate::uses::Made;

/// Whether there is nothing at `path` yet, or a folder in which a person sees nothing.
///
/// # Errors
/// One clause, where it is no folder or nobody may look into it.
pub fn is_free_for_files(path: &Path) -> Result<bool, String> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(true);
    }
    if !path.is_dir() {
        return Err("this is a file, name a folder for those that are made".into());
    }
    let entries = fs::read_dir(path).map_err(|error| error.to_string())?;
    let mut names = entries.flatten().map(|entry| entry.file_name());
    Ok(names.all(|name| name.to_string_lossy().starts_with('.')))
}

/// Finds out whether files can be made in a folder, by making one that is gone at once.
///
/// # Errors
/// One clause on why not.
pub fn takes_files(folder: &Path) -> Result<(), String> {
    if folder != Path::new("") && !folder.is_dir() {
        return Err("there is no such folder to write into".into());
    }
    let made = stage(folder, b"").map(drop);
    made.map_err(|error| format!("nothing can be written into this folder, {error}"))
}

/// Writes each sample as a file that is called as the one it was made from, or by its place; files of an earlier run that none takes the place of are
/// removed, so that no folder holds those of two. `force` lets go of files that this program did not make.
///
/// # Errors
/// One clause and the path that it is about.
pub fn write_files(folder: &Path, made: &Made, force: bool) -> Written {
    let Some(ending) = made.ending() else {
        let why = "such samples are no files of their own, give the name of a file that ends in .csv or .npy";
        return Err((why.into(), folder.to_owned()));
    };
    let path_of = |index: usize| folder.join(format!("{}.{ending}", made.file_name(index)));
    let paths: Vec<PathBuf> = (0..made.len()).map(path_of).collect();
    let all: BTreeSet<&PathBuf> = paths.iter().collect();
    // Better none of them than some.
    for path in &paths {
        may_write(path, ending, force).map_err(|why| (why, path.clone()))?;
    }
    for (index, path) in paths.iter().enumerate() {
        let bytes = made.file(index).map_err(|why| (why, path.clone()))?;
        if index == 0 {
            let made = fs::create_dir_all(folder);
            made.map_err(|error| (error.to_string(), folder.to_owned()))?;
        }
        write_whole(path, &bytes, path.exists()).map_err(|why| (why, path.clone()))?;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if !all.contains(&path) && is_numbered(&path, ending) && is_own(&path, ending) {
            fs::remove_file(&path).map_err(|error| (error.to_string(), path))?;
        }
    }
    Ok(())
}

fn is_numbered(path: &Path, wanted: &str) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_number = !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_digit());
    is_number && path.extension().is_some_and(|ending| ending == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::ImageShape;

    fn pictures(count: usize) -> Made {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        Made::new(shape.into(), vec![0.5; 2 * count])
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    #[test]
    fn a_folder_holds_the_pictures_of_one_run_beside_what_is_a_persons() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("new");
        assert_eq!(is_free_for_files(&place), Ok(true));
        write_files(&place, &pictures(11), false).unwrap();
        assert_eq!(names(&place).len(), 11);
        assert_eq!(is_free_for_files(&place), Ok(false));
        fs::write(place.join("12.png"), "mine").unwrap();
        fs::copy(place.join("00.png"), place.join("kept.png")).unwrap();
        write_files(&place, &pictures(2), true).unwrap();
        assert_eq!(names(&place), ["0.png", "1.png", "12.png", "kept.png"]);
    }

    #[test]
    fn somebody_elses_picture_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1.png"), "mine").unwrap();
        let (_, path) = write_files(folder.path(), &pictures(2), false).unwrap_err();
        assert!(path.ends_with("1.png"));
        assert_eq!(names(folder.path()), ["1.png"]);
    }
}
