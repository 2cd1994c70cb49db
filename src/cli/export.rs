//! `hourglass export`: a trained variant as a PyTorch model.

use std::sync::Arc;

use super::arguments::Export;
use super::evaluate::prepared;
use super::failure::{Failure, Result};
use super::terminal::Output;
use super::{find, place, pool};
use crate::app::{Contents, ExportFile, FileBytes, Maker};
use crate::export::torch::{Subject, export};
use crate::project::{Document, Trained, Variant};
use crate::settings::words::lower_first;

/// Writes a trained variant as a PyTorch model: a Python file, and its weights beside it.
///
/// # Errors
/// One sentence on what and where.
pub fn export_model(asked: &Export) -> Result<()> {
    let document = find::find_trained(&asked.project, asked.tolerance.tolerant)?.document;
    let variant = one(&document, asked)?;
    let Some(trained) = &variant.trained else {
        return Err(Failure::new(format!(
            "not trained yet, run hourglass train first: {}",
            variant.name
        )));
    };
    place::check(&asked.out, "py", asked.force)?;
    place::check(
        &asked.out.with_extension("safetensors"),
        "safetensors",
        asked.force,
    )?;
    let parts = pool::with_threads(0, || parts(&document, variant, trained))?;
    let file = ExportFile {
        what: "PyTorch model",
        name: String::new(),
        ending: "py",
        contents: Contents::Made(Maker::new(move || Ok(parts.clone()))),
    };
    let written = file.write_over_own(&asked.out, asked.force);
    written.map_err(|sentence| Failure(lower_first(&sentence)))?;
    let mut output = Output::default();
    for path in [&*asked.out, &asked.out.with_extension("safetensors")] {
        output.line(&path.display().to_string());
    }
    output.finish()
}

/// The variant to export.
fn one<'a>(document: &'a Document, asked: &Export) -> Result<&'a Variant> {
    let chosen = find::choose(document, asked.variant.as_deref())?;
    let mut variants = chosen.iter().filter_map(|&id| document.variant(id));
    match (variants.next(), variants.next(), &asked.variant) {
        (Some(variant), None, _) => Ok(variant),
        (_, _, Some(name)) => Err(Failure::new(format!(
            "several variants have this name, rename them first: {name}"
        ))),
        (_, _, None) => Err(Failure::new(format!(
            "there are several variants, choose one of {} with --variant: {}",
            find::names_of(document),
            asked.project
        ))),
    }
}

/// The two files.
fn parts(document: &Document, variant: &Variant, trained: &Trained) -> Result<Vec<FileBytes>> {
    let resume_state = &trained.resume_state;
    // Only projects that did not keep it need their data for it.
    let scaler = match &resume_state.scaler {
        Some(scaler) => Arc::clone(scaler),
        None => resume_state.scaler_for(&prepared(document)?),
    };
    let exported = export(&Subject {
        name: &variant.name,
        data: &document.data.source.name(),
        scaler: &scaler,
        architecture: &trained.settings.architecture,
        weights: &resume_state.state.weights,
        epochs: Subject::epochs_at(resume_state),
        steps: resume_state.position.step,
    })
    .map_err(|why| Failure::new(format!("{} cannot be exported, {why}", variant.name)))?;
    let part = |ending, bytes| FileBytes { ending, bytes };
    Ok(vec![
        part("py", exported.python.into_bytes()),
        part("safetensors", exported.weights),
    ])
}
