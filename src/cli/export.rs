//! `hourglass export`: a trained variant as a PyTorch model, or a drawing.

use std::sync::Arc;

use super::arguments::Export;
use super::evaluate::prepared;
use super::failure::{Failure, Result};
use super::terminal::Output;
use super::{drawing, find, place, pool};
use crate::app::{Contents, ExportFile, FileBytes, Maker};
use crate::export::Plot;
use crate::export::torch::{self, Subject};
use crate::project::{Document, Trained, Variant};
use crate::settings::words::lower_first;

/// Writes what the ending of the file says.
///
/// # Errors
/// One sentence on what and where.
pub fn export(asked: &Export) -> Result<()> {
    match (asked.form(), asked.plot) {
        (Some(form), Some(plot)) => drawing::draw(asked, plot, form),
        (Some(_), None) => Err(Failure::new(format!(
            "choose what to draw with --plot, {}: {}",
            Plot::ALL.map(Plot::name).join(", "),
            asked.out.display()
        ))),
        (None, Some(_)) => Err(Failure::new(format!(
            "a drawing ends in .svg or .png: {}",
            asked.out.display()
        ))),
        (None, None) => export_model(asked),
    }
}

/// Writes a trained variant as a PyTorch model: a Python file, and its weights beside it.
fn export_model(asked: &Export) -> Result<()> {
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
    let exported = torch::export(&Subject {
        name: &variant.name,
        data: &document.data.source.name(),
        scaler: &scaler,
        architecture: &trained.settings.architecture,
        loss: trained.settings.loss,
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
