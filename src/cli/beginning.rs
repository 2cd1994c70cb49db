//! The first line of each process in the log.

use std::env;

use crate::app::build_and_system;
use crate::system::SHOWN;

/// Logs which program begins on which system, and what it was asked for.
pub fn log_it() {
    let arguments: Vec<String> = env::args_os()
        .skip(1)
        .map(|argument| without_folders(&argument.to_string_lossy()))
        .collect();
    log::info!(
        target: SHOWN,
        "begins: {}; arguments: {}",
        build_and_system(),
        arguments.join(" ")
    );
}

/// `argument` with the last part alone of what may be a path, relative or not.
fn without_folders(argument: &str) -> String {
    let (key, value) = match argument.split_once('=') {
        Some((key, value)) => (format!("{key}="), value),
        None => (String::new(), argument),
    };
    let value = value.trim_end_matches(['/', '\\']);
    let name = value.rsplit(['/', '\\']).next().unwrap_or_default();
    key + name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_left_out_of_arguments() {
        for (argument, expected) in [
            ("train", "train"),
            ("my studies/digits/", "digits"),
            ("--out=/home/anna/digits", "--out=digits"),
            ("data.path=../Dr. Lee/x.csv", "data.path=x.csv"),
            ("training.epochs=5", "training.epochs=5"),
            (r"C:\anna\digits", "digits"),
            ("", ""),
        ] {
            assert_eq!(without_folders(argument), expected);
        }
    }
}
