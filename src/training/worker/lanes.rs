//! Batches of several runs beside each other: each lane is a pool with its share of the threads. A model's bits do not
//! depend on the number of threads, so neither do they on the lanes.

use super::entry::{Entry, guarded};
use crate::training::{StepOutcome, VariantId};

/// Runs that take a batch.
pub(super) type Round = Vec<(VariantId, Entry)>;

/// A run after its batch; `None` for one that was at its end already, `Err` with a sentence.
pub(super) struct Stepped {
    pub(super) variant: VariantId,
    pub(super) entry: Entry,
    pub(super) outcome: Result<Option<StepOutcome>, String>,
}

impl Stepped {
    fn new((variant, mut entry): (VariantId, Entry)) -> Self {
        let outcome = guarded(|| {
            // Fewer epochs may have been asked for since the last batch.
            if entry.run.is_finished() {
                return Ok(None);
            }
            entry.step().map(Some)
        });
        Self {
            variant,
            entry,
            outcome,
        }
    }
}

#[cfg(not(feature = "cuda"))]
pub(super) use beside::Lanes;
#[cfg(feature = "cuda")]
pub(super) use in_turns::Lanes;

#[cfg(not(feature = "cuda"))]
mod beside {
    use std::collections::{BTreeMap, VecDeque};
    use std::sync::mpsc::channel;
    use std::sync::{Arc, Mutex, PoisonError};

    use rayon::{ThreadPool, ThreadPoolBuilder};

    use super::{Round, Stepped};

    /// The pools, made when they are first needed.
    #[derive(Default)]
    pub(in super::super) struct Lanes {
        /// By the number of lanes that share the threads.
        pools: BTreeMap<usize, Vec<ThreadPool>>,
    }

    impl Lanes {
        /// Most runs worth a round: more would keep commands waiting.
        pub(in super::super) fn most() -> usize {
            2 * rayon::current_num_threads()
        }

        /// One batch of every run; they come back in order of their ids.
        pub(in super::super) fn step(&mut self, round: Round) -> Vec<Stepped> {
            let threads = rayon::current_num_threads();
            let lanes = round.len().min(threads);
            let pools = match lanes {
                0 | 1 => None,
                _ => self.pools(lanes, threads),
            };
            let Some(pools) = pools else {
                return round.into_iter().map(Stepped::new).collect();
            };
            let waiting = Arc::new(Mutex::new(VecDeque::from(round)));
            let (sender, receiver) = channel();
            for pool in pools {
                let (waiting, sender) = (Arc::clone(&waiting), sender.clone());
                pool.spawn(move || {
                    let next = || {
                        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                        waiting.pop_front()
                    };
                    while let Some(run) = next() {
                        if sender.send(Stepped::new(run)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut stepped: Vec<Stepped> = receiver.iter().collect();
            stepped.sort_by_key(|run| run.variant);
            stepped
        }

        /// Pools for `lanes` that share `threads`; `None` when the system has no threads for them.
        fn pools(&mut self, lanes: usize, threads: usize) -> Option<&[ThreadPool]> {
            if !self.pools.contains_key(&lanes) {
                let share = |lane| threads / lanes + usize::from(lane < threads % lanes);
                let pool = |lane| {
                    ThreadPoolBuilder::new()
                        .num_threads(share(lane))
                        .thread_name(move |thread| format!("lane-{lane}-{thread}"))
                        .build()
                };
                match (0..lanes).map(pool).collect::<Result<Vec<_>, _>>() {
                    Ok(pools) => {
                        self.pools.insert(lanes, pools);
                    }
                    Err(error) => {
                        log::warn!("no threads to train side by side, so runs take turns: {error}");
                        return None;
                    }
                }
            }
            self.pools.get(&lanes).map(Vec::as_slice)
        }
    }
}

#[cfg(feature = "cuda")]
mod in_turns {
    use super::{Round, Stepped};

    /// Models stay on this thread; see [`crate::model::Movable`].
    #[derive(Default)]
    pub(in super::super) struct Lanes;

    impl Lanes {
        /// One run at a time.
        pub(in super::super) fn most() -> usize {
            1
        }

        /// One batch of every run.
        pub(in super::super) fn step(&mut self, round: Round) -> Vec<Stepped> {
            round.into_iter().map(Stepped::new).collect()
        }
    }
}
