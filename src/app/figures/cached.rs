//! The comparison table, computed anew only when something in it has changed.

use super::Figures;
use crate::app::App;
use crate::data::SampleShape;
use crate::export::columns::{Subject, Table};
use crate::training::{RunState, VariantId, VariantSettings};

/// In training, the seconds it took are brought up to date so often.
const TIMES_A_SECOND: f64 = 4.0;

/// A table and what it was made of.
#[derive(Default)]
pub struct CachedTable {
    made_of: Option<Inputs>,
    table: Table,
}

/// All that [`App::comparison`] looks at.
#[derive(PartialEq)]
struct Inputs {
    shape: Option<SampleShape>,
    variants: Vec<Input>,
}

#[derive(PartialEq)]
struct Input {
    id: VariantId,
    name: String,
    colour: u8,
    hidden: bool,
    settings: VariantSettings,
    state: RunState,
    epoch: u32,
    /// Bits of the seconds, rounded in training.
    seconds: Option<u64>,
    /// How many epochs, and bits of the losses of the last one.
    epochs: usize,
    losses: Option<[u64; 2]>,
    figures: Option<Figures>,
    pca_mse: Option<u64>,
}

impl CachedTable {
    /// [`App::comparison`] as it is now; in training, seconds lag by a fraction of one.
    pub fn of(&mut self, app: &App) -> &Table {
        let shape = app.dataset.prepared().map(|data| data.dataset.shape());
        let variants = app.document.variants.iter();
        let inputs = Inputs {
            shape: shape.cloned(),
            variants: variants
                .map(|variant| Input::of(app, &app.subject(variant, shape)))
                .collect(),
        };
        if self.made_of.as_ref() != Some(&inputs) {
            self.table = app.comparison();
            self.made_of = Some(inputs);
        }
        &self.table
    }
}

impl Input {
    fn of(app: &App, subject: &Subject) -> Self {
        let Subject {
            variant, history, ..
        } = *subject;
        let last = history.epochs.last();
        Self {
            id: variant.id,
            name: variant.name.clone(),
            colour: variant.colour,
            hidden: variant.hidden,
            settings: variant.settings.clone(),
            state: subject.state,
            epoch: subject.epoch,
            seconds: history.steps.last().map(|step| {
                if subject.state == RunState::Training {
                    (step.seconds * TIMES_A_SECOND).floor().to_bits()
                } else {
                    step.seconds.to_bits()
                }
            }),
            epochs: history.epochs.len(),
            losses: last.map(|last| [last.train_loss, last.validation.loss].map(f64::to_bits)),
            figures: app.figures.by_variant.get(&variant.id).copied(),
            pca_mse: subject.pca_mse.map(f64::to_bits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::RunStatus;
    use crate::project::Document;
    use crate::training::{EpochRecord, StepRecord};

    const ID: VariantId = VariantId(1);

    /// Whether `change` leads to another table, which is then the right one.
    fn remade(app: &mut App, cached: &mut CachedTable, change: impl FnOnce(&mut App)) -> bool {
        cached.of(app);
        // A mark that only a new table loses.
        cached.table.losses_differ = true;
        change(app);
        let table = cached.of(app).clone();
        let remade = !table.losses_differ;
        if remade {
            assert_eq!(table, app.comparison());
        }
        remade
    }

    fn step(app: &mut App, seconds: f64) {
        let run = app.runs.entry(ID).or_default();
        let step = run.history.steps.len() as u64 + 1;
        run.history.steps.push(StepRecord {
            step,
            seconds,
            ..StepRecord::default()
        });
    }

    #[test]
    fn the_table_is_cached_until_something_in_it_changes() {
        let mut app = App::detached(Document::default());
        app.runs.insert(ID, RunStatus::default());
        let mut cached = CachedTable::default();
        let mut remade = |change: fn(&mut App)| remade(&mut app, &mut cached, change);
        assert!(!remade(|_| {}));
        assert!(remade(|app| app.document.variants[0].name = "B".into()));
        assert!(remade(|app| app.document.variants[0].hidden = true));
        assert!(remade(|app| {
            app.document.variants[0].settings.training.batch = 17;
        }));
        assert!(remade(|app| {
            let second = app.document.variants[0].clone();
            app.document.variants.push(second);
        }));
        assert!(remade(|app| step(app, 1.01)));
        assert!(remade(|app| {
            let history = &mut app.runs.entry(ID).or_default().history;
            history.epochs.push(EpochRecord::default());
        }));
        assert!(remade(|app| {
            let history = &mut app.runs.entry(ID).or_default().history;
            history.epochs[0].validation.loss = 0.5;
        }));
        assert!(!remade(|app| {
            app.runs.entry(ID).or_default().progress.batch = 3;
        }));
    }

    #[test]
    fn seconds_of_training_are_not_followed_step_by_step() {
        let mut app = App::detached(Document::default());
        let training = RunStatus {
            state: RunState::Training,
            ..RunStatus::default()
        };
        app.runs.insert(ID, training);
        let mut cached = CachedTable::default();
        let mut remade = |change: fn(&mut App)| remade(&mut app, &mut cached, change);
        assert!(remade(|app| step(app, 1.01)));
        assert!(!remade(|app| step(app, 1.02)));
        assert!(remade(|app| step(app, 1.26)));
        assert!(remade(|app| {
            app.runs.entry(ID).or_default().state = RunState::Paused;
        }));
        assert!(remade(|app| step(app, 1.27)));
    }
}
