//! `hourglass train-features`: trains a classifier on a project's pictures, whose layers its variants then can use.

use std::sync::Arc;

use super::arguments::TrainFeatures;
use super::destination::{Destination, destination};
use super::evaluate::prepared;
use super::failure::{Failure, Result};
use super::pool::{self, with_threads};
use super::terminal::{self, Output};
use super::{find, interrupt, resume};
use crate::data;
use crate::model::TrainedClassifier;
use crate::project::{Document, Over, Saved, save_over};
use crate::settings::words::lower_first;
use crate::training::{ClassifierEpoch, ClassifierTraining, LabelledPictures};

/// Trains a classifier, and keeps it in the project.
///
/// # Errors
/// One sentence on what cannot be trained on, or where it cannot be saved.
pub fn train_features(arguments: &TrainFeatures) -> Result<()> {
    let project = arguments.project.as_ref();
    let project = project.ok_or_else(|| Failure::new("name a project"))?;
    let found = find::find(project, arguments.tolerance.tolerant)?;
    let data = prepared(&found.document)?;
    let pictures = LabelledPictures::of(&data)
        .map_err(|invalid| Failure(lower_first(&invalid.to_string())))?;
    let Destination {
        mut document,
        bundle,
        version,
        ..
    } = destination(found, arguments.out.as_deref())?;
    let save = |document: &Document, version| {
        let over = match version {
            Some(version) => Over::Own {
                path: bundle.clone(),
                version,
            },
            None => Over::Nothing,
        };
        let saved = save_over(document, &bundle, &over);
        saved.map_err(|error| Failure(lower_first(&error.to_string())))
    };
    // A folder that cannot be written is better known before the training than after.
    let saved = save(&document, version)?;
    let classifier = train_in_terminal(&pictures, arguments)?;
    let Saved {
        version, merged, ..
    } = saved;
    if let Some(merged) = merged {
        document = *merged;
    }
    document.add_classifier(Arc::clone(&classifier));
    let saved = save(&document, Some(version))?;
    for warning in &saved.warnings {
        terminal::note(&format!("warning: {}", lower_first(warning)));
    }
    let mut output = Output::default();
    let id = classifier.id();
    output.line(&match classifier.about().accuracy {
        Some(accuracy) => format!("{}: {id}", accuracy.words()),
        None => id.to_string(),
    });
    output.finish()?;
    // What is trained goes on with its own loss, so the hint would be refused.
    if document
        .variants
        .iter()
        .all(|variant| variant.trained.is_none())
    {
        let train = resume::command(&bundle, crate::model::DeviceChoice::Auto);
        terminal::note(&format!(
            "To compare by its features: {train} --set loss=perceptual --set objective.perceptual.features={id}"
        ));
    }
    Ok(())
}

/// Trains as asked, and says how it goes; Ctrl-C ends it after the last whole epoch.
///
/// # Errors
/// When there is nothing to show for it.
pub fn train_in_terminal(
    pictures: &LabelledPictures,
    arguments: &TrainFeatures,
) -> Result<Arc<TrainedClassifier>> {
    let progress = data::Progress::default();
    let asked = progress.clone();
    interrupt::listen(Arc::new(move || asked.stop()))?;
    let training = ClassifierTraining {
        epochs: arguments.epochs,
        seed: arguments.seed,
        ..ClassifierTraining::default()
    };
    let epochs = arguments.epochs;
    let tell = |done: ClassifierEpoch| {
        let accuracy = done.accuracy;
        let right = accuracy.map(|accuracy| format!(", right are {}", accuracy.words()));
        terminal::note(&format!(
            "epoch {} of {epochs}: cross-entropy {:.4}{}, {:.0} s",
            done.epoch,
            done.cross_entropy,
            right.unwrap_or_default(),
            done.seconds
        ));
    };
    with_threads(pool::threads(arguments.threads), || {
        let trained = training.train(pictures, &progress, tell);
        trained.map_err(|error| Failure(lower_first(&error.to_string())))
    })
}
