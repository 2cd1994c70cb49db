//! The document: everything that is saved in a project.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Misread, UseResult, UsedWeights};
use crate::data::DataSettings;
use crate::eval::plane::LatentAxes;
use crate::model::TrainedClassifier;
use crate::training::{
    GalleryRequest, ObservationRequest, ResumeState, RunState, Start, TrainingOrder, VariantId,
    VariantSettings,
};

/// A project: data, variants, and how they are looked at.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    pub name: String,
    /// What to look for, in a sentence or two.
    pub notes: String,
    pub data: DataSettings,
    /// The variant the panels edit.
    pub selected: VariantId,
    /// The next variant gets this id.
    pub next_id: u32,
    pub view: ViewSettings,
    pub together: Together,
    /// Most megabytes (10^6 bytes) of past weights to keep of each variant; 0 keeps none.
    pub checkpoint_megabytes: u32,
    /// Whether a window saves running training into the project's folder by itself, at least every 30 s.
    #[serde(skip_serializing_if = "Clone::clone")]
    pub autosave: bool,
    /// Classifiers that were trained on the project's data: their layers and features are there for all variants.
    /// Written by the bundle as weight files.
    #[serde(skip)]
    pub classifiers: Vec<Arc<TrainedClassifier>>,
    pub variants: Vec<Variant>,
    /// Keys of the project file that this version does not know; they survive a round trip. Those inside of known
    /// keys stand here as a tree, `{"view": {"gallery": {"future_key": 5}}}`. Read and written by the bundle.
    #[serde(skip)]
    pub extra: Map<String, Value>,
    /// What could not be read of the project file, until a person has looked at it.
    #[serde(skip)]
    pub misread: Vec<Misread>,
}

/// One model of the project.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    pub id: VariantId,
    pub name: String,
    /// The name that it got by itself, which follows what differs from the other variants as long as it is the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_name: Option<String>,
    pub notes: String,
    /// Index into the palette of variants.
    pub colour: u8,
    pub parent: Option<VariantId>,
    /// Left out of plots and galleries.
    pub hidden: bool,
    pub settings: VariantSettings,
    /// What was found when it was used, the newest result of each use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<UseResult>,
    /// The weights it begins with where it was forked from a trained variant; fresh ones otherwise. Written by the
    /// bundle as a weight file.
    #[serde(skip)]
    pub start: Option<Arc<Start>>,
    /// `None` before the first step. Written by the bundle as history and weight files.
    #[serde(skip)]
    pub trained: Option<Trained>,
    /// As [`Document::extra`].
    #[serde(skip)]
    pub extra: Map<String, Value>,
}

impl Default for Variant {
    fn default() -> Self {
        Self {
            id: VariantId(1),
            name: "A".into(),
            auto_name: None,
            notes: String::new(),
            colour: 0,
            parent: None,
            hidden: false,
            settings: VariantSettings::default(),
            results: Vec::new(),
            start: None,
            trained: None,
            extra: Map::new(),
        }
    }
}

impl Variant {
    /// Takes `result` in place of what the same use found before.
    pub fn keep_result(&mut self, result: UseResult) {
        self.results.retain(|other| other.name != result.name);
        self.results.push(result);
    }
}

/// What training has made of a variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    pub resume_state: Arc<ResumeState>,
    /// The settings that made it; they can differ from the variant's settings once a person edits those.
    pub settings: VariantSettings,
    pub state: RunState,
}

/// How several variants are trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Together {
    pub scope: Scope,
    pub order: TrainingOrder,
}

/// Whom the buttons and keys of training are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Selected,
    /// All that are not hidden.
    Shown,
    All,
}

/// How the project is looked at; kept with it.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewSettings {
    pub gallery: GalleryRequest,
    /// Loss axis logarithmic.
    pub log_loss: bool,
    /// 0 for raw values, towards 1 for smoother curves (exponential moving average).
    pub smoothing: f32,
    /// Horizontal axis of the loss plot: "step", "epoch", "time" or "compute".
    pub loss_axis: LossAxis,
    pub latent_axes: LatentAxes,
    /// By what the points of the latent space are coloured.
    #[serde(skip_serializing_if = "LatentColour::is_label")]
    pub latent_colour: LatentColour,
    /// Stays empty: what a file says more about the view stands in [`Document::extra`].
    #[serde(skip)]
    pub extra: Map<String, Value>,
}

/// Horizontal axis of the loss plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossAxis {
    Step,
    #[default]
    Epoch,
    Time,
    /// Multiply-adds spent.
    Compute,
}

/// By what the points of the latent space are coloured.
#[derive(Debug, Clone, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LatentColour {
    #[default]
    Label,
    /// A column of the table by its name; as by label where there is no such column.
    Column { name: String },
}

impl LatentColour {
    /// Whether it is what is not said in a file.
    pub fn is_label(&self) -> bool {
        *self == Self::Label
    }
}

impl Default for ViewSettings {
    fn default() -> Self {
        Self {
            gallery: GalleryRequest::default(),
            log_loss: true,
            smoothing: 0.6,
            loss_axis: LossAxis::default(),
            latent_axes: LatentAxes::default(),
            latent_colour: LatentColour::default(),
            extra: Map::new(),
        }
    }
}

impl ViewSettings {
    /// What the views want of the worker, where there is something to choose.
    pub fn requests(&self) -> [ObservationRequest; 1] {
        [ObservationRequest::Gallery(self.gallery)]
    }
}

impl Default for Document {
    fn default() -> Self {
        Self {
            name: "untitled".into(),
            notes: String::new(),
            data: DataSettings::default(),
            variants: vec![Variant::unnamed()],
            selected: VariantId(1),
            next_id: 2,
            view: ViewSettings::default(),
            together: Together::default(),
            checkpoint_megabytes: 64,
            autosave: true,
            classifiers: Vec::new(),
            extra: Map::new(),
            misread: Vec::new(),
        }
    }
}

impl Trained {
    /// Which weights these are.
    pub fn weights(&self) -> UsedWeights {
        UsedWeights::at(&self.resume_state.position)
    }

    /// Whether all is known of its data that decoding needs, wherever they are; projects of older formats do not keep it.
    pub fn knows_its_data(&self) -> bool {
        self.resume_state.data.is_some() && self.resume_state.scaler.is_some()
    }
}

impl Variant {
    /// The first of a project, whose name follows its settings.
    pub fn unnamed() -> Self {
        let mut variant = Self::default();
        variant.name_by_itself(variant.name.clone());
        variant
    }

    /// Calls it `name`, which nobody gave it.
    pub fn name_by_itself(&mut self, name: String) {
        self.auto_name = Some(name.clone());
        self.name = name;
    }

    /// Whether nobody has named it.
    pub fn is_unnamed(&self) -> bool {
        self.auto_name.as_deref() == Some(&*self.name)
    }
}

impl Document {
    /// Takes a classifier in, unless it is there.
    pub fn add_classifier(&mut self, classifier: Arc<TrainedClassifier>) {
        if !self.classifiers.contains(&classifier) {
            self.classifiers.push(classifier);
        }
    }

    pub fn variant(&self, id: VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// Most bytes of past weights to keep of each variant.
    pub fn checkpoint_bytes(&self) -> usize {
        self.checkpoint_megabytes as usize * 1_000_000
    }

    pub fn variant_mut(&mut self, id: VariantId) -> Option<&mut Variant> {
        self.variants.iter_mut().find(|variant| variant.id == id)
    }
}
