//! `hourglass train`.

use std::sync::Arc;

use super::arguments::Train;
use super::destination::{Destination, destination};
use super::failure::{Failure, Result};
use super::report::Report;
use super::session::{Ending, Session};
use super::{device, find, interrupt, pool, resume};
use crate::data::Prepared;
use crate::project::Variant;

/// Trains as asked, and saves.
///
/// # Errors
/// One sentence on what and where.
pub fn train(asked: &Train) -> Result<()> {
    device::check(asked.device)?;
    interrupt::listen()?;
    let project = find::find(&asked.project)?;
    find::choose_each(&project.document, &asked.variants)?;
    let Destination {
        mut document,
        bundle,
    } = destination(project, asked.out.as_deref())?;
    let chosen = find::choose_each(&document, &asked.variants)?;
    for &id in &chosen {
        if let Some(variant) = document.variant_mut(id) {
            settle(variant, asked.epochs, asked.seed)?;
        }
    }
    let mut report = Report::new(asked.json, document.data.watched());
    let ending = pool::with_threads(asked.threads, || {
        let data = Arc::new(Prepared::load(&document.data).map_err(Failure)?);
        Session::new(&mut document, &data, &bundle, &mut report, asked.device).train(&chosen)
    })?;
    if ending == Ending::Stopped {
        let command = resume::command(&bundle, asked.device);
        report.note(&format!("To go on: {command}"));
    }
    report.finish()
}

/// Gives `variant` what the command line says about its training.
fn settle(variant: &mut Variant, epochs: Option<u32>, seed: Option<u64>) -> Result<()> {
    let training = &mut variant.settings.training;
    if let Some(epochs) = epochs {
        training.epochs = epochs;
    }
    let Some(seed) = seed else { return Ok(()) };
    if let Some(trained) = &variant.trained {
        let made = trained.settings.training.seed;
        if made != seed {
            return Err(Failure::new(format!(
                "the weights of {} were made with seed {made}, which cannot change any more, begin again in another \
                 folder: --seed {seed}",
                variant.name
            )));
        }
    }
    training.seed = seed;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Trained;
    use crate::training::RunState;

    #[test]
    fn a_seed_can_be_given_until_there_are_weights() {
        let mut variant = Variant::default();
        settle(&mut variant, Some(3), Some(7)).unwrap();
        assert_eq!(variant.settings.training.epochs, 3);
        assert_eq!(variant.settings.training.seed, 7);
        variant.trained = Some(Trained {
            checkpoint: Default::default(),
            settings: variant.settings.clone(),
            state: RunState::Paused,
        });
        settle(&mut variant, None, Some(7)).unwrap();
        let sentence = settle(&mut variant, None, Some(8)).unwrap_err().to_string();
        assert!(sentence.contains("made with seed 7"), "{sentence}");
    }
}
