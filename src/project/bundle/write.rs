//! Saves a project in an order in which every instant leaves a whole one: new files of weights and histories first (their
//! names are their content, so nothing old is touched; one at a time, since all of them can be more than memory holds), then a
//! `project.json` of an older format is kept beside, then the new one takes its place at one stroke, then the files
//! nobody needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cleanup::remove_unneeded;
use super::content_files::ContentFiles;
use super::encode::encode;
use super::lock::Lock;
use super::merge::Merging;
use super::over::Over;
use super::print::print;
use super::step::{After, Step};
use super::version::Version;
use super::{BundleError, CONTENT_FOLDERS, PROJECT_FILE, Saved, conflict, older};
use crate::project::Document;
use crate::project::atomic::{behind_link, is_left_behind, stage, sync_folder};
use crate::project::in_use::is_claim;
use crate::project::migrate::{FORMAT, format_of};

/// Saves, and calls `after` when a step is done; its error ends the save there, as a kill would.
pub fn save_in_steps(
    document: &Document,
    path: &Path,
    over: &Over,
    after: After,
) -> Result<Saved, BundleError> {
    let folder = &bundle_folder(path);
    let format = match refuse_foreign(folder) {
        // What became of the own one, by hand or by accident, is dealt with below.
        Err(_) if over.is_own(folder) && folder.is_dir() => None,
        format => format?,
    };
    fs::create_dir_all(folder).map_err(BundleError::writing("make the folder", folder))?;
    let _lock = Lock::to_save(folder)?;
    // Under the lock: so that no other save comes between this look and the writing.
    let merging = over
        .check(folder)?
        .map(|(text, version)| Merging::new(document, text, version, folder));
    let document = merging.as_ref().map_or(document, |both| &both.document);
    after(Step::Folder)?;
    let mut content = ContentFiles::new(folder);
    let files = content.put_all(document, after)?;
    let ContentFiles {
        names,
        left_out: mut warnings,
        fresh,
        ..
    } = content;
    after(Step::ContentOnDisk)?;

    let tree = encode(document, &files, folder)
        .map_err(BundleError::cannot("write the project", folder))?;
    let text = print(&tree);
    // Asked only where it can be: the file holds all histories.
    if format.is_some_and(|format| format < FORMAT) && older::keep(folder)? {
        after(Step::OlderKept)?;
    }
    let text_of_others = merging.as_ref().and_then(|both| both.conflict.as_ref());
    let conflict = text_of_others
        .map(|text| conflict::keep(folder, text))
        .transpose()?;
    if conflict.is_some() {
        after(Step::ConflictKept)?;
    }
    let project = behind_link(&folder.join(PROJECT_FILE));
    let home = project.parent().unwrap_or(folder);
    let staged = stage(home, text.as_bytes())
        .map_err(BundleError::writing("write", &project))
        .inspect_err(|_| fresh.remove())?;
    after(Step::ProjectStaged)?;
    staged
        .commit(&project)
        .map_err(BundleError::writing("replace", &project))
        .inspect_err(|_| fresh.remove())?;
    // The project is what was written from here on, to this program and to others.
    let on_disk = sync_folder(home);
    after(Step::ProjectReplaced)?;
    match on_disk {
        Ok(()) => remove_unneeded(folder, &names),
        // After a power cut it could be that of before, whose files stay.
        Err(why) => warnings.push(format!(
            "The project is written, but the disk does not confirm it, {why}: {}",
            home.display()
        )),
    }
    after(Step::Cleaned)?;
    Ok(Saved {
        version: Arc::new(Version::of(document, text.as_bytes())),
        warnings,
        conflict,
        merged: merging.map(|both| Box::new(both.document)),
    })
}

/// The folder that `path` means; its project file stands for it.
pub(super) fn bundle_folder(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(parent) if path.ends_with(PROJECT_FILE) && !path.is_dir() => parent,
        _ => path,
    };
    // The parent of a bare file name is the empty path.
    if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder.to_path_buf()
    }
}

/// A project is written into a new folder, an empty one, or over a project, whose format this is.
fn refuse_foreign(folder: &Path) -> Result<Option<u64>, BundleError> {
    if !folder.exists() {
        return Ok(None);
    }
    if !folder.is_dir() {
        let problem = "a project is a folder, and this is a file";
        return Err(BundleError::new(folder, problem));
    }
    let project = folder.join(PROJECT_FILE);
    if project.exists() {
        let bytes = fs::read(&project).map_err(BundleError::cannot("read", &project))?;
        return match format_of(&bytes) {
            Some(format) => Ok(Some(format)),
            None => Err(BundleError::new(
                &project,
                "this file is no project of Hourglass, choose another folder",
            )),
        };
    }
    let entries = fs::read_dir(folder).map_err(BundleError::cannot("read the folder", folder))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // A first save that was cut short leaves these.
        let is_ours = is_left_behind(&name)
            || is_claim(&name)
            || (CONTENT_FOLDERS.contains(&&*name) && entry.path().is_dir());
        if !is_ours {
            return Err(BundleError::new(
                folder,
                "the folder holds something else, choose an empty or a new one",
            ));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ModelState, Tensor};
    use crate::project::bundle::weights;
    use crate::project::{Trained, Variant, VariantSettings, open, save};
    use crate::training::{Best, Checkpoint, ResumeState, RunState};

    fn state(value: f32) -> Arc<ModelState> {
        let tensor = Tensor {
            shape: vec![3],
            data: vec![value; 3],
        };
        Arc::new(ModelState {
            weights: [("encoder.0.bias".to_owned(), tensor)].into(),
            ..ModelState::default()
        })
    }

    /// A project whose every part says `value`. Tests have values of their own: one that reads checkpoints keeps all
    /// files with that content.
    fn document(value: u8) -> Document {
        let value_f32 = f32::from(value);
        let resume_state = ResumeState {
            state: state(value_f32),
            best: Some(Best {
                epoch: 1,
                loss: f64::from(value),
                state: state(-value_f32),
            }),
            checkpoints: [0.25, 0.5]
                .map(|part| {
                    let weights = Arc::new(state(value_f32 + part).weights.clone());
                    Arc::new(Checkpoint::new(f64::from(part), 7, None, weights))
                })
                .into(),
            ..ResumeState::default()
        };
        let trained = Trained {
            resume_state: Arc::new(resume_state),
            settings: VariantSettings::default(),
            state: RunState::Paused,
        };
        Document {
            name: value.to_string(),
            variants: vec![Variant {
                trained: Some(trained),
                ..Variant::default()
            }],
            ..Document::default()
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }

    #[test]
    fn a_save_cut_short_anywhere_leaves_a_whole_project() {
        let (old, new) = (document(1), document(2));
        let mut cut_after = Vec::new();
        loop {
            let folder = tempfile::tempdir().unwrap();
            save(&old, folder.path()).unwrap();
            // What a kill between staging and renaming leaves behind.
            fs::write(folder.path().join(".hourglass-x.tmp"), "{").unwrap();
            let mut steps = Vec::new();
            let result = save_in_steps(&new, folder.path(), &Over::Any, &mut |step| {
                steps.push(step);
                if steps.len() > cut_after.len() {
                    return Err(BundleError::new(Path::new("here"), "cut short"));
                }
                Ok(())
            });
            let opened = open(folder.path()).unwrap();
            assert_eq!(opened.warnings, vec![], "after {steps:?}");
            if result.is_ok() {
                assert_eq!(opened.document, new);
                break;
            }
            let is_new = matches!(steps.last(), Some(ProjectReplaced | Cleaned));
            let expected = if is_new { &new } else { &old };
            assert_eq!(&opened.document, expected, "after {steps:?}");
            // It would keep the files of its checkpoints.
            drop(opened);

            save(&new, folder.path()).unwrap();
            assert_eq!(names(folder.path()), ["project.json", "weights"]);
            assert_eq!(names(&folder.path().join("weights")).len(), 4);
            cut_after = steps;
        }
        use Step::*;
        let all = [
            Folder,
            OneContentFile,
            OneContentFile,
            OneContentFile,
            OneContentFile,
            ContentOnDisk,
            ProjectStaged,
            ProjectReplaced,
            Cleaned,
        ];
        assert_eq!(cut_after, all);
    }

    #[test]
    fn the_project_file_stands_for_its_folder() {
        for (path, folder) in [
            ("a/project.json", "a"),
            ("project.json", "."),
            ("", "."),
            ("a/b", "a/b"),
        ] {
            assert_eq!(bundle_folder(Path::new(path)), Path::new(folder));
        }
    }

    #[test]
    fn only_files_of_ours_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        save(&document(11), folder.path()).unwrap();
        let weights = folder.path().join("weights");
        fs::write(weights.join("mine.safetensors"), "x").unwrap();
        fs::write(folder.path().join("README.md"), "x").unwrap();
        save(&document(12), &folder.path().join("project.json")).unwrap();
        assert_eq!(
            names(folder.path()),
            ["README.md", "project.json", "weights"]
        );
        let left = names(&weights);
        assert_eq!(left.len(), 5, "{left:?}");
        assert!(left.contains(&"mine.safetensors".to_owned()));
        fs::remove_file(weights.join("mine.safetensors")).unwrap();
        save(&Document::default(), folder.path()).unwrap();
        assert_eq!(names(folder.path()), ["README.md", "project.json"]);
    }

    #[test]
    fn a_damaged_weight_file_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        save(&document(21), folder.path()).unwrap();
        let weights = folder.path().join("weights");
        let main = weights::encode(&state(21.0)).unwrap();
        let file = weights.join(main.name);
        let mut bytes = fs::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&file, bytes).unwrap();
        save(&document(21), folder.path()).unwrap();
        assert_eq!(open(folder.path()).unwrap().document, document(21));
    }

    #[test]
    fn places_that_are_no_projects_are_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        let foreign = folder.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        let foreign_file = foreign.join("project.json");
        fs::write(&foreign_file, r#"{"name": "other"}"#).unwrap();
        for (path, at_end, sentence) in [
            (folder.path().to_path_buf(), folder.path(), "something else"),
            (file.clone(), &*file, "is a file"),
            (
                file.join("inside"),
                &*file.join("inside"),
                "cannot make the folder",
            ),
            (foreign.clone(), &*foreign_file, "no project of Hourglass"),
        ] {
            let error = save(&document(1), &path).unwrap_err().to_string();
            assert!(error.contains(sentence), "{error}");
            assert!(error.ends_with(&at_end.display().to_string()), "{error}");
        }
        assert_eq!(names(folder.path()), ["file", "foreign"]);
        assert_eq!(names(&foreign), ["project.json"]);
    }

    #[test]
    fn weights_that_cannot_be_written_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        save(&document(31), folder.path()).unwrap();
        let mut wrong = document(32);
        let bad = ModelState {
            weights: [(
                "w".to_owned(),
                Tensor {
                    shape: vec![9],
                    data: vec![],
                },
            )]
            .into(),
            ..ModelState::default()
        };
        let trained = wrong.variants[0].trained.as_mut().unwrap();
        trained.resume_state = Arc::new(ResumeState {
            state: Arc::new(bad),
            ..ResumeState::default()
        });
        assert!(save(&wrong, folder.path()).is_err());
        assert_eq!(open(folder.path()).unwrap().document, document(31));
    }
}
