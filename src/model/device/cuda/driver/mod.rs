//! Finding the driver and its GPUs at run time.
//!
//! A build with CUDA is one program for machines with and without a GPU: it is not linked against any CUDA library
//! ([`forward`], [`functions`], [`answered`]), but looks for them when it is first asked for its devices
//! ([`search`], [`library`]), and says why there is none that can be used ([`start`], [`version`]).

mod answered;
mod forward;
mod functions;
mod library;
mod search;
mod start;
mod version;

use std::sync::OnceLock;

use version::Needs;

use cudarc::driver::result;
use dfdx::prelude::{Cuda, CudaError};

use super::functions::PTX;
use crate::model::parameter::device_error;
use crate::model::{DeviceId, DeviceInfo, ModelError};

/// The name of a GPU that told none.
const ANY: &str = "NVIDIA GPU";

/// Every GPU, or one that stands for them and says why none can be used.
pub fn devices() -> Vec<DeviceInfo> {
    found().to_vec()
}

fn found() -> &'static [DeviceInfo] {
    static FOUND: OnceLock<Vec<DeviceInfo>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let found = start::gpus(Needs::of(PTX)).unwrap_or_else(|problem| {
            vec![DeviceInfo {
                id: DeviceId::Cuda(0),
                name: ANY.into(),
                memory: None,
                problem: Some(problem),
            }]
        });
        log_all(&found);
        found
    })
}

fn log_all(found: &[DeviceInfo]) {
    if let Some(problem) = found.first().and_then(|first| first.problem.as_deref())
        && found.iter().all(|device| device.problem.is_some())
    {
        log::warn!("models are on the CPU: {problem}");
    }
    for DeviceInfo {
        id,
        name,
        memory,
        problem,
    } in found
    {
        let memory = memory.map_or(String::new(), |bytes| {
            format!(", {:.1} GiB", bytes as f64 / f64::from(1 << 30))
        });
        match problem {
            None => log::info!("{id} is {name}{memory}"),
            Some(problem) => log::info!("{id}, {name}{memory}, cannot be used: {problem}"),
        }
    }
}

/// The GPU of this number.
///
/// # Errors
/// When it cannot be used.
pub fn open(number: usize, seed: u64) -> Result<Cuda, ModelError> {
    let id = DeviceId::Cuda(number);
    let refused = |problem: &str| ModelError::NoDevice(format!("{problem}: {id}"));
    let device = found().iter().find(|device| device.id == id);
    match device.map(|device| device.problem.as_deref()) {
        None => return Err(refused("there is no such device")),
        Some(Some(problem)) => return Err(refused(problem)),
        Some(None) => {}
    }
    // What dfdx would unwrap.
    let ordinal = i32::try_from(number).map_err(|_| refused("there is no such device"))?;
    result::init()
        .and_then(|()| result::device::get(ordinal))
        .map_err(|error| device_error(CudaError::from(error)))?;
    Cuda::try_build(number, seed).map_err(device_error)
}
