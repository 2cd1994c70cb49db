//! One training step: forward, loss, backward, update.
//!
//! With an adversary the gradients of both players are computed before either moves.

use dfdx::prelude::*;

use super::Autoencoder;
use super::notes::{ColumnNotes, LossNotes, Notes};
use crate::model::code::{TracedCode, contraction, gaussian, penalty};
use crate::model::device::{Kernels, Rows, Update};
use crate::model::graph::{Teacher, Traced};
use crate::model::parameter::{AnyParameter, device_error};
use crate::model::{Batch, ModelError, Parts, StepKey, StepSettings};

/// A number on the tape.
pub(super) type Scalar<D> = Tensor<Rank0, f32, D, OwnedTape<f32, D>>;

/// Room for as many as most models have.
const PARAMETERS: usize = 32;

/// What a forward pass leaves.
struct Forward<D: Kernels> {
    /// What the autoencoder makes small.
    loss: Scalar<D>,
    /// What the discriminator makes small.
    discriminator: Option<Scalar<D>>,
    notes: LossNotes<D>,
}

/// Outputs compared with their targets.
struct Compared<D: Kernels> {
    loss: Scalar<D>,
    /// The same, noted.
    reconstruction: D::Number,
    columns: Option<ColumnNotes<D>>,
}

impl<D: Kernels> Autoencoder<D> {
    /// One update, once what it needs is at hand; its numbers are noted.
    pub(super) fn prepared_step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<Notes<D>, ModelError> {
        self.reconstruction.prepare(&settings.objective)?;
        self.step(batch, key, settings).map_err(device_error)
    }

    fn step(
        &mut self,
        batch: &Batch,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<Notes<D>, D::Err> {
        let [x, target] = self.pair(batch)?;
        let gradients = match self.gradients.take() {
            Some(gradients) => gradients,
            None => self.gradients_of_network()?,
        };
        let x = x.traced(gradients);
        let teacher = Teacher {
            target: &target,
            forcing: settings.objective.teacher_forcing,
        };
        let forward = match settings.parts {
            Parts::Layer { index } if index + 1 < self.network.layers() => {
                let output = self.network.train_outer(index + 1, x, &teacher, key)?;
                let Compared {
                    loss,
                    reconstruction,
                    columns,
                } = self.reconstruction_loss(output, &target, settings)?;
                Forward {
                    loss,
                    discriminator: None,
                    notes: LossNotes {
                        reconstruction,
                        whole: None,
                        pixels: 1.0,
                        kl: None,
                        penalty: None,
                        adversarial: None,
                        columns,
                    },
                }
            }
            _ => self.forward(x, &teacher, key, settings)?,
        };
        let mut gradients = match settings.parts {
            Parts::Adversary => None,
            _ => Some(forward.loss.try_backward()?),
        };
        let mut against = match forward.discriminator {
            Some(loss) if settings.parts.include("discriminator.0.weight") => {
                Some(loss.try_backward()?)
            }
            _ => None,
        };
        let square_sums = self.update(gradients.as_mut(), against.as_mut(), settings)?;
        if let Some(gradients) = gradients {
            self.gradients = Some(self.emptied(gradients)?);
        }
        Ok(Notes {
            loss: forward.notes,
            square_sums,
        })
    }

    /// What the model sees and what it should make of it, on the device.
    fn pair(&self, batch: &Batch) -> Result<[Rows<usize, D>; 2], D::Err> {
        if let Some(chosen) = &batch.chosen {
            let target = self.device.gather(chosen)?;
            let x = match batch.inputs {
                [] => target.clone(),
                inputs => self.upload(inputs, batch.rows)?,
            };
            return Ok([x, target]);
        }
        let x = self.upload(batch.inputs, batch.rows)?;
        let target = if std::ptr::eq(batch.inputs, batch.targets) {
            x.clone()
        } else {
            self.upload(batch.targets, batch.rows)?
        };
        Ok([x, target])
    }

    /// Gradients that keep those of encoder and decoder.
    fn gradients_of_network(&self) -> Result<Gradients<f32, D>, D::Err> {
        let mut gradients = Gradients::leaky();
        for parameter in self.network.parameters() {
            parameter.keep_gradient(&mut gradients)?;
        }
        self.emptied(gradients)
    }

    /// As the next step wants to find them.
    fn emptied(&self, mut gradients: Gradients<f32, D>) -> Result<Gradients<f32, D>, D::Err> {
        gradients.drop_non_leafs();
        for parameter in self.network.parameters() {
            parameter.forget_gradient(&mut gradients)?;
        }
        Ok(gradients)
    }

    /// Reconstruction, divergence of a Gaussian code, penalties, and the adversary's part.
    fn forward(
        &self,
        x: Traced<usize, D>,
        teacher: &Teacher<D>,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<Forward<D>, D::Err> {
        let target = teacher.target;
        let (x, tape) = x.split_tape();
        let rows = x.shape().0;
        let code = self.network.train_encoder(x.clone().put_tape(tape), key)?;
        let (z, mean, divergence) = match code {
            TracedCode::Point(z) => {
                let mean = z.with_empty_tape();
                (z, mean, None)
            }
            TracedCode::Gaussian { mean, log_variance } => {
                let detached = mean.with_empty_tape();
                let divergence =
                    gaussian::divergence(mean.with_empty_tape(), log_variance.with_empty_tape())?;
                let width = mean.shape().1;
                let noise = self.upload(&gaussian::step_noise(rows * width, key), rows)?;
                let z = gaussian::sample(mean, log_variance, &noise)?;
                (z, detached, Some(divergence))
            }
        };
        let judged_code = z.with_empty_tape();
        let output = self.network.train_decoder(z, Some(teacher), key)?;
        let judged_output = output.with_empty_tape();
        let Compared {
            mut loss,
            reconstruction,
            columns,
        } = self.reconstruction_loss(output, target, settings)?;
        let pixels = self.pixel_weight(settings);
        let (mut kl, mut penalties) = (None, None);
        if pixels != 1.0 {
            loss = loss.try_mul(pixels)?;
        }
        if let Some(divergence) = divergence {
            let variational = &settings.objective.variational;
            let (divergence, tape) = divergence.split_tape();
            kl = Some((D::note(&divergence.clone().try_sum()?)?, rows));
            let cost = gaussian::cost(divergence.put_tape(tape), variational.free_bits)?;
            loss = loss.try_add(cost.try_mul(variational.beta)?)?;
        }
        if let Some(penalty) = self.penalty(mean, x, key, settings)? {
            let (value, tape) = penalty.split_tape();
            penalties = Some(D::note(&value)?);
            loss = loss.try_add(value.put_tape(tape))?;
        }
        let (value, tape) = loss.split_tape();
        let mut forward = Forward {
            notes: LossNotes {
                reconstruction,
                whole: Some(D::note(&value)?),
                pixels,
                kl,
                penalty: penalties,
                adversarial: None,
                columns,
            },
            loss: value.put_tape(tape),
            discriminator: None,
        };
        if let Some(adversary) = self.adversary_in(settings.parts) {
            let judged = (judged_code, judged_output);
            let adversarial_step =
                self.adversarial_step(adversary, judged, target, key, &settings.objective)?;
            forward.loss = forward.loss.try_add(adversarial_step.autoencoder)?;
            forward.discriminator = Some(adversarial_step.discriminator);
            forward.notes.adversarial = Some(adversarial_step.adversarial);
        }
        Ok(forward)
    }

    /// A mean over pixels for point codes, a sum over the pixels of an image for Gaussian codes; of rows a mean over
    /// cells, and that mean times the columns.
    fn reconstruction_loss(
        &self,
        output: Traced<usize, D>,
        target: &Rows<usize, D>,
        settings: &StepSettings,
    ) -> Result<Compared<D>, D::Err> {
        let (mut loss, parts) = self
            .reconstruction
            .loss(output, target, &settings.objective)?;
        let mut factor = 1.0;
        if self.network.is_gaussian() && !self.reconstruction.is_by_sample() {
            loss = loss.try_mul(self.values as f32)?;
            factor = self.values as f64;
        }
        let (value, tape) = loss.split_tape();
        Ok(Compared {
            reconstruction: D::note(&value)?,
            loss: value.put_tape(tape),
            columns: parts.map(|parts| ColumnNotes { parts, factor }),
        })
    }

    /// The penalties on codes (means of Gaussian ones), weights applied; `None` when all are off.
    fn penalty(
        &self,
        code: Traced<usize, D>,
        x: Rows<usize, D>,
        key: StepKey,
        settings: &StepSettings,
    ) -> Result<Option<Scalar<D>>, D::Err> {
        let penalties = &settings.objective.penalties;
        let mut sum: Option<Scalar<D>> = None;
        let mut add = |penalty: Scalar<D>, weight: f32| -> Result<(), D::Err> {
            let weighted = penalty.try_mul(weight)?;
            sum = Some(match sum.take() {
                Some(sum) => sum.try_add(weighted)?,
                None => weighted,
            });
            Ok(())
        };
        if penalties.l1 > 0.0 {
            add(penalty::l1(code.with_empty_tape())?, penalties.l1)?;
        }
        if penalties.sparsity.weight > 0.0 {
            let activation = self.code_activation;
            let rule = penalties.sparsity;
            let penalty = penalty::sparsity(code.with_empty_tape(), activation, rule)?;
            add(penalty, rule.weight)?;
        }
        if penalties.contractive > 0.0 {
            let moved = contraction::moved(x, key)?;
            let moved = moved.put_tape(OwnedTape::default());
            let moved = match self.network.train_encoder(moved, key)? {
                TracedCode::Point(code) | TracedCode::Gaussian { mean: code, .. } => code,
            };
            let penalty = contraction::estimate(code, moved)?;
            add(penalty, penalties.contractive)?;
        }
        Ok(sum)
    }

    /// Moves what the step trains; returns the sums of the squares of its gradients before clipping. Each player's
    /// gradient is clipped by itself.
    fn update(
        &mut self,
        gradients: Option<&mut Gradients<f32, D>>,
        against: Option<&mut Gradients<f32, D>>,
        settings: &StepSettings,
    ) -> Result<Vec<D::Number>, D::Err> {
        if self.optimiser != settings.optimiser.id() {
            self.clear_moments(settings.optimiser.id());
        }
        self.optimiser_steps += 1;
        let step = self.optimiser_steps;
        let update = |learning_rate| Update {
            optimiser: settings.optimiser,
            learning_rate,
            weight_decay: settings.weight_decay,
            step,
        };
        let trains = trained(settings.parts, self.network.layers());
        let chosen =
            |parameter: &dyn AnyParameter<D>| parameter.is_trained() && trains(parameter.name());
        let mut square_sums = Vec::with_capacity(PARAMETERS);
        if let Some(gradients) = gradients {
            let mut network = self.network.parameters_mut();
            network.retain(|parameter| chosen(&**parameter));
            let player = Player {
                parameters: network,
                gradients,
                update: update(settings.learning_rate),
            };
            player.advance(&self.device, settings.clip_norm, &mut square_sums)?;
        }
        if let (Some(gradients), Some(adversary)) = (against, &mut self.adversary) {
            let mut parameters = Vec::new();
            adversary.discriminator.parameters_mut(&mut parameters);
            let player = Player {
                parameters,
                gradients,
                update: update(settings.objective.adversarial.discriminator_rate),
            };
            player.advance(&self.device, settings.clip_norm, &mut square_sums)?;
        }
        Ok(square_sums)
    }
}

/// Autoencoder or discriminator, at the end of a step.
struct Player<'a, D: Kernels> {
    parameters: Vec<&'a mut dyn AnyParameter<D>>,
    gradients: &'a mut Gradients<f32, D>,
    update: Update,
}

impl<D: Kernels> Player<'_, D> {
    /// Clips the gradient and moves the parameters; adds the sums of the gradient's squares before clipping.
    fn advance(
        self,
        device: &D,
        clip_norm: Option<f32>,
        square_sums: &mut Vec<D::Number>,
    ) -> Result<(), D::Err> {
        let mut scale = None;
        if let Some(limit) = clip_norm {
            let mut own = Vec::new();
            for parameter in &self.parameters {
                own.extend(parameter.gradient_square_sum(self.gradients)?);
            }
            scale = Some(device.clip_factor(&own, limit)?);
        }
        for parameter in self.parameters {
            square_sums.extend(parameter.update(self.gradients, &self.update, scale.as_ref())?);
        }
        Ok(())
    }
}

/// Whether a step on `parts` changes a parameter, by its name; the encoder has `layers` dense layers.
fn trained(parts: Parts, layers: usize) -> impl Fn(&str) -> bool {
    let pair = match parts {
        Parts::Layer { index } if index + 1 < layers => Some(vec![
            format!("encoder.{index}."),
            format!("decoder.{}.", layers - 1 - index),
        ]),
        // The innermost: what makes the code, point or Gaussian, and what first sees it.
        Parts::Layer { .. } => Some(vec![
            format!("encoder.{}.", layers - 1),
            "encoder.mean.".into(),
            "encoder.log_variance.".into(),
            "decoder.0.".into(),
        ]),
        _ => None,
    };
    move |name: &str| match &pair {
        Some(names) => names.iter().any(|start| name.starts_with(start)),
        None => parts.include(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_trained_with_the_one_that_undoes_it() {
        // Encoder layers 0, 1 and the code's, 2.
        let outer = trained(Parts::Layer { index: 0 }, 3);
        assert!(outer("encoder.0.weight") && outer("decoder.2.bias"));
        assert!(!outer("encoder.1.weight") && !outer("decoder.1.bias"));
        let inner = trained(Parts::Layer { index: 2 }, 3);
        assert!(inner("encoder.2.weight") && inner("decoder.0.bias"));
        assert!(inner("encoder.mean.weight") && !inner("encoder.1.weight"));
    }
}
