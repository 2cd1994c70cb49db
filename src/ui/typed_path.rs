//! Paths as people type them.

use std::path::PathBuf;

/// A typed path as meant: without blanks and quotes around it, `~` as the home folder.
pub fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    let home = text
        .strip_prefix('~')
        .filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let (Some(rest), Some(folders)) = (home, directories::BaseDirs::new()) {
        return Some(folders.home_dir().join(rest.trim_start_matches('/')));
    }
    Some(PathBuf::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths() {
        assert_eq!(typed_path("  "), None);
        assert_eq!(typed_path(" digits "), Some(PathBuf::from("digits")));
        assert_eq!(typed_path("\"a b\""), Some(PathBuf::from("a b")));
        assert_eq!(typed_path("~odd"), Some(PathBuf::from("~odd")));
        if let Some(folders) = directories::BaseDirs::new() {
            assert_eq!(typed_path("~/x/y"), Some(folders.home_dir().join("x/y")));
        }
    }
}
