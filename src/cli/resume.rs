//! The command line that resumes a project, to be copied by a person.

use std::path::Path;

use crate::model::DeviceChoice;

/// `hourglass train` for `bundle`, as a shell takes it.
pub fn command(bundle: &Path, device: DeviceChoice) -> String {
    let train = format!("hourglass train {}", shell_word(&bundle.to_string_lossy()));
    match device {
        DeviceChoice::Auto => train,
        DeviceChoice::This(_) => format!("{train} --device {device}"),
    }
}

/// `text` as one word for a shell.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DeviceId;

    #[test]
    fn the_device_is_named_where_it_was_chosen() {
        let command = |device| command(Path::new("my net"), device);
        assert_eq!(command(DeviceChoice::Auto), "hourglass train 'my net'");
        assert_eq!(
            command(DeviceChoice::This(DeviceId::Cuda(1))),
            "hourglass train 'my net' --device cuda:1"
        );
    }

    #[test]
    fn paths_are_quoted_where_a_shell_needs_it() {
        assert_eq!(shell_word("a/b-c.d"), "a/b-c.d");
        assert_eq!(shell_word("my net"), "'my net'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word(""), "''");
    }
}
