//! The classes of files: by a file that says them, or by their folders.

use std::collections::BTreeSet;
use std::path::Path;

use super::class_file::{self, ClassFile};
use super::files::File;
use crate::data::DataError;
use crate::data::table::counted;

/// The names of the classes and the class of each file, where there are some.
type Classes = (Option<Vec<String>>, Option<Vec<u32>>);

/// How the files of a folder get classes.
pub struct Labelling<'a> {
    /// The folder, or the only file.
    pub path: &'a Path,
    /// The file of names and classes, where one is named.
    pub labels: Option<&'a Path>,
    /// What a file is called: "picture".
    pub noun: &'static str,
}

impl Labelling<'_> {
    /// The names of the classes and the class of each file: by the file that is named, or by folders, or by the file that is
    /// found. What there is to say goes to `left_out`.
    ///
    /// # Errors
    /// When the file that is named cannot be read, or names none of them.
    pub fn classes(
        &self,
        files: &[&File],
        left_out: &mut Vec<String>,
    ) -> Result<Classes, DataError> {
        let root = match self.path.is_dir() {
            true => self.path,
            false => self.path.parent().unwrap_or(Path::new("")),
        };
        let paths: Vec<&Path> = files.iter().map(|file| &*file.path).collect();
        let by_file = |file: &ClassFile| -> Vec<Option<String>> {
            paths
                .iter()
                .map(|path| file.class(root, path).cloned())
                .collect()
        };
        let folders: Vec<&[String]> = files.iter().map(|file| &*file.folders).collect();
        let classes = if let Some(path) = self.labels {
            by_file(&ClassFile::read(path, root, &paths, self.noun)?)
        } else if let Some(classes) = of_folders(&folders) {
            classes
                .into_iter()
                .map(|class| class.map(str::to_owned))
                .collect()
        } else {
            let found = class_file::find(root).filter(|_| self.path.is_dir());
            let Some(path) = found else {
                return Ok((None, None));
            };
            let classes = ClassFile::read(&path, root, &paths, self.noun);
            match classes.map(|file| by_file(&file)) {
                // It was only found here: what names a few may be about something else.
                Ok(classes) if 2 * classes.iter().flatten().count() >= classes.len() => classes,
                _ => {
                    let path = path.display();
                    let noun = self.noun;
                    left_out.push(format!(
                        "it names less than half of the {noun}s and is left out: {path}"
                    ));
                    return Ok((None, None));
                }
            }
        };
        match classes.iter().filter(|class| class.is_none()).count() {
            0 => {}
            without => {
                let has = if without == 1 { "has" } else { "have" };
                left_out.push(format!("{} {has} no class", counted(without, self.noun)));
            }
        }
        let (names, numbers) = numbered(&classes);
        Ok((Some(names), Some(numbers)))
    }
}

/// The class of each file by the folders that it lies in: the first level on which folders differ. `None` for all
/// where none does, and for files that lie above that level.
pub fn of_folders<'a>(files: &[&'a [String]]) -> Option<Vec<Option<&'a str>>> {
    let deepest = files.iter().map(|folders| folders.len()).max()?;
    let at = |folders: &'a [String], level: usize| folders.get(level).map(String::as_str);
    let level = (0..deepest).find(|level| {
        let names = files.iter().filter_map(|folders| at(folders, *level));
        names.collect::<BTreeSet<_>>().len() > 1
    })?;
    Some(files.iter().map(|folders| at(folders, level)).collect())
}

/// Numbers for classes, by their names in order; [`Samples::NO_LABEL`](crate::data::Samples::NO_LABEL) without one.
pub fn numbered(classes: &[Option<String>]) -> (Vec<String>, Vec<u32>) {
    let names: BTreeSet<&String> = classes.iter().flatten().collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let number = |class: &Option<String>| {
        let place = class
            .as_ref()
            .and_then(|class| names.binary_search(class).ok());
        place.map_or(crate::data::Samples::NO_LABEL, |place| place as u32)
    };
    let numbers = classes.iter().map(number).collect();
    (names, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(pictures: &[&str]) -> Option<Vec<String>> {
        let mut folders: Vec<Vec<String>> = Vec::new();
        for path in pictures {
            let parts = path.split('/').filter(|part| !part.is_empty());
            folders.push(parts.map(String::from).collect());
        }
        let folders: Vec<&[String]> = folders.iter().map(Vec::as_slice).collect();
        let found = of_folders(&folders)?;
        Some(
            found
                .into_iter()
                .map(|class| class.unwrap_or("-").to_owned())
                .collect(),
        )
    }

    #[test]
    fn the_first_level_that_differs_has_the_classes() {
        let found = |pictures: &[&str]| classes(pictures).unwrap_or_default().join(" ");
        assert_eq!(found(&["cat", "dog", "cat"]), "cat dog cat");
        assert_eq!(found(&["set/cat/a", "set/dog/b"]), "cat dog");
        assert_eq!(found(&["set", "set/cat", "set/dog"]), "- cat dog");
        assert_eq!(found(&["set", "set", ""]), "");
        assert_eq!(found(&[]), "");
    }

    #[test]
    fn classes_are_numbered_by_name() {
        let classes = [
            Some("b".to_owned()),
            None,
            Some("a".into()),
            Some("b".into()),
        ];
        let (names, numbers) = numbered(&classes);
        assert_eq!(names, ["a", "b"]);
        assert_eq!(numbers, [1, u32::MAX, 0, 1]);
    }
}
