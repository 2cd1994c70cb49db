//! What an opponent adds to a training step: both players' losses, each on the tape of its own backward pass.
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
use super::step::{Scalar, read};
use crate::model::adversary::{Discriminator, FEATURES, Opponent};
use crate::model::device::{Kernels, LossRule, PixelLoss, Rows};
use crate::model::graph::Traced;
use crate::model::scratch;
use crate::model::{Adversary, Duel, Objective, Parts, Prior, StepKey, StepSettings};

/// Logits against 1 for real and 0 for made up.
const VERDICT: LossRule = LossRule {
    loss: PixelLoss::Bce,
    logits: true,
};
const SQUARED: LossRule = LossRule {
    loss: PixelLoss::Mse,
    logits: false,
};

/// One exchange between autoencoder and discriminator.
pub(super) struct Bout<D: Kernels> {
    /// What is added to the autoencoder's loss, weights applied.
    pub autoencoder: Scalar<D>,
    /// The discriminator's loss.
    pub discriminator: Scalar<D>,
    pub duel: Duel,
}

impl<D: Kernels> Autoencoder<D> {
    /// The opponent, where a step on `parts` has to do with it: greedy layers do not.
    pub(super) fn opponent_in(&self, parts: Parts) -> Option<&Opponent<D>> {
        match parts {
            Parts::Layer { .. } => None,
            _ => self.opponent.as_ref(),
        }
    }

    /// The factor on the chosen reconstruction loss.
    pub(super) fn pixel_weight(&self, settings: &StepSettings) -> f32 {
        match self.opponent_in(settings.parts) {
            Some(opponent) if opponent.kind == Adversary::Output => settings.objective.duel.pixels,
            _ => 1.0,
        }
    }

    /// `judged` are the step's codes and what the decoder's last layer made of them, both forked from its tape.
    pub(super) fn bout(
        &self,
        opponent: &Opponent<D>,
        judged: (Traced<usize, D>, Traced<usize, D>),
        target: &Rows<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<Bout<D>, D::Err> {
        let (code, output) = judged;
        let discriminator = &opponent.discriminator;
        match opponent.kind {
            Adversary::Code { prior } => {
                self.over_codes(discriminator, prior, code, key, objective)
            }
            Adversary::Output => {
                self.over_outputs(discriminator, (code, output), target, key, objective)
            }
        }
    }

    fn over_codes(
        &self,
        discriminator: &Discriminator<D>,
        prior: Prior,
        code: Traced<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<Bout<D>, D::Err> {
        let (code, tape) = code.split_tape();
        let (rows, width) = *code.shape();
        let mut draws = scratch::room(rows * width);
        prior.draw_for_step(&mut draws, width, key);
        let draws = self.upload(&draws, rows)?;
        let (loss, mut duel) = self.tell_apart(discriminator, draws, code.clone(), key)?;
        let generator = self.deceive(discriminator, code.put_tape(tape), key, &mut duel)?;
        Ok(Bout {
            autoencoder: generator.try_mul(objective.duel.weight)?,
            discriminator: loss,
            duel,
        })
    }

    fn over_outputs(
        &self,
        discriminator: &Discriminator<D>,
        (code, output): (Traced<usize, D>, Traced<usize, D>),
        target: &Rows<usize, D>,
        key: StepKey,
        objective: &Objective,
    ) -> Result<Bout<D>, D::Err> {
        let wanted = discriminator.features(target.clone())?;
        let features = discriminator.train_features(self.shown(output)?, key)?;
        let mut error = D::loss(features, &wanted, SQUARED)?;
        if self.halves.is_gaussian() {
            error = error.try_mul(FEATURES as f32)?;
        }
        let (error, error_tape) = error.split_tape();

        let (code, _) = code.split_tape();
        let (rows, width) = *code.shape();
        let mut codes = scratch::room(2 * rows * width);
        let (own, drawn) = codes.split_at_mut(rows * width);
        code.copy_into(own);
        Prior::Gaussian.draw_for_step(drawn, width, key);
        let codes = self
            .upload(&codes, 2 * rows)?
            .put_tape(OwnedTape::default());
        let made_up = self.shown(self.halves.train_decoder(codes, key)?)?;
        let (made_up, tape) = made_up.split_tape();
        let (loss, mut duel) =
            self.tell_apart(discriminator, target.clone(), made_up.clone(), key)?;
        duel.features = Some(f64::from(read(&error)));
        let generator = self.deceive(discriminator, made_up.put_tape(tape), key, &mut duel)?;
        let generator = generator.try_mul(objective.duel.weight)?;
        Ok(Bout {
            autoencoder: error.put_tape(error_tape).try_add(generator)?,
            discriminator: loss,
            duel,
        })
    }

    /// What the last layer left as outputs in the scale of the images.
    fn shown(&self, output: Traced<usize, D>) -> Result<Traced<usize, D>, D::Err> {
        if self.reconstruction.takes_logits() {
            output.try_sigmoid()
        } else {
            Ok(output)
        }
    }

    /// The discriminator's loss, the mean over both kinds of rows in equal parts, on a tape of its own.
    fn tell_apart(
        &self,
        discriminator: &Discriminator<D>,
        real: Rows<usize, D>,
        made_up: Rows<usize, D>,
        key: StepKey,
    ) -> Result<(Scalar<D>, Duel), D::Err> {
        let judge = |rows: Rows<usize, D>, is_real| {
            let logits = discriminator.judge(rows.put_tape(OwnedTape::default()), key)?;
            self.verdict(logits, is_real)
        };
        let ((real, real_accuracy), (made_up, fake_accuracy)) =
            (judge(real, true)?, judge(made_up, false)?);
        let loss = real.try_add(made_up)?.try_mul(0.5)?;
        let (value, tape) = loss.split_tape();
        let duel = Duel {
            discriminator: f64::from(read(&value)),
            real_accuracy,
            fake_accuracy,
            ..Duel::default()
        };
        Ok((value.put_tape(tape), duel))
    }

    /// The loss of whoever made `made_up` up, also noted in `duel`.
    fn deceive(
        &self,
        discriminator: &Discriminator<D>,
        made_up: Traced<usize, D>,
        key: StepKey,
        duel: &mut Duel,
    ) -> Result<Scalar<D>, D::Err> {
        let (loss, _) = self.verdict(discriminator.judge(made_up, key)?, true)?;
        let (value, tape) = loss.split_tape();
        duel.generator = f64::from(read(&value));
        Ok(value.put_tape(tape))
    }

    /// Cross-entropy of `logits` for rows that are all `real` or all made up, and the share that is called so.
    fn verdict(&self, logits: Traced<usize, D>, real: bool) -> Result<(Scalar<D>, f64), D::Err> {
        let (logits, tape) = logits.split_tape();
        let rows = logits.shape().0;
        let called = self.download(&logits);
        let right = called.iter().filter(|&&logit| (logit > 0.0) == real);
        let accuracy = right.count() as f64 / rows.max(1) as f64;
        let wanted = self.upload(&vec![f32::from(real); rows], rows)?;
        let loss = D::loss(logits.put_tape(tape), &wanted, VERDICT)?;
        Ok((loss, accuracy))
    }
}
