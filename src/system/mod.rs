//! What operating systems do each in their own way: one file for each; and the clock.

#[cfg(target_os = "linux")]
mod cgroup;
mod instructions;
#[cfg(target_os = "linux")]
mod linux;
mod memory;
pub mod moment;
#[cfg(not(target_os = "linux"))]
mod other;
mod panic;
mod private;
#[cfg(target_os = "linux")]
mod stillness;
#[cfg(unix)]
mod unix;

pub use instructions::instruction_sets;
#[cfg(target_os = "linux")]
pub use linux::{
    available_memory, choose_display, memory, peak_memory, processor_name, system_name,
};
pub use memory::{MemoryShortage, check_memory, memory_size};
#[cfg(not(unix))]
pub use other::sync_folder;
#[cfg(not(target_os = "linux"))]
pub use other::{
    available_memory, choose_display, memory, peak_memory, processor_name, system_name,
    wishes_stillness,
};
pub use panic::panic_text;
pub use private::{name_of_folder, without_personal_paths};
#[cfg(target_os = "linux")]
pub use stillness::wishes_stillness;
#[cfg(unix)]
pub use unix::sync_folder;

/// Target of log lines whose text a person sees anyway: they are for the log file, and no terminal shows them twice.
pub const SHOWN: &str = "hourglass::shown";

/// Whether a display must be named in the environment for a window to open; elsewhere there always is one.
pub const NAMES_DISPLAY: bool = cfg!(all(unix, not(target_os = "macos")));
