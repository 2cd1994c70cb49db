//! `hourglass compare`: the comparison of a project's variants as a table or a report.

use std::path::Path;
use std::sync::Arc;

use super::arguments::Compare;
use super::evaluate::{Evaluation, prepared, print};
use super::failure::{Failure, Result};
use super::terminal::{self, Output};
use super::text::short;
use super::{find, pool};
use crate::app::{Contents, ExportFile};
use crate::export::{Comparison, html};

/// Measures the trained variants of a project, writes the report whole or not at all, and prints the table.
///
/// # Errors
/// One sentence on what and where; also when no variant is trained.
pub fn compare(asked: &Compare) -> Result<()> {
    let mut document = find::find(&asked.project)?.document;
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
    check_place(&asked.out)?;
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
    write(&comparison, &asked.out)?;
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

/// Measuring takes a while: what cannot be written is said before.
fn check_place(out: &Path) -> Result<()> {
    if out.is_dir() {
        return Err(Failure::new(format!(
            "this is a folder, name a file in it: {}",
            out.display()
        )));
    }
    let folder = out.parent().filter(|parent| *parent != Path::new(""));
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(Failure::new(format!(
            "there is no such folder to write into: {}",
            out.display()
        )));
    }
    Ok(())
}

fn write(comparison: &Comparison, out: &Path) -> Result<()> {
    let cannot = |why| Failure::new(format!("cannot make the report, {why}: {}", out.display()));
    let file = ExportFile {
        what: "report",
        name: comparison.document.name.clone(),
        ending: "html",
        contents: Contents::Text(html::report(comparison).map_err(cannot)?),
    };
    file.write(out, true).map_err(Failure)
}
