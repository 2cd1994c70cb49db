//! The trained variant that is used, and what it is used on.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::{Cells, Column, Input, Made, Problem};
use crate::data::{Origin, OwnRows, Part, Prepared, Samples, Scaler, SoundFormat};
use crate::eval::PcaError;
use crate::project::Trained;
use crate::training::OneByOne;

/// What a use can be given instead of the test part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// New samples, which are read as the project's own.
    Samples,
    /// A file that this program wrote.
    File,
    Nothing,
}

/// A trained variant with its project's data.
pub struct Subject<'a> {
    /// What the variant is called.
    pub name: &'a str,
    pub trained: &'a Trained,
    pub data: &'a Prepared,
    /// The variant's own.
    pub scaler: Arc<Scaler>,
    /// What it is used on: the test part, or new ones.
    pub samples: &'a Samples,
    /// What new samples are in their own file.
    pub origin: Option<&'a Origin>,
    /// Whether `samples` are new ones.
    pub is_new: bool,
    /// Of a use that takes one.
    pub file: Option<&'a Path>,
}

impl<'a> Subject<'a> {
    /// On the test part.
    pub fn new(name: &'a str, trained: &'a Trained, data: &'a Prepared) -> Self {
        Self {
            name,
            trained,
            data,
            scaler: trained.resume_state.scaler_for(data),
            samples: &data.dataset.test,
            origin: None,
            is_new: false,
            file: None,
        }
    }

    /// On new samples.
    pub fn of_input(name: &'a str, trained: &'a Trained, input: &'a Input) -> Self {
        Self {
            origin: input.origin.as_ref(),
            is_new: true,
            ..Self::new(name, trained, &input.data)
        }
    }

    /// Its model with its weights.
    ///
    /// # Errors
    /// When there are no samples, or the weights do not fit.
    pub fn model(&self) -> Result<OneByOne<'_>, Problem> {
        if self.samples.is_empty() {
            let name = &self.data.dataset.name;
            return Err(Problem(format!("there are no test samples: {name}")));
        }
        if self.scaler.shape() != self.samples.shape() {
            return Err(Problem(format!(
                "the weights are for samples of {}, these are {} or have other columns: {}",
                self.scaler.shape(),
                self.samples.shape(),
                self.name
            )));
        }
        self.model_alone()
    }

    /// The same, whatever it is used on.
    ///
    /// # Errors
    /// When the weights do not fit the model.
    pub(super) fn model_alone(&self) -> Result<OneByOne<'_>, Problem> {
        let Trained {
            resume_state,
            settings,
            ..
        } = self.trained;
        OneByOne::new(settings, &resume_state.state, &self.scaler).map_err(Problem::of)
    }

    /// What names its weights and how they are used: files that were made with others are none of them.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let settings = &self.trained.settings;
        let made_by = serde_json::json!([settings.architecture, settings.loss, &*self.scaler]);
        hasher.update(made_by.to_string().as_bytes()).update(&[0]);
        for (name, tensor) in &self.trained.resume_state.state.weights {
            hasher.update(name.as_bytes()).update(&[0]);
            for length in &tensor.shape {
                hasher.update(&(*length as u64).to_le_bytes());
            }
            for number in &tensor.data {
                hasher.update(&number.to_le_bytes());
            }
        }
        *hasher.finalize().as_bytes()
    }

    /// The columns that say which sample a row is; none for new samples, whose own file says that.
    pub(super) fn which(&self) -> Vec<Column> {
        match self.origin {
            Some(_) => Vec::new(),
            None => self.which_of(self.samples, Part::Test),
        }
    }

    /// What the file of `samples`, which are a part of the project's data unless they are new, calls each of them, or
    /// their places where it has no names for them; and their labels where they have some.
    pub(super) fn which_of(&self, samples: &Samples, part: Part) -> Vec<Column> {
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let own = match self.is_new {
            true => None,
            false => OwnRows::read(self.data, part),
        };
        let ids = own.iter().flat_map(|own| {
            own.ids.iter().map(|&place| {
                let cells = own.origin.cells[place].clone();
                column(&own.origin.header[place], Cells::Texts(cells))
            })
        });
        let mut columns: Vec<Column> = ids.collect();
        let name = |index| samples.name(index).map(str::to_owned);
        let names = || {
            (0..samples.len())
                .map(name)
                .collect::<Option<Vec<String>>>()
        };
        let is_sequence = samples.shape().sequence().is_some();
        if let Some(names) = is_sequence.then(names).flatten() {
            columns.push(column("sequence", Cells::Texts(names)));
        }
        if columns.is_empty() {
            columns.push(column("row", Cells::Whole((0..samples.len()).collect())));
        }
        if !samples.label_counts().is_empty() {
            let label = |index| samples.label(index);
            let name = |label| self.data.dataset.class_name(label);
            let name = |index| label(index).map_or_else(String::new, name);
            let names = (0..samples.len()).map(name).collect();
            columns.push(column("label", Cells::Texts(names)));
        }
        columns
    }

    /// The training samples, black and white where the model was trained on such.
    pub(super) fn train(&self) -> Result<Cow<'_, Samples>, Problem> {
        let train = &self.data.dataset.train;
        match self.data.settings.binarise {
            true => train.binarised().map(Cow::Owned).map_err(Problem::of),
            false => Ok(Cow::Borrowed(train)),
        }
    }

    /// Samples that the variant made of it, in the values' own units.
    pub(super) fn made(&self, values: Vec<f32>) -> Made {
        Made::new(self.scaler.shape().clone(), values).sounding(self.sound().cloned())
    }

    /// How its samples become sound, where they are some.
    pub(super) fn sound(&self) -> Option<&SoundFormat> {
        let kept = self.trained.resume_state.data.as_deref();
        let kept = kept.and_then(|on| on.sound.as_ref());
        kept.or(self.data.dataset.about.sound.as_deref())
    }

    /// Whether there are principal components to hold the variant against: tokens of texts are no numbers that have some.
    pub(super) fn has_pca(&self) -> bool {
        self.data.split.train.len() > 1 && self.scaler.shape().text().is_none()
    }

    /// That there are no principal components to hold the variant against.
    pub(super) fn without_pca(&self, error: PcaError) -> Problem {
        self.refused(&error.to_string())
    }

    /// `why` it cannot be used, said of the variant.
    pub(super) fn refused(&self, why: &str) -> Problem {
        Problem(format!("{why}: {}", self.name))
    }

    /// The places of all samples.
    pub(super) fn all(&self) -> Vec<u32> {
        (0..self.samples.len() as u32).collect()
    }
}
