//! Reusable scratch memory: what one operation gives back the next one takes, so that a training step like the one
//! before it allocates none.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// Buffers that a thread keeps at most.
const KEPT: usize = 16;

thread_local! {
    /// Those that nobody uses.
    static FREE: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

/// Some numbers, which go back to the thread that drops them.
pub struct Scratch(Vec<f32>);

/// `len` numbers that mean nothing.
pub fn room(len: usize) -> Scratch {
    let mut numbers = taken(len);
    // Longer ones are cut: filling up is what writes numbers.
    numbers.resize(len, 0.0);
    Scratch(numbers)
}

/// `len` times zero.
pub fn zeros(len: usize) -> Scratch {
    let mut numbers = taken(len);
    numbers.clear();
    numbers.resize(len, 0.0);
    Scratch(numbers)
}

/// The same numbers.
pub fn copy(from: &[f32]) -> Scratch {
    let mut numbers = room(from.len());
    numbers.copy_from_slice(from);
    numbers
}

/// The free buffer that fits best: the smallest with room for `len` numbers, or else the largest, which then grows.
fn taken(len: usize) -> Vec<f32> {
    if len == 0 {
        return Vec::new();
    }
    FREE.with_borrow_mut(|free| {
        let fit = |numbers: &Vec<f32>| {
            let room = numbers.capacity();
            if room >= len {
                (0, room)
            } else {
                (1, usize::MAX - room)
            }
        };
        let best = (0..free.len()).min_by_key(|&index| fit(&free[index]));
        best.map_or_else(Vec::new, |index| free.swap_remove(index))
    })
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let numbers = std::mem::take(&mut self.0);
        if numbers.capacity() == 0 {
            return;
        }
        // Nowhere to keep it when the thread is ending.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < KEPT {
                free.push(numbers);
            }
        });
    }
}

impl Deref for Scratch {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.0
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_and_zeros_are_zero() {
        // A thread of its own has no buffers of other tests.
        let test = || {
            let mut first = zeros(100);
            first.fill(3.0);
            let address = first.as_ptr();
            drop(first);
            let second = room(40);
            assert_eq!((second.as_ptr(), second.len()), (address, 40));
            drop(second);
            let third = zeros(100);
            assert_eq!(third.as_ptr(), address);
            assert!(third.iter().all(|&number| number == 0.0));
            drop((third, room(1_000), room(10)));
            // The best fit of three, not the first.
            assert!(room(5).0.capacity() < 100);
            assert!(room(500).0.capacity() >= 1_000);
            assert_eq!(*copy(&[1.0, 2.0]), [1.0, 2.0]);
            assert!(zeros(0).is_empty());
        };
        std::thread::spawn(test).join().unwrap();
    }
}
