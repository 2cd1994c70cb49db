//! The thread that owns models and trains them.

use std::sync::Arc;

use super::{Command, Event, Views};

/// A handle on the worker thread. Dropping it ends the thread after the batch under way.
pub struct Worker {
    /// The cells through which big values come and go.
    pub views: Views,
}

impl Worker {
    /// Starts the thread with a pool of `threads` compute threads (0 for one a core). `wake` is called from the
    /// thread whenever there is something new to read.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn spawn(threads: usize, wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        let _ = (threads, wake);
        Ok(Self {
            views: Views::default(),
        })
    }

    /// Queues a command; never waits. `false` when the queue is full or the thread is gone.
    pub fn send(&self, command: Command) -> bool {
        let _ = command;
        false
    }

    /// Takes the next event, if there is one.
    pub fn try_event(&self) -> Option<Event> {
        None
    }
}
