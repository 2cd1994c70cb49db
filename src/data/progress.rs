//! How far the reading of data is, and whether anybody still waits for it.
//!
//! It belongs to the thread that reads, as the place of a log message does: readers ask for it where they begin something
//! long, and all others need not hand it on.

use std::cell::RefCell;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Of one reading; a clone is of the same.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counts>);

/// In what the reader counts by: bytes, or files.
#[derive(Debug, Default)]
struct Counts {
    done: AtomicU64,
    total: AtomicU64,
    is_stopped: AtomicBool,
}

thread_local! {
    static PRESENT: RefCell<Progress> = RefCell::default();
}

impl Progress {
    /// What this thread reads; without [`Self::during`] one that nobody looks at.
    pub fn present() -> Self {
        PRESENT.with_borrow(Clone::clone)
    }

    /// Calls `read`, in which this is [`Self::present`].
    pub fn during<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = PRESENT.replace(self.clone());
        let result = read();
        PRESENT.set(before);
        result
    }

    /// The share that is done, from 0 to 1; `None` as long as nobody knows.
    pub fn share(&self) -> Option<f32> {
        let total = self.0.total.load(Ordering::Relaxed);
        let done = self.0.done.load(Ordering::Relaxed).min(total);
        (total > 0).then(|| (done as f64 / total as f64) as f32)
    }

    /// Nobody waits for it any more.
    pub fn stop(&self) {
        self.0.is_stopped.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.0.is_stopped.load(Ordering::Relaxed)
    }

    /// There is this much more to do.
    pub fn expect(&self, more: u64) {
        self.0.total.fetch_add(more, Ordering::Relaxed);
    }

    /// This much more is done.
    pub fn add(&self, more: u64) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// `input`, of `length` bytes, which count as they are read. It ends with an error once nobody waits any more.
    pub fn watch<R: Read>(&self, input: R, length: u64) -> Watched<R> {
        self.expect(length);
        Watched {
            input,
            progress: self.clone(),
        }
    }
}

/// An input whose bytes count as progress.
pub struct Watched<R> {
    input: R,
    progress: Progress,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.progress.is_stopped() {
            return Err(io::Error::other("it was stopped"));
        }
        let count = self.input.read(out)?;
        self.progress.add(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_read_are_counted_on_the_thread_that_reads() {
        let progress = Progress::default();
        assert_eq!(progress.share(), None);
        let mut out = [0; 4];
        progress.during(|| {
            let mut input = Progress::present().watch(&[1u8; 16][..], 16);
            input.read_exact(&mut out).unwrap();
        });
        assert_eq!(progress.share(), Some(0.25));
        // Elsewhere nobody looks.
        Progress::present().expect(100);
        assert_eq!(progress.share(), Some(0.25));
        progress.add(99);
        assert_eq!(progress.share(), Some(1.0));
    }

    #[test]
    fn what_nobody_waits_for_ends() {
        let progress = Progress::default();
        let mut input = progress.watch(&[1u8; 16][..], 16);
        let mut out = [0; 4];
        input.read_exact(&mut out).unwrap();
        progress.stop();
        let error = input.read_exact(&mut out).unwrap_err();
        assert_eq!(error.to_string(), "it was stopped");
    }
}
