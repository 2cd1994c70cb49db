//! `hourglass train`: trains the chosen variants of a project and saves it.

use super::arguments::Train;
use super::data_arguments::with_data;
use super::destination::destination;
use super::failure::{Failure, Result};
use super::format::lower_first;
use super::report::Report;
use super::training::{Ending, Training};
use super::wakes::Wakes;
use super::{device, find, interrupt, resume};
use crate::app::{Action, App, Edit};
use crate::training::VariantId;

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
    let mut report = Report::new(asked.json);
    let mut training = Training::start(
        destination,
        &wakes,
        &mut report,
        asked.threads,
        asked.device,
    )?;
    for &id in &chosen {
        settle(&mut training.app, id, asked.epochs, asked.seed)?;
    }
    if training.train(&chosen)? == Ending::Stopped {
        let command = resume::command(&bundle, asked.device);
        report.note(&format!("To go on: {command}"));
    }
    report.finish()
}

/// Gives the variant `id` what the command line says about its training.
fn settle(app: &mut App, id: VariantId, epochs: Option<u32>, seed: Option<u64>) -> Result<()> {
    let Some(variant) = app.document.variant(id) else {
        return Ok(());
    };
    let name = variant.name.clone();
    if let (Some(seed), Some(trained)) = (seed, &variant.trained) {
        let made = trained.settings.training.seed;
        if made != seed {
            return Err(Failure::new(format!(
                "the weights of {name} were made with seed {made}, which cannot change any more, begin again in another \
                 folder: --seed {seed}"
            )));
        }
    }
    let mut wanted = variant.settings.training;
    wanted.epochs = epochs.unwrap_or(wanted.epochs);
    wanted.seed = seed.unwrap_or(wanted.seed);
    if wanted == variant.settings.training {
        return Ok(());
    }
    // Edits are of the variant that is selected, which is saved with the project.
    let selected = app.document.selected;
    app.apply(Action::Select(id));
    let edit = Action::Edit(Edit::Training(wanted));
    let possible = app.check(&edit);
    if possible.is_ok() {
        app.apply(edit);
    }
    app.apply(Action::Select(selected));
    possible.map_err(|problem| Failure(format!("{}: {name}", lower_first(&problem))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Document, Trained};
    use crate::training::RunState;

    #[test]
    fn a_seed_can_be_given_until_there_are_weights() {
        let (mut app, id) = (App::detached(Document::default()), VariantId(1));
        settle(&mut app, id, Some(3), Some(7)).unwrap();
        let settings = app.document.variants[0].settings.clone();
        assert_eq!((settings.training.epochs, settings.training.seed), (3, 7));
        app.document.variants[0].trained = Some(Trained {
            resume_state: Default::default(),
            settings,
            state: RunState::Paused,
        });
        settle(&mut app, id, Some(4), Some(7)).unwrap();
        assert_eq!(app.document.variants[0].settings.training.epochs, 4);
        let mut refused =
            |epochs, seed| settle(&mut app, id, epochs, seed).unwrap_err().to_string();
        let sentence = refused(None, Some(8));
        assert!(sentence.contains("made with seed 7"), "{sentence}");
        assert_eq!(
            refused(Some(2_000_000), None),
            "the epochs must be at least 1 and at most 1000000, not 2000000: A"
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
        settle(&mut app, VariantId(2), Some(9), None).unwrap();
        assert_eq!(app.document.selected, VariantId(1));
        assert_eq!(app.document.variants[1].settings.training.epochs, 9);
    }
}
