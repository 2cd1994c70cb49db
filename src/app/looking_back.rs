//! Looking back: the views show a checkpoint instead of the present weights.

use std::sync::Arc;

use super::{App, RunStatus};
use crate::project::Variant;
use crate::training::{Checkpoint, Command, ResumeState, VariantId, checkpoint_at};

/// Moments less than this many epochs apart are one: batches of another size end an eighth of an epoch elsewhere.
const APART: f64 = 1.0 / 32.0;

/// The moment that views show.
#[derive(Debug, Default)]
pub(super) struct LookingBack {
    /// Epochs done then, fractional inside one; the present weights with `None`.
    at: Option<f64>,
}

impl App {
    /// Epochs of the moment that views show, fractional inside one; the present weights with `None`.
    pub fn looking_at(&self) -> Option<f64> {
        self.looking_back.at
    }

    /// Epochs of which any shown variant keeps weights, fractional inside the first, ascending.
    pub fn times(&self) -> Vec<f64> {
        let mut times: Vec<f64> = self
            .shown_runs()
            .flat_map(|run| run.checkpoints.iter().map(|kept| kept.epochs))
            .collect();
        times.sort_by(f64::total_cmp);
        // Of those that are one the latest, which shows all of them.
        times.reverse();
        times.dedup_by(|earlier, later| *later - *earlier < APART);
        times.reverse();
        times
    }

    /// Epochs of the weights that a variant shows while a person looks back: fewer than are looked at where it was not
    /// trained for as long, or does not keep those. `None` while it shows its present weights.
    pub fn shown_time(&self, variant: VariantId) -> Option<f64> {
        let checkpoints = &self.runs.get(&variant)?.checkpoints;
        checkpoint_at(checkpoints, self.looking_at()?).map(|kept| kept.epochs)
    }

    /// The moment kept before the one on screen.
    pub fn earlier_time(&self) -> Option<f64> {
        let times = self.times();
        let Some(at) = self.looking_at() else {
            return times.last().copied();
        };
        times.into_iter().rfind(|&time| time < at)
    }

    /// The moment kept after the one on screen, the present (`None` in it) after the last; `None` at the present.
    pub fn later_time(&self) -> Option<Option<f64>> {
        let at = self.looking_at()?;
        Some(self.times().into_iter().find(|&time| time > at))
    }

    /// Whether all views on screen are of the moment that is looked at.
    pub fn past_has_come(&self) -> bool {
        let shown = self.variants_on_screen();
        let mut live = shown.filter(|variant| self.runs.link.loaded(variant.id).is_some());
        live.all(|variant| {
            let (wanted, run) = (self.shown_time(variant.id), self.runs.get(&variant.id));
            wanted.is_none() || run.is_some_and(|run| run.views.are_all_of(wanted))
        })
    }

    /// About how many bytes of past weights are kept of a variant.
    pub fn checkpoint_bytes(&self, variant: VariantId) -> usize {
        let Some(run) = self.runs.get(&variant) else {
            return 0;
        };
        // All are of one size, and those in files are not opened for this.
        let mut in_memory = run.checkpoints.iter().filter_map(|kept| kept.bytes());
        let each = in_memory.next().or_else(|| {
            let trained = self.document.variant(variant)?.trained.as_ref()?;
            Some(trained.resume_state.weight_bytes())
        });
        each.unwrap_or_default() * run.checkpoints.len()
    }

    pub(super) fn look_at(&mut self, epochs: Option<f64>) {
        let epochs = epochs.filter(|epochs| epochs.is_finite());
        if self.looking_at() != epochs {
            self.looking_back.at = epochs;
            self.runs.link.send(Command::LookAt(epochs));
        }
    }

    /// Once nothing shown keeps a past any more (it began again, or went), views are of the present.
    pub(super) fn look_back_only_where_there_is_a_past(&mut self) {
        if self.looking_at().is_some()
            && self.runs.link.is_live()
            && self.shown_runs().all(|run| run.checkpoints.is_empty())
        {
            self.look_at(None);
        }
    }

    /// Most megabytes of past weights of each variant, from now on.
    pub(super) fn keep_at_most(&mut self, megabytes: u32) {
        if self.document.checkpoint_megabytes != megabytes {
            self.document.checkpoint_megabytes = megabytes;
            let bytes = self.document.checkpoint_bytes();
            self.runs.link.send(Command::KeepAtMost(bytes));
            self.touch();
        }
    }

    /// The checkpoints of a run. Where it keeps less than before, the variant's resume state follows, so that the next
    /// save does.
    pub(super) fn take_checkpoints(&mut self, id: VariantId, checkpoints: Vec<Arc<Checkpoint>>) {
        if let Some(trained) = self
            .document
            .variant_mut(id)
            .and_then(|v| v.trained.as_mut())
        {
            let saved = &trained.resume_state.checkpoints;
            let is_saved = |kept: &Arc<Checkpoint>| saved.iter().any(|s| Arc::ptr_eq(s, kept));
            if checkpoints.len() < saved.len() && checkpoints.iter().all(is_saved) {
                trained.resume_state = Arc::new(ResumeState {
                    checkpoints: checkpoints.clone(),
                    ..ResumeState::clone(&trained.resume_state)
                });
            }
        }
        self.runs.entry(id).or_default().checkpoints = checkpoints;
    }

    /// Runs of variants that are on screen.
    fn shown_runs(&self) -> impl Iterator<Item = &RunStatus> {
        let shown = self.variants_on_screen();
        shown.filter_map(|variant| self.runs.get(&variant.id))
    }

    /// In the order of the strip: the selected one is, hidden or not.
    pub fn variants_on_screen(&self) -> impl Iterator<Item = &Variant> {
        let selected = self.document.selected;
        let variants = self.document.variants.iter();
        variants.filter(move |variant| !variant.hidden || variant.id == selected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;
    use crate::model::{Tensor, Tensors};
    use crate::project::{Document, Trained};
    use crate::training::RunState;

    /// An application of three variants that keep these epochs, the last of them hidden.
    fn app(epochs: [&[f64]; 3]) -> App {
        let variants = (1..=3).map(|id| Variant {
            id: VariantId(id),
            hidden: id == 3,
            ..Variant::default()
        });
        let document = Document {
            variants: variants.collect(),
            ..Document::default()
        };
        let mut app = App::detached(document);
        let weights = Arc::new(Tensors::from([(
            "w".into(),
            Tensor {
                shape: vec![250],
                data: vec![0.0; 250],
            },
        )]));
        for (id, epochs) in (1..).zip(epochs) {
            let kept = |&epochs: &f64| Checkpoint::new(epochs, 0, None, Arc::clone(&weights));
            let run = app.runs.entry(VariantId(id)).or_default();
            run.checkpoints = epochs.iter().map(kept).map(Arc::new).collect();
        }
        app
    }

    #[test]
    fn times_are_those_of_all_shown_variants() {
        let mut app = app([&[0.0, 0.125, 1.0, 2.0], &[0.0, 0.12, 0.5, 2.0, 3.0], &[9.0]]);
        assert_eq!(app.times(), [0.0, 0.125, 0.5, 1.0, 2.0, 3.0]);
        // The selected one is on screen though it is hidden.
        app.document.selected = VariantId(3);
        assert_eq!(app.times(), [0.0, 0.125, 0.5, 1.0, 2.0, 3.0, 9.0]);
        app.runs.clear();
        assert!(app.times().is_empty());
    }

    #[test]
    fn a_variant_that_is_behind_shows_its_last() {
        let mut app = app([&[0.0, 1.0, 5.0], &[0.0, 8.0], &[]]);
        assert_eq!(app.shown_time(VariantId(1)), None);
        app.apply(Action::LookAt(Some(8.0)));
        let shown = [1, 2, 3, 4].map(|id| app.shown_time(VariantId(id)));
        assert_eq!(shown, [Some(5.0), Some(8.0), None, None]);
        app.apply(Action::LookAt(Some(f64::NAN)));
        assert_eq!(app.looking_at(), Some(8.0));
    }

    #[test]
    fn moments_follow_each_other_up_to_the_present() {
        let mut app = app([&[0.0, 1.0, 2.0], &[], &[]]);
        assert_eq!((app.earlier_time(), app.later_time()), (Some(2.0), None));
        app.apply(Action::LookAt(Some(1.0)));
        let around = (app.earlier_time(), app.later_time());
        assert_eq!(around, (Some(0.0), Some(Some(2.0))));
        app.apply(Action::LookAt(Some(2.0)));
        assert_eq!(app.later_time(), Some(None));
        app.apply(Action::LookAt(Some(0.0)));
        assert_eq!(app.earlier_time(), None);
    }

    #[test]
    fn room_for_the_past_is_a_change_to_save() {
        let mut app = app([&[0.0, 1.0, 5.0], &[], &[]]);
        assert_eq!(app.checkpoint_bytes(VariantId(1)), 3_000);
        assert_eq!(app.checkpoint_bytes(VariantId(2)), 0);
        app.apply(Action::CheckpointMegabytes(64));
        assert!(!app.has_unsaved_changes());
        app.apply(Action::CheckpointMegabytes(16));
        assert!(app.has_unsaved_changes());
        assert_eq!(app.document.checkpoint_bytes(), 16_000_000);
    }

    #[test]
    fn a_save_follows_what_is_let_go() {
        let mut app = app([&[0.0, 1.0, 2.0], &[], &[]]);
        let kept = app.runs[&VariantId(1)].checkpoints.clone();
        let variant = &mut app.document.variants[0];
        variant.trained = Some(Trained {
            resume_state: Arc::new(ResumeState {
                checkpoints: kept[..2].to_vec(),
                ..ResumeState::default()
            }),
            settings: variant.settings.clone(),
            state: RunState::Paused,
        });
        let saved = |app: &App| {
            let trained = app.document.variants[0].trained.as_ref();
            trained.map(|trained| trained.resume_state.checkpoints.len())
        };
        // New ones belong to weights that the resume state does not have yet.
        app.take_checkpoints(VariantId(1), vec![Arc::clone(&kept[2])]);
        assert_eq!(saved(&app), Some(2));
        app.take_checkpoints(VariantId(1), vec![Arc::clone(&kept[1])]);
        assert_eq!(saved(&app), Some(1));
        app.take_checkpoints(VariantId(1), Vec::new());
        assert_eq!(saved(&app), Some(0));
        assert!(app.times().is_empty());
    }

    #[test]
    fn another_project_is_looked_at_as_it_is() {
        let mut app = app([&[0.0, 1.0], &[], &[]]);
        app.apply(Action::LookAt(Some(1.0)));
        app.apply(Action::New);
        assert_eq!(app.looking_at(), None);
    }
}
