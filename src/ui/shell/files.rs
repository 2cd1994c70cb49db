//! The system's own file dialogs. They are built on the UI thread and awaited on another one; what was chosen comes
//! back through a channel.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::ui::endings::DATA_ENDINGS;

/// What a path is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Open,
    OpenData,
    SaveAs,
    SaveFile,
}

/// An answer: the path, or `None` when nothing was chosen (or the system has no such dialog).
pub struct Picked {
    pub purpose: Purpose,
    pub path: Option<PathBuf>,
}

/// At most one dialog at a time.
pub struct FileDialogs {
    sender: Sender<Picked>,
    receiver: Receiver<Picked>,
    open: bool,
}

impl Default for FileDialogs {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            open: false,
        }
    }
}

impl FileDialogs {
    /// Whether a dialog is on screen.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Shows the dialog, beginning at `near`; `file` names what is saved and its ending.
    pub fn ask(
        &mut self,
        ctx: &egui::Context,
        purpose: Purpose,
        (what, ending): (&'static str, &'static str),
        near: &Path,
    ) {
        if self.open {
            return;
        }
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(folder) = near
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            dialog = dialog.set_directory(folder);
        }
        type Choice = std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>>;
        let choice: Choice = match purpose {
            Purpose::Open => Box::pin(dialog.set_title("Open project").pick_folder()),
            Purpose::OpenData => {
                let dialog = dialog
                    .set_title("Open data")
                    .add_filter("Data", DATA_ENDINGS)
                    .add_filter("All files", &["*"]);
                Box::pin(dialog.pick_file())
            }
            Purpose::SaveAs => {
                let name = near
                    .file_name()
                    .map_or_else(|| "project".into(), |name| name.to_string_lossy());
                let dialog = dialog.set_title("Save project as").set_file_name(name);
                Box::pin(dialog.save_file())
            }
            Purpose::SaveFile => {
                let name = near.file_name().map_or_else(
                    || format!("{what}.{ending}").into(),
                    |name| name.to_string_lossy(),
                );
                let dialog = dialog.set_title(format!("Save {what}")).set_file_name(name);
                // A folder has no ending.
                let dialog = match ending {
                    "" => dialog,
                    ending => dialog.add_filter(ending, &[ending]),
                };
                Box::pin(dialog.save_file())
            }
        };
        let (sender, ctx) = (self.sender.clone(), ctx.clone());
        let spawned = thread::Builder::new()
            .name("file dialog".into())
            .spawn(move || {
                let path = wait(choice).map(|file| file.path().to_path_buf());
                // The window may be gone by now; then nobody wants the answer.
                let _ = sender.send(Picked { purpose, path });
                ctx.request_repaint();
            });
        self.open = spawned.is_ok();
        if !self.open {
            let _ = self.sender.send(Picked {
                purpose,
                path: None,
            });
        }
    }

    /// The answer, once there is one.
    pub fn take(&mut self) -> Option<Picked> {
        let picked = self.receiver.try_recv().ok()?;
        self.open = false;
        Some(picked)
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks this thread until `future` is done.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_for_a_future_of_another_thread() {
        let mut polls = 0;
        let value = wait(std::future::poll_fn(|context| {
            polls += 1;
            if polls == 1 {
                let waker = context.waker().clone();
                thread::spawn(move || waker.wake());
                Poll::Pending
            } else {
                Poll::Ready(polls)
            }
        }));
        assert!(value >= 2);
    }
}
