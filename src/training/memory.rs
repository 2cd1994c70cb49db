//! The memory that training takes, computed before any of it is taken.

use super::{Job, RunError};
use crate::model::{DeviceId, DeviceInfo, cost};
use crate::system::{MemoryShortage, check_memory};

/// Bytes of one number.
const NUMBER: usize = size_of::<f32>();

/// Bytes that a run of `job` takes at least, beside its samples: weights, gradients and moments, a copy of weights and
/// moments to go back to, what the layers make of one batch, and the batch after it, as inputs and targets.
pub fn training_memory(job: &Job) -> u64 {
    let cost = cost(&job.settings.architecture, job.data.dataset.shape());
    let copy = cost.training_bytes / 4 * 3;
    let batch = job.settings.training.batch;
    let batch = batch.min(job.data.split.train.len());
    let next = 2 * job.data.dataset.shape().input_width();
    let of_batch = batch.saturating_mul((cost.activations + next) * NUMBER);
    (cost.training_bytes + copy).saturating_add(of_batch) as u64
}

/// Whether the memory of `device`, one of `devices`, is enough for `job`.
///
/// # Errors
/// When it is not, as far as that is known.
pub fn check(job: &Job, device: DeviceId, devices: &[DeviceInfo]) -> Result<(), RunError> {
    let needed = training_memory(job);
    let enough = match device {
        DeviceId::Cpu => check_memory(needed),
        DeviceId::Cuda(_) => {
            let device = devices.iter().find(|one| one.id == device);
            match device.and_then(|one| one.memory) {
                Some(free) if needed > free => Err(MemoryShortage { needed, free }),
                _ => Ok(()),
            }
        }
    };
    enough.map_err(RunError::Memory)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};
    use crate::model::Code;
    use crate::training::{VariantId, VariantSettings};

    /// Twenty images of 2 x 2, code 2.
    fn job(batch: usize) -> Job {
        let shape = ImageShape {
            height: 2,
            width: 2,
            channels: 1,
        };
        let images = |count: usize| {
            Samples::images(shape, vec![0; count * shape.size()], None).expect("images")
        };
        let settings = DataSettings {
            validation: 0,
            ..DataSettings::default()
        };
        let dataset = Dataset::new("grey", images(20), images(1));
        let mut variant = VariantSettings::default();
        variant.architecture.encoder = vec![];
        variant.architecture.code = Code {
            width: 2,
            ..Code::default()
        };
        variant.training.batch = batch;
        let data = Arc::new(Prepared::new(dataset, &settings).expect("there are images"));
        Job::new(VariantId(1), data, variant)
    }

    #[test]
    fn weights_count_seven_times_and_a_batch_is_no_more_than_there_is() {
        // 4 to 2 and back, with biases.
        let weights = (5 * 2 + 3 * 4) * 4 * 7;
        // The sample, its code and what is made of it; another sample and its target.
        let sample = (4 + 2 + 4 + 4 + 4) * 4;
        assert_eq!(training_memory(&job(5)), weights + 5 * sample);
        assert_eq!(training_memory(&job(1_000)), weights + 20 * sample);
    }

    #[test]
    fn a_gpu_with_too_little_memory_is_refused_with_both_sizes() {
        let device = |memory| DeviceInfo {
            id: DeviceId::Cuda(0),
            name: "small".into(),
            memory,
            problem: None,
        };
        let check = |memory| check(&job(5), DeviceId::Cuda(0), &[device(memory)]);
        assert!(check(Some(1 << 30)).is_ok() && check(None).is_ok());
        assert_eq!(
            check(Some(0)).unwrap_err().to_string(),
            "training needs about 1 MB of memory, and 0 MB are free, a smaller batch or model needs less: training.batch"
        );
    }
}
