//! Finds the project that an argument means: a folder, or the name of a shipped one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::{Failure, Result};
use super::terminal;
use super::text::short;
use crate::data::{DataError, Prepared, Source};
use crate::project::{
    self, Document, Opened, ReadWarning, Version, is_bundle, is_of_training, is_spare, unknown_keys,
};
use crate::settings::words::lower_first;
use crate::training::VariantId;

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "project.json";
/// More names or keys than these are counted.
const MAX_LISTED: usize = 20;

/// A project as found.
#[derive(Debug)]
pub struct Project {
    pub document: Document,
    /// Where it lives; `None` for an example that is part of the program.
    pub folder: Option<PathBuf>,
    /// A name for what is made of it: the folder's or the example's.
    pub name: String,
    /// The first thing that training goes on from and that cannot be read; saving over it would lose it.
    pub unreadable: Option<ReadWarning>,
    /// Of its project file.
    pub version: Option<Arc<Version>>,
    /// Made of data that were named, and kept nowhere yet.
    pub is_new: bool,
    /// Its data, where they were read already.
    pub data: Option<Arc<Prepared>>,
    /// Defaults may take the place of what is wrong.
    pub tolerant: bool,
}

/// Finds the project that `text` names: a bundle folder, its `project.json`, or a shipped example. A folder goes
/// first, so that what was trained from an example can be named as short. One in which something is wrong is found only
/// where commands are `tolerant`.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn find(text: &str, tolerant: bool) -> Result<Project> {
    let path = Path::new(text);
    if is_bundle(path) {
        let found = open(path, tolerant)?;
        if let Some(example) = project::shipped(text)
            && example.document.name != found.document.name
        {
            return Err(Failure::new(format!(
                "this folder is another project than the example of that name, write ./{text} to mean it: {text}"
            )));
        }
        return Ok(found);
    }
    if path.exists() && project::shipped(text).is_none() {
        return open(path, tolerant);
    }
    example(text)
}

/// As [`find`], for a command that makes something of what was trained: its weights must be there, too.
///
/// # Errors
/// As [`find`].
pub fn find_trained(text: &str, tolerant: bool) -> Result<Project> {
    let found = find(text, tolerant)?;
    match &found.unreadable {
        Some(problem) if !tolerant => Err(refusal(problem)),
        _ => Ok(found),
    }
}

/// What is wrong, and what `--tolerant` makes of it.
fn refusal(wrong: &ReadWarning) -> Failure {
    let ReadWarning {
        key,
        problem,
        outcome,
        ..
    } = wrong;
    let problem = lower_first(problem);
    Failure::new(format!("{problem}; with --tolerant {outcome}: {key}"))
}

/// Whether the data are where `source` says, as far as a look tells.
///
/// # Errors
/// One sentence that names the setting.
pub fn check_source(source: &Source) -> Result<()> {
    if let Source::Unread(unread) = source {
        return Err(DataError::Unread(unread.key().to_owned()).into());
    }
    let paths = source.paths();
    match paths.iter().find(|(_, path)| !path.exists()) {
        Some((key, path)) => Err(Failure::new(format!(
            "there is no such file (data.source.{key}): {}",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// The shipped example `name`.
///
/// # Errors
/// When there is none of that name.
pub fn example(name: &str) -> Result<Project> {
    let Some(example) = project::shipped(name) else {
        return Err(Failure::new(format!(
            "there is no such project, neither a folder nor one of the examples {}: {name}",
            project::shipped_names().join(", ")
        )));
    };
    Ok(Project {
        document: example.document,
        folder: None,
        name: name.to_owned(),
        unreadable: None,
        version: None,
        is_new: false,
        data: None,
        tolerant: false,
    })
}

/// Opens the bundle at `path` and says what could not be understood. Where something is wrong in it, only if `tolerant`.
///
/// # Errors
/// When it cannot be read.
pub fn open(path: &Path, tolerant: bool) -> Result<Project> {
    let Opened {
        mut document,
        warnings,
        version,
    } = project::open(path)?;
    // What training made has a refusal of its own, where it is needed.
    let is_wrong = |warning: &&ReadWarning| !is_of_training(&warning.key);
    let mut wrong = warnings.iter().filter(is_wrong);
    if let Some(first) = wrong.next()
        && !tolerant
    {
        for warning in wrong {
            let problem = lower_first(&warning.problem);
            terminal::note(&format!("wrong: {problem}: {}", warning.key));
        }
        return Err(refusal(first));
    }
    for warning in &warnings {
        terminal::note(&format!("warning: {warning}"));
    }
    // It is said here, and a save keeps the file as it was.
    document.misread.clear();
    note_unknown(&document);
    let unreadable = warnings
        .into_iter()
        .find(|warning| is_of_training(&warning.key) && !is_spare(&warning.key));
    let folder = folder_of(path);
    Ok(Project {
        name: name_of(&folder),
        document,
        folder: Some(folder),
        unreadable,
        version,
        is_new: false,
        data: None,
        tolerant,
    })
}

/// Says which keys this version does not know: of a newer one, or misspelt.
fn note_unknown(document: &Document) {
    let keys = unknown_keys(document);
    let (listed, more) = keys.split_at(keys.len().min(MAX_LISTED));
    for key in listed {
        terminal::note(&format!(
            "warning: this version does not know it and leaves it as it is: {key}"
        ));
    }
    if !more.is_empty() {
        let count = more.len();
        terminal::note(&format!(
            "warning: this version does not know {count} more keys"
        ));
    }
}

/// The folder that `path` means; its project file stands for it.
pub fn folder_of(path: &Path) -> PathBuf {
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

/// The folder's own name, also for `.` and `..`.
fn name_of(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.into());
    match whole.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        None => "hourglass".into(),
    }
}

/// What the variants are called, as far as a sentence can hold.
pub fn names_of(document: &Document) -> String {
    let names = document.variants.iter().map(|variant| short(&variant.name));
    let mut listed: Vec<String> = names.take(MAX_LISTED).collect();
    match document.variants.len().saturating_sub(MAX_LISTED) {
        0 => {}
        more => listed.push(format!("{more} more")),
    }
    listed.join(", ")
}

/// The variants called `name`, or all of them.
///
/// # Errors
/// When there is none of that name.
pub fn choose(document: &Document, name: Option<&str>) -> Result<Vec<VariantId>> {
    choose_each(
        document,
        &name.map(str::to_owned).into_iter().collect::<Vec<_>>(),
    )
}

/// The variants called any of `names`, in the project's order, or all of them when nothing is named.
///
/// # Errors
/// When there is none of one of the names.
pub fn choose_each(document: &Document, names: &[String]) -> Result<Vec<VariantId>> {
    let variants = &document.variants;
    if let Some(unknown) = names
        .iter()
        .find(|name| variants.iter().all(|variant| variant.name != **name))
    {
        return Err(Failure::new(format!(
            "there is no such variant, the project has {}: {unknown}",
            names_of(document)
        )));
    }
    let chosen = variants
        .iter()
        .filter(|variant| names.is_empty() || names.contains(&variant.name));
    Ok(chosen.map(|variant| variant.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Variant;

    #[test]
    fn examples_are_found_by_name_and_unknown_names_list_them() {
        let linear = find("linear", false).unwrap();
        assert_eq!((linear.name.as_str(), linear.folder), ("linear", None));
        let sentence = find("no-such-thing", false).unwrap_err().to_string();
        assert!(sentence.contains("article-mlp, article-tanh"), "{sentence}");
        assert!(sentence.ends_with(": no-such-thing"), "{sentence}");
    }

    #[test]
    fn a_folder_and_its_project_file_are_the_same_project() {
        let folder = tempfile::tempdir().unwrap();
        let bundle = folder.path().join("mine");
        project::save(&Document::default(), &bundle).unwrap();
        for path in [bundle.clone(), bundle.join(PROJECT_FILE)] {
            let found = find(&path.to_string_lossy(), false).unwrap();
            assert_eq!(found.name, "mine");
            assert_eq!(found.folder.as_deref(), Some(bundle.as_path()));
        }
        assert!(find(&folder.path().to_string_lossy(), false).is_err());
    }

    #[test]
    fn variants_are_chosen_by_name() {
        let mut document = Document::default();
        document.variants.push(Variant {
            id: VariantId(2),
            name: "B".into(),
            ..Variant::default()
        });
        let ids = |name| choose(&document, name).unwrap();
        assert_eq!(ids(None), [VariantId(1), VariantId(2)]);
        assert_eq!(ids(Some("B")), [VariantId(2)]);
        assert_eq!(
            choose(&document, Some("C")).unwrap_err().to_string(),
            "there is no such variant, the project has A, B: C"
        );
        let several = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            choose_each(&document, &names)
        };
        assert_eq!(several(&[]).unwrap(), ids(None));
        assert_eq!(several(&["B", "A", "B"]).unwrap(), ids(None));
        assert_eq!(several(&["B"]).unwrap(), [VariantId(2)]);
        let sentence = several(&["A", "a b"]).unwrap_err().to_string();
        assert!(sentence.ends_with(" A, B: a b"), "{sentence}");
    }
}
