//! Classifiers that were trained in projects, for as long as somebody holds them.
//!
//! Settings name a classifier by the hash of its file, which means the same in every project; who opens or trains one
//! makes it known here, so that models find its weights.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::{Deserialize, Serialize};

use super::network::{Network, image_of};
use super::{ClassifierId, file};
use crate::data::ImageShape;
use crate::model::Tensors;
use dfdx::prelude::Cpu;

/// By the hash of the file, which is the content.
static KNOWN: Mutex<BTreeMap<ClassifierId, Weak<TrainedClassifier>>> = Mutex::new(BTreeMap::new());

/// How a classifier came about; nothing needs it but people.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassifierAbout {
    /// The name of the data.
    pub data: String,
    /// What it tells apart, in the order of its outputs.
    pub classes: Vec<String>,
    pub train_images: usize,
    /// Whole passes through these.
    pub epochs: u32,
    pub seed: u64,
    /// How many images it has not seen in training are right; `None` where there were none.
    pub accuracy: Option<Accuracy>,
}

/// How well a classifier does on images that it was not trained on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
    /// Images of the validation part; of the test part otherwise.
    pub is_validation: bool,
    pub images: usize,
    pub right: usize,
}

impl Accuracy {
    /// The share that is right, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.images.max(1) as f64
    }

    /// "61.0% of 318 test images".
    pub fn words(&self) -> String {
        let part = if self.is_validation {
            "validation"
        } else {
            "test"
        };
        format!(
            "{:.1}% of {} {part} images",
            100.0 * self.share(),
            self.images
        )
    }
}

/// A classifier and its file.
pub struct TrainedClassifier {
    id: ClassifierId,
    bytes: Vec<u8>,
    weights: Tensors,
    image: ImageShape,
    about: ClassifierAbout,
}

impl fmt::Debug for TrainedClassifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.id, self.name())
    }
}

impl PartialEq for TrainedClassifier {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl TrainedClassifier {
    /// The one whose file this is, known from now on.
    ///
    /// # Errors
    /// One clause when it is no classifier's file, or of images that there are no pyramids for.
    pub fn of_file(bytes: Vec<u8>) -> Result<Arc<Self>, String> {
        let id = ClassifierId::of(&bytes);
        if let Some(known) = Self::known(id) {
            return Ok(known);
        }
        let weights = file::decode(&bytes)?;
        let image = image_of(&weights).ok_or("its layers are not those of a classifier")?;
        // Also says which tensor is missing or of another shape.
        Network::load(&weights, &Cpu::seed_from_u64(0)).map_err(|error| error.to_string())?;
        let about = file::about(&bytes).unwrap_or_default();
        let classifier = Arc::new(Self {
            id,
            bytes,
            weights,
            image,
            about: serde_json::from_str(&about).unwrap_or_default(),
        });
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, held| held.strong_count() > 0);
        known.insert(id, Arc::downgrade(&classifier));
        Ok(classifier)
    }

    /// The one of this file, if anybody holds it.
    pub fn known(id: ClassifierId) -> Option<Arc<Self>> {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&id)?.upgrade()
    }

    pub fn id(&self) -> ClassifierId {
        self.id
    }

    /// The content of its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn weights(&self) -> &Tensors {
        &self.weights
    }

    /// The images that it is made for.
    pub fn image(&self) -> ImageShape {
        self.image
    }

    pub fn about(&self) -> &ClassifierAbout {
        &self.about
    }

    /// For a person to know it by: its data, and how well it does.
    pub fn name(&self) -> String {
        let about = &self.about;
        let data = match &*about.data {
            "" => "a classifier",
            data => data,
        };
        match &about.accuracy {
            Some(accuracy) => format!("{data} ({:.1}% right)", 100.0 * accuracy.share()),
            None => data.to_owned(),
        }
    }
}
