//! Finds the fastest device for a model by timing it: a small model can be faster on the CPU than on a GPU.

use std::time::{Duration, Instant};

use super::loader::BatchKey;
use super::{ModelFactory, Run, RunError, guarded};
use crate::model::{DeviceId, DeviceInfo, Model};

/// Steps before the clock starts: memory is found and kernels are loaded.
const WARM_UP: u32 = 4;
/// How long each device is tried.
const TRY_FOR: Duration = Duration::from_millis(250);
/// Most steps of a try.
const MOST_STEPS: u32 = 2000;

/// A device, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub device: DeviceId,
    /// What was measured: a sentence without a full stop; `None` where there was nothing to choose from.
    pub reason: Option<String>,
}

impl Run {
    /// Trains fresh models like this run's on each device that can be used, on its batches, for a moment. The run itself
    /// is left as it is.
    pub fn fastest(&mut self, factory: &dyn ModelFactory) -> Choice {
        let usable = |device: &&DeviceInfo| device.problem.is_none();
        let devices: Vec<_> = factory.devices().iter().filter(usable).collect();
        if devices.len() < 2 {
            return Choice {
                device: DeviceId::Cpu,
                reason: None,
            };
        }
        let mut speeds = Vec::new();
        let mut problems = Vec::new();
        for device in devices {
            let tried = guarded(|| {
                let mut model = factory.build(&self.blueprint(), device.id)?;
                self.images_per_second(model.as_mut())
            });
            match tried {
                Ok(speed) => speeds.push((device.id, speed)),
                Err(problem) => problems.push((device.id, problem)),
            }
        }
        self.loader.let_device_gather(self.model.gathers());
        choice(&speeds, &problems)
    }

    fn images_per_second(&mut self, model: &mut dyn Model) -> Result<f64, RunError> {
        self.loader.let_device_gather(model.gathers());
        self.try_steps(model, WARM_UP, Duration::MAX)?;
        let began = Instant::now();
        let images = self.try_steps(model, MOST_STEPS, TRY_FOR)?;
        Ok(images as f64 / began.elapsed().as_secs_f64().max(1e-9))
    }

    /// Steps of `model` on the first batches of this epoch; returns their images.
    fn try_steps(
        &mut self,
        model: &mut dyn Model,
        steps: u32,
        time: Duration,
    ) -> Result<usize, RunError> {
        let began = Instant::now();
        let phase = self.phase();
        let settings = self.step_settings(&phase);
        let mut images = 0;
        for step in 0..steps {
            let batch = step % self.loader.batches();
            let key = self.step_key(batch);
            let asked = BatchKey {
                epoch: key.epoch,
                batch,
                corruption: phase.corruption,
            };
            let (batch, _) = self.loader.batch(asked);
            images += batch.rows;
            match model.queue() {
                None => {
                    model.train_step(&batch, key, &settings)?;
                }
                Some(queue) => {
                    queue.push(&batch, key, &settings)?;
                    if (step + 1).is_multiple_of(queue.most()) {
                        queue.reports()?;
                    }
                }
            }
            if began.elapsed() >= time {
                break;
            }
        }
        if let Some(queue) = model.queue() {
            queue.reports()?;
        }
        Ok(images)
    }
}

/// The fastest of those that work; the processor where none does.
fn choice(speeds: &[(DeviceId, f64)], problems: &[(DeviceId, String)]) -> Choice {
    let mut sorted = speeds.to_vec();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1));
    let device = sorted.first().map_or(DeviceId::Cpu, |(device, _)| *device);
    let speed = |(device, speed): &(DeviceId, f64)| format!("{} on {device}", rounded(*speed));
    let speeds: Vec<String> = sorted.iter().map(speed).collect();
    let mut clauses = Vec::new();
    if !speeds.is_empty() {
        clauses.push(format!("images/s of this model: {}", speeds.join(", ")));
    }
    let problem = |(device, problem): &(DeviceId, String)| format!("{device} failed, {problem}");
    clauses.extend(problems.iter().map(problem));
    Choice {
        device,
        reason: Some(clauses.join("; ")),
    }
}

/// Two digits of a short measurement, the others zero, in groups of three.
fn rounded(speed: f64) -> String {
    let magnitude = 10f64.powf((speed.max(1.0).log10().floor() - 1.0).max(0.0));
    let digits = format!("{:.0}", (speed / magnitude).round() * magnitude);
    let groups: Vec<&str> = (0..digits.len().div_ceil(3))
        .rev()
        .map(|group| {
            let end = digits.len() - 3 * group;
            &digits[end.saturating_sub(3)..end]
        })
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faster_one_is_chosen_and_what_was_measured_is_said() {
        let (cpu, gpu) = (DeviceId::Cpu, DeviceId::Cuda(0));
        let chosen = choice(&[(cpu, 21_234.0), (gpu, 1_249_000.0)], &[]);
        assert_eq!(chosen.device, gpu);
        assert_eq!(
            chosen.reason.as_deref(),
            Some("images/s of this model: 1,200,000 on cuda:0, 21,000 on cpu")
        );
        let failed = choice(&[(cpu, 7.4)], &[(gpu, "its memory is full".into())]);
        assert_eq!(failed.device, cpu);
        assert_eq!(
            failed.reason.as_deref(),
            Some("images/s of this model: 7 on cpu; cuda:0 failed, its memory is full")
        );
        assert_eq!(choice(&[], &[]).device, cpu);
        assert_eq!(
            ["0", "99", "996"].map(|s| rounded(s.parse().unwrap())),
            ["0", "99", "1,000"]
        );
    }
}
