//! The message a person gets when a GPU fails during a run.
//!
//! A failure comes as text alone: some of the operations below this module panic instead of returning an error, and
//! what both have in common is that they name NVIDIA's error.

/// The sentence for an error or a panic whose text names an error of the CUDA libraries; `None` for any other.
pub fn gpu_failure(text: &str) -> Option<String> {
    let name = ["CUDA_ERROR_", "CUBLAS_STATUS_"]
        .iter()
        .find_map(|kind| word(text, kind))?;
    Some(format!("{}: {name}", meaning(name)))
}

/// The first word of `text` that begins with `start`.
fn word<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let rest = &text[text.find(start)?..];
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    Some(&rest[..end.unwrap_or(rest.len())])
}

fn meaning(name: &str) -> &'static str {
    match name {
        "CUDA_ERROR_OUT_OF_MEMORY" | "CUBLAS_STATUS_ALLOC_FAILED" => {
            "the GPU's memory is full, a smaller batch or model needs less, and the CPU may have more"
        }
        "CUDA_ERROR_UNSUPPORTED_PTX_VERSION" => {
            "the NVIDIA driver is older than the CUDA that this program was built with, install a newer driver"
        }
        "CUDA_ERROR_INVALID_PTX" | "CUDA_ERROR_NO_BINARY_FOR_GPU" => {
            "this build's kernels are not for this GPU, build with CUDA_COMPUTE_CAP set to its compute capability"
        }
        "CUDA_ERROR_JIT_COMPILER_NOT_FOUND" | "CUDA_ERROR_JIT_COMPILATION_DISABLED" => {
            "the NVIDIA driver's compiler for kernels (libnvidia-ptxjitcompiler) is missing or turned off"
        }
        "CUDA_ERROR_DEVICE_UNAVAILABLE" => {
            "the GPU is not to be had, another program may have it for itself"
        }
        "CUBLAS_STATUS_NOT_INITIALIZED" => {
            "cuBLAS does not start, the GPU's memory may be full or the NVIDIA driver too old for it"
        }
        "CUBLAS_STATUS_ARCH_MISMATCH" => "this cuBLAS is not for this GPU",
        "CUDA_ERROR_UNKNOWN"
        | "CUDA_ERROR_DEINITIALIZED"
        | "CUDA_ERROR_NO_DEVICE"
        | "CUDA_ERROR_INVALID_DEVICE"
        | "CUDA_ERROR_INVALID_CONTEXT"
        | "CUDA_ERROR_CONTEXT_IS_DESTROYED"
        | "CUDA_ERROR_ECC_UNCORRECTABLE"
        | "CUDA_ERROR_NVLINK_UNCORRECTABLE"
        | "CUDA_ERROR_ILLEGAL_ADDRESS"
        | "CUDA_ERROR_LAUNCH_TIMEOUT"
        | "CUDA_ERROR_ASSERT"
        | "CUDA_ERROR_HARDWARE_STACK_ERROR"
        | "CUDA_ERROR_ILLEGAL_INSTRUCTION"
        | "CUDA_ERROR_MISALIGNED_ADDRESS"
        | "CUDA_ERROR_INVALID_ADDRESS_SPACE"
        | "CUDA_ERROR_INVALID_PC"
        | "CUDA_ERROR_LAUNCH_FAILED"
        | "CUBLAS_STATUS_EXECUTION_FAILED"
        | "CUBLAS_STATUS_INTERNAL_ERROR" => {
            "the GPU was lost, start the program again before using it once more"
        }
        _ => "the GPU failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_and_a_panic_read_the_same() {
        let sentence = "the GPU's memory is full, a smaller batch or model needs less, and the CPU may have more: \
                        CUDA_ERROR_OUT_OF_MEMORY";
        for text in [
            "Driver(DriverError(CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\"))",
            "called `Result::unwrap()` on an `Err` value: DriverError(CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\")",
            "CUDA_ERROR_OUT_OF_MEMORY",
        ] {
            assert_eq!(gpu_failure(text).as_deref(), Some(sentence));
        }
    }

    #[test]
    fn a_lost_gpu_is_told_by_any_of_its_errors() {
        for name in [
            "CUDA_ERROR_ILLEGAL_ADDRESS",
            "CUDA_ERROR_LAUNCH_FAILED",
            "CUBLAS_STATUS_EXECUTION_FAILED",
        ] {
            let message = gpu_failure(&format!("Blas(CublasError({name}))")).unwrap();
            let expected = format!(
                "the GPU was lost, start the program again before using it once more: {name}"
            );
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn an_error_without_a_sentence_is_named() {
        assert_eq!(
            gpu_failure("DriverError(CUDA_ERROR_NOT_FOUND, \"named symbol not found\")").as_deref(),
            Some("the GPU failed: CUDA_ERROR_NOT_FOUND")
        );
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "",
            "index out of bounds",
            "CUDA_VISIBLE_DEVICES",
            "WrongNumElements",
        ] {
            assert_eq!(gpu_failure(text), None);
        }
    }
}
