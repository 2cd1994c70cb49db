//! The picture that training in the terminal leaves behind: the window's own panels, drawn into a file.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::evaluate::{Evaluation, evaluate_each};
use super::failure::{Failure, Result};
use super::format::against_pca;
use crate::app::{App, DatasetState, Picture, PreparedData, RunStatus};
use crate::data::Dataset;
use crate::export::digits::{duration, grouped, three_digits};
use crate::model::{DeviceId, cost};
use crate::project::{Document, Trained, Variant};
use crate::training::{GalleryRequest, Job, Run, VariantId};
use crate::ui::picture::overview::{self, Figure};

/// As many test images as a row of the picture can hold; those that fit are shown.
const IMAGES: usize = 64;

/// Draws `document`, whose trained variants are shown, into the PNG file `path`.
///
/// # Errors
/// When nothing is trained, the weights do not fit the data, or the file cannot be written.
pub fn write(document: &Document, data: &Arc<PreparedData>, path: &Path) -> Result<()> {
    let dataset = &data.dataset;
    let mut document = document.clone();
    if let Some(first) = document.variants.iter().find(|v| v.trained.is_some())
        && document
            .variant(document.selected)
            .is_none_or(|v| v.trained.is_none())
    {
        document.selected = first.id;
    }
    let selected = document.variant(document.selected);
    let Some((variant, trained)) = selected.and_then(|v| Some((v, v.trained.as_ref()?))) else {
        return Err(Failure::new("nothing is trained, so there is no picture"));
    };
    let mut figures = Vec::new();
    let mut verdict = String::new();
    evaluate_each(&[(variant, trained)], data, DeviceId::Cpu, |found| {
        verdict = format!(
            "{} {}",
            found.variant,
            against_pca(found.measured.mse, found.pca_mse)
        );
        figures = key_figures(&found, trained, dataset);
    })?;
    let runs = run_states(&document, dataset)?;
    let mut app = App::detached(document);
    app.dataset = DatasetState::Ready(Arc::clone(data));
    app.runs = runs;
    save(overview::render(&app, &verdict, &figures), path)
}

fn key_figures(found: &Evaluation, trained: &Trained, dataset: &Dataset) -> Vec<Figure> {
    let measured = &found.measured;
    let figure = |name: &str, value: String, unit: &str| Figure {
        name: name.into(),
        value,
        unit: unit.into(),
    };
    let cost = cost(&trained.settings.architecture, dataset.shape().size());
    let position = trained.checkpoint.position;
    let mut figures = vec![
        figure("Test MSE", three_digits(measured.mse), ""),
        figure("PCA, same code size", three_digits(found.pca_mse), ""),
        figure("PSNR", three_digits(measured.psnr), "dB"),
        figure("SSIM", format!("{:.3}", measured.ssim), ""),
    ];
    if let Some(bce) = measured.bce {
        figures.push(figure("Test BCE", three_digits(bce), "nats"));
    }
    if let Some(code) = measured.gaussian {
        figures.push(figure("KL divergence", three_digits(code.kl), "nats"));
        let active = format!("{} of {}", code.active_units, measured.code);
        figures.push(figure("Active units", active, ""));
    }
    figures.extend([
        figure("Code", measured.code.to_string(), "numbers"),
        figure("Compression", three_digits(cost.compression), "to 1"),
        figure("Parameters", grouped(measured.parameters as u64), ""),
        figure("Epochs", position.epoch.to_string(), ""),
    ]);
    figures.push(if position.seconds < 60.0 {
        figure("Trained for", three_digits(position.seconds), "s")
    } else {
        figure("Trained for", duration(position.seconds), "")
    });
    figures
}

/// What the panels show of each trained variant.
fn run_states(document: &Document, dataset: &Dataset) -> Result<BTreeMap<VariantId, RunStatus>> {
    let mut states = BTreeMap::new();
    for variant in &document.variants {
        if let Some(trained) = &variant.trained {
            states.insert(variant.id, run_state(document, variant, trained, dataset)?);
        }
    }
    Ok(states)
}

fn run_state(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    dataset: &Dataset,
) -> Result<RunStatus> {
    let settings = &trained.settings;
    let run = Run::new(Job {
        variant: variant.id,
        dataset: dataset.clone(),
        data: document.data.clone(),
        settings: settings.clone(),
        resume: Some(Arc::clone(&trained.checkpoint)),
        keyframe_bytes: 0,
        start: None,
    })?;
    let request = GalleryRequest {
        count: IMAGES,
        ..document.view.gallery
    };
    Ok(RunStatus {
        state: trained.state,
        progress: run.progress(),
        history: trained.checkpoint.history.clone(),
        latent: Some(Arc::new(run.latent_view()?)),
        gallery: Some(Arc::new(run.gallery_view(request)?)),
        keyframes: trained.checkpoint.keyframes.clone(),
        placed: None,
    })
}

/// Writes the file whole or not at all.
fn save(picture: image::RgbaImage, path: &Path) -> Result<()> {
    let picture = Picture {
        name: "overview".into(),
        size: picture.dimensions().into(),
        rgba: picture.into_raw(),
    };
    picture.write(path, true).map_err(Failure)
}
