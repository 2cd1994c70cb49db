//! Whether this machine has the memory that something needs, asked before any of it is taken.

use std::fmt;

use super::available_memory;

/// More was needed than is free, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryShortage {
    pub needed: u64,
    pub free: u64,
}

impl fmt::Display for MemoryShortage {
    /// "about 5.4 GB of memory, and 3.2 GB are free"
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [needed, free] = [self.needed, self.free].map(memory_size);
        write!(f, "about {needed} of memory, and {free} are free")
    }
}

/// Whether `needed` bytes are free.
///
/// # Errors
/// When they are not, as far as the system says.
pub fn check_memory(needed: u64) -> Result<(), MemoryShortage> {
    check(needed, available_memory())
}

fn check(needed: u64, free: Option<u64>) -> Result<(), MemoryShortage> {
    match free {
        Some(free) if needed > free => Err(MemoryShortage { needed, free }),
        _ => Ok(()),
    }
}

/// "5.4 GB", "120 MB"; what is needed is no less than it says.
pub fn memory_size(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_is_free_is_refused() {
        let shortage = check(5_400_000_000, Some(3_200_000_000)).unwrap_err();
        let sentence = shortage.to_string();
        assert_eq!(sentence, "about 5.4 GB of memory, and 3.2 GB are free");
        assert_eq!(memory_size(119_000_001), "120 MB");
        assert!(check(9, Some(9)).is_ok() && check(u64::MAX, None).is_ok());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn no_machine_holds_this_much() {
        let shortage = check_memory(1 << 50).unwrap_err();
        assert!(shortage.free < 1 << 50 && check_memory(1).is_ok());
    }
}
