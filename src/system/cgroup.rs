//! Memory that a Linux control group leaves: containers and schedulers of clusters give a process less than the machine
//! has (`Documentation/admin-guide/cgroup-v2.rst` and `cgroup-v1/memory.rst` of the kernel).

use std::fs;
use std::path::Path;

const ROOT: &str = "/sys/fs/cgroup";

/// Bytes that this process may still take, by all groups that it is in; `None` where none of them has a limit.
pub fn available_memory() -> Option<u64> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    available_in(Path::new(ROOT), &groups)
}

/// As `/proc/self/cgroup` names the `groups`, whose folders are below `root`.
fn available_in(root: &Path, groups: &str) -> Option<u64> {
    let free = groups.lines().filter_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, group) = (parts.next()?, parts.next()?);
        let (root, names) = match controllers {
            "" => (root.to_path_buf(), &V2),
            _ if controllers.split(',').any(|one| one == "memory") => (root.join("memory"), &V1),
            _ => return None,
        };
        let group = Path::new(group.trim_start_matches('/'));
        // A limit holds for all groups below it. Inside of a container the path can be one of the outside.
        let places = group.ancestors().map(|place| root.join(place));
        places.filter_map(|place| names.free(&place)).min()
    });
    free.min()
}

/// What the files of a group are called.
struct Names {
    limit: &'static str,
    used: &'static str,
    /// In `memory.stat`: pages of files that go when memory is needed.
    cached: &'static str,
}

const V1: Names = Names {
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    cached: "total_inactive_file",
};
const V2: Names = Names {
    limit: "memory.max",
    used: "memory.current",
    cached: "inactive_file",
};

impl Names {
    fn free(&self, group: &Path) -> Option<u64> {
        let read = |name: &str| fs::read_to_string(group.join(name)).ok();
        // "max" is no limit.
        let limit: u64 = read(self.limit)?.trim().parse().ok()?;
        let used: u64 = read(self.used)?.trim().parse().ok()?;
        let stat = read("memory.stat").unwrap_or_default();
        let mut lines = stat.lines().filter_map(|line| line.split_once(' '));
        let cached = lines.find(|(name, _)| *name == self.cached);
        let cached = cached.and_then(|(_, bytes)| bytes.trim().parse().ok());
        Some(limit.saturating_sub(used.saturating_sub(cached.unwrap_or(0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(place: &Path, files: &[(&str, &str)]) {
        fs::create_dir_all(place).unwrap();
        for (name, text) in files {
            fs::write(place.join(name), text).unwrap();
        }
    }

    #[test]
    fn the_narrowest_group_counts_in_both_versions() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let inner = root.join("job/task");
        let stat = "anon 5\ninactive_file 100\n";
        let (current, stat) = (("memory.current", "400\n"), ("memory.stat", stat));
        group(&inner, &[("memory.max", "max\n"), current, stat]);
        assert_eq!(available_in(root, "0::/job/task\n"), None);
        group(
            &root.join("job"),
            &[("memory.max", "1000\n"), current, stat],
        );
        assert_eq!(available_in(root, "0::/job/task\n"), Some(700));
        group(&inner, &[("memory.max", "350\n")]);
        assert_eq!(available_in(root, "0::/job/task\n"), Some(50));
        // In a container, whose own group is the root.
        group(root, &[("memory.max", "900"), current]);
        assert_eq!(available_in(root, "0::/outside/one\n"), Some(500));

        let old = root.join("memory/job");
        let files = [
            ("memory.limit_in_bytes", "800\n"),
            ("memory.usage_in_bytes", "900\n"),
            ("memory.stat", "inactive_file 7\ntotal_inactive_file 150\n"),
        ];
        group(&old, &files);
        let groups = "5:cpu,cpuacct:/job\n4:memory:/job\n";
        assert_eq!(available_in(root, groups), Some(50));
        assert_eq!(available_in(root, ""), None);
    }
}
