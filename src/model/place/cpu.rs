//! The CPU's name and memory.

use super::{DeviceId, DeviceInfo};

/// As far as the system tells.
pub(super) fn info() -> DeviceInfo {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    DeviceInfo {
        id: DeviceId::Cpu,
        name: name(&read("/proc/cpuinfo")).unwrap_or_else(|| "Processor".into()),
        memory: memory(&read("/proc/meminfo")),
        problem: None,
    }
}

/// From Linux's `cpuinfo`; not every architecture's has it.
fn name(cpuinfo: &str) -> Option<String> {
    let line = cpuinfo
        .lines()
        .find(|line| line.starts_with("model name"))?;
    let name = line.split_once(':')?.1.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// From Linux's `meminfo`, in bytes.
fn memory(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find(|line| line.starts_with("MemTotal:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
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
        assert_eq!(
            memory("MemTotal:       16384 kB\nMemFree: 1 kB\n"),
            Some(16 << 20)
        );
        assert_eq!(memory("MemTotal:\n"), None);
        assert_eq!(memory(""), None);
    }
}
