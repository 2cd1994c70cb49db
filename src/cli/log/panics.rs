//! Panics in the log file, whoever catches them.

use std::panic;

use crate::system::SHOWN;

/// Has panics logged with their place before the terminal shows them.
pub fn log_them() {
    let show = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("without a name");
        let text = info.payload_as_str().unwrap_or("no message");
        match info.location() {
            Some(place) => {
                log::error!(target: SHOWN, "a panic in the thread {name}, at {place}: {text}");
            }
            None => log::error!(target: SHOWN, "a panic in the thread {name}: {text}"),
        }
        show(info);
    }));
}
