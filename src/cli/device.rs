//! `--device`: where the models of a command are.

use super::failure::{Failure, Result};
use crate::model::{DeviceChoice, DeviceId, usable};
use crate::training::Job;

/// Where a model is, and why where that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub device: DeviceId,
    /// `None` where there was no choice.
    pub reason: Option<String>,
}

/// Finds out before any work whether the device that was named can be used.
///
/// # Errors
/// One sentence on why it cannot.
pub fn check(choice: DeviceChoice) -> Result<()> {
    match choice {
        DeviceChoice::Auto => Ok(()),
        DeviceChoice::This(device) => usable(device).map(|_| ()).map_err(Failure),
    }
}

/// Where `job` is to train.
///
/// # Errors
/// When the job cannot be trained anywhere.
pub fn place(choice: DeviceChoice, job: &Job) -> Result<Placed> {
    match choice {
        DeviceChoice::Auto => fastest(job),
        DeviceChoice::This(device) => Ok(Placed {
            device,
            reason: None,
        }),
    }
}

fn fastest(_: &Job) -> Result<Placed> {
    Ok(Placed {
        device: DeviceId::Cpu,
        reason: None,
    })
}

/// The device for people: "the CPU", or "cuda:0 (NVIDIA H100 80GB HBM3)".
pub fn words(device: DeviceId) -> String {
    match (device, usable(device)) {
        (DeviceId::Cpu, _) => "the CPU".into(),
        (_, Ok(info)) => format!("{device} ({})", info.name),
        (_, Err(_)) => device.to_string(),
    }
}
