//! One use of a trained variant, done.

use super::input::beside;
use super::{Choices, Outcome, Problem, Subject, Use};

/// Does `chosen` with `subject`. A table of new samples begins with the columns of their own file, as they stand there.
///
/// # Errors
/// As [`Use::run`].
pub fn run(chosen: &dyn Use, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
    let mut outcome = chosen.run(subject, choices)?;
    if let Some(origin) = subject.origin
        && !outcome.table.0.is_empty()
        && !chosen.completes_input()
    {
        let known = subject.scaler.shape().columns();
        let known = known.map_or(&[][..], |columns| columns.list());
        let known = known.iter().map(|column| &*column.name);
        outcome.table = beside(origin, outcome.table, known);
    }
    Ok(outcome)
}
