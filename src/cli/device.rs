//! `--device`: the device that a command's models are on.

use super::failure::{Failure, Result};
use crate::model::{DeviceChoice, DeviceId, usable};
use crate::training::{Choice, Job, ModelFactory, Run, RunError, StepOutcome, guarded};

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

/// A run of `job` on the device of `factory` that was named, or on the one that is fastest for it. A run with nothing
/// left to do is not measured.
///
/// # Errors
/// When the job cannot be run, or the device fails.
pub fn start(
    choice: DeviceChoice,
    job: Job,
    factory: &dyn ModelFactory,
) -> std::result::Result<(Run, Choice), RunError> {
    let on = |device, reason| Choice { device, reason };
    let device = match choice {
        DeviceChoice::Auto => DeviceId::Cpu,
        DeviceChoice::This(device) => device,
    };
    let mut run = Run::on(job, factory, device)?;
    if choice != DeviceChoice::Auto || run.is_finished() {
        return Ok((run, on(device, None)));
    }
    let fastest = run.fastest(factory);
    if fastest.device == device {
        return Ok((run, fastest));
    }
    let moved = guarded(|| {
        let model = factory.build(&run.blueprint(), fastest.device)?;
        run.move_to(model)
    });
    Ok(match moved {
        Ok(()) => (run, fastest),
        Err(problem) => {
            let failed = format!("{} failed, {problem}", fastest.device);
            (run, on(device, Some(failed)))
        }
    })
}

/// One step, or as many as a device that works by itself does in some milliseconds.
///
/// # Errors
/// As [`Run::step`].
pub fn steps(run: &mut Run) -> std::result::Result<StepOutcome, RunError> {
    loop {
        if let Some(outcome) = run.advance(u32::MAX)? {
            return Ok(outcome);
        }
    }
}

/// The device for people: "the CPU", or "cuda:0 (NVIDIA H100 80GB HBM3)".
pub fn words(device: DeviceId) -> String {
    match (device, usable(device)) {
        (DeviceId::Cpu, _) => "the CPU".into(),
        (_, Ok(info)) => format!("{device} ({})", info.name),
        (_, Err(_)) => device.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::breakable::{Breakables, Device, images};
    use crate::data::{DataSettings, Prepared};
    use crate::training::{VariantId, VariantSettings};

    #[test]
    fn the_fastest_device_is_found_by_trying_and_one_that_fails_is_passed_over() {
        let device = Arc::new(Device::default());
        device.break_after(0);
        let mut settings = VariantSettings::default();
        settings.training.batch = 1;
        let data = DataSettings {
            validation: 0,
            ..DataSettings::default()
        };
        let job = Job::new(
            VariantId(1),
            Arc::new(Prepared::new(images(), &data).unwrap()),
            settings,
        );
        let (run, choice) = start(DeviceChoice::Auto, job, &Breakables(device)).unwrap();
        assert_eq!(choice.device, DeviceId::Cpu);
        let reason = choice.reason.unwrap();
        assert!(
            reason.ends_with("cuda:0 failed, the device failed: out of memory"),
            "{reason}"
        );
        assert_eq!(run.position().step, 0);
    }
}
