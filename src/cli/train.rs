//! `hourglass train`: trains the chosen variants of a project and saves it.

use std::path::Path;

use super::arguments::Train;
use super::assignment::kinds_first;
use super::data_arguments::with_data;
use super::destination::destination;
use super::failure::{Failure, Result};
use super::report::Report;
use super::training::{Ending, Training};
use super::wakes::Wakes;
use super::{device, find, interrupt, pool, resume};
use crate::app::{Action, App, Edit};
use crate::data::DataSettings;
use crate::project::{
    self, BundleError, Document, Opened, Over, VariantSettings, absolute, lies_in, save_over,
};
use crate::settings::words::lower_first;
use crate::settings::{SetError, nearest, with};
use crate::training::{SCHEMA, SETTINGS, VariantId};

/// Trains as asked, and saves.
///
/// # Errors
/// One sentence on what and where.
pub fn train(asked: &Train) -> Result<()> {
    device::check(asked.device)?;
    let wakes = Wakes::new();
    interrupt::listen(wakes.wake())?;
    let project = with_data(asked)?;
    find::choose_each(&project.document, &asked.variants)?;
    let destination = destination(project, asked.out.as_deref())?;
    let chosen = find::choose_each(&destination.document, &asked.variants)?;
    let bundle = destination.bundle.clone();
    if asked.copy_data && destination.document.data.source.paths().is_empty() {
        return Err(Failure::new(
            "the data are part of the program, there is nothing to copy: --copy-data",
        ));
    }
    // Before anything is read: a wrong key is better known now.
    for &id in &chosen {
        wanted(&destination.document, id, asked)?;
    }
    let mut report = Report::new(asked.json);
    let mut training = Training::start(
        destination,
        &wakes,
        &mut report,
        pool::threads(asked.threads),
        asked.device,
    )?;
    for &id in &chosen {
        settle(&mut training.app, id, asked)?;
    }
    let ending = training.train(&chosen)?;
    // Its hold on the folder ends.
    drop(training);
    if ending == Ending::Stopped {
        let command = resume::command(&bundle, asked.device);
        report.note(&format!("To go on: {command}"));
    }
    if asked.copy_data {
        copy_data(&bundle)?;
    }
    report.finish()
}

/// Copies the data of the project that was saved into its folder, unless they are there already.
fn copy_data(bundle: &Path) -> Result<()> {
    let failed = |error: BundleError| Failure(lower_first(&error.to_string()));
    let Opened {
        mut document,
        version,
        ..
    } = project::open(bundle).map_err(failed)?;
    let bundle = absolute(bundle);
    if lies_in(&document.data, &bundle) {
        return Ok(());
    }
    document.data = project::copy_data(&document.data, &bundle).map_err(failed)?;
    let over = match version {
        Some(version) => Over::Own {
            path: bundle.clone(),
            version,
        },
        None => Over::Nothing,
    };
    save_over(&document, &bundle, &over).map_err(failed)?;
    Ok(())
}

/// The settings that the variant `id` gets from the command line.
fn wanted(document: &Document, id: VariantId, asked: &Train) -> Result<VariantSettings> {
    let variant = document.variant(id);
    let mut wanted = variant.map_or_else(VariantSettings::default, |v| v.settings.clone());
    let of_variants = asked.settings.iter().filter(|one| one.data_key().is_none());
    for (key, assignment) in kinds_first(of_variants.map(|one| (&*one.key, one))) {
        wanted = with(&wanted, &SCHEMA, key, &assignment.value)
            .map_err(|error| Failure(lower_first(&meant(error, &document.data).to_string())))?;
    }
    let training = &mut wanted.training;
    training.epochs = asked.epochs.unwrap_or(training.epochs);
    training.seed = asked.seed.unwrap_or(training.seed);
    Ok(wanted)
}

/// The same error; of a key that does not exist with the nearest of all keys, those of the data too.
fn meant(error: SetError, data: &DataSettings) -> SetError {
    match error {
        SetError::Unknown { key, .. } => {
            let of_data = data.keys().into_iter().map(|key| format!("data.{key}"));
            let all: Vec<String> = SCHEMA.keys().into_iter().chain(of_data).collect();
            let nearest = nearest(&key, &all);
            SetError::Unknown { key, nearest }
        }
        other @ SetError::Value { .. } => other,
    }
}

/// Gives the variant `id` what the command line says.
fn settle(app: &mut App, id: VariantId, asked: &Train) -> Result<()> {
    let wanted = wanted(&app.document, id, asked)?;
    let Some(variant) = app.document.variant(id) else {
        return Ok(());
    };
    if wanted == variant.settings {
        return Ok(());
    }
    let name = variant.name.clone();
    if let Some(trained) = &variant.trained {
        let asked = SETTINGS.changes(&variant.settings, &wanted);
        let changes = SETTINGS.changes(&trained.settings, &wanted);
        if asked.locked().next().is_some() && changes.locked().next().is_some() {
            return Err(Failure::new(format!(
                "{} cannot change any more, weights were made with it, so begin again as a new variant or in a new \
                 project: {name}",
                changes.locked_phrase()
            )));
        }
    }
    // Edits are of the variant that is selected, which is saved with the project.
    let selected = app.document.selected;
    app.apply(Action::Select(id));
    let edit = Action::Edit(Edit::Settings(Box::new(wanted)));
    let possible = app.check(&edit);
    if possible.is_ok() {
        app.apply(edit);
    }
    app.apply(Action::Select(selected));
    possible.map_err(|problem| Failure(format!("{}: {name}", lower_first(&problem))))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::arguments::{Arguments, Task};
    use crate::model::{Activation, Loss, Optimiser};
    use crate::project::Trained;
    use crate::training::RunState;

    fn asked(arguments: &[&str]) -> Train {
        let words = ["hourglass", "train", "linear"].iter().chain(arguments);
        match Arguments::try_parse_from(words).unwrap().task {
            Some(Task::Train(asked)) => asked,
            other => panic!("it is training that is asked for, not {other:?}"),
        }
    }

    #[test]
    fn what_weights_were_made_with_cannot_change() {
        let (mut app, id) = (App::detached(Document::default()), VariantId(1));
        settle(&mut app, id, &asked(&["--epochs", "3", "--seed", "7"])).unwrap();
        let settings = app.document.variants[0].settings.clone();
        assert_eq!((settings.training.epochs, settings.training.seed), (3, 7));
        app.document.variants[0].trained = Some(Trained {
            resume_state: Default::default(),
            settings,
            state: RunState::Paused,
        });
        settle(
            &mut app,
            id,
            &asked(&["--set", "training.epochs=4", "--seed", "7"]),
        )
        .unwrap();
        assert_eq!(app.document.variants[0].settings.training.epochs, 4);
        let mut refused = |arguments: &[&str]| {
            let error = settle(&mut app, id, &asked(arguments));
            error.unwrap_err().to_string()
        };
        let sentence = refused(&["--seed", "8"]);
        assert!(
            sentence.starts_with("the seed cannot change any more"),
            "{sentence}"
        );
        let sentence = refused(&["--set", "architecture.encoder=[64]"]);
        assert!(
            sentence.starts_with("the number of encoder layers cannot change"),
            "{sentence}"
        );
        assert_eq!(
            refused(&["--epochs", "2000000"]),
            "epochs must be at least 1 and at most 1000000, not 2000000: A"
        );
        assert_eq!(app.document.variants[0].settings.training.epochs, 4);
    }

    #[test]
    fn what_is_selected_stays_so() {
        let mut document = Document::default();
        let mut second = document.variants[0].clone();
        (second.id, second.name) = (VariantId(2), "B".into());
        document.variants.push(second);
        let mut app = App::detached(document);
        settle(&mut app, VariantId(2), &asked(&["--epochs", "9"])).unwrap();
        assert_eq!(app.document.selected, VariantId(1));
        assert_eq!(app.document.variants[1].settings.training.epochs, 9);
    }

    #[test]
    fn settings_are_set_by_key() {
        let wanted =
            |arguments: &[&str]| wanted(&Document::default(), VariantId(1), &asked(arguments));
        let settings = wanted(&[
            "--set",
            "architecture.encoder=[512,256,64]",
            "--set",
            "training.optimiser=rms_prop",
            "--set",
            "training.optimiser.alpha=0.5",
            "--set",
            "training.early_stopping.patience=9",
            "--set",
            "loss=bce",
            "--set",
            "training.clip_norm=null",
            "--set",
            "architecture.encoder[1].activation=tanh",
        ])
        .unwrap();
        let layers = &settings.architecture.encoder;
        let widths: Vec<usize> = layers.iter().map(|layer| layer.width).collect();
        assert_eq!(widths, [512, 256, 64]);
        assert_eq!(layers[1].activation, Activation::Tanh);
        let optimiser = Optimiser::RmsProp {
            alpha: 0.5,
            epsilon: 1e-8,
            momentum: 0.0,
        };
        assert_eq!(settings.training.optimiser, optimiser);
        assert_eq!(settings.training.early_stopping.unwrap().patience, 9);
        assert_eq!(settings.loss, Loss::Bce);

        let refused = |assignment: &str| {
            let error = wanted(&["--set", assignment]);
            error.unwrap_err().to_string()
        };
        assert_eq!(
            refused("training.epoch=3"),
            "there is no such setting, the nearest is training.epochs: training.epoch"
        );
        assert_eq!(
            refused("validation=3"),
            "there is no such setting, the nearest is data.validation: validation"
        );
        let sentence = refused("beta=4");
        assert!(
            sentence.contains("objective.variational.beta"),
            "{sentence}"
        );
        assert_eq!(
            refused("training.learning_rate=-1"),
            "learning rate must be a number above 0, not -1: training.learning_rate"
        );
        assert_eq!(
            refused("training.batch=many"),
            "the value must be at least 1 and at most 1048576, invalid type: string \"many\", expected usize: training.batch"
        );
        assert_eq!(
            refused("loss=mean"),
            "choose one of mse, bce, l1, kl, wavelet, perceptual, cross_entropy, not mean: loss"
        );
        assert_eq!(
            refused("training.optimiser.alpha=0.5"),
            "it means nothing beside the other choices: training.optimiser.alpha"
        );
        assert_eq!(
            refused("architecture.encoder[7].width=3"),
            "the list has 2 elements, the first is 0: architecture.encoder[7].width"
        );
    }
}
