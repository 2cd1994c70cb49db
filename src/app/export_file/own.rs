//! Which files this program made: only those are written over unasked.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::export::{PNG_MADE_BY, WAV_MADE_BY, html, svg, torch};
use crate::uses::CODES_MARK;

/// How the headers of weight files that are made for others begin.
const SAFETENSORS: [&str; 3] = [
    r#"{"__metadata__":{"hourglass":"export""#,
    r#"{"__metadata__":{"hourglass":"{\"set\":"#,
    r#"{"__metadata__":{"hourglass":"{\"data\":"#,
];
/// More of a file (bytes) is not looked at.
const START: u64 = 1 << 20;

/// Whether a command may write a file of the format `ending` at `path`: where there is none, where this program made the
/// one that is there, or where it was told to `force`.
///
/// # Errors
/// One clause when it may not.
pub fn may_write(path: &Path, ending: &str, force: bool) -> Result<(), String> {
    // A link that leads nowhere is something, too.
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    if path.is_dir() {
        return Err("this is a folder, name a file in it".into());
    }
    if force || (metadata.len() > 0 && is_own(path, ending)) {
        return Ok(());
    }
    // Numbers alone say nothing of who wrote them.
    if ["csv", "npy"].contains(&ending) {
        return Err("there is a file already, replace it with --force".into());
    }
    Err(format!(
        "there is a file already that is no {} of Hourglass, replace it with --force",
        match ending {
            "html" => "report",
            "py" => "exported model",
            "png" | "svg" => "picture",
            "wav" => "sound",
            "codes" => "file of codes",
            _ => "weight export",
        }
    ))
}

/// Whether this program made the file at `path`, of the format `ending`.
pub(super) fn is_own(path: &Path, ending: &str) -> bool {
    // Looked at before it is opened, because opening a pipe waits for its other end.
    if !fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(START).read_to_end(&mut start));
    if read.is_err() {
        return false;
    }
    let says = |mark: &str| {
        start
            .windows(mark.len())
            .any(|part| part == mark.as_bytes())
    };
    match ending {
        "html" => says(html::MADE_BY),
        "py" => says(torch::MADE_BY),
        "png" => says(PNG_MADE_BY),
        "wav" => says(WAV_MADE_BY),
        "svg" => says(svg::MADE_BY),
        "codes" => start.starts_with(CODES_MARK),
        // An export, or a classifier; a project's weights have another entry or none.
        "safetensors" => SAFETENSORS.iter().any(|header| {
            start
                .get(8..)
                .is_some_and(|text| text.starts_with(header.as_bytes()))
        }),
        _ => false,
    }
}
