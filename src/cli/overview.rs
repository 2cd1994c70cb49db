//! The overview picture that `train` leaves behind: the window's own panels, drawn into a file.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::evaluate::{Evaluation, evaluate_each};
use super::failure::{Failure, Result};
use super::format::against_pca;
use crate::app::{App, DatasetState, Picture, RunStatus};
use crate::data::{Prepared, SampleShape};
use crate::export::digits::{duration, grouped, three_digits};
use crate::model::{DeviceId, cost};
use crate::project::{Document, Trained, Variant};
use crate::training::{GalleryRequest, Job, Observations, Run, VariantId};
use crate::ui::picture::overview::{self, Figure};

/// As many test images as a row of the picture can hold; those that fit are shown.
const IMAGES: usize = 64;

/// Draws `document`, whose trained variants are shown, into the PNG file `path`.
///
/// # Errors
/// When nothing is trained, the weights do not fit the data, or the file cannot be written.
pub fn write(document: &Document, data: &Arc<Prepared>, path: &Path) -> Result<()> {
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
            against_pca(found.measured.mse, found.pca_mse.unwrap_or(f64::NAN))
        );
        figures = key_figures(&found, trained, data.dataset.shape());
    })?;
    let runs = run_states(&document, data)?;
    let mut app = App::detached(document);
    app.dataset = DatasetState::Ready(Arc::clone(data));
    app.runs.extend(runs);
    save(overview::render(&app, &verdict, &figures), path)
}

fn key_figures(found: &Evaluation, trained: &Trained, shape: &SampleShape) -> Vec<Figure> {
    let measured = &found.measured;
    let figure = |name: &str, value: String, unit: &str| Figure {
        name: name.into(),
        value,
        unit: unit.into(),
    };
    let cost = cost(&trained.settings.architecture, shape);
    let position = trained.resume_state.position;
    let mut figures = vec![figure("Test MSE", three_digits(measured.mse), "")];
    if let Some(pca) = found.pca_mse {
        figures.push(figure("PCA, same code size", three_digits(pca), ""));
    }
    if let Some(ratings) = &measured.ratings {
        figures.push(figure("Test RMSE", three_digits(ratings.rmse), ""));
        let biases = three_digits(ratings.baselines.biases);
        figures.push(figure("RMSE of biases", biases, ""));
    }
    if let Some(psnr) = measured.psnr {
        figures.push(figure("PSNR", three_digits(psnr), "dB"));
    }
    if let Some(ssim) = measured.ssim {
        figures.push(figure("SSIM", format!("{ssim:.3}"), ""));
    }
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
fn run_states(document: &Document, data: &Arc<Prepared>) -> Result<BTreeMap<VariantId, RunStatus>> {
    let mut states = BTreeMap::new();
    for variant in &document.variants {
        if let Some(trained) = &variant.trained {
            states.insert(variant.id, run_state(document, variant, trained, data)?);
        }
    }
    Ok(states)
}

fn run_state(
    document: &Document,
    variant: &Variant,
    trained: &Trained,
    data: &Arc<Prepared>,
) -> Result<RunStatus> {
    let settings = &trained.settings;
    let run = Run::new(Job {
        variant: variant.id,
        data: Arc::clone(data),
        settings: settings.clone(),
        resume: Some(Arc::clone(&trained.resume_state)),
        checkpoint_bytes: 0,
        start: None,
    })?;
    let request = GalleryRequest {
        count: IMAGES,
        ..document.view.gallery
    };
    let mut views = Observations::default();
    views.set(Arc::new(run.latent_view()?));
    views.set(Arc::new(run.gallery_view(request)?));
    Ok(RunStatus {
        state: trained.state,
        progress: run.progress(),
        history: trained.resume_state.history.clone(),
        views,
        checkpoints: trained.resume_state.checkpoints.clone(),
        placed: None,
    })
}

/// Writes the file whole or not at all.
fn save(picture: image::RgbaImage, path: &Path) -> Result<()> {
    let picture = Picture {
        size: picture.dimensions().into(),
        rgba: picture.into_raw(),
    };
    picture.write(path, path.exists()).map_err(Failure)
}
