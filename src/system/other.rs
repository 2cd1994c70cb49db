//! Systems that do not say or offer it.

/// What its maker calls the processor.
pub fn processor_name() -> Option<String> {
    None
}

/// What its makers call the system.
pub fn system_name() -> Option<String> {
    None
}

/// Bytes of the machine's memory.
pub fn memory() -> Option<u64> {
    None
}

/// Bytes of memory that new work can have without swapping.
pub fn available_memory() -> Option<u64> {
    None
}

/// The most memory that this process has had resident, in bytes.
pub fn peak_memory() -> Option<u64> {
    None
}

/// Whether a person wants nothing to move.
pub fn wishes_stillness() -> bool {
    false
}

/// There is one kind of display.
pub fn choose_display<T>(_: &mut winit::event_loop::EventLoopBuilder<T>) {}

/// Names of files need no waiting for.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn sync_folder(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}
