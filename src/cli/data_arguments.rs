//! `--data` and `--set data.KEY=VALUE`: the project that `hourglass train` trains, on other data or other settings of
//! its data where they are given.

use std::path::Path;
use std::sync::Arc;

use super::arguments::Train;
use super::assignment::{Assignment, kinds_first};
use super::destination::is_same;
use super::failure::{Failure, Result};
use super::find::{self, Project};
use crate::app::SampleKind;
use crate::data::{self, DataSettings, Fingerprint, Prepared, Source, title_of};
use crate::project::{Document, VariantSettings, is_bundle, with_whole_paths};
use crate::settings::words::lower_first;

/// The project that is asked for: one that is there, or a new one named after `--data`, with the data that are asked
/// for.
///
/// # Errors
/// When there is no such project or setting, or other data would take the weights of a trained project away.
pub fn with_data(asked: &Train) -> Result<Project> {
    let mut project = match (&asked.project, &asked.data) {
        (Some(text), _) => find::find(text, asked.tolerance.tolerant)?,
        (None, Some(path)) => new_project(path),
        (None, None) => return Err(Failure::new("name a project, or data with --data")),
    };
    let document = &mut project.document;
    let own = with_settings(document.data.clone(), &asked.settings, false)
        .map(|own| with_shorthands(own, asked));
    let wanted = match &asked.data {
        None => {
            let own = own?;
            find::check_source(&own.source)?;
            own
        }
        Some(path) => {
            let other = with_shorthands(named_data(path, &asked.settings)?, asked);
            // The same file once more keeps what is said of it.
            match own {
                Ok(own) if own.source == other.source => own,
                _ => other,
            }
        }
    };
    if wanted == document.data {
        return Ok(project);
    }
    let is_new = asked.project.is_none();
    let is_chosen = |key: &str| asked.settings.iter().any(|one| one.data_key() == Some(key));
    let is_import = wanted.source != document.data.source && !is_chosen("validation");
    if let Some(same) = the_same_elsewhere(document, &wanted) {
        document.data = same;
        return Ok(project);
    }
    let kept = document.data.with_files_of(&wanted.source);
    if asked.keep_weights
        && let Some(kept) = &kept
    {
        let data = load(kept, false)?;
        if let Some(problem) = document.misfit(&data) {
            return Err(Failure(lower_first(&problem)));
        }
        document.go_on_among(&data);
        document.data = data.settings.clone();
        project.data = Some(Arc::new(data));
        return Ok(project);
    }
    let mut trained = document.variants.iter().filter(|v| v.trained.is_some());
    if let Some(variant) = trained.next() {
        let other_folder = match (&asked.out, &project.folder) {
            (Some(out), Some(own)) => !is_same(&find::folder_of(out), own),
            (out, _) => out.is_some(),
        };
        if !other_folder {
            let or = match kept {
                Some(_) => ", or keep them with --keep-weights where samples are alike",
                None => "",
            };
            return Err(Failure::new(format!(
                "the weights were made with other data, so train on these in another folder with --out{or}: {}",
                variant.name
            )));
        }
        for variant in &mut document.variants {
            variant.trained = None;
            variant.start = None;
        }
        project.unreadable = None;
    }
    // Read here, so that nothing is made when they cannot be.
    let data = load(&wanted, is_import)?;
    let kinds = [&document.data.source, &wanted.source].map(SampleKind::of_source);
    let other_kind = is_new || kinds[0] != kinds[1];
    for variant in &mut document.variants {
        fit(&mut variant.settings, &data, other_kind);
    }
    document.data = data.settings.clone();
    if !is_import {
        // That fewer were taken than somebody asked for is said before training.
        document.data.validation = wanted.validation;
    }
    project.data = Some(Arc::new(data));
    Ok(project)
}

/// The data of `document` in the files of `wanted`, where these hold what its variants were trained on.
fn the_same_elsewhere(document: &Document, wanted: &DataSettings) -> Option<DataSettings> {
    let trained_on = document.content_of_trained()?;
    let same = document.data.with_files_of(&wanted.source)?;
    let found = Fingerprint::of(&same.source.files()).ok()?;
    (found == *trained_on).then_some(same)
}

/// What a new project says of the data at `path`, with these settings.
///
/// # Errors
/// When there are none that can be read, or a setting cannot be what is asked for.
pub fn named_data(path: &Path, settings: &[Assignment]) -> Result<DataSettings> {
    if !path.exists() {
        let path = path.display();
        return Err(Failure(format!("there is no such file: {path}")));
    }
    if is_bundle(path) {
        let path = path.display();
        return Err(Failure(format!("this is a project, not data: {path}")));
    }
    let is_said = |one: &Assignment| matches!(one.data_key(), Some("kind" | "source.kind"));
    let is_guess = !settings.iter().any(is_said);
    with_settings(DataSettings::of_path(path)?, settings, is_guess)
}

/// `data` with these settings; where their kind `is_guess` a setting that one kind alone has says which it is. Paths that were
/// typed are seen from here.
fn with_settings(
    mut data: DataSettings,
    settings: &[Assignment],
    is_guess: bool,
) -> Result<DataSettings> {
    let keys = settings
        .iter()
        .filter_map(|one| Some((one.data_key()?, one)));
    for (key, assignment) in kinds_first(keys) {
        let Err(error) = data.set(key, &assignment.value) else {
            continue;
        };
        let implied = is_guess.then(|| implied(&data, key, &assignment.value));
        data = implied.flatten().ok_or(Failure(error.to_string()))?;
    }
    Ok(with_whole_paths(data))
}

/// The same file as the only other kind of data that has the setting `key`, where it was taken for a table unasked.
fn implied(data: &DataSettings, key: &str, value: &str) -> Option<DataSettings> {
    if !matches!(data.source, Source::Table(_)) {
        return None;
    }
    let kinds = ["text", "ratings", "series"].into_iter();
    let mut others = kinds.filter_map(|kind| {
        let mut other = data.read_as(kind).ok()?;
        other.set(key, value).ok()?;
        Some(other)
    });
    let only = others.next()?;
    others.next().is_none().then_some(only)
}

/// `data` with the classes of `--normal` and the share of `--missing`, where they are given.
fn with_shorthands(mut data: DataSettings, asked: &Train) -> DataSettings {
    if !asked.normal.is_empty() {
        data.normal.clone_from(&asked.normal);
    }
    if let Some(share) = asked.missing {
        data.missing_share = share;
    }
    data
}

/// Reads what `settings` name; of an import nobody has said how many samples are for validation.
fn load(settings: &DataSettings, is_import: bool) -> Result<Prepared> {
    let loaded = if is_import {
        data::load(settings)
            .map_err(|error| error.to_string())
            .and_then(|dataset| Prepared::imported(dataset, settings))
    } else {
        Prepared::load(settings)
    };
    loaded.map_err(|problem| Failure(lower_first(&problem)))
}

/// Gives a variant a model that fits `data` where its own does not, or was for samples of another kind.
fn fit(settings: &mut VariantSettings, data: &Prepared, other_kind: bool) {
    if other_kind || !settings.fits(data) {
        settings.fit_to(data);
    }
}

/// A project with one variant, to be kept in a folder named after the file.
fn new_project(path: &Path) -> Project {
    let name = title_of(path);
    Project {
        document: Document {
            name: name.clone(),
            ..Document::default()
        },
        folder: None,
        name,
        unreadable: None,
        version: None,
        is_new: true,
        data: None,
        tolerant: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_project_is_named_after_its_file() {
        assert_eq!(title_of(Path::new("sets/digits.idx.gz")), "digits");
        assert_eq!(title_of(Path::new("my digits")), "my digits");
    }
}
