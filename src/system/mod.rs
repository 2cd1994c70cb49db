//! What operating systems do each in their own way: one file for each; and the clock.

#[cfg(target_os = "linux")]
mod cgroup;
#[cfg(target_os = "linux")]
mod linux;
mod memory;
pub mod moment;
#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(target_os = "linux")]
pub use linux::{available_memory, choose_display, memory, peak_memory, processor_name};
pub use memory::{MemoryShortage, check_memory, memory_size};
#[cfg(not(target_os = "linux"))]
pub use other::{available_memory, choose_display, memory, peak_memory, processor_name};
#[cfg(not(unix))]
pub use other::{ordinary_file, sync_folder};
#[cfg(unix)]
pub use unix::{ordinary_file, sync_folder};

/// Whether a display must be named in the environment for a window to open; elsewhere there always is one.
pub const NAMES_DISPLAY: bool = cfg!(all(unix, not(target_os = "macos")));
