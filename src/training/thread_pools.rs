//! Trains several runs side by side, each in a pool with its share of the threads. A model's bits do not depend on the
//! number of threads, so neither do they on the pools.

#[cfg(not(feature = "cuda"))]
pub use beside::ThreadPools;
#[cfg(feature = "cuda")]
pub use in_turns::ThreadPools;

#[cfg(not(feature = "cuda"))]
mod beside {
    use std::collections::btree_map::Entry;
    use std::collections::{BTreeMap, VecDeque};
    use std::sync::mpsc::channel;
    use std::sync::{Arc, Mutex, PoisonError};

    use rayon::{ThreadPool, ThreadPoolBuilder};

    use crate::model::Movable;

    /// The thread pools, made when they are first needed.
    #[derive(Default)]
    pub struct ThreadPools {
        /// By the number of lanes that share the threads.
        pools: BTreeMap<usize, Vec<ThreadPool>>,
    }

    impl ThreadPools {
        /// Most things worth doing at once: more would keep whoever waits for all of them waiting long.
        pub fn most() -> usize {
            2 * rayon::current_num_threads()
        }

        /// Does `work`, which may not panic, on every one of `items`; the results come in their order.
        pub fn each<T, R>(&mut self, items: Vec<T>, work: fn(T) -> R) -> Vec<R>
        where
            T: Movable + 'static,
            R: Movable + 'static,
        {
            let threads = rayon::current_num_threads();
            let lanes = items.len().min(threads);
            let pools = match lanes {
                0 | 1 => None,
                _ => self.pools(lanes, threads),
            };
            let Some(pools) = pools else {
                return items.into_iter().map(work).collect();
            };
            let items: VecDeque<(usize, T)> = items.into_iter().enumerate().collect();
            let waiting = Arc::new(Mutex::new(items));
            let (sender, receiver) = channel();
            for pool in pools {
                let (waiting, sender) = (Arc::clone(&waiting), sender.clone());
                pool.spawn(move || {
                    let next = || {
                        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                        waiting.pop_front()
                    };
                    while let Some((index, item)) = next() {
                        if sender.send((index, work(item))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut done: Vec<(usize, R)> = receiver.iter().collect();
            done.sort_by_key(|(index, _)| *index);
            done.into_iter().map(|(_, result)| result).collect()
        }

        /// Pools for `lanes` that share `threads`; `None` when the system has no threads for them.
        fn pools(&mut self, lanes: usize, threads: usize) -> Option<&[ThreadPool]> {
            let free = match self.pools.entry(lanes) {
                Entry::Occupied(made) => return Some(made.into_mut()),
                Entry::Vacant(free) => free,
            };
            let share = |lane| threads / lanes + usize::from(lane < threads % lanes);
            let pool = |lane| {
                ThreadPoolBuilder::new()
                    .num_threads(share(lane))
                    .thread_name(move |thread| format!("lane-{lane}-{thread}"))
                    .build()
            };
            match (0..lanes).map(pool).collect::<Result<Vec<_>, _>>() {
                Ok(pools) => Some(free.insert(pools)),
                Err(error) => {
                    log::warn!("no threads to train side by side, so runs take turns: {error}");
                    None
                }
            }
        }
    }
}

#[cfg(feature = "cuda")]
mod in_turns {
    /// Models stay on this thread; see [`crate::model::Movable`].
    #[derive(Default)]
    pub struct ThreadPools;

    impl ThreadPools {
        /// One at a time.
        pub fn most() -> usize {
            1
        }

        /// Does `work` on every one of `items`; the results come in their order.
        pub fn each<T, R>(&mut self, items: Vec<T>, work: fn(T) -> R) -> Vec<R> {
            items.into_iter().map(work).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build();
        pool.unwrap().install(|| {
            let mut lanes = ThreadPools::default();
            for count in [0u64, 1, 2, 3, 20] {
                let slow_first = |item: u64| {
                    std::thread::sleep(std::time::Duration::from_millis(4 / (item + 1)));
                    (item, rayon::current_num_threads())
                };
                let done = lanes.each((0..count).collect(), slow_first);
                let items: Vec<u64> = done.iter().map(|(item, _)| *item).collect();
                assert_eq!(items, (0..count).collect::<Vec<_>>());
            }
        });
    }
}
