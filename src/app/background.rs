//! Background work, each piece on a thread of its own, and the reports that come back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::reading::{Purpose, Reading};
use super::{ExportFile, Painted, Picture, Wake};
use crate::data::{DataSettings, Fingerprint, Prepared};
use crate::model::{Tensors, TrainedClassifier};
use crate::project::{InUse, LeftBehind, Recovered, Saved, User};
use crate::system::panic_text;
use crate::training::{Checkpoint, Measured};

/// What a thread brings back. Tickets tell superseded work from wanted work.
#[derive(Debug)]
pub(super) enum Report {
    Data {
        ticket: u64,
        result: Result<Arc<Prepared>, String>,
    },
    /// Data that a person looks at.
    Previewed {
        ticket: u64,
        result: Result<Arc<Prepared>, String>,
    },
    /// The data lie in the project's folder, where they were at `from`.
    DataCopied {
        from: Box<DataSettings>,
        result: Result<DataSettings, String>,
    },
    /// What data elsewhere hold.
    Compared {
        files: Vec<PathBuf>,
        found: Result<Fingerprint, String>,
    },
    Opened {
        ticket: u64,
        path: PathBuf,
        purpose: Purpose,
        reading: Box<Reading>,
    },
    Saved {
        ticket: u64,
        result: Result<Outcome, String>,
    },
    Recent {
        result: Result<Vec<PathBuf>, String>,
    },
    DeviceRemembered {
        result: Result<(), String>,
    },
    /// A file to save, at the path that a person said.
    File {
        file: Arc<ExportFile>,
        path: PathBuf,
        result: Result<PathBuf, String>,
    },
    /// A picture for the clipboard.
    Drawn {
        what: &'static str,
        result: Result<Picture, String>,
    },
    /// The weights of a checkpoint, for a fork.
    Weights {
        ticket: u64,
        checkpoint: Arc<Checkpoint>,
        result: Result<Arc<Tensors>, String>,
    },
    Measured {
        ticket: u64,
        /// Nothing when it was given up.
        result: Result<Option<Measured>, String>,
    },
    /// What was filled in where a person painted.
    Painted(Result<Box<Painted>, String>),
    /// A classifier of the project's pictures.
    Classified {
        ticket: u64,
        result: Result<Arc<TrainedClassifier>, String>,
    },
    /// What a use found.
    Used {
        ticket: u64,
        result: Result<Box<crate::uses::Outcome>, String>,
    },
    /// Errors by the number of components.
    Pca {
        ticket: u64,
        result: Result<Vec<f64>, String>,
    },
    /// Unsaved work of sessions that ended without a word, newest first.
    LeftBehind(Vec<LeftBehind>),
    /// Such work, opened.
    Recovered(Result<Box<Recovered>, String>),
    /// Such work is gone.
    Discarded,
    /// What was kept in this session is gone.
    Forgotten,
    /// Unsaved work was kept, or why not.
    Kept(Result<(), String>),
    /// The claim on a project's folder, where it could be had, and who else has it open.
    Claimed(Option<(PathBuf, Option<InUse>, Vec<User>)>),
    /// What somebody who helps has to know.
    Diagnosed {
        result: Result<String, String>,
    },
    /// Who else has the project in this folder open now.
    Users {
        folder: PathBuf,
        users: Vec<User>,
    },
    /// A moment asked for with [`Background::after`] has come.
    Time,
}

/// How a save that met no failure ended.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Written(Box<Saved>),
    /// Another project is there, which only a person can give up.
    Occupied,
}

/// Ends a thread that looks at something when dropped.
#[derive(Debug)]
pub(super) struct Watch {
    _held: Sender<()>,
}

/// Starts threads and collects their reports.
pub(super) struct Background {
    sender: Sender<Report>,
    receiver: Receiver<Report>,
    wake: Wake,
}

impl Background {
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            wake,
        }
    }

    /// Runs `work` on a thread called `name`. Its result, also a panic or a refused thread, becomes a report.
    pub fn run<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
        report: impl FnOnce(Result<T, String>) -> Report + Send + Clone + 'static,
    ) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let on_thread = report.clone();
        let spawned = thread::Builder::new().name(name.into()).spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|cause| Err(panic_text(&*cause).into()));
            // Without a receiver the application has ended, and nobody wants to know.
            let _ = sender.send(on_thread(result));
            wake();
        });
        if let Err(error) = spawned {
            let problem = format!("the system refused a thread: {error}");
            let _ = self.sender.send(report(Err(problem)));
            (self.wake)();
        }
    }

    /// Reports [`Report::Time`] after `wait`.
    pub fn after(&self, wait: Duration) {
        self.run(
            "timer",
            move || {
                thread::sleep(wait);
                Ok(())
            },
            |_: Result<(), String>| Report::Time,
        );
    }

    /// Looks every `pause` on a thread called `name`, until what this gives is dropped; what the look brings is reported.
    /// `None` where the system refuses a thread.
    pub fn every(
        &self,
        name: &str,
        pause: Duration,
        mut look: impl FnMut() -> Option<Report> + Send + 'static,
    ) -> Option<Watch> {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let (watch, dropped) = channel();
        let looking = move || {
            while dropped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                if let Some(report) = look() {
                    if sender.send(report).is_err() {
                        return;
                    }
                    wake();
                }
            }
        };
        let spawned = thread::Builder::new().name(name.into()).spawn(looking);
        spawned.ok().map(|_| Watch { _held: watch })
    }

    pub fn next(&self) -> Option<Report> {
        self.receiver.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_report() {
        let (woken, wakes) = channel();
        let background = Background::new(Arc::new(move || {
            let _ = woken.send(());
        }));
        background.run(
            "test",
            || -> Result<Outcome, String> { panic!("the disk is on fire") },
            |result| Report::Saved { ticket: 3, result },
        );
        wakes.recv().expect("woken");
        let Some(Report::Saved { ticket, result }) = background.next() else {
            panic!("no report");
        };
        assert_eq!(ticket, 3);
        assert_eq!(result, Err("the disk is on fire".into()));
        assert!(background.next().is_none());
    }
}
