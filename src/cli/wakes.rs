//! Blocks a command until the application has news.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::app::Wake;

/// Calls that came since the last look count as one.
pub struct Wakes {
    sender: SyncSender<()>,
    receiver: Receiver<()>,
}

impl Wakes {
    pub fn new() -> Self {
        let (sender, receiver) = sync_channel(1);
        Self { sender, receiver }
    }

    /// What other threads call.
    pub fn wake(&self) -> Wake {
        let sender = self.sender.clone();
        Arc::new(move || {
            // A call that waits already is enough.
            let _ = sender.try_send(());
        })
    }

    /// Returns once there was a call since the last time.
    pub fn wait(&self) {
        // It cannot fail: a sender is held here.
        let _ = self.receiver.recv();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_calls_are_one_and_none_is_lost() {
        let wakes = Wakes::new();
        let wake = wakes.wake();
        for _ in 0..3 {
            wake();
        }
        wakes.wait();
        assert!(wakes.receiver.try_recv().is_err());
        let other = std::thread::spawn(move || wake());
        wakes.wait();
        other.join().unwrap();
    }
}
