//! What files of data hold, told by their size and the hash of their content: data are known again at another place, and
//! other data at the same place are noticed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use blake3::{Hash, Hasher};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::folder::list;

/// The content of one or several files, whatever they are called and wherever they lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Of all files together.
    pub bytes: u64,
    /// BLAKE3 in hexadecimal digits: of the file as it lies on the disk where it is one, else of the name inside of its
    /// folder (nothing for a file that was named itself), a zero byte and the hash of each, one after another.
    pub blake3: String,
}

impl Fingerprint {
    /// Of the files at `paths`, in this order; of a folder, of all files in it that are not hidden, by name. Reads all
    /// of them.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn of(paths: &[PathBuf]) -> io::Result<Self> {
        let mut files = Vec::new();
        for path in paths {
            let visible = visible_files(path).into_iter();
            files.extend(
                visible.map(|(inside, path)| (inside.to_string_lossy().replace('\\', "/"), path)),
            );
        }
        let read = files.par_iter().map(|(name, path)| {
            let (bytes, hash) = hash_file(path)?;
            Ok((name, bytes, hash))
        });
        let read: Vec<_> = read.collect::<io::Result<_>>()?;
        let bytes = read.iter().map(|(_, bytes, _)| bytes).sum();
        let hash = match &read[..] {
            [(name, _, hash)] if name.is_empty() => *hash,
            all => {
                let mut together = Hasher::new();
                for (name, _, hash) in all {
                    together.update(name.as_bytes());
                    together.update(&[0]);
                    together.update(hash.as_bytes());
                }
                together.finalize()
            }
        };
        Ok(Self {
            bytes,
            blake3: hash.to_hex().to_string(),
        })
    }
}

/// The file at `path`, or all files of the folder there that are not hidden: each with its place inside of the folder,
/// which is empty for a file that was named itself.
pub fn visible_files(path: &Path) -> Vec<(PathBuf, PathBuf)> {
    if !path.is_dir() {
        return vec![(PathBuf::new(), path.to_owned())];
    }
    let files = list(path).files.into_iter().map(|file| file.path);
    files
        .map(|file| {
            (
                file.strip_prefix(path).unwrap_or(&file).to_owned(),
                file.clone(),
            )
        })
        .collect()
}

fn hash_file(path: &Path) -> io::Result<(u64, Hash)> {
    // Opening a pipe would wait for its other end.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("this is no file"));
    }
    let mut hasher = Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok((hasher.count(), hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&Path]) -> Fingerprint {
        let paths: Vec<PathBuf> = paths.iter().map(|&path| path.to_owned()).collect();
        Fingerprint::of(&paths).unwrap()
    }

    #[test]
    fn a_file_is_known_by_its_content_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|name| folder.path().join(name));
        fs::write(&a, "abc").unwrap();
        fs::write(&b, "abc").unwrap();
        fs::write(&c, "abd").unwrap();
        // What `b3sum` says of a file with these three letters.
        assert_eq!(
            of(&[&a]),
            Fingerprint {
                bytes: 3,
                blake3: "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85".into()
            }
        );
        assert_eq!(of(&[&a]), of(&[&b]));
        assert_ne!(of(&[&a]).blake3, of(&[&c]).blake3);
        // Images and labels are not the same as labels and images.
        assert_ne!(of(&[&a, &c]).blake3, of(&[&c, &a]).blake3);
        assert_eq!(of(&[&a, &c]).bytes, 6);
        assert!(Fingerprint::of(&[folder.path().join("gone")]).is_err());
    }

    #[test]
    fn a_folder_is_known_by_names_and_contents_of_its_files() {
        let with = |files: &[(&str, &str)]| {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in files {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            of(&[folder.path()])
        };
        let first = with(&[("cat/1.png", "a"), ("dog/1.png", "bc")]);
        assert_eq!(first.bytes, 3);
        let hidden = [(".thumbs", "x"), ("cat/1.png", "a"), ("dog/1.png", "bc")];
        assert_eq!(with(&hidden), first);
        // A class of another name makes another set.
        assert_ne!(with(&[("cow/1.png", "a"), ("dog/1.png", "bc")]), first);
        assert_ne!(with(&[("cat/1.png", "bc"), ("dog/1.png", "a")]), first);
    }
}
