//! Whether this machine has the memory that samples need, asked before any of it is taken.

use crate::system::available_memory;

/// Bytes a sample beside its values: places in the split, in the order of an epoch and while they are drawn.
const BYTES_A_SAMPLE: u64 = 16;

/// Whether `count` samples of `bytes` in all can be held: twice, since a test part is taken out of them.
///
/// # Errors
/// What they need and what is free, in bytes.
pub(super) fn check(bytes: u64, count: u64) -> Result<(), (u64, u64)> {
    let needed = bytes
        .saturating_mul(2)
        .saturating_add(count.saturating_mul(BYTES_A_SAMPLE));
    fits(needed, available_memory())
}

/// The most bytes that a text may have which is read as a table: its cells take as much again, and its numbers.
pub(super) fn most_text() -> u64 {
    available_memory().map_or(u64::MAX, |free| free / 3)
}

fn fits(needed: u64, free: Option<u64>) -> Result<(), (u64, u64)> {
    match free {
        Some(free) if needed > free => Err((needed, free)),
        _ => Ok(()),
    }
}

/// "5.4 GB"
pub(super) fn gigabytes(bytes: u64) -> String {
    format!("{:.1} GB", bytes as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_is_free_is_refused() {
        assert_eq!(fits(10, Some(9)), Err((10, 9)));
        assert!(fits(9, Some(9)).is_ok() && fits(u64::MAX, None).is_ok());
        assert_eq!(gigabytes(5_400_000_000), "5.4 GB");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn no_machine_holds_this_much() {
        let (needed, free) = check(1 << 50, 1 << 50).unwrap_err();
        assert_eq!(needed, 18 << 50);
        assert!(free < 1 << 50 && check(1, 1).is_ok());
    }
}
