//! The Python of this machine, as far as it has one.

use std::env;
use std::process::{Command, Output};

/// The interpreter: `HOURGLASS_PYTHON`, otherwise `python3`.
fn command() -> Command {
    let name = env::var_os("HOURGLASS_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(name);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// Runs `code` with `arguments`; `None` where there is no Python, or it lacks one of `modules`.
pub fn run(modules: &str, code: &str, arguments: &[String]) -> Option<Output> {
    let probe = command()
        .args(["-c", &format!("import {modules}")])
        .output();
    match probe {
        Ok(found) if found.status.success() => {}
        Ok(_) => {
            println!("skipped: Python without one of {modules}; HOURGLASS_PYTHON can name another");
            return None;
        }
        Err(error) => {
            println!("skipped: no Python, {error}; HOURGLASS_PYTHON can name one");
            return None;
        }
    }
    Some(
        command()
            .args(["-c", code])
            .args(arguments)
            .output()
            .unwrap(),
    )
}

/// Standard output of a run that must succeed.
pub fn succeeded(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
