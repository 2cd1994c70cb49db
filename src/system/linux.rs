//! Linux: what the files of `/proc` say.

use std::env::var_os;
use std::fs;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use winit::event_loop::EventLoopBuilder;
use winit::platform::x11::EventLoopBuilderExtX11;

use super::cgroup;

/// What its maker calls the processor.
pub fn processor_name() -> Option<String> {
    name(&fs::read_to_string("/proc/cpuinfo").ok()?)
}

/// What its makers call the system.
pub fn system_name() -> Option<String> {
    value(&fs::read_to_string("/etc/os-release").ok()?, "PRETTY_NAME=")
}

/// Bytes of the machine's memory.
pub fn memory() -> Option<u64> {
    bytes(&fs::read_to_string("/proc/meminfo").ok()?, "MemTotal:")
}

/// Bytes of memory that new work can have without swapping, on the machine and in the container.
pub fn available_memory() -> Option<u64> {
    let machine = fs::read_to_string("/proc/meminfo").ok();
    let machine = machine.and_then(|text| bytes(&text, "MemAvailable:"));
    [machine, cgroup::available_memory()]
        .into_iter()
        .flatten()
        .min()
}

/// The most memory that this process has had resident, in bytes.
pub fn peak_memory() -> Option<u64> {
    bytes(&fs::read_to_string("/proc/self/status").ok()?, "VmHWM:")
}

/// Has a window open on X11 where Wayland is named and does not answer.
pub fn choose_display<T>(builder: &mut EventLoopBuilder<T>) {
    if wayland_is_gone() {
        log::warn!("the Wayland display that is named does not answer, so the window opens on X11");
        builder.with_x11();
    }
}

/// Whether the environment names a Wayland display that does not answer, and an X11 display beside it. Terminals that
/// outlive a session, and remote ones, have such a name.
fn wayland_is_gone() -> bool {
    let named = |name: &str| var_os(name).filter(|value| !value.is_empty());
    let Some(display) = named("WAYLAND_DISPLAY") else {
        return false;
    };
    if named("DISPLAY").is_none() || named("WAYLAND_SOCKET").is_some() {
        return false;
    }
    // An absolute name stands for itself.
    let folder = named("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    UnixStream::connect(folder.join(display)).is_err()
}

/// From `cpuinfo`; not every architecture's has it.
fn name(cpuinfo: &str) -> Option<String> {
    let mut lines = cpuinfo.lines();
    let line = lines.find(|line| line.starts_with("model name"))?;
    let name = line.split_once(':')?.1.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// From the line `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"`.
fn value(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let value = line.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

/// From the line "MemTotal:    123 kB".
fn bytes(text: &str, key: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_files_are_read_as_far_as_they_go() {
        let cpuinfo = "processor\t: 0\nmodel name\t: AMD EPYC 9B14\nmodel name\t: AMD EPYC 9B14\n";
        assert_eq!(name(cpuinfo).as_deref(), Some("AMD EPYC 9B14"));
        assert_eq!(name("processor\t: 0\nmodel name\t: \n"), None);
        let meminfo = "MemTotal:       16384 kB\nMemFree: 1 kB\n";
        assert_eq!(bytes(meminfo, "MemTotal:"), Some(16 << 20));
        assert_eq!(bytes("MemTotal:\n", "MemTotal:"), None);
        assert_eq!(bytes("", "MemTotal:"), None);
        let release = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        let found = value(release, "PRETTY_NAME=");
        assert_eq!(found.as_deref(), Some("Debian GNU/Linux 12 (bookworm)"));
        assert_eq!(value(release, "NAME="), None);
        let status = "Name:\thourglass\nVmPeak:\t  900 kB\nVmHWM:\t  123 kB\nVmRSS:\t  99 kB\n";
        assert_eq!(bytes(status, "VmHWM:"), Some(123 * 1024));
    }

    #[test]
    fn this_system_says_what_it_has() {
        let (memory, peak) = (memory().unwrap(), peak_memory().unwrap());
        assert!(0 < peak && peak < memory, "{peak} of {memory}");
        assert!((1..memory).contains(&available_memory().unwrap()));
    }
}
