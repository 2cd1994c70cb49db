//! The program and the machine it runs on.

use std::env::consts;
use std::num::NonZero;
use std::thread::available_parallelism;

use crate::system::{
    available_memory, instruction_sets, memory, memory_size, processor_name, system_name,
};

/// "Hourglass 0.1.0, release build without CUDA, on Debian GNU/Linux 12 (bookworm), linux x86_64".
pub fn build_and_system() -> String {
    let build = match cfg!(debug_assertions) {
        true => "debug",
        false => "release",
    };
    let cuda = match cfg!(feature = "cuda") {
        true => "with CUDA",
        false => "without CUDA",
    };
    let system = system_name().map(|name| format!("{name}, "));
    format!(
        "Hourglass {}, {build} build {cuda}, on {}{} {}",
        env!("CARGO_PKG_VERSION"),
        system.unwrap_or_default(),
        consts::OS,
        consts::ARCH
    )
}

pub(super) fn words(display: &str, threads: usize) -> String {
    let cores = available_parallelism().map_or(1, NonZero::get);
    let name = processor_name().unwrap_or_else(|| "unknown".into());
    let instructions = instruction_sets().join(", ");
    let threads = match threads {
        0 => "one a core".into(),
        threads => threads.to_string(),
    };
    format!(
        "{}\nProcessor: {name}, {cores} cores; instructions: {instructions}\nMemory: {}, of which {} are \
         free\nDisplay: {display}\nThreads for training: {threads}\n",
        build_and_system(),
        size(memory()),
        size(available_memory())
    )
}

fn size(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "unknown".into(), memory_size)
}
