//! `hourglass compare`: the comparison of a project's variants as a table or a report.

use std::sync::Arc;

use super::arguments::Compare;
use super::evaluate::{Evaluation, prepared, print};
use super::failure::{Failure, Result};
use super::terminal::{self, Output};
use super::text::short;
use super::{find, place, pool};
use crate::app::{Contents, ExportFile};
use crate::export::{Comparison, html};
use crate::settings::words::lower_first;

/// Of the report.
const ENDING: &str = "html";

/// Measures the trained variants of a project, writes the report whole or not at all, and prints the table.
///
/// # Errors
/// One sentence on what and where; also when no variant is trained.
pub fn compare(asked: &Compare) -> Result<()> {
    let mut document = find::find_trained(&asked.project, asked.tolerance.tolerant)?.document;
    let chosen = find::choose_each(&document, &asked.variants)?;
    let among = document
        .variants
        .iter()
        .filter(|variant| chosen.contains(&variant.id));
    let (trained, untrained): (Vec<_>, Vec<_>) =
        among.partition(|variant| variant.trained.is_some());
    if trained.is_empty() {
        return Err(Failure::new(format!(
            "nothing is trained yet, run hourglass train first: {}",
            asked.project
        )));
    }
    // Measuring takes a while.
    place::check(&asked.out, ENDING, asked.force)?;
    for variant in untrained {
        terminal::note(&format!("warning: not trained yet: {}", variant.name));
    }
    let comparison = pool::with_threads(0, || {
        let data = Arc::new(prepared(&document)?);
        document.data = data.settings.clone();
        Comparison::new(&document, &data, &chosen, |what| {
            terminal::note(&format!("Measuring {}", short(what)));
        })
        .map_err(Failure)
    })?;
    write(&comparison, asked)?;
    let mut output = Output::default();
    let each: Vec<Evaluation> = comparison
        .trained()
        .map(|(variant, reached)| Evaluation {
            variant: variant.name.clone(),
            measured: reached.measured,
            columns: reached.columns.clone(),
            pca_mse: Some(reached.pca_mse).filter(|mse| mse.is_finite()),
        })
        .collect();
    print(&each, &mut output);
    output.line(&format!("The report is in {}", asked.out.display()));
    output.finish()
}

fn write(comparison: &Comparison, asked: &Compare) -> Result<()> {
    let out = &asked.out;
    let cannot = |why| Failure::new(format!("cannot make the report, {why}: {}", out.display()));
    let file = ExportFile {
        what: "report",
        name: comparison.document.name.clone(),
        ending: ENDING,
        contents: Contents::Text(html::report(comparison).map_err(cannot)?),
    };
    let written = file.write_over_own(out, asked.force);
    written.map_err(|sentence| Failure(lower_first(&sentence)))
}
