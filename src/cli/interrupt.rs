//! Ctrl-C and requests to terminate: the first asks to save and stop, the second to do no more than that, the third
//! ends the program at once.

use std::sync::atomic::{AtomicU32, Ordering};

use super::failure::Result;
use crate::app::Wake;

/// The exit status of a program ended by Ctrl-C.
const ENDED: i32 = 130;

static REQUESTS: AtomicU32 = AtomicU32::new(0);

/// Takes Ctrl-C (and requests to terminate) as requests from now on, and calls `wake` for each.
pub fn listen(wake: Wake) -> Result<()> {
    ctrlc::set_handler(move || {
        match REQUESTS.fetch_add(1, Ordering::AcqRel) {
            0 => {}
            1 => log::warn!("what was trained is being saved; once more ends at once, without it"),
            _ => std::process::exit(ENDED),
        }
        wake();
    })?;
    Ok(())
}

/// Whether somebody asked to stop.
pub fn requested() -> bool {
    REQUESTS.load(Ordering::Acquire) > 0
}

/// Whether somebody asked to stop more than once.
pub fn is_urgent() -> bool {
    REQUESTS.load(Ordering::Acquire) > 1
}
