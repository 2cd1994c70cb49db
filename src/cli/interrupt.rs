//! Ctrl-C: the first asks to save and stop, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::failure::Result;
use crate::app::Wake;

/// The exit status of a program ended by Ctrl-C.
const ENDED: i32 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Takes Ctrl-C (and requests to terminate) as requests from now on, and calls `wake` for each.
pub fn listen(wake: Wake) -> Result<()> {
    ctrlc::set_handler(move || {
        if REQUESTED.swap(true, Ordering::AcqRel) {
            std::process::exit(ENDED);
        }
        wake();
    })?;
    Ok(())
}

/// Whether somebody asked to stop.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Acquire)
}
