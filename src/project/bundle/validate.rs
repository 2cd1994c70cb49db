//! Numbers that are of the right type and still make no sense. Each check gives one clause on what is wrong.

use crate::data::DataSettings;
use crate::model::{Architecture, LADDER, Layer, Optimiser};
use crate::project::{Document, LatentAxes, Variant, VariantSettings, ViewSettings};
use crate::training::{ScheduleShape, TrainingSettings};

/// Hidden layers on one side; far beyond what trains.
const MAX_LAYERS: usize = 256;
const MAX_BATCH: usize = 1 << 20;
const MAX_EPOCHS: u32 = 1_000_000;
const MAX_GALLERY: usize = 1_000;
/// Ids stay so small that counting on never overflows.
pub const MAX_ID: u32 = 1_000_000_000;

/// Everything of a document but its variants.
pub fn document(document: &Document) -> Result<(), String> {
    data(&document.data)?;
    require(document.next_id <= MAX_ID, || {
        format!("next_id is beyond {MAX_ID}")
    })?;
    view(&document.view)
}

pub fn variant(variant: &Variant) -> Result<(), String> {
    require(variant.id.0 < MAX_ID, || {
        format!("the id is not below {MAX_ID}")
    })?;
    settings(&variant.settings)
}

pub fn settings(settings: &VariantSettings) -> Result<(), String> {
    architecture(&settings.architecture)?;
    training(&settings.training)
}

fn data(data: &DataSettings) -> Result<(), String> {
    // The split takes as many as there are; this only keeps nonsense from the screen.
    require(data.validation <= u32::MAX as usize, || {
        format!("{} validation images are too many", data.validation)
    })
}

fn view(view: &ViewSettings) -> Result<(), String> {
    let count = view.gallery.count;
    require((1..=MAX_GALLERY).contains(&count), || {
        format!("a gallery shows 1 to {MAX_GALLERY} images, not {count}")
    })?;
    require((0.0..1.0).contains(&view.smoothing), || {
        format!("smoothing {} is outside [0, 1)", view.smoothing)
    })?;
    if let LatentAxes::Pca { x, y } | LatentAxes::Pair { x, y } = view.latent_axes {
        let widest = LADDER.into_iter().max().unwrap_or(0);
        require(x < widest && y < widest, || {
            format!("no code has numbers {x} and {y}")
        })?;
    }
    Ok(())
}

fn architecture(architecture: &Architecture) -> Result<(), String> {
    let decoder = architecture.decoder_layers();
    for layers in [&architecture.encoder, &decoder] {
        require(layers.len() <= MAX_LAYERS, || {
            format!("more than {MAX_LAYERS} layers")
        })?;
        layers.iter().try_for_each(layer)?;
    }
    width(architecture.code.width)
}

fn layer(layer: &Layer) -> Result<(), String> {
    width(layer.width)?;
    require((0.0..1.0).contains(&layer.dropout), || {
        format!("dropout {} is outside [0, 1)", layer.dropout)
    })
}

fn width(width: usize) -> Result<(), String> {
    require(LADDER.contains(&width), || {
        format!("no layer of width {width} exists, only {LADDER:?}")
    })
}

fn training(training: &TrainingSettings) -> Result<(), String> {
    optimiser(&training.optimiser)?;
    not_negative("the learning rate", training.learning_rate)?;
    not_negative("the weight decay", training.weight_decay)?;
    not_negative("the warm-up", training.schedule.warm_up_epochs)?;
    match training.schedule.shape {
        ScheduleShape::Constant => {}
        ScheduleShape::Step { every, factor } => {
            require(every > 0, || "a step every 0 epochs".into())?;
            not_negative("the factor", factor)?;
        }
        ScheduleShape::Cosine { floor } => share("the floor", floor)?,
    }
    let batch = training.batch;
    require((1..=MAX_BATCH).contains(&batch), || {
        format!("a batch has 1 to {MAX_BATCH} images, not {batch}")
    })?;
    let epochs = training.epochs;
    require((1..=MAX_EPOCHS).contains(&epochs), || {
        format!("a run has 1 to {MAX_EPOCHS} epochs, not {epochs}")
    })?;
    if let Some(norm) = training.clip_norm {
        require(norm.is_finite() && norm > 0.0, || {
            format!("gradients cannot be clipped to norm {norm}")
        })?;
    }
    if let Some(early) = training.early_stopping {
        let delta = early.min_delta;
        require(delta.is_finite() && delta >= 0.0, || {
            format!("min_delta {delta} is not a number from 0 up")
        })?;
    }
    Ok(())
}

fn optimiser(optimiser: &Optimiser) -> Result<(), String> {
    let decay = |name: &str, value: f32| {
        require((0.0..1.0).contains(&value), || {
            format!("{name} {value} is outside [0, 1)")
        })
    };
    match *optimiser {
        Optimiser::Sgd { momentum, .. } => decay("momentum", momentum),
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            decay("beta1", beta1)?;
            decay("beta2", beta2)?;
            not_negative("epsilon", epsilon)
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            share("alpha", alpha)?;
            not_negative("epsilon", epsilon)?;
            decay("momentum", momentum)
        }
    }
}

fn share(name: &str, value: f32) -> Result<(), String> {
    require((0.0..=1.0).contains(&value), || {
        format!("{name} {value} is outside [0, 1]")
    })
}

fn not_negative(name: &str, value: f32) -> Result<(), String> {
    require(value.is_finite() && value >= 0.0, || {
        format!("{name} {value} is not a number from 0 up")
    })
}

fn require(is_fine: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if is_fine { Ok(()) } else { Err(problem()) }
}
