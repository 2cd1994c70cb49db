//! Work that no frame waits for: done on a thread of its own, and picked up by the first frame after it is ready.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

/// One piece of work at a time.
pub struct Later<T> {
    coming: Option<Receiver<T>>,
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self { coming: None }
    }
}

impl<T: Send + 'static> Later<T> {
    /// Begins `work`, which asks for a frame when it is done. What was under way is forgotten. Where there is no thread
    /// to be had, nothing begins.
    pub fn begin(&mut self, context: &Context, work: impl FnOnce() -> T + Send + 'static) {
        let (done, coming) = channel();
        let context = context.clone();
        let run = move || {
            // Nobody may want it any more.
            if done.send(work()).is_ok() {
                context.request_repaint();
            }
        };
        match std::thread::Builder::new().name("view".into()).spawn(run) {
            Ok(_) => self.coming = Some(coming),
            Err(error) => log::warn!("a view stays as it is, there is no thread: {error}"),
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.coming.is_some()
    }

    /// What has been made, once.
    pub fn take(&mut self) -> Option<T> {
        match self.coming.as_ref()?.try_recv() {
            Ok(made) => {
                self.coming = None;
                Some(made)
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.coming = None;
                None
            }
        }
    }

    pub fn forget(&mut self) {
        self.coming = None;
    }
}

/// Drops `large` on a thread of its own: giving back many pages takes milliseconds.
pub fn drop_aside<T: Send + 'static>(large: T) {
    // Without a thread, it is dropped here.
    let _ = std::thread::Builder::new()
        .name("drop".into())
        .spawn(move || drop(large));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn work_comes_once_and_asks_for_a_frame() {
        let context = Context::default();
        let (asked, asks) = channel();
        context.set_request_repaint_callback(move |_| {
            let _ = asked.send(());
        });
        let mut later = Later::default();
        assert_eq!(later.take(), None);
        let (go, gate) = sync_channel::<()>(0);
        later.begin(&context, move || {
            let _ = gate.recv();
            7
        });
        assert!(later.is_under_way());
        assert_eq!(later.take(), None);
        go.send(()).unwrap();
        asks.recv_timeout(Duration::from_mins(1)).unwrap();
        assert_eq!(later.take(), Some(7));
        assert!(!later.is_under_way());
        assert_eq!(later.take(), None);
    }

    #[test]
    fn what_is_forgotten_never_comes() {
        let context = Context::default();
        let mut later = Later::default();
        let (done, wait) = channel();
        later.begin(&context, move || done.send(()));
        later.forget();
        wait.recv_timeout(Duration::from_mins(1)).unwrap();
        assert!(later.take().is_none());
    }

    #[test]
    fn work_that_panics_leaves_room_for_the_next() {
        let context = Context::default();
        let mut later: Later<u8> = Later::default();
        later.begin(&context, || panic!("on purpose"));
        while later.is_under_way() {
            assert_eq!(later.take(), None);
        }
    }
}
