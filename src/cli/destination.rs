//! The folder that training saves to, and what it resumes from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::{Failure, Result};
use super::find::{self, Project};
use crate::data::{DataSettings, Prepared};
use crate::project::{Document, Version, is_bundle, is_dead_claim};

/// A project and the bundle it is saved into.
#[derive(Debug)]
pub struct Destination {
    pub document: Document,
    pub bundle: PathBuf,
    /// Of the project file that is there.
    pub version: Option<Arc<Version>>,
    /// The data, where they were read already.
    pub data: Option<Arc<Prepared>>,
    /// Whether the bundle holds the document already.
    pub is_there: bool,
}

/// A folder called as the project is; where the data that it is called after lie there, one beside them.
fn named(project: &Project) -> PathBuf {
    let own = PathBuf::from(&project.name);
    let data = project.document.data.source.paths();
    let is_data = data.iter().any(|(_, path)| is_same(path, &own));
    match project.is_new && is_data && !is_bundle(&own) {
        true => PathBuf::from(format!("{}-project", project.name)),
        false => own,
    }
}

/// Where `project` is saved: into `out`, its own folder, or, for an example, a folder of its name. A bundle of the
/// same project that is there already is gone on from.
///
/// # Errors
/// When something else is there, or training would write over weights.
pub fn destination(project: Project, out: Option<&Path>) -> Result<Destination> {
    let own = project.folder.clone();
    let bundle = match (out, own.as_deref()) {
        (Some(out), _) => find::folder_of(out),
        (None, Some(own)) => own.to_path_buf(),
        (None, None) => named(&project),
    };
    if own.is_some_and(|own| is_same(&own, &bundle)) {
        return keep(project, bundle);
    }
    if !is_bundle(&bundle) {
        if project.is_new && !is_free(&bundle) {
            return Err(Failure::new(format!(
                "something else is there already, choose another folder with --out: {}",
                bundle.display()
            )));
        }
        return Ok(Destination {
            document: project.document,
            bundle,
            version: None,
            data: project.data,
            is_there: false,
        });
    }
    let there = keep(find::open(&bundle, project.tolerant)?, bundle.clone())?;
    if !is_same_project(&there.document, &project.document) {
        return Err(Failure::new(format!(
            "another project, or this one with other settings, is there already, choose another folder: {}",
            bundle.display()
        )));
    }
    if is_trained(&there.document) && is_trained(&project.document) {
        return Err(Failure::new(format!(
            "both projects are trained already, name the one to go on with or choose another folder: {}",
            bundle.display()
        )));
    }
    let is_there = !is_trained(&project.document);
    Ok(Destination {
        document: match is_there {
            true => there.document,
            false => project.document,
        },
        bundle,
        version: there.version,
        data: project.data,
        is_there,
    })
}

/// Whether there is nothing yet, or an empty folder; what a program that has ended says there of itself is nothing.
fn is_free(place: &Path) -> bool {
    match fs::read_dir(place) {
        Ok(entries) => entries.flatten().all(|entry| is_dead_claim(&entry.path())),
        Err(_) => !place.exists(),
    }
}

/// Goes on in the bundle that was read, unless saving would lose what could not be read.
fn keep(project: Project, bundle: PathBuf) -> Result<Destination> {
    if let Some(problem) = project.unreadable {
        return Err(Failure::new(format!(
            "part of what was trained cannot be read ({}: {}), begin again in another folder with --out: {}",
            problem.problem,
            problem.key,
            bundle.display()
        )));
    }
    Ok(Destination {
        document: project.document,
        bundle,
        version: project.version,
        data: project.data,
        is_there: true,
    })
}

pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Whether two documents are one project, as far as its models go; how long and from which seed each variant
/// trains may differ.
fn is_same_project(there: &Document, wanted: &Document) -> bool {
    let (a, b) = (there, wanted);
    a.name == b.name
        && is_same_data(&a.data, &b.data)
        && a.variants.len() == b.variants.len()
        && a.variants.iter().zip(&b.variants).all(|(a, b)| {
            let mut settings = b.settings.clone();
            settings.training.epochs = a.settings.training.epochs;
            settings.training.seed = a.settings.training.seed;
            a.name == b.name && a.settings == settings
        })
}

/// Whether `there` is what `wanted` says; a set too small for the wanted validation images gives fewer.
fn is_same_data(there: &DataSettings, wanted: &DataSettings) -> bool {
    if there == wanted {
        return true;
    }
    let but_for_validation = DataSettings {
        validation: there.validation,
        ..wanted.clone()
    };
    there.validation < wanted.validation
        && *there == but_for_validation
        && Prepared::load(wanted).is_ok_and(|data| data.settings == *there)
}

fn is_trained(document: &Document) -> bool {
    let mut variants = document.variants.iter();
    variants.any(|variant| variant.trained.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{self, ReadWarning};
    use crate::training::TrainingSettings;

    fn example() -> Project {
        find::find("linear", false).unwrap()
    }

    #[test]
    fn an_example_goes_into_a_folder_of_its_name_or_where_asked() {
        let here = destination(example(), None).unwrap();
        assert_eq!(here.bundle, Path::new("linear"));
        let there = destination(example(), Some(Path::new("x/project.json"))).unwrap();
        assert_eq!(there.bundle, Path::new("x"));
    }

    #[test]
    fn the_same_project_is_gone_on_from_and_another_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let mut document = example().document;
        document.variants[0].settings.training.epochs = 99;
        document.variants[0].settings.training.seed = 5;
        project::save(&document, &out).unwrap();
        let found = destination(example(), Some(&out)).unwrap();
        assert_eq!(found.document, document);

        document.variants[0].settings.training = TrainingSettings {
            batch: 3,
            ..document.variants[0].settings.training
        };
        project::save(&document, &out).unwrap();
        let sentence = destination(example(), Some(&out)).unwrap_err().to_string();
        assert!(sentence.starts_with("another project"), "{sentence}");
    }

    #[test]
    fn what_a_killed_program_said_of_itself_leaves_a_folder_free() {
        let folder = tempfile::tempdir().unwrap();
        assert!(is_free(folder.path()) && is_free(&folder.path().join("new")));
        fs::write(folder.path().join(".hourglass-in-use-1"), "{}").unwrap();
        assert!(is_free(folder.path()));
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        assert!(!is_free(folder.path()));
    }

    #[test]
    fn what_cannot_be_read_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let damaged = || Project {
            folder: Some(folder.path().to_path_buf()),
            unreadable: Some(ReadWarning {
                key: "variants[0].trained.weights".into(),
                problem: "damaged".into(),
                outcome: "the variant opens untrained".into(),
                written: None,
                is_left_out: false,
            }),
            ..example()
        };
        let sentence = destination(damaged(), None).unwrap_err().to_string();
        assert!(sentence.contains("--out"), "{sentence}");
        let other = folder.path().join("other");
        assert_eq!(destination(damaged(), Some(&other)).unwrap().bundle, other);
    }
}
