//! The command line: the same application without a window.
//!
//! Results go to standard output, everything else to standard error. Exit status: 0 done, 1 failed with a
//! sentence on what and where, 2 wrong usage, 130 ended by a second Ctrl-C.

mod arguments;
mod assignment;
mod beginning;
mod bench;
mod compare;
mod data_arguments;
mod destination;
mod device;
mod drawing;
mod evaluate;
mod export;
mod failure;
mod find;
mod folders;
mod format;
mod import;
mod interrupt;
mod kept;
mod log;
mod overview;
mod place;
mod pool;
mod rating_figures;
mod report;
mod result_file;
mod resume;
mod shipped_features;
mod sparkline;
mod table;
mod terminal;
mod text;
mod token_figures;
mod train;
mod train_features;
mod trained;
mod training;
mod uses;
mod wakes;
mod window;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::system::panic_text;
use arguments::{Arguments, Task};
use failure::{Failure, Result};

/// Reads the arguments and does what they ask.
pub fn run() -> ExitCode {
    let arguments = match Arguments::of(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                // It quotes what was typed, which can be the name of a file.
                let text = error.render().to_string();
                text.trim_end().lines().for_each(terminal::note);
            } else {
                // Nothing is left to be done when nobody reads it.
                let _ = error.print();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let log_file = log::start(arguments.log);
    beginning::log_it();
    let done = catch_unwind(AssertUnwindSafe(|| perform(arguments, log_file)));
    let internal = |cause: Box<dyn Any + Send>| {
        let text = panic_text(&*cause);
        Err(Failure(format!(
            "an internal error ended the program: {text}"
        )))
    };
    match done.unwrap_or_else(internal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::fail(&failure);
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: Arguments, log_file: Option<PathBuf>) -> Result<()> {
    match arguments.task {
        Some(Task::Train(train)) => train::train(&train),
        Some(Task::Import(arguments)) => import::import(&arguments),
        Some(Task::Evaluate(evaluate)) => evaluate::evaluate(&evaluate),
        Some(Task::Compare(compare)) => compare::compare(&compare),
        Some(Task::Export(arguments)) => export::export(&arguments),
        Some(Task::Use(arguments)) => uses::use_model(&arguments),
        Some(Task::Bench(bench)) => bench::bench(&bench),
        Some(Task::TrainFeatures(arguments)) => match (arguments.set, &arguments.out) {
            (Some(set), Some(out)) => shipped_features::make(set, out, &arguments),
            _ => train_features::train_features(&arguments),
        },
        None => window::open(arguments, log_file),
    }
}
