//! `hourglass evaluate`: the test metrics of trained variants.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::arguments::Evaluate;
use super::failure::{Failure, Result};
use super::table::{self, Column};
use super::terminal::{self, Output};
use super::text::short;
use super::trained::trained;
use super::{device, find, format, pool, rating_figures, token_figures};
use crate::data::{ColumnKind, Prepared};
use crate::eval::Baseline;
use crate::export::digits::{grouped, significant, three_digits};
use crate::model::{DeviceChoice, DeviceId};
use crate::project::{Document, Trained, Variant};
use crate::settings::words::lower_first;
use crate::training::{ColumnMeasured, GaussianCode, Measured, measure_test};

/// One variant's measures and the baseline's.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    pub variant: String,
    pub measured: Measured,
    /// What each column of a table reaches.
    pub columns: Vec<ColumnMeasured>,
    /// Mean squared error of as many principal components as the code has numbers, where it can be compared.
    pub pca_mse: Option<f64>,
}

/// Measures the trained variants of a project on its test images.
///
/// # Errors
/// One sentence on what and where; also when no variant is trained.
pub fn evaluate(asked: &Evaluate) -> Result<()> {
    device::check(asked.device)?;
    let device = match asked.device {
        DeviceChoice::Auto => DeviceId::Cpu,
        DeviceChoice::This(device) => device,
    };
    let document = find::find_trained(&asked.project, asked.tolerance.tolerant)?.document;
    let trained = trained(&document, &asked.variants, &asked.project)?;
    let mut output = Output::default();
    pool::with_threads(0, || {
        let data = prepared(&document)?;
        let mut each = Vec::new();
        evaluate_each(&trained, &data, device, |evaluation| {
            if asked.json {
                output.event(&event(&evaluation));
            }
            each.push(evaluation);
        })?;
        if !asked.json {
            print(&each, &mut output);
        }
        Ok(())
    })?;
    output.finish()
}

/// The project's data as the window and training have them.
///
/// # Errors
/// One sentence that ends with the path or field.
pub fn prepared(document: &Document) -> Result<Prepared> {
    find::check_source(&document.data.source)?;
    let data = Prepared::load(&document.data).map_err(|problem| Failure(lower_first(&problem)))?;
    if let Some(changed) = document.changed_since(&data) {
        terminal::note(&format!("warning: {}", lower_first(&changed)));
    }
    Ok(data)
}

/// Measures every one of `trained` on `device`, and the baseline, and gives each result to `take` as soon as it is there.
///
/// # Errors
/// As [`crate::training::measure_test`] and [`Baseline::new`].
pub fn evaluate_each(
    trained: &[(&Variant, &Trained)],
    data: &Prepared,
    device: DeviceId,
    mut take: impl FnMut(Evaluation),
) -> Result<()> {
    let dataset = &data.dataset;
    let widths = trained
        .iter()
        .map(|(_, trained)| trained.settings.architecture.code_width(dataset.shape()));
    let width = widths.max().unwrap_or(0);
    let baseline = Baseline::measures(dataset, &data.split)
        .then(|| Baseline::new(dataset, &data.scaler, &data.split, width))
        .transpose()?;
    for (variant, trained) in trained {
        let Trained {
            resume_state,
            settings,
            ..
        } = trained;
        let (state, position) = (&resume_state.state, &resume_state.position);
        let scaler = resume_state.scaler_for(data);
        let (measured, columns) =
            measure_test(settings, state, position, dataset, &scaler, device)?;
        take(Evaluation {
            variant: variant.name.clone(),
            measured,
            columns,
            pca_mse: baseline
                .as_ref()
                .map(|baseline| baseline.mse(dataset, &data.scaler, measured.code)),
        });
    }
    Ok(())
}

/// The event that other programs rely on. What a model does not have is null.
fn event(evaluation: &Evaluation) -> Value {
    let measured = &evaluation.measured;
    let gaussian = measured.gaussian;
    let mut event = json!({
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
            "kl": gaussian.map(|code| code.kl),
            "elbo": gaussian.and_then(|code| code.elbo),
            "loss": measured.loss,
            "reconstruction": measured.reconstruction,
            "penalty": measured.penalty,
            "active_units": gaussian.map(|code| code.active_units),
            "prior_distance": measured.prior_distance,
        },
        "pca_mse": evaluation.pca_mse,
    });
    rating_figures::put(&mut event, measured);
    token_figures::put(&mut event, measured);
    if !evaluation.columns.is_empty() {
        let columns: Vec<Value> = evaluation.columns.iter().map(column_event).collect();
        event["test"]["columns"] = columns.into();
        event["test"]["right_category"] =
            ColumnMeasured::right_category(&evaluation.columns).into();
    }
    event
}

/// One column of a table.
fn column_event(column: &ColumnMeasured) -> Value {
    let (kind, error) = match column.kind {
        ColumnKind::Numeric => ("numeric", "mse"),
        ColumnKind::YesNo { .. } => ("yes_no", "cross_entropy"),
        ColumnKind::Category { .. } => ("category", "cross_entropy"),
    };
    let mut event = json!({ "name": column.name, "kind": kind });
    event[error] = column.error.into();
    if kind != "numeric" {
        event["accuracy"] = column.accuracy.into();
    }
    event
}

/// The table for people, and for each how it stands against PCA.
pub fn print(each: &[Evaluation], output: &mut Output) {
    for line in table::lines(&columns(each)) {
        output.line(&line);
    }
    for evaluation in each {
        if let Some(pca) = evaluation.pca_mse {
            let verdict = format::against_pca(evaluation.measured.mse, pca);
            output.line(&format!("{} {verdict}", short(&evaluation.variant)));
        }
    }
}

/// Columns for people; those that no variant has anything for are left out.
fn columns(each: &[Evaluation]) -> Vec<Column> {
    let column = |heading, right, text: &dyn Fn(&Evaluation) -> String| Column {
        heading: Cow::Borrowed(heading),
        cells: each.iter().map(text).collect(),
        right,
    };
    let some = |figure: Option<f64>, decimals: usize| match figure {
        Some(figure) => format!("{figure:.decimals$}"),
        None => "-".into(),
    };
    let mut columns = vec![
        column("Variant", false, &|e| short(&e.variant)),
        column("Parameters", true, &|e| {
            grouped(e.measured.parameters as u64)
        }),
        column("Code", true, &|e| e.measured.code.to_string()),
        column("Test loss", true, &|e| three_digits(e.measured.loss)),
    ];
    let error = |figure: Option<f64>| figure.map_or("-".into(), |error| significant(error, 4));
    // Not a number where a table has none.
    if each.iter().any(|e| !e.measured.mse.is_nan()) {
        columns.push(column("MSE", true, &|e| significant(e.measured.mse, 4)));
    }
    if each.iter().any(|e| e.measured.ratings.is_some()) {
        columns.extend(rating_figures::COLUMNS.map(|(heading, figure)| {
            let text = |e: &Evaluation| error(e.measured.ratings.as_ref().map(figure));
            column(heading, true, &text)
        }));
    }
    if each.iter().any(|e| e.measured.tokens.is_some()) {
        columns.extend(token_figures::COLUMNS.map(|(heading, decimals, figure)| {
            let text = |e: &Evaluation| some(e.measured.tokens.as_ref().map(figure), decimals);
            column(heading, true, &text)
        }));
    }
    if each.iter().any(|e| e.pca_mse.is_some()) {
        columns.push(column("PCA MSE", true, &|e| error(e.pca_mse)));
    }
    let is_image = |e: &Evaluation| e.measured.ssim.is_some();
    if each.iter().any(|e| is_image(e) || e.measured.bce.is_some()) {
        columns.push(column("BCE (nats)", true, &|e| error(e.measured.bce)));
    }
    let right = |e: &Evaluation| ColumnMeasured::right_category(&e.columns);
    if each.iter().any(|e| right(e).is_some()) {
        columns.push(column("Right category", true, &|e| some(right(e), 3)));
    }
    if each.iter().any(|e| e.measured.ssim.is_some()) {
        columns.push(column("PSNR (dB)", true, &|e| {
            e.measured.psnr.map_or("-".into(), three_digits)
        }));
        columns.push(column("SSIM", true, &|e| some(e.measured.ssim, 3)));
    }
    if each.iter().any(|e| e.measured.penalty != 0.0) {
        columns.push(column("Penalty", true, &|e| {
            three_digits(e.measured.penalty)
        }));
    }
    if each.iter().any(|e| e.measured.gaussian.is_some()) {
        let of = |e: &Evaluation, figure: fn(GaussianCode) -> Option<f64>| {
            some(e.measured.gaussian.and_then(figure), 1)
        };
        columns.push(column("KL (nats)", true, &|e| of(e, |code| Some(code.kl))));
        columns.push(column("ELBO (nats)", true, &|e| of(e, |code| code.elbo)));
        columns.push(column("Active", true, &|e| {
            let active = e.measured.gaussian.map(|code| code.active_units);
            active.map_or("-".into(), |active| active.to_string())
        }));
    }
    if each.iter().any(|e| e.measured.prior_distance.is_some()) {
        columns.push(column("Prior distance", true, &|e| {
            some(e.measured.prior_distance, 3)
        }));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(name: &str) -> Evaluation {
        Evaluation {
            variant: name.into(),
            measured: Measured {
                parameters: 10,
                code: 2,
                mse: 0.25,
                psnr: Some(f64::INFINITY),
                ssim: Some(0.5),
                loss: 0.75,
                reconstruction: 0.25,
                penalty: 0.5,
                ..Measured::default()
            },
            columns: Vec::new(),
            pca_mse: Some(0.125),
        }
    }

    fn variational(name: &str) -> Evaluation {
        let mut found = evaluation(name);
        found.measured.bce = Some(0.125);
        found.measured.gaussian = Some(GaussianCode {
            kl: 25.5,
            elbo: Some(-105.25),
            active_units: 12,
        });
        found
    }

    #[test]
    fn the_evaluation_event_has_the_keys_in_their_order() {
        assert_eq!(
            event(&evaluation("A")).to_string(),
            r#"{"event":"evaluation","variant":"A","parameters":10,"code":2,"test":{"mse":0.25,"bce":null,"psnr":null,"ssim":0.5,"kl":null,"elbo":null,"loss":0.75,"reconstruction":0.25,"penalty":0.5,"active_units":null,"prior_distance":null},"pca_mse":0.125}"#
        );
        let test = event(&variational("B"))["test"].clone();
        assert_eq!(test["kl"], 25.5);
        assert_eq!(test["elbo"], -105.25);
        assert_eq!(test["active_units"], 12);
    }

    fn measured(name: &str, kind: ColumnKind, accuracy: Option<f64>) -> ColumnMeasured {
        ColumnMeasured {
            name: name.into(),
            kind,
            error: Some(0.5),
            accuracy,
            count: 4,
        }
    }

    #[test]
    fn a_table_has_its_columns_and_no_pictures() {
        let mut rows = evaluation("A");
        (rows.measured.psnr, rows.measured.ssim) = (None, None);
        rows.measured.penalty = 0.0;
        rows.pca_mse = None;
        let names = vec!["s".into(), "l".into()];
        rows.columns = vec![
            measured("age", ColumnKind::Numeric, None),
            measured("size", ColumnKind::Category { names }, Some(0.75)),
        ];
        let event = event(&rows);
        assert!(event["pca_mse"].is_null() && event["test"]["ssim"].is_null());
        assert_eq!(
            event["test"]["columns"].to_string(),
            r#"[{"name":"age","kind":"numeric","mse":0.5},{"name":"size","kind":"category","cross_entropy":0.5,"accuracy":0.75}]"#
        );
        assert_eq!(event["test"]["right_category"], 0.75);
        let lines = table::lines(&columns(&[rows.clone()]));
        assert_eq!(
            lines[0],
            "Variant  Parameters  Code  Test loss     MSE  Right category"
        );
        rows.measured.mse = f64::NAN;
        let lines = table::lines(&columns(&[rows]));
        assert!(!lines[0].contains("MSE"), "{}", lines[0]);
    }

    #[test]
    fn columns_that_say_nothing_are_left_out() {
        let headings = |each: &[Evaluation]| {
            let columns = columns(each);
            let headings: Vec<&str> = columns.iter().map(|column| &*column.heading).collect();
            headings.join(" ")
        };
        let mut plain = evaluation("A");
        plain.measured.penalty = 0.0;
        assert!(headings(&[plain.clone()]).ends_with("PSNR (dB) SSIM"));
        assert!(headings(&[evaluation("A")]).ends_with("SSIM Penalty"));
        let mut drawn_to_a_prior = plain.clone();
        drawn_to_a_prior.measured.prior_distance = Some(0.125);
        assert!(headings(&[drawn_to_a_prior]).ends_with("SSIM Prior distance"));
        plain.measured.bce = Some(0.5);
        let lines = table::lines(&columns(&[plain, variational("B")]));
        assert!(lines[0].ends_with("Penalty  KL (nats)  ELBO (nats)  Active"));
        assert!(
            lines[1].ends_with("0          -            -       -"),
            "{}",
            lines[1]
        );
        assert!(
            lines[2].ends_with("25.5       -105.2      12"),
            "{}",
            lines[2]
        );
    }
}
