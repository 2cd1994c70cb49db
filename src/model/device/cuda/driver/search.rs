//! Where the CUDA libraries may be.

use std::path::{Path, PathBuf};

/// The oldest cuBLAS that is looked for.
const OLDEST: u32 = 11;

/// Variables that name the folder of a CUDA toolkit.
const ROOTS: [&str; 3] = ["CUDA_PATH", "CUDA_HOME", "CUDA_ROOT"];

/// The toolkit's folder for this processor's files.
const TARGET: &str = if cfg!(target_arch = "aarch64") {
    "targets/sbsa-linux/lib"
} else {
    "targets/x86_64-linux/lib"
};

/// A file with cuBLAS, and the one that it needs itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Without a folder: where the loader looks, `LD_LIBRARY_PATH` included.
    pub folder: Option<PathBuf>,
    pub name: String,
    pub needs: String,
}

/// What may be cuBLAS for a driver of CUDA `major`, best first. A newer one than the driver does not work.
pub fn cublas(major: u32, variable: impl Fn(&str) -> Option<String>) -> Vec<Candidate> {
    let folders = || {
        let named = ROOTS.iter().filter_map(|name| variable(name));
        let named = named.filter(|root| !root.is_empty()).map(PathBuf::from);
        let usual = ["/usr/local/cuda", "/opt/cuda", "/usr/lib/cuda"].map(PathBuf::from);
        let of_major = PathBuf::from(format!("/usr/local/cuda-{major}"));
        named.chain(usual).chain([of_major]).flat_map(|root| {
            let below = ["lib64", "lib", TARGET];
            below.map(|folder| root.join(folder))
        })
    };
    let endings = (OLDEST..=major).rev().map(|major| format!(".{major}"));
    let endings: Vec<String> = endings.chain([String::new()]).collect();
    let in_folder = |folder: Option<&Path>| -> Vec<Candidate> {
        let candidate = |ending: &String| Candidate {
            folder: folder.map(Path::to_path_buf),
            name: format!("libcublas.so{ending}"),
            needs: format!("libcublasLt.so{ending}"),
        };
        endings.iter().map(candidate).collect()
    };
    let mut candidates = in_folder(None);
    candidates.extend(folders().flat_map(|folder| in_folder(Some(&folder))));
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(major: u32, variables: &[(&str, &str)]) -> Vec<String> {
        let value = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let path = |candidate: Candidate| {
            let folder = candidate.folder.unwrap_or_default();
            folder.join(candidate.name).display().to_string()
        };
        cublas(major, value).into_iter().map(path).collect()
    }

    #[test]
    fn the_loaders_own_folders_come_first_and_the_drivers_version_before_older_ones() {
        let found = paths(13, &[]);
        let first = [
            "libcublas.so.13",
            "libcublas.so.12",
            "libcublas.so.11",
            "libcublas.so",
        ];
        assert_eq!(found[..4], first);
        assert_eq!(found[4], "/usr/local/cuda/lib64/libcublas.so.13");
        assert!(found.contains(&"/usr/local/cuda-13/lib64/libcublas.so.13".into()));
    }

    #[test]
    fn a_cublas_newer_than_the_driver_is_not_taken() {
        assert_eq!(paths(12, &[])[0], "libcublas.so.12");
        assert!(paths(12, &[]).iter().all(|path| !path.ends_with(".13")));
        assert_eq!(paths(14, &[])[0], "libcublas.so.14");
    }

    #[test]
    fn a_named_toolkit_comes_before_the_usual_ones() {
        let found = paths(12, &[("CUDA_HOME", "/home/me/cuda"), ("CUDA_PATH", "")]);
        assert_eq!(found[3], "/home/me/cuda/lib64/libcublas.so.12");
        assert_eq!(found[6], "/home/me/cuda/lib/libcublas.so.12");
        let usual = "/usr/local/cuda/lib64/libcublas.so.12".to_owned();
        assert!(found.iter().position(|path| *path == usual) > Some(6));
    }

    #[test]
    fn what_a_library_needs_stands_beside_it() {
        let first = &cublas(13, |_| None)[0];
        assert_eq!(first.needs, "libcublasLt.so.13");
    }
}
