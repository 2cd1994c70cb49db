//! Compiles the CUDA kernels to PTX. Does nothing without the feature `cuda`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const FOLDER: &str = "src/model/device/cuda/kernels";

fn main() {
    println!("cargo:rerun-if-changed=src/model/device/cuda/build.rs");
    if env::var_os("CARGO_FEATURE_CUDA").is_none() {
        return;
    }
    println!("cargo:rerun-if-changed={FOLDER}");
    println!("cargo:rerun-if-env-changed=CUDA_COMPUTE_CAP");
    let mut to = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    to.push("kernels.ptx");
    let output = Command::new("nvcc")
        .args(["-O3", "-ptx", &format!("-arch=compute_{}", capability())])
        .args([OsString::from(format!("{FOLDER}/kernels.cu")), "-o".into()])
        .arg(&to)
        .output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            println!("cargo:warning=nvcc could not compile the CUDA kernels");
            eprintln!("{said}");
            std::process::exit(1);
        }
        // So that types can be checked without a toolkit. A real build has failed before, in dfdx's own script.
        Err(error) => {
            println!("cargo:warning=the CUDA kernels are left empty: nvcc cannot be run: {error}");
            if let Err(error) = fs::write(&to, "") {
                eprintln!("{}: {error}", to.display());
                std::process::exit(1);
            }
        }
    }
}

/// The compute capability to compile for: `CUDA_COMPUTE_CAP`, or that of the first GPU here, as dfdx's own build
/// script chooses it, or the oldest that its kernels compile for.
fn capability() -> String {
    if let Ok(chosen) = env::var("CUDA_COMPUTE_CAP") {
        return chosen.replace('.', "");
    }
    let asked = Command::new("nvidia-smi")
        .args(["--query-gpu=compute_cap", "--format=csv,noheader"])
        .output();
    let found = asked.ok().and_then(|asked| {
        let text = String::from_utf8(asked.stdout).ok()?;
        let mut lines = text.lines().map(|line| line.trim().replace('.', ""));
        lines.find(|line| !line.is_empty() && line.bytes().all(|letter| letter.is_ascii_digit()))
    });
    found.unwrap_or_else(|| "80".into())
}
