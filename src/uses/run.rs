//! One use of a trained variant, done.

use super::input::beside;
use super::{Choices, Outcome, Problem, Subject, Use};

/// Does `chosen` with `subject`. A table of new samples begins with the columns of their own file, as they stand there.
///
/// # Errors
/// As [`Use::run`].
pub fn run(chosen: &dyn Use, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
    let mut outcome = chosen.run(subject, choices)?;
    let was_measured = !outcome.figures.is_empty();
    if let Some(origin) = subject.origin
        && !outcome.table.0.is_empty()
        && !chosen.completes_input()
    {
        outcome.table = beside(origin, outcome.table);
    }
    // What is no finite number is no figure: of an error of 0 there is no PSNR.
    outcome.figures = outcome.figures.finite();
    for (_, figures) in &mut outcome.baselines {
        *figures = figures.finite();
    }
    outcome.baselines.retain(|(_, figures)| !figures.is_empty());
    if was_measured && outcome.figures.is_empty() && outcome.unmeasured.is_none() {
        outcome.unmeasured = Some("none of its figures is a finite number".into());
    }
    Ok(outcome)
}
