//! Starting the driver and asking it for its GPUs.

use std::ffi::CStr;

use cudarc::driver::result::{self, DriverError, device};
use cudarc::driver::sys::{self, CUdevice_attribute as Attribute};

use super::library;
use super::version::{Needs, Version};
use crate::model::{DeviceId, DeviceInfo};

/// Of the compute mode: "no program may use it".
const PROHIBITED: i32 = 2;

/// Every GPU that the driver has; one that cannot be used says why.
///
/// # Errors
/// Why there is none.
pub fn gpus(needs: Option<Needs>) -> Result<Vec<DeviceInfo>, String> {
    let lacking = library::load_driver()?;
    // Without these it cannot even say what it is.
    for function in ["cuInit", "cuDriverGetVersion"] {
        if lacking.contains(&function) {
            return Err(lacks(function));
        }
    }
    result::init().map_err(|error| not_started(&error, hidden().as_deref()))?;
    let count = device::get_count().map_err(|error| not_started(&error, None))?;
    if count < 1 {
        return Err(no_gpu(hidden().as_deref(), "CUDA_ERROR_NO_DEVICE"));
    }
    let of_all = problem_of_all(&lacking, needs);
    Ok((0..count)
        .map(|number| info(number, needs, of_all.as_deref()))
        .collect())
}

/// Why none of the GPUs that there are can be used.
fn problem_of_all(lacking: &[&str], needs: Option<Needs>) -> Option<String> {
    let version = match version() {
        Ok(version) => version,
        Err(error) => return Some(not_started(&error, None)),
    };
    if let Some(problem) = needs.and_then(|needs| needs.against_driver(version)) {
        return Some(problem);
    }
    if let Some(function) = lacking.first() {
        return Some(lacks(function));
    }
    library::load_cublas(version.major).err()
}

fn lacks(function: &str) -> String {
    library::lacks("the NVIDIA driver", function, library::DRIVER)
}

fn version() -> Result<Version, DriverError> {
    let mut number = 0;
    // SAFETY: the driver writes a number there.
    unsafe { sys::cuDriverGetVersion(&mut number) }.result()?;
    Ok(Version::of_driver(number))
}

fn info(number: i32, needs: Option<Needs>, of_all: Option<&str>) -> DeviceInfo {
    let mut info = DeviceInfo {
        id: DeviceId::Cuda(usize::try_from(number).unwrap_or(0)),
        name: super::ANY.into(),
        memory: None,
        problem: of_all.map(str::to_owned),
    };
    if let Err(error) = describe(number, needs, &mut info) {
        let name = format!("{:?}", error.0);
        info.problem
            .get_or_insert_with(|| format!("the driver says nothing of this GPU, {name}"));
    }
    info
}

/// Fills in what the driver says of a GPU.
fn describe(number: i32, needs: Option<Needs>, info: &mut DeviceInfo) -> Result<(), DriverError> {
    let device = device::get(number)?;
    if let Some(name) = name(device) {
        info.name = name;
    }
    // SAFETY: the device is one that the driver gave, here and below.
    info.memory = u64::try_from(unsafe { device::total_mem(device) }?).ok();
    let ask = |attribute| unsafe { device::get_attribute(device, attribute) };
    let capability = Version::new(
        ask(Attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)?.unsigned_abs(),
        ask(Attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR)?.unsigned_abs(),
    );
    if info.problem.is_none() {
        info.problem = needs.and_then(|needs| needs.against_gpu(capability));
    }
    let mode = ask(Attribute::CU_DEVICE_ATTRIBUTE_COMPUTE_MODE)?;
    if info.problem.is_none() && mode == PROHIBITED {
        info.problem = Some(
            "no program may use this GPU, its compute mode is \"prohibited\" (nvidia-smi -c changes that)".into(),
        );
    }
    Ok(())
}

fn name(device: i32) -> Option<String> {
    let mut text = [0u8; 256];
    let room = i32::try_from(text.len()).ok()?;
    // SAFETY: the driver writes a text with its zero into that room.
    let answer = unsafe { sys::cuDeviceGetName(text.as_mut_ptr().cast(), room, device) };
    answer.result().ok()?;
    let name = CStr::from_bytes_until_nul(&text).ok()?.to_string_lossy();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// What hides GPUs from the driver, if anything does.
fn hidden() -> Option<String> {
    std::env::var("CUDA_VISIBLE_DEVICES").ok()
}

fn no_gpu(hidden: Option<&str>, name: &str) -> String {
    match hidden {
        None => format!("the driver finds no GPU: {name}"),
        Some(visible) => {
            format!("the driver finds no GPU with CUDA_VISIBLE_DEVICES=\"{visible}\": {name}")
        }
    }
}

/// Why the driver does not start.
fn not_started(error: &DriverError, hidden: Option<&str>) -> String {
    use sys::CUresult as Code;
    let name = format!("{:?}", error.0);
    let why = match error.0 {
        Code::CUDA_ERROR_NO_DEVICE => return no_gpu(hidden, &name),
        Code::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH => {
            "the parts of the NVIDIA driver are of different versions, as after an update: restart the machine"
        }
        Code::CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE => {
            "the NVIDIA driver's compatibility library does not go with this GPU, take its folder out of the \
             loader's path or install a newer driver"
        }
        Code::CUDA_ERROR_STUB_LIBRARY => {
            "the toolkit's stub stands in the NVIDIA driver's place, take its folder out of the loader's path"
        }
        Code::CUDA_ERROR_SYSTEM_NOT_READY => {
            "the GPUs are not ready yet, a service of the machine (often the fabric manager) must run first"
        }
        Code::CUDA_ERROR_UNKNOWN => {
            "the NVIDIA driver does not start, often a restart of the machine helps"
        }
        _ => "the NVIDIA driver does not start",
    };
    format!("{why}: {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sys::CUresult as Code;

    #[test]
    fn a_driver_that_does_not_start_says_what_to_do() {
        let message = |code| not_started(&DriverError(code), None);
        assert_eq!(
            message(Code::CUDA_ERROR_NO_DEVICE),
            "the driver finds no GPU: CUDA_ERROR_NO_DEVICE"
        );
        let mismatch = message(Code::CUDA_ERROR_SYSTEM_DRIVER_MISMATCH);
        assert!(mismatch.ends_with("restart the machine: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"));
        assert_eq!(
            message(Code::CUDA_ERROR_INVALID_VALUE),
            "the NVIDIA driver does not start: CUDA_ERROR_INVALID_VALUE"
        );
    }

    #[test]
    fn what_hides_the_gpus_is_named() {
        let error = DriverError(Code::CUDA_ERROR_NO_DEVICE);
        assert_eq!(
            not_started(&error, Some("7")),
            "the driver finds no GPU with CUDA_VISIBLE_DEVICES=\"7\": CUDA_ERROR_NO_DEVICE"
        );
    }
}
