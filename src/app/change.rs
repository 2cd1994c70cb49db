//! What differs between two choices, in the words of the panels, and whether a trained model can take it.

mod architecture;

use super::SampleKind;
use crate::data::{DataSettings, Source};
use crate::model::Objective;
use crate::project::VariantSettings;
use crate::training::TrainingSettings;
use architecture::architecture;

/// More differences than this inside the architecture are called "the architecture", and those of the objective alike.
const NAMED: usize = 2;

/// The differences between two settings of a variant, named ("the code width").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// A run under way cannot take these.
    pub locked: Vec<String>,
    /// A run under way takes these at its next batch.
    pub live: Vec<String>,
}

impl Change {
    pub fn between(before: &VariantSettings, after: &VariantSettings) -> Self {
        let mut locked = architecture(&before.architecture, &after.architecture);
        if before.loss != after.loss {
            locked.push("the loss".into());
        }
        let (old, new) = (&before.training, &after.training);
        for (differs, name) in [
            (!same_optimiser(old, new), "the optimiser"),
            (old.batch != new.batch, "the batch size"),
            (old.seed != new.seed, "the seed"),
        ] {
            if differs {
                locked.push(name.into());
            }
        }
        let mut live = Vec::new();
        for (differs, name) in [
            (old.learning_rate != new.learning_rate, "the learning rate"),
            (old.weight_decay != new.weight_decay, "the weight decay"),
            (old.schedule != new.schedule, "the schedule"),
            (old.epochs != new.epochs, "the epochs"),
            (old.clip_norm != new.clip_norm, "gradient clipping"),
            (old.early_stopping != new.early_stopping, "early stopping"),
            (before.corruption != after.corruption, "the noise"),
            (before.phases != after.phases, "the phases"),
        ] {
            if differs {
                live.push(name.into());
            }
        }
        live.extend(objective(&before.objective, &after.objective));
        Self { locked, live }
    }

    pub fn is_empty(&self) -> bool {
        self.locked.is_empty() && self.live.is_empty()
    }

    /// All of it in one phrase: "the code width and the epochs".
    pub fn phrase(&self) -> String {
        let mut names = self.locked.clone();
        names.extend(self.live.iter().cloned());
        join(&names)
    }

    pub fn locked_phrase(&self) -> String {
        join(&self.locked)
    }
}

/// Whether weights made with `made` can be trained on with `wanted`.
pub(super) fn fits(made: &VariantSettings, wanted: &VariantSettings) -> bool {
    made.can_become(wanted)
}

/// What differs between two choices of data, in one phrase.
pub(super) fn data_phrase(before: &DataSettings, after: &DataSettings) -> String {
    let mut names: Vec<String> = Vec::new();
    if before.source.name() != after.source.name() {
        // All else follows from these.
        return "the data".into();
    }
    let validation = format!(
        "the validation {}",
        SampleKind::of_source(&after.source).many()
    );
    for (differs, name) in [
        (
            before.source != after.source,
            source_phrase(&before.source, &after.source),
        ),
        (before.scaling != after.scaling, "the scaling"),
        (before.validation != after.validation, &*validation),
        (before.split_seed != after.split_seed, "the split seed"),
        (before.hold_out != after.hold_out, "the test part"),
    ] {
        if differs {
            names.push(name.into());
        }
    }
    join(&names)
}

/// What differs between two choices of a source.
fn source_phrase(before: &Source, after: &Source) -> &'static str {
    let (
        Source::Table {
            path: old_path,
            test: old_test,
            options: old,
        },
        Source::Table {
            path,
            test,
            options: new,
        },
    ) = (before, after)
    else {
        return "the data";
    };
    if old_path != path {
        return "the data";
    }
    match (old_test != test, old.columns != new.columns) {
        (true, _) => "the test part",
        (false, true) => "the columns",
        (false, false) => "how the table is read",
    }
}

fn same_optimiser(old: &TrainingSettings, new: &TrainingSettings) -> bool {
    old.optimiser == new.optimiser
}

fn objective(before: &Objective, after: &Objective) -> Vec<String> {
    let (old, new) = (&before.variational, &after.variational);
    let (less, more) = (&before.penalties, &after.penalties);
    let (slow, fast) = (&before.duel, &after.duel);
    let mut names = Vec::new();
    for (differs, name) in [
        (old.beta != new.beta, "beta"),
        (
            old.warm_up_epochs != new.warm_up_epochs,
            "the warm-up of beta",
        ),
        (old.free_bits != new.free_bits, "the free bits"),
        (less.l1 != more.l1, "the L1 penalty"),
        (less.sparsity != more.sparsity, "the sparsity penalty"),
        (
            less.contractive != more.contractive,
            "the contractive penalty",
        ),
        (before.border != after.border, "the border of the loss"),
        (before.wavelet != after.wavelet, "the wavelet loss"),
        (before.perceptual != after.perceptual, "the perceptual loss"),
        (
            slow.discriminator_rate != fast.discriminator_rate,
            "the discriminator's learning rate",
        ),
        (slow.weight != fast.weight, "the weight of the duel"),
    ] {
        if differs {
            names.push(name.into());
        }
    }
    // A field this list does not know is a difference all the same.
    if names.len() > NAMED || (names.is_empty() && before != after) {
        return vec!["the objective".into()];
    }
    names
}

/// "a", "a and b", "a, b and c".
fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ColumnChoice, Corruption, Scaling, TableOptions};
    use crate::model::{
        Activation, Adversary, Architecture, Decoder, Distribution, Initialisation, Layer, Loss,
        Pyramid,
    };
    use crate::training::Phase;

    fn change(edit: impl Fn(&mut VariantSettings)) -> Change {
        let before = VariantSettings::default();
        let mut after = before.clone();
        edit(&mut after);
        Change::between(&before, &after)
    }

    #[test]
    fn names_what_differs_and_whether_a_run_can_take_it() {
        assert!(change(|_| {}).is_empty());
        assert_eq!(
            change(|s| s.architecture.code.width = 64).locked_phrase(),
            "the code width"
        );
        assert_eq!(
            change(|s| s.architecture.encoder[0].dropout = 0.5).locked_phrase(),
            "the dropout of encoder layer 1"
        );
        assert_eq!(
            change(|s| s.architecture.encoder.push(Layer::default())).locked_phrase(),
            "the number of encoder layers"
        );
        let both = change(|s| {
            s.loss = Loss::Bce;
            s.training.batch = 64;
            s.training.epochs = 3;
        });
        assert_eq!(both.locked_phrase(), "the loss and the batch size");
        assert_eq!(both.phrase(), "the loss, the batch size and the epochs");
        let live = change(|s| s.training.learning_rate = 0.5);
        assert_eq!(live.locked, Vec::<String>::new());
        assert_eq!(live.phrase(), "the learning rate");
    }

    #[test]
    fn what_a_family_has_is_named() {
        let live = |edit: fn(&mut VariantSettings)| {
            let change = change(edit);
            assert!(change.locked.is_empty(), "{change:?}");
            change.phrase()
        };
        assert_eq!(live(|s| s.objective.variational.beta = 4.0), "beta");
        assert_eq!(live(|s| s.objective.penalties.l1 = 1e-4), "the L1 penalty");
        assert_eq!(
            live(|s| s.objective.duel.discriminator_rate = 0.5),
            "the discriminator's learning rate"
        );
        assert_eq!(
            live(|s| s.corruption = Corruption::Gaussian { std: 0.5 }),
            "the noise"
        );
        let phases = |s: &mut VariantSettings| s.phases.push(Phase::default());
        assert_eq!(live(phases), "the phases");
        let many = |s: &mut VariantSettings| {
            s.objective.variational.beta = 2.0;
            s.objective.wavelet.levels = 3;
            s.objective.border.width = 2;
        };
        assert_eq!(live(many), "the objective");

        let locked =
            |edit: fn(&mut Architecture)| change(|s| edit(&mut s.architecture)).locked_phrase();
        assert_eq!(
            locked(|a| a.code.distribution = Distribution::Gaussian),
            "the distribution of the code"
        );
        assert_eq!(
            locked(|a| a.adversary = Some(Adversary::Output)),
            "the adversary"
        );
        let pyramid = |a: &mut Architecture| a.pyramid = Some(Pyramid::default());
        assert_eq!(locked(pyramid), "the convolutions");
    }

    #[test]
    fn many_differences_are_called_the_architecture() {
        let many = change(|s| {
            s.architecture.code.width = 64;
            s.architecture.code.activation = Activation::Tanh;
            s.architecture.output = Activation::Identity;
            s.architecture.initialisation = Initialisation::Xavier;
        });
        assert_eq!(many.locked_phrase(), "the architecture");
    }

    #[test]
    fn a_decoder_of_its_own_is_named_layer_by_layer() {
        let before = VariantSettings {
            architecture: Architecture {
                decoder: Decoder::Own {
                    layers: vec![Layer::default(), Layer::default()],
                },
                ..Architecture::default()
            },
            ..VariantSettings::default()
        };
        let mut after = before.clone();
        if let Decoder::Own { layers } = &mut after.architecture.decoder {
            layers[1].width = 512;
        }
        assert_eq!(
            Change::between(&before, &after).phrase(),
            "the width of decoder layer 2"
        );
        after.architecture.decoder = Decoder::Mirrored;
        assert_eq!(
            Change::between(&before, &after).phrase(),
            "the mirroring of the decoder"
        );
    }

    #[test]
    fn weights_fit_when_only_live_settings_differ() {
        let made = VariantSettings::default();
        let mut wanted = made.clone();
        wanted.training.epochs = 99;
        wanted.training.learning_rate = 0.1;
        assert!(fits(&made, &wanted));
        wanted.training.seed = 1;
        assert!(!fits(&made, &wanted));
    }

    #[test]
    fn data_changes_are_named() {
        let before = DataSettings::default();
        let after = DataSettings {
            scaling: Scaling::Standardised,
            validation: 0,
            ..before.clone()
        };
        assert_eq!(
            data_phrase(&before, &after),
            "the scaling and the validation images"
        );
        let table = |change: fn(&mut TableOptions)| {
            let mut options = TableOptions::default();
            change(&mut options);
            DataSettings {
                source: Source::Table {
                    path: "a.csv".into(),
                    test: None,
                    options,
                },
                ..before.clone()
            }
        };
        let plain = table(|_| {});
        assert_eq!(data_phrase(&before, &plain), "the data");
        let semicolons = table(|options| options.delimiter = Some(';'));
        assert_eq!(data_phrase(&plain, &semicolons), "how the table is read");
        let columns = table(|options| {
            options
                .columns
                .insert("age".into(), ColumnChoice::default());
        });
        assert_eq!(data_phrase(&plain, &columns), "the columns");
    }
}
