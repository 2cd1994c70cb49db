//! Probes of a whole process: `bench` starts itself again, for a process can measure its own start and memory only
//! while nothing else has run in it.

use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::{Setting, name};
use crate::cli::arguments::Case;
use crate::cli::failure::{Failure, Result};

/// Starts this program again to measure `case`, and returns what it found.
///
/// # Errors
/// When it cannot be started, fails, or answers with something else.
pub fn ask(case: Case, setting: &Setting) -> Result<Value> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("cannot find this program, {error}")))?;
    let mut command = Command::new(program);
    command
        .args(["bench", "--json", "--case", &name(case)])
        .args(["--seconds", &setting.seconds.as_secs_f64().to_string()])
        .args(["--threads", &setting.threads.to_string()])
        .args(["--started-at", &now().as_nanos().to_string()])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .map_err(|error| Failure::new(format!("cannot start this program again, {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the program that was measured failed"));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| {
        Failure::new(format!(
            "the program that was measured said nonsense, {error}"
        ))
    })
}

/// Time since 1970, the one clock that two processes share.
pub fn now() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// The number `key` of what a process answered.
///
/// # Errors
/// When it is not there.
pub fn number(found: &Value, key: &str) -> Result<f64> {
    found[key]
        .as_f64()
        .ok_or_else(|| Failure::new(format!("the program that was measured left out {key}")))
}
