//! `hourglass train`.

use super::arguments::Train;
use super::data_arguments::with_data;
use super::destination::destination;
use super::failure::Result;
use super::report::Report;
use super::training::{Ending, Training};
use super::wakes::Wakes;
use super::{device, find, interrupt, resume};

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
        training.settle(id, asked.epochs, asked.seed)?;
    }
    if training.train(&chosen)? == Ending::Stopped {
        let command = resume::command(&bundle, asked.device);
        report.note(&format!("To go on: {command}"));
    }
    report.finish()
}
