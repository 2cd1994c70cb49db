//! The handle on the training thread, which owns the models.

mod checkpoint_viewer;
mod engine;
mod entry;
mod event_sender;
mod looking;
mod looking_back;
mod losing;
mod pace;
mod passes;
mod placing;
mod stepped;
mod view_cache;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::{Asker, Command, DecodeRequest, Event, ModelFactory, ThisMachine, Views};
use engine::{Engine, Inbox};
use event_sender::{EventQueue, EventSender};

/// Commands that can wait at a time. Batches take milliseconds, people click slower.
const WAITING_COMMANDS: usize = 256;

/// A handle on the worker thread. Dropping it ends the thread after the batch under way.
pub struct Worker {
    /// The cells through which big values come and go.
    pub views: Views,
    /// `None` only while dropping.
    commands: Option<SyncSender<Command>>,
    events: EventQueue,
    /// Ends the thread even when its queue is full.
    stop: Arc<AtomicBool>,
    /// A decode nudge is on its way, another one would only fill the queue.
    nudged: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread with a pool of `threads` compute threads (0 for one a core). `wake` is called from the
    /// thread whenever there is something new to read.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn spawn(threads: usize, wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        Self::spawn_with(threads, wake, Box::new(ThisMachine))
    }

    /// As [`Self::spawn`], with models from `factory`.
    ///
    /// # Errors
    /// As [`Self::spawn`].
    pub fn spawn_with(
        threads: usize,
        wake: Arc<dyn Fn() + Send + Sync>,
        factory: Box<dyn ModelFactory>,
    ) -> std::io::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|index| format!("training-{index}"))
            .build()
            .map_err(std::io::Error::other)?;
        let (sender, receiver) = sync_channel(WAITING_COMMANDS);
        let events = EventQueue::default();
        let views = Views::default();
        let stop = Arc::new(AtomicBool::new(false));
        let nudged = Arc::new(AtomicBool::new(false));
        let inbox = Inbox {
            commands: receiver,
            stop: Arc::clone(&stop),
            nudged: Arc::clone(&nudged),
        };
        let event_sender = EventSender::new(events.clone(), wake);
        let cells = views.clone();
        let thread = std::thread::Builder::new()
            .name("training".into())
            .spawn(move || {
                pool.install(|| Engine::new(inbox, event_sender, cells, factory).run());
            })?;
        Ok(Self {
            views,
            commands: Some(sender),
            events,
            stop,
            nudged,
            thread: Some(thread),
        })
    }

    /// Queues a command; never waits. `false` when the queue is full or the thread is gone.
    pub fn send(&self, command: Command) -> bool {
        let sender = self.commands.as_ref();
        sender.is_some_and(|sender| sender.try_send(command).is_ok())
    }

    /// Takes the next event, if there is one.
    pub fn try_event(&self) -> Option<Event> {
        self.events.take()
    }

    /// Asks for the output of a code, which comes through [`Views::decoded`]. A request of the same asker that was
    /// not answered yet is replaced. `false` as for [`Self::send`].
    pub fn decode(&self, asker: Asker, request: DecodeRequest) -> bool {
        self.views.decode.of(asker).put(request);
        if self.nudged.swap(true, Ordering::AcqRel) {
            return true;
        }
        let sent = self.send(Command::Decode);
        if !sent {
            self.nudged.store(false, Ordering::Release);
        }
        sent
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.commands = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the training thread ended in a panic");
        }
    }
}
