//! `hourglass export --plot`: a drawing of a project's trained variants.

use std::sync::Arc;

use super::arguments::Export;
use super::evaluate::prepared;
use super::failure::{Failure, Result};
use super::terminal::{self, Output};
use super::text::short;
use super::{find, place, pool};
use crate::app::{Contents, ExportFile, FileBytes, Maker};
use crate::export::svg::Form;
use crate::export::{Comparison, Plot, layers};
use crate::project::Document;
use crate::settings::words::lower_first;
use crate::training::VariantId;

/// Measures what the drawing shows, and writes it whole or not at all.
///
/// # Errors
/// One sentence on what and where.
pub fn draw(asked: &Export, plot: Plot, form: Form) -> Result<()> {
    let mut document = find::find_trained(&asked.project, asked.tolerance.tolerant)?.document;
    let chosen = chosen(&document, asked, plot)?;
    let ending = form.format.ending();
    // Measuring takes a while.
    place::check(&asked.out, ending, asked.force)?;
    let cannot = |why| Failure::new(format!("cannot draw, {why}: {}", asked.out.display()));
    let bytes = pool::with_threads(0, || {
        let data = Arc::new(prepared(&document)?);
        if plot == Plot::Architecture {
            // Nothing is measured for it.
            let variant = chosen.first().and_then(|id| document.variant(*id));
            let variant = variant.ok_or_else(|| cannot("there is no variant".into()))?;
            let trained = variant.trained.as_ref();
            let settings = trained.map_or(&variant.settings, |trained| &trained.settings);
            let figure = layers(variant, settings, data.dataset.shape());
            return form.bytes(&*figure).map_err(cannot);
        }
        document.data = data.settings.clone();
        let comparison = Comparison::new(&document, &data, &chosen, |what| {
            terminal::note(&format!("Measuring {}", short(what)));
        })
        .map_err(Failure)?;
        let figure = comparison.figure(plot).map_err(cannot)?;
        form.bytes(&*figure).map_err(cannot)
    })?;
    let file = ExportFile {
        what: "drawing",
        name: String::new(),
        ending,
        contents: Contents::Made(Maker::new(move || {
            let bytes = bytes.clone();
            Ok(vec![FileBytes { ending, bytes }])
        })),
    };
    let written = file.write_over_own(&asked.out, asked.force);
    written.map_err(|sentence| Failure(lower_first(&sentence)))?;
    let mut output = Output::default();
    output.line(&asked.out.display().to_string());
    output.finish()
}

/// The variants to draw, trained where that is needed: the one that is named, or all of them.
fn chosen(document: &Document, asked: &Export, plot: Plot) -> Result<Vec<VariantId>> {
    let mut chosen = find::choose(document, asked.variant.as_deref())?;
    let is_trained = |id: &VariantId| {
        let variant = document.variant(*id);
        variant.is_some_and(|variant| variant.trained.is_some())
    };
    // Layers are there before anything is trained; of several the trained ones are meant, as in other drawings.
    if plot != Plot::Architecture || chosen.iter().any(is_trained) {
        chosen.retain(is_trained);
    }
    if chosen.is_empty() {
        return Err(Failure::new(format!(
            "nothing is trained yet, run hourglass train first: {}",
            asked.project
        )));
    }
    if plot.is_of_one() && chosen.len() > 1 {
        return Err(Failure::new(format!(
            "there are several variants, choose one of {} with --variant: {}",
            find::names_of(document),
            asked.project
        )));
    }
    Ok(chosen)
}
