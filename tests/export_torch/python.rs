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

/// Whether there is a Python with all of `modules`; says so where not.
pub fn has(modules: &[&str]) -> bool {
    // Looked for rather than imported: torch takes seconds to start.
    let look = "import importlib.util, sys; \
                sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))";
    let lacks = match command().args(["-c", look]).args(modules).output() {
        Ok(found) if found.status.success() => return true,
        Ok(_) => format!("Python lacks one of {}", modules.join(", ")),
        Err(error) => format!("no Python, {error}"),
    };
    println!("skipped, {lacks}; HOURGLASS_PYTHON can name another");
    false
}

/// Runs `code` with `arguments`.
pub fn run(code: &str, arguments: &[String]) -> Output {
    let mut python = command();
    python.args(["-c", code]).args(arguments).output().unwrap()
}

/// Standard output of a run that must succeed.
pub fn succeeded(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
