//! The adversarial part of a training step: both losses, each on the tape of its own backward pass.
//!
//! Adversarial autoencoder (Makhzani et al. 2015): the discriminator tells draws of the prior (real) from codes
//! (made up); the encoder deceives it.
//!
//! VAE-GAN (Larsen et al. 2016): the discriminator tells images (real) from reconstructions and from decoded draws
//! of the prior (made up). The decoder alone deceives it, so codes are cut off the tape and decoded again. Encoder and
//! decoder together make the squared error in the discriminator's features small.
//!
//! The deceiver's loss is the cross-entropy of being called real (Goodfellow et al. 2014, non-saturating).

use dfdx::prelude::*;

use super::Autoencoder;
use super::notes::AdversarialNotes;
use super::step::Scalar;
use crate::model::adversary::{AdversaryNetwork, Discriminator, FEATURES};
use crate::model::device::{Kernels, LossRule, PixelLoss, Rows};
use crate::model::graph::Traced;
use crate::model::scratch;
use crate::model::{Adversary, Objective, Parts, Prior, StepKey, StepSettings};

/// Logits against 1 for real and 0 for made up.
const VERDICT: LossRule = LossRule {
    loss: PixelLoss::Bce,
    logits: true,
};
const SQUARED: LossRule = LossRule {
    loss: PixelLoss::Mse,
    logits: false,
};

/// The losses of one adversarial step.
pub(super) struct AdversarialStep<D: Kernels> {
    /// What is added to the autoencoder's loss, weights applied.
    pub autoencoder: Scalar<D>,
    /// The discriminator's loss.
    pub discriminator: Scalar<D>,
    pub adversarial: AdversarialNotes<D>,
}

impl<D: Kernels> Autoencoder<D> {
    /// The adversary, where a step on `parts` has to do with it: greedy layers do not.
    pub(super) fn adversary_in(&self, parts: Parts) -> Option<&AdversaryNetwork<D>> {
        match parts {
            Parts::Layer { .. } => None,
            _ => self.adversary.as_ref(),
        }
    }

    /// The factor on the chosen reconstruction loss.
    pub(super) fn pixel_weight(&self, settings: &StepSettings) -> f32 {
        match self.adversary_in(settings.parts) {
            Some(adversary) if adversary.kind == Adversary::Output => {
                settings.objective.adversarial.pixels
            }
            _ => 1.0,
        }
    }

    /// `judged` are the step's codes and what the decoder's last layer made of them, both forked from its tape.
    pub(super) fn adversarial_step(
        &self,
        adversary: &AdversaryNetwork<D>,
        judged: (Traced<usize, D>, Traced<usize, D>),
        target: &Rows<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<AdversarialStep<D>, D::Err> {
        let (code, output) = judged;
        let discriminator = &adversary.discriminator;
        match adversary.kind {
            Adversary::Code { prior } => self.on_codes(discriminator, prior, code, key, objective),
            Adversary::Output => {
                self.on_outputs(discriminator, (code, output), target, key, objective)
            }
        }
    }

    fn on_codes(
        &self,
        discriminator: &Discriminator<D>,
        prior: Prior,
        code: Traced<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<AdversarialStep<D>, D::Err> {
        let (code, tape) = code.split_tape();
        let (rows, width) = *code.shape();
        let mut draws = scratch::room(rows * width);
        prior.draw_for_step(&mut draws, width, key);
        let draws = self.upload(&draws, rows)?;
        let discriminated = self.discriminate(discriminator, draws, code.clone(), key)?;
        let (loss, generator) = self.generator_loss(discriminator, code.put_tape(tape), key)?;
        let loss = loss.try_mul(objective.adversarial.weight)?;
        Ok(discriminated.adversarial_step(loss, generator, None))
    }

    fn on_outputs(
        &self,
        discriminator: &Discriminator<D>,
        (code, output): (Traced<usize, D>, Traced<usize, D>),
        target: &Rows<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<AdversarialStep<D>, D::Err> {
        let (output, tape) = self.reconstruction.shown(output)?.split_tape();
        // Nothing tells the gaps of real rows from what is made up.
        let real = self.reconstruction.filled(target, &output)?;
        let wanted = discriminator.features(real.clone())?;
        let features = discriminator.train_features(output.put_tape(tape), key)?;
        let mut error = D::loss(features, &wanted, SQUARED)?;
        if self.network.is_gaussian() {
            error = error.try_mul(FEATURES as f32)?;
        }
        let (error, error_tape) = error.split_tape();

        let (code, _) = code.split_tape();
        let (rows, width) = *code.shape();
        let mut drawn = scratch::room(rows * width);
        Prior::Gaussian.draw_for_step(&mut drawn, width, key);
        let codes = D::stack(&code, &self.upload(&drawn, rows)?)?;
        let codes = codes.put_tape(OwnedTape::default());
        let fake = self.network.train_decoder(codes, None, key)?;
        let fake = self.reconstruction.shown(fake)?;
        let (fake, tape) = fake.split_tape();
        let discriminated = self.discriminate(discriminator, real, fake.clone(), key)?;
        let noted = D::note(&error)?;
        let (loss, generator) = self.generator_loss(discriminator, fake.put_tape(tape), key)?;
        let loss = loss.try_mul(objective.adversarial.weight)?;
        let loss = error.put_tape(error_tape).try_add(loss)?;
        Ok(discriminated.adversarial_step(loss, generator, Some(noted)))
    }

    /// The discriminator's loss, the mean over both kinds of rows in equal parts, on a tape of its own.
    fn discriminate(
        &self,
        discriminator: &Discriminator<D>,
        real: Rows<usize, D>,
        fake: Rows<usize, D>,
        key: StepKey,
    ) -> Result<Discriminated<D>, D::Err> {
        let judge = |rows: Rows<usize, D>, is_real| {
            let logits = discriminator.judge(rows.put_tape(OwnedTape::default()), key)?;
            let (logits, tape) = logits.split_tape();
            let called_real = D::share_above_zero(&logits)?;
            self.verdict(logits.put_tape(tape), is_real)
                .map(|loss| (loss, called_real))
        };
        let ((real, real_share), (fake, fake_share)) = (judge(real, true)?, judge(fake, false)?);
        let loss = real.try_add(fake)?.try_mul(0.5)?;
        let (value, tape) = loss.split_tape();
        Ok(Discriminated {
            noted: D::note(&value)?,
            loss: value.put_tape(tape),
            called_real: [real_share, fake_share],
        })
    }

    /// The loss of the generator that made `fake`, and the same noted.
    fn generator_loss(
        &self,
        discriminator: &Discriminator<D>,
        fake: Traced<usize, D>,
        key: StepKey,
    ) -> Result<(Scalar<D>, D::Number), D::Err> {
        let loss = self.verdict(discriminator.judge(fake, key)?, true)?;
        let (value, tape) = loss.split_tape();
        let noted = D::note(&value)?;
        Ok((value.put_tape(tape), noted))
    }

    /// Cross-entropy of `logits` for rows that are all `real` or all made up.
    fn verdict(&self, logits: Traced<usize, D>, real: bool) -> Result<Scalar<D>, D::Err> {
        let rows = logits.shape().0;
        let wanted = self.upload(&vec![f32::from(real); rows], rows)?;
        D::loss(logits, &wanted, VERDICT)
    }
}

/// The discriminator's loss on real and fake rows.
struct Discriminated<D: Kernels> {
    loss: Scalar<D>,
    /// The same.
    noted: D::Number,
    /// See [`AdversarialNotes::called_real`].
    called_real: [D::Number; 2],
}

impl<D: Kernels> Discriminated<D> {
    /// With the autoencoder's loss, its loss as a generator and in features.
    fn adversarial_step(
        self,
        autoencoder: Scalar<D>,
        generator: D::Number,
        features: Option<D::Number>,
    ) -> AdversarialStep<D> {
        AdversarialStep {
            autoencoder,
            discriminator: self.loss,
            adversarial: AdversarialNotes {
                discriminator: self.noted,
                generator,
                called_real: self.called_real,
                features,
            },
        }
    }
}
