//! The numbers of a step that are still on the device, reported once they are read.

use crate::model::device::Kernels;
use crate::model::{AdversarialLosses, ColumnParts, LossParts, StepReport};

/// Numbers of [`LossNotes`] at most.
const MOST_OF_LOSS: usize = 12;

/// The numbers of one step, which may still be on their way.
pub(super) struct Notes<D: Kernels> {
    pub loss: LossNotes<D>,
    /// Sums of the squares of the parameters' gradients.
    pub square_sums: Vec<D::Number>,
}

/// The loss, and what it is made of.
pub(super) struct LossNotes<D: Kernels> {
    pub reconstruction: D::Number,
    /// All that the autoencoder makes small, with the reconstruction times `pixels`; `None` where it is the
    /// reconstruction alone.
    pub whole: Option<D::Number>,
    pub pixels: f32,
    /// Of the batch, and its images.
    pub kl: Option<(D::Number, usize)>,
    pub penalty: Option<D::Number>,
    pub adversarial: Option<AdversarialNotes<D>>,
    pub columns: Option<ColumnNotes<D>>,
}

/// See [`ColumnParts`].
pub(super) struct ColumnNotes<D: Kernels> {
    /// Parts of a mean over cells.
    pub parts: [D::Number; 3],
    /// What that mean is multiplied by.
    pub factor: f64,
}

/// See [`AdversarialLosses`].
pub(super) struct AdversarialNotes<D: Kernels> {
    pub discriminator: D::Number,
    pub generator: D::Number,
    /// Shares of the real and of the made-up examples that are called real.
    pub called_real: [D::Number; 2],
    pub features: Option<D::Number>,
}

impl<D: Kernels> Notes<D> {
    /// Waits for the numbers.
    pub(super) fn read(&self, device: &D) -> Result<StepReport, D::Err> {
        let mut numbers = Vec::with_capacity(MOST_OF_LOSS + self.square_sums.len());
        self.put(&mut numbers);
        let mut found = device.read(numbers)?.into_iter();
        Ok(self.report(&mut || found.next().unwrap_or(f64::NAN)))
    }

    /// Waits for the numbers of several steps at once.
    pub(super) fn read_all(device: &D, steps: &[Self]) -> Result<Vec<StepReport>, D::Err> {
        let mut numbers = Vec::new();
        for step in steps {
            step.put(&mut numbers);
        }
        // In the order in which they were put.
        let mut found = device.read(numbers)?.into_iter();
        let mut next = || found.next().unwrap_or(f64::NAN);
        Ok(steps.iter().map(|step| step.report(&mut next)).collect())
    }

    fn put(&self, out: &mut Vec<D::Number>) {
        let loss = &self.loss;
        out.push(loss.reconstruction.clone());
        out.extend(loss.whole.clone());
        out.extend(loss.kl.iter().map(|(kl, _)| kl.clone()));
        out.extend(loss.penalty.clone());
        if let Some(adversarial) = &loss.adversarial {
            out.push(adversarial.discriminator.clone());
            out.push(adversarial.generator.clone());
            out.extend(adversarial.called_real.iter().cloned());
            out.extend(adversarial.features.clone());
        }
        if let Some(columns) = &loss.columns {
            out.extend(columns.parts.iter().cloned());
        }
        out.extend(self.square_sums.iter().cloned());
    }

    fn report(&self, next: &mut impl FnMut() -> f64) -> StepReport {
        let loss = &self.loss;
        let reconstruction = next();
        let whole = loss.whole.as_ref().map(|_| next() as f32);
        let parts = LossParts {
            reconstruction,
            kl: loss
                .kl
                .as_ref()
                .map(|(_, rows)| next() / (*rows).max(1) as f64),
            penalty: loss.penalty.as_ref().map_or(0.0, |_| next()),
            adversarial: loss
                .adversarial
                .as_ref()
                .map(|adversarial| adversarial.report(next)),
            columns: loss.columns.as_ref().map(|columns| {
                let parts = [(); 3].map(|()| next());
                ColumnParts::from(parts).map(|part| part * columns.factor)
            }),
        };
        // Pixels count once, whatever their weight beside an adversary's features.
        let value = whole.map(|whole| whole + (1.0 - loss.pixels) * reconstruction as f32);
        let square_sum: f64 = self.square_sums.iter().map(|_| next()).sum();
        StepReport {
            loss: value.unwrap_or(reconstruction as f32),
            parts,
            gradient_norm: square_sum.sqrt() as f32,
        }
    }
}

impl<D: Kernels> AdversarialNotes<D> {
    fn report(&self, next: &mut impl FnMut() -> f64) -> AdversarialLosses {
        AdversarialLosses {
            discriminator: next(),
            generator: next(),
            real_accuracy: next(),
            fake_accuracy: 1.0 - next(),
            features: self.features.as_ref().map(|_| next()),
        }
    }
}
