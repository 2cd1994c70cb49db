//! Sends events to the screen and wakes it, not too often.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::training::{Event, StepRecord};

/// Between two wake calls while training goes on: about 60 a second.
const WAKE_EVERY: Duration = Duration::from_millis(16);
/// Most steps in one progress event; beyond it every second one is left out.
const MOST_STEPS: usize = 1_024;

/// Events in order. A slow reader does not pile up progress: what was not read is merged with what
/// is new, and nothing else is ever lost.
#[derive(Clone, Default)]
pub(super) struct EventQueue(Arc<Mutex<VecDeque<Event>>>);

impl EventQueue {
    pub(super) fn take(&self) -> Option<Event> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queue.pop_front()
    }

    fn put(&self, event: Event) {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(event) = merge(&mut queue, event) {
            queue.push_back(event);
        }
    }
}

/// Puts progress into unread progress of the same variant, unless something else of that variant came
/// between; gives back what could not be merged.
fn merge(queue: &mut VecDeque<Event>, event: Event) -> Option<Event> {
    let Event::Progress {
        variant,
        progress,
        mut steps,
    } = event
    else {
        return Some(event);
    };
    let last = queue
        .iter_mut()
        .rev()
        .find(|event| event.variant() == variant);
    if let Some(Event::Progress {
        progress: unread,
        steps: unread_steps,
        ..
    }) = last
    {
        *unread = progress;
        unread_steps.append(&mut steps);
        thin(unread_steps);
        return None;
    }
    Some(Event::Progress {
        variant,
        progress,
        steps,
    })
}

/// Leaves out every second step while there are too many; the newest stays.
pub(super) fn thin(steps: &mut Vec<StepRecord>) {
    while steps.len() > MOST_STEPS {
        let newest = steps.len() - 1;
        let mut index = 0;
        steps.retain(|_| {
            let keep = (newest - index).is_multiple_of(2);
            index += 1;
            keep
        });
    }
}

/// Sends events and wakes the screen, not too often.
pub(super) struct EventSender {
    queue: EventQueue,
    wake: Arc<dyn Fn() + Send + Sync>,
    woken: Option<Instant>,
    unannounced: bool,
}

impl EventSender {
    pub(super) fn new(queue: EventQueue, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            queue,
            wake,
            woken: None,
            unannounced: false,
        }
    }

    pub(super) fn send(&mut self, event: Event) {
        self.queue.put(event);
        self.unannounced = true;
    }

    /// Something was put into a view cell.
    pub(super) fn announce(&mut self) {
        self.unannounced = true;
    }

    /// Wakes the screen if there is something new and the last call is long enough ago.
    pub(super) fn tick(&mut self) {
        if self.woken.is_none_or(|at| at.elapsed() >= WAKE_EVERY) {
            self.flush();
        }
    }

    /// Wakes the screen if there is something new: before the thread is busy or idle for longer.
    pub(super) fn flush(&mut self) {
        if std::mem::take(&mut self.unannounced) {
            self.woken = Some(Instant::now());
            (self.wake)();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Progress, RunState, VariantId};

    fn progress(variant: u32, step: u64) -> Event {
        Event::Progress {
            variant: VariantId(variant),
            progress: Progress {
                step,
                ..Progress::default()
            },
            steps: vec![record(step)],
        }
    }

    fn record(step: u64) -> StepRecord {
        StepRecord {
            step,
            seconds: 0.0,
            loss: 0.0,
            ..Default::default()
        }
    }

    fn state(variant: u32) -> Event {
        Event::State {
            variant: VariantId(variant),
            state: RunState::Paused,
        }
    }

    fn drain(queue: &EventQueue) -> Vec<String> {
        std::iter::from_fn(|| queue.take())
            .map(|event| match event {
                Event::Progress {
                    variant,
                    progress,
                    steps,
                } => format!("{} to {} in {}", variant.0, progress.step, steps.len()),
                other => format!("{} else", other.variant().0),
            })
            .collect()
    }

    #[test]
    fn unread_progress_merges_within_a_variant_and_never_past_other_events() {
        let queue = EventQueue::default();
        for event in [
            progress(1, 1),
            progress(2, 1),
            progress(1, 2),
            state(1),
            progress(2, 2),
            progress(1, 3),
            state(1),
            state(1),
        ] {
            queue.put(event);
        }
        assert_eq!(
            drain(&queue),
            [
                "1 to 2 in 2",
                "2 to 2 in 2",
                "1 else",
                "1 to 3 in 1",
                "1 else",
                "1 else"
            ]
        );
    }

    #[test]
    fn many_unread_steps_are_thinned_and_the_newest_stays() {
        let mut steps: Vec<_> = (1..=5_000).map(record).collect();
        thin(&mut steps);
        assert_eq!(steps.len(), 625);
        assert_eq!(steps.last().map(|record| record.step), Some(5_000));
        assert_eq!(steps[1].step - steps[0].step, 8);
    }

    #[test]
    fn a_burst_of_events_wakes_once_until_flushed() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let woken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&woken);
        let wake = Arc::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let mut event_sender = EventSender::new(EventQueue::default(), wake);
        event_sender.flush();
        assert_eq!(woken.load(Ordering::SeqCst), 0);
        for _ in 0..10 {
            event_sender.send(state(1));
        }
        event_sender.flush();
        event_sender.flush();
        assert_eq!(woken.load(Ordering::SeqCst), 1);
    }
}
