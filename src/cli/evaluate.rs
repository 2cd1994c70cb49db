//! `hourglass evaluate`.

use serde_json::{Value, json};

use super::arguments::Evaluate;
use super::baseline::Baseline;
use super::failure::{Failure, Result};
use super::measure::{Measured, measure};
use super::table::{self, Column};
use super::terminal::{self, Output};
use super::{find, format, pool};
use crate::data::{self, DataSettings, Dataset, Scaler, Split};
use crate::project::{Trained, Variant};
use crate::ui::digits::{grouped, three_digits};

/// One variant's measures and the baseline's.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    pub variant: String,
    pub measured: Measured,
    /// Mean squared error of as many principal components as the code has numbers.
    pub pca_mse: f64,
}

/// Measures the trained variants of a project on its test images.
///
/// # Errors
/// One sentence on what and where; also when no variant is trained.
pub fn evaluate(asked: &Evaluate) -> Result<()> {
    let document = find::find(&asked.project)?.document;
    let chosen = find::choose(&document, asked.variant.as_deref())?;
    let variants: Vec<&Variant> = chosen
        .iter()
        .filter_map(|&id| document.variant(id))
        .collect();
    let trained: Vec<(&Variant, &Trained)> = variants
        .iter()
        .filter_map(|variant| Some((*variant, variant.trained.as_ref()?)))
        .collect();
    if trained.is_empty() {
        return Err(Failure::new(format!(
            "nothing is trained yet, run hourglass train first: {}",
            asked.project
        )));
    }
    for variant in variants.iter().filter(|v| v.trained.is_none()) {
        terminal::note(&format!("warning: not trained yet: {}", variant.name));
    }
    let mut output = Output::default();
    pool::with_threads(0, || {
        let dataset = data::load(&document.data.source)?;
        let mut each = Vec::new();
        evaluate_each(&trained, &dataset, &document.data, |evaluation| {
            if asked.json {
                output.line(&event(&evaluation).to_string());
            }
            each.push(evaluation);
        })?;
        if !asked.json {
            print(&each, &mut output);
        }
        Ok(())
    })?;
    output
        .failure()
        .map_or(Ok(()), |sentence| Err(Failure(sentence)))
}

/// Measures every one of `trained` and the baseline, and gives each result to `take` as soon as it is there.
///
/// # Errors
/// As [`measure`] and [`Baseline::new`].
pub fn evaluate_each(
    trained: &[(&Variant, &Trained)],
    dataset: &Dataset,
    data: &DataSettings,
    mut take: impl FnMut(Evaluation),
) -> Result<()> {
    let scaler = Scaler::fit(data.scaling, &dataset.train);
    let split = Split::new(dataset.train.len(), data.validation, data.split_seed);
    let widths = trained
        .iter()
        .map(|(_, trained)| trained.settings.architecture.code_width(dataset.shape()));
    let baseline = Baseline::new(dataset, &scaler, &split, widths.max().unwrap_or(0))?;
    for (variant, trained) in trained {
        let measured = measure(trained, dataset, &scaler)?;
        take(Evaluation {
            variant: variant.name.clone(),
            measured,
            pca_mse: baseline.mse(dataset, &scaler, measured.code),
        });
    }
    Ok(())
}

/// The event that other programs rely on.
fn event(evaluation: &Evaluation) -> Value {
    let measured = &evaluation.measured;
    json!({
        "event": "evaluation",
        "variant": evaluation.variant,
        "parameters": measured.parameters,
        "code": measured.code,
        "test": {
            "mse": measured.mse,
            "bce": measured.bce,
            // Infinite without any error, which JSON cannot say.
            "psnr": measured.psnr,
            "ssim": measured.ssim,
            "kl": null,
            "elbo": null,
        },
        "pca_mse": evaluation.pca_mse,
    })
}

fn print(each: &[Evaluation], output: &mut Output) {
    let column = |heading, right, text: &dyn Fn(&Evaluation) -> String| Column {
        heading,
        cells: each.iter().map(text).collect(),
        right,
    };
    let columns = [
        column("Variant", false, &|e| e.variant.clone()),
        column("Parameters", true, &|e| {
            grouped(e.measured.parameters as u64)
        }),
        column("Code", true, &|e| e.measured.code.to_string()),
        column("Test MSE", true, &|e| format!("{:.5}", e.measured.mse)),
        column("PCA MSE", true, &|e| format!("{:.5}", e.pca_mse)),
        column("BCE (nats)", true, &|e| match e.measured.bce {
            Some(bce) => format!("{bce:.4}"),
            None => "-".into(),
        }),
        column("PSNR (dB)", true, &|e| three_digits(e.measured.psnr)),
        column("SSIM", true, &|e| format!("{:.3}", e.measured.ssim)),
    ];
    for line in table::lines(&columns) {
        output.line(&line);
    }
    for evaluation in each {
        let verdict = format::against_pca(evaluation.measured.mse, evaluation.pca_mse);
        output.line(&format!("{} {verdict}", evaluation.variant));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evaluation_event_has_the_keys_in_their_order() {
        let evaluation = Evaluation {
            variant: "A".into(),
            measured: Measured {
                parameters: 10,
                code: 2,
                mse: 0.25,
                bce: None,
                psnr: f64::INFINITY,
                ssim: 0.5,
            },
            pca_mse: 0.125,
        };
        assert_eq!(
            event(&evaluation).to_string(),
            r#"{"event":"evaluation","variant":"A","parameters":10,"code":2,"test":{"mse":0.25,"bce":null,"psnr":null,"ssim":0.5,"kl":null,"elbo":null},"pca_mse":0.125}"#
        );
    }
}
