//! `hourglass train`.

use super::arguments::{Device, Train};
use super::destination::{Destination, destination};
use super::failure::{Failure, Result};
use super::report::Report;
use super::session::{Ending, Session};
use super::{find, interrupt, pool};
use crate::data;
use crate::project::Variant;

/// Trains as asked, and saves.
///
/// # Errors
/// One sentence on what and where.
pub fn train(asked: &Train) -> Result<()> {
    check_device(asked.device)?;
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
        let dataset = data::load(&document.data.source)?;
        Session::new(&mut document, &dataset, &bundle, &mut report).train(&chosen)
    })?;
    if ending == Ending::Stopped {
        report.note(&format!(
            "To go on: hourglass train {}",
            shell_word(&bundle.to_string_lossy())
        ));
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

fn check_device(device: Device) -> Result<()> {
    match device {
        Device::Auto | Device::Cpu => Ok(()),
        Device::Cuda if cfg!(feature = "cuda") => Err(Failure::new(
            "training on a GPU cannot be chosen yet, use --device cpu: --device cuda",
        )),
        Device::Cuda => Err(Failure::new(
            "this build has no CUDA, build with --features cuda: --device cuda",
        )),
    }
}

/// `text` as one word for a shell.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
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

    #[test]
    fn paths_are_quoted_where_a_shell_needs_it() {
        assert_eq!(shell_word("a/b-c.d"), "a/b-c.d");
        assert_eq!(shell_word("my net"), "'my net'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word(""), "''");
    }
}
