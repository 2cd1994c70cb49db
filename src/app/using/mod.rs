//! Uses of trained variants: which one is looked at, how it is set, and what it found.

mod file;
mod paint;
mod painted;
mod run;

pub use painted::{Mask, Painted};

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use crate::data::{Progress, SampleShape};
use crate::project::{Trained, UseResult, UsedWeights, Variant};
use crate::settings::words::capital;
use crate::training::VariantId;
use crate::uses::{self, Outcome, Use};
use paint::Painting;

/// One request about uses.
#[derive(Debug, Clone, PartialEq)]
pub enum UseAction {
    /// Looks at the use of this name.
    Choose(&'static str),
    /// Sets this of the use that is looked at; as usual with nothing.
    Set(&'static str, Option<String>),
    /// Uses variants on this in place of the test part, or on the test part again.
    Input(Option<PathBuf>),
    /// Uses the shown variants that are trained.
    Run,
    /// Goes on no further.
    Stop,
    /// Fills in what is painted over, with the selected variant.
    Paint(Mask),
    /// Moves the threshold of what was found with the selected variant.
    Cut(f64),
}

/// What one use of one variant found in this session.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub outcome: Outcome,
    pub weights: UsedWeights,
}

/// Uses, and the work that they are.
#[derive(Debug)]
pub struct Using {
    /// The use that is looked at.
    name: &'static str,
    /// What was chosen for each use.
    settings: BTreeMap<&'static str, Vec<(&'static str, String)>>,
    /// What variants are used on in place of the test part.
    pub input: Option<PathBuf>,
    found: BTreeMap<(&'static str, VariantId), Arc<Found>>,
    /// Why a variant could not be used, in one sentence.
    failed: BTreeMap<(&'static str, VariantId), String>,
    now: Option<UnderWay>,
    /// As it was asked for, whatever is looked at since.
    asked: Asked,
    waiting: VecDeque<VariantId>,
    tickets: u64,
    painting: Painting,
}

/// A use of one variant after the other.
#[derive(Debug, Clone, Default)]
struct Asked {
    name: &'static str,
    settings: Vec<(&'static str, String)>,
    input: Option<PathBuf>,
}

/// One variant being used.
#[derive(Debug)]
struct UnderWay {
    ticket: u64,
    variant: VariantId,
    weights: UsedWeights,
    progress: Progress,
}

impl Default for Using {
    fn default() -> Self {
        Self {
            name: uses::ALL[0].name(),
            settings: BTreeMap::new(),
            input: None,
            found: BTreeMap::new(),
            failed: BTreeMap::new(),
            now: None,
            asked: Asked::default(),
            waiting: VecDeque::new(),
            tickets: 0,
            painting: Painting::default(),
        }
    }
}

impl Using {
    /// The use that is looked at.
    pub fn chosen(&self) -> &'static dyn Use {
        uses::find(self.name).unwrap_or(uses::ALL[0])
    }

    /// What was chosen for the use that is looked at.
    pub fn settings(&self) -> &[(&'static str, String)] {
        self.settings.get(self.name).map_or(&[], Vec::as_slice)
    }

    /// What the use that is looked at found with `variant` in this session.
    pub fn found(&self, variant: VariantId) -> Option<&Arc<Found>> {
        self.found.get(&(self.name, variant))
    }

    /// Why it could not use `variant`.
    pub fn failed(&self, variant: VariantId) -> Option<&str> {
        self.failed.get(&(self.name, variant)).map(String::as_str)
    }

    /// The variant that is being used, and how far that is.
    pub fn under_way(&self) -> Option<(VariantId, &Progress)> {
        let now = self.now.as_ref()?;
        Some((now.variant, &now.progress))
    }

    /// Other weights or other data: nothing that was found in this session counts any more.
    pub(super) fn forget_all(&mut self) {
        self.give_up();
        *self = Self {
            name: self.name,
            tickets: self.tickets,
            ..Self::default()
        };
    }

    fn give_up(&mut self) {
        self.waiting.clear();
        if let Some(now) = self.now.take() {
            now.progress.stop();
        }
    }
}

impl App {
    /// Of what shape samples are: those of the data, or where these are not there those that the selected variant was
    /// trained on.
    pub fn shape_of_samples(&self) -> Option<&SampleShape> {
        let data = self.dataset.prepared();
        let known = || {
            let trained = self.selected().trained.as_ref()?;
            Some(trained.resume_state.scaler.as_ref()?.shape())
        };
        data.map(|data| data.dataset.shape()).or_else(known)
    }

    /// The uses that there are for samples of `shape`.
    pub fn uses_of(shape: &SampleShape) -> impl Iterator<Item = &'static dyn Use> {
        uses::ALL.into_iter().filter(move |one| one.fits(shape))
    }

    /// Why `one` cannot be done now, in one sentence.
    pub fn lacks_for(&self, one: &dyn Use) -> Option<String> {
        let mut usable = self.usable();
        let Some(data) = self.dataset.prepared() else {
            // A file needs no more than what a variant keeps of its data.
            let is_known = one.takes() == uses::Given::File
                && usable.any(|variant| {
                    variant
                        .trained
                        .as_ref()
                        .is_some_and(Trained::knows_its_data)
                });
            return (!is_known).then(|| match self.dataset.has_failed() {
                true => "The data cannot be read".into(),
                false => "The data is still loading".into(),
            });
        };
        if !one.fits(data.dataset.shape()) {
            return Some(format!("It is not for samples of {}", data.dataset.shape()));
        }
        if usable.next().is_none() {
            return Some("Train a variant first".into());
        }
        one.lacks(data).map(|why| capital(&why))
    }

    /// The result of the use that is looked at which is kept of `variant`, and whether the variant has other weights now.
    pub fn use_result<'a>(&self, variant: &'a Variant) -> Option<(&'a UseResult, bool)> {
        let mut results = variant.results.iter();
        let kept = results.find(|result| result.name == self.using.name)?;
        let now = variant.trained.as_ref().map(Trained::weights);
        Some((kept, kept.is_stale(now)))
    }

    /// The variants that a use is of: those shown that are trained, and the selected one.
    fn usable(&self) -> impl Iterator<Item = &Variant> {
        let shown = self.variants_on_screen();
        shown.filter(|variant| variant.trained.is_some())
    }

    pub(super) fn can_use(&self, action: &UseAction) -> Result<(), String> {
        match action {
            UseAction::Choose(name) if uses::find(name).is_none() => {
                Err(format!("There is no such use: {name}"))
            }
            UseAction::Run if self.using.now.is_some() => Err("It is under way already".into()),
            UseAction::Run => {
                let one = self.using.chosen();
                match self.lacks_for(one) {
                    Some(why) => Err(why),
                    None if one.takes() == uses::Given::File && self.using.input.is_none() => {
                        Err("Choose the file to work on first".into())
                    }
                    None => Ok(()),
                }
            }
            UseAction::Cut(at) if !at.is_finite() => Err("Give a number".into()),
            UseAction::Stop if self.using.now.is_none() => Err("Nothing is under way".into()),
            UseAction::Set(key, Some(value)) => {
                let known = self.using.chosen().choices();
                let typed = [(*key, value.as_str())];
                uses::Choices::of(known, typed)
                    .map(|_| ())
                    .map_err(|error| error.to_string())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn do_use(&mut self, action: UseAction) {
        match action {
            UseAction::Choose(name) => {
                if self.using.name != name {
                    self.using.name = name;
                    // A file of one use is nothing to another.
                    self.using.input = None;
                }
            }
            UseAction::Set(key, value) => {
                let chosen = self.using.settings.entry(self.using.name).or_default();
                chosen.retain(|(known, _)| *known != key);
                chosen.extend(value.map(|value| (key, value)));
            }
            UseAction::Input(path) => self.using.input = path,
            UseAction::Run => self.begin_use(),
            UseAction::Stop => self.using.give_up(),
            UseAction::Cut(at) => self.move_cut(at),
            UseAction::Paint(mask) => self.paint(mask),
        }
    }
}
