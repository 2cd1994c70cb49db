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
pub fn run(modules: &[&str], code: &str, arguments: &[String]) -> Option<Output> {
    // Looked for rather than imported: torch takes seconds to start.
    let look = "import importlib.util, sys; \
                sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))";
    match command().args(["-c", look]).args(modules).output() {
        Ok(found) if found.status.success() => {}
        Ok(_) => {
            let all = modules.join(", ");
            println!("skipped: Python without one of {all}; HOURGLASS_PYTHON can name another");
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
