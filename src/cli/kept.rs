//! What `hourglass use` found, kept in its project as the window keeps it.

use super::find::Project;
use super::terminal;
use crate::project::{Others, Over, UseResult, save_over};
use crate::settings::words::lower_first;
use crate::training::VariantId;

/// Saves `results` with their variants, in place of what the same use found before. Where that cannot be it is said, and
/// nothing is lost: what was found is on screen, and found again.
pub fn keep(project: Project, results: Vec<(VariantId, UseResult)>) {
    let Project {
        mut document,
        folder: Some(folder),
        version: Some(version),
        unreadable: None,
        tolerant: false,
        ..
    } = project
    else {
        return;
    };
    if results.is_empty() {
        return;
    }
    // Whoever works on it saves what it has.
    let users = Others::in_folder(&folder).look();
    if let Some(user) = users.iter().find(|user| user.is_working()) {
        terminal::note(&format!(
            "warning: the result is not kept in the project, {} works on it: {}",
            user.program,
            folder.display()
        ));
        return;
    }
    for (id, result) in results {
        if let Some(variant) = document.variant_mut(id) {
            variant.keep_result(result);
        }
    }
    let over = Over::Own {
        path: folder.clone(),
        version,
    };
    match save_over(&document, &folder, &over) {
        Ok(saved) => {
            for sentence in saved.warnings {
                terminal::note(&format!("warning: {}", lower_first(&sentence)));
            }
        }
        Err(problem) => terminal::note(&format!(
            "warning: the result is not kept in the project, {}",
            lower_first(&problem.to_string())
        )),
    }
}
