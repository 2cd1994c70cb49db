//! The system's file dialog: built on the UI thread, waited for on another.

use std::future::Future;
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::field::Field;

/// At most one open dialog, and the field that its answer is for.
#[derive(Default)]
pub struct FileDialog {
    open: Option<(Field, Receiver<Option<PathBuf>>)>,
}

impl FileDialog {
    /// Whether a dialog waits for an answer.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens a dialog for `field`. Without a thread to wait on nothing opens, and typing a path remains.
    pub fn open(&mut self, ctx: &egui::Context, field: Field) {
        let files = field.files();
        let dialog = rfd::AsyncFileDialog::new().set_title(field.name());
        let dialog: Pin<Box<dyn Future<Output = _> + Send>> = match field.is_folder() {
            true => Box::pin(dialog.pick_folder()),
            false => Box::pin(
                dialog
                    .add_filter(files.name(), files.endings())
                    .add_filter("All files", &["*"])
                    .pick_file(),
            ),
        };
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        let waiting = thread::Builder::new()
            .name("file dialog".into())
            .spawn(move || {
                let path = wait_for(dialog).map(|file| file.path().to_path_buf());
                // Nobody listens any more when the window is gone.
                let _ = sender.send(path);
                ctx.request_repaint();
            });
        match waiting {
            Ok(_) => self.open = Some((field, receiver)),
            Err(error) => log::warn!("no file dialog, the system refused a thread: {error}"),
        }
    }

    /// The chosen file, once there is one.
    pub fn poll(&mut self) -> Option<(Field, PathBuf)> {
        let (field, receiver) = self.open.as_ref()?;
        let field = *field;
        match receiver.try_recv() {
            Err(TryRecvError::Empty) => None,
            answer => {
                self.open = None;
                Some((field, answer.ok()??))
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks this thread until `future` is done.
fn wait_for<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_ends_when_another_thread_wakes_it() {
        let mut polls = 0;
        let future = std::future::poll_fn(|context: &mut Context| {
            polls += 1;
            if polls == 3 {
                return Poll::Ready(42);
            }
            let waker = context.waker().clone();
            thread::spawn(move || waker.wake());
            Poll::Pending
        });
        assert_eq!(wait_for(future), 42);
    }

    #[test]
    fn an_answer_comes_once_and_cancelling_gives_none() {
        let (sender, receiver) = channel();
        let mut dialog = FileDialog {
            open: Some((Field::Labels, receiver)),
        };
        assert!(dialog.poll().is_none());
        assert!(dialog.is_open());
        sender.send(Some("labels.gz".into())).unwrap();
        assert_eq!(dialog.poll(), Some((Field::Labels, "labels.gz".into())));
        assert!(!dialog.is_open());

        let (sender, receiver) = channel();
        dialog.open = Some((Field::Images, receiver));
        sender.send(None).unwrap();
        assert_eq!(dialog.poll(), None);
        assert!(!dialog.is_open());
    }
}
