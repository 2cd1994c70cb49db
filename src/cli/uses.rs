//! `hourglass use`: what trained variants are good for, beside what baselines reach.

use std::borrow::Cow;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::arguments::Use as Asked;
use super::assignment::DATA;
use super::evaluate::prepared;
use super::failure::{Failure, Result};
use super::result_file::ResultFile;
use super::table::{self, Column};
use super::terminal::{self, Output};
use super::text::short;
use super::trained::trained;
use super::{find, kept, pool};
use crate::export::digits::significant;
use crate::export::{baseline_figure, baseline_names, figure_words};
use crate::settings::words::lower_first;
use crate::settings::{SetError, nearest};
use crate::training::SCHEMA;
use crate::uses::{self, Choices, Given, Moment, Outcome, Subject, Use};

/// Uses the trained variants of a project.
///
/// # Errors
/// One sentence on what and where; also when no variant is trained.
pub fn use_model(asked: &Asked) -> Result<()> {
    let (Some(name), Some(project)) = (&asked.name, &asked.project) else {
        return list();
    };
    if asked.list {
        return list();
    }
    let chosen = find_use(name)?;
    let count = asked.count.map(|count| count.to_string());
    let typed = asked.settings.iter();
    let typed = typed.map(|one| (one.key.as_str(), one.value.as_str()));
    let missing = asked.missing.as_deref().map(|share| ("missing", share));
    let count = count.as_deref().map(|count| ("count", count));
    let choices = Choices::of(chosen.choices(), typed.chain(missing).chain(count))
        .map_err(|error| meant(error, chosen))?;
    let out = match &asked.out {
        None => None,
        Some(out) => Some(ResultFile::of(out, chosen, asked.force)?),
    };
    let given = given(chosen, asked.input.as_deref())?;
    let found = find::find_trained(project, asked.tolerance.tolerant)?;
    let document = &found.document;
    let variants = trained(document, &asked.variants, project)?;
    if let Some(out) = out {
        if variants.len() > 1 {
            return Err(Failure::new(format!(
                "there are several variants, choose one of {} with --variant: {project}",
                find::names_of(document)
            )));
        }
        // It may take a while until there is something to write.
        out.check()?;
    }
    let mut output = Output::default();
    let results = pool::with_threads(0, || {
        // What a variant keeps of its data is enough for a file.
        let is_known = variants.iter().all(|(_, trained)| trained.knows_its_data());
        let data = match given {
            Input::File(_) if is_known => None,
            Input::File(_) | Input::None => Some(prepared(document)?),
            Input::Samples(_) => match prepared(document) {
                Ok(data) => Some(data),
                Err(problem) => {
                    terminal::note(&format!("warning: without baselines, since {problem}"));
                    None
                }
            },
        };
        let (mut each, mut results) = (Vec::new(), Vec::new());
        let (several, mut refused) = (variants.len() > 1, None);
        for (variant, trained) in variants {
            terminal::note(&format!("Measuring {}", short(&variant.name)));
            let input = match given {
                Input::Samples(path) => Some(uses::Input::read(path, trained, data.as_ref())?),
                Input::File(_) if data.is_none() => uses::Input::none(trained),
                Input::None | Input::File(_) => None,
            };
            let warnings = input.as_ref().map_or(&[][..], |input| &input.warnings);
            warn(warnings, asked.input.as_deref());
            let subject = match (&input, &data) {
                (Some(input), _) => Subject {
                    file: given.file(),
                    ..Subject::of_input(&variant.name, trained, input)
                },
                (None, Some(data)) => Subject {
                    file: given.file(),
                    ..Subject::new(&variant.name, trained, data)
                },
                (None, None) => {
                    return Err(Failure::new(format!(
                        "the variant does not keep what it was trained on: {}",
                        variant.name
                    )));
                }
            };
            let outcome = match uses::run(chosen, &subject, &choices) {
                Ok(outcome) => outcome,
                // What the others found is not lost for one that cannot be used.
                Err(problem) if several => {
                    terminal::note(&format!("warning: {problem}"));
                    refused = Some(problem);
                    continue;
                }
                Err(problem) => return Err(problem.into()),
            };
            match (&outcome.unmeasured, out) {
                (Some(why), None) => {
                    return Err(Failure::new(format!(
                        "{why}, so there is only a table to write with --out: {project}"
                    )));
                }
                (Some(why), Some(_)) => terminal::note(&format!("warning: {why}: {project}")),
                (None, None) if outcome.figures.is_empty() => {
                    return Err(Failure::new(format!(
                        "say where to write it with --out: {}",
                        chosen.name()
                    )));
                }
                (None, _) => {}
            }
            for warning in &outcome.warnings {
                terminal::note(&format!("warning: {}", lower_first(warning)));
            }
            if let Some(out) = out {
                out.write(&outcome)?;
            }
            if asked.json {
                output.event(&event(chosen.name(), &variant.name, &outcome));
            }
            let (input, weights) = (asked.input.as_deref(), trained.weights());
            let kept = outcome.kept(chosen.name(), choices.chosen(), input, weights);
            results.push((variant.id, kept));
            each.push((variant.name.as_str(), outcome));
        }
        if let Some(refused) = refused.filter(|_| each.is_empty()) {
            return Err(refused.into());
        }
        if !asked.json {
            let measured = each.iter().any(|(_, outcome)| !outcome.figures.is_empty());
            if measured {
                table::lines(&columns(&each))
                    .iter()
                    .for_each(|line| output.line(line));
            }
            if let Some(out) = out {
                output.line(&out.path.display().to_string());
            }
        }
        Ok(results)
    })?;
    kept::keep(found, results);
    output.finish()
}

/// Every use with what it is for.
fn list() -> Result<()> {
    let mut output = Output::default();
    for one in uses::ALL {
        output.line(&format!("{}: {}", one.name(), one.sentence()));
        output.line(&format!("    {}", one.example()));
        output.line(&format!("    needs {}", one.needs()));
        for choice in one.choices() {
            output.line(&format!("    --set {}: {}", choice.key, choice.sentence));
        }
    }
    output.finish()
}

/// What a use is given instead of the test part.
#[derive(Clone, Copy)]
enum Input<'a> {
    None,
    File(&'a Path),
    Samples(&'a Path),
}

impl<'a> Input<'a> {
    fn file(self) -> Option<&'a Path> {
        match self {
            Self::File(path) => Some(path),
            Self::None | Self::Samples(_) => None,
        }
    }
}

/// What `chosen` makes of `--input`.
fn given<'a>(chosen: &dyn Use, input: Option<&'a Path>) -> Result<Input<'a>> {
    match (chosen.takes(), input) {
        (Given::File, None) => Err(Failure::new(format!(
            "give the file to work on with --input: {}",
            chosen.name()
        ))),
        (Given::File, Some(path)) => Ok(Input::File(path)),
        (Given::Samples, Some(path)) => Ok(Input::Samples(path)),
        (Given::Samples | Given::Nothing, None) => Ok(Input::None),
        (Given::Nothing, Some(_)) => Err(Failure::new(format!(
            "it takes no input: {}",
            chosen.name()
        ))),
    }
}

/// Says what a person should know of the input.
fn warn(warnings: &[String], input: Option<&Path>) {
    let place = input.unwrap_or(Path::new("")).display().to_string();
    for warning in warnings {
        let place = match warning.contains(&place) {
            true => String::new(),
            false => format!(": {place}"),
        };
        terminal::note(&format!("warning: {}{place}", lower_first(warning)));
    }
}

fn find_use(name: &str) -> Result<&'static dyn Use> {
    uses::find(name).ok_or_else(|| {
        let all: Vec<String> = uses::ALL.iter().map(|one| one.name().to_owned()).collect();
        let nearest = nearest(name, &all);
        let nearest = nearest.first().map_or("", String::as_str);
        Failure::new(format!(
            "there is no such use, the nearest is {nearest}: {name}"
        ))
    })
}

/// The same error; of a key that is one of models or data with where it is set instead, since those are settled by training.
fn meant(error: SetError, chosen: &dyn Use) -> Failure {
    let SetError::Unknown { key, .. } = &error else {
        return error.into();
    };
    let is_trained = key.starts_with(DATA) || SCHEMA.keys().contains(key);
    let own: Vec<&str> = chosen.choices().iter().map(|choice| choice.key).collect();
    let own = match own.is_empty() {
        true => format!("{} has no settings", chosen.name()),
        false => format!("those of {} are {}", chosen.name(), own.join(", ")),
    };
    match is_trained {
        true => Failure::new(format!(
            "this is a setting that hourglass train takes, {own}: {key}"
        )),
        false if chosen.choices().is_empty() => Failure::new(format!("{own}: {key}")),
        false => error.into(),
    }
}

/// The event that other programs rely on.
fn event(name: &str, variant: &str, outcome: &Outcome) -> Value {
    let baselines = outcome.baselines.iter();
    let baselines = baselines.map(|(name, figures)| ((*name).to_owned(), figures.json()));
    let mut event = json!({
        "event": "use",
        "use": name,
        "variant": variant,
        "figures": outcome.figures.json(),
        "baselines": Value::Object(baselines.collect::<Map<_, _>>()),
    });
    if !outcome.moments.is_empty() {
        let moment = |one: &Moment| {
            json!({
                "sequence": one.sample,
                "step": one.step,
                "series_step": one.series_step,
                "time": one.time,
                "error": one.error,
            })
        };
        event["moments"] = outcome.moments.iter().map(moment).collect();
    }
    event
}

/// A variant, what was found with it, and one of its figures.
type Line<'a> = (&'a str, &'a Outcome, String, f64);

/// A line for each figure of each variant, what baselines reach beside it.
fn columns(each: &[(&str, Outcome)]) -> Vec<Column> {
    let lines: Vec<Line> = each
        .iter()
        .flat_map(|(name, outcome)| {
            let numbers = outcome.figures.numbers().into_iter();
            numbers.map(move |(key, number)| (*name, outcome, key, number))
        })
        .collect();
    let column = |heading: Cow<'static, str>, right, text: &dyn Fn(&Line) -> String| Column {
        heading,
        cells: lines.iter().map(text).collect(),
        right,
    };
    let mut columns = vec![
        column("Variant".into(), false, &|(name, ..)| short(name)),
        column("Figure".into(), false, &|(_, _, key, _)| figure_words(key)),
        column("Model".into(), true, &|(.., number)| {
            significant(*number, 4)
        }),
    ];
    for baseline in baseline_names(each.iter().map(|(_, outcome)| &*outcome.baselines)) {
        let text = |(_, outcome, key, _): &Line| {
            let number = baseline_figure(&outcome.baselines, baseline, key);
            number.map_or("-".into(), |number| significant(number, 4))
        };
        columns.push(column(figure_words(baseline).into(), true, &text));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Figure, Figures};

    fn outcome() -> Outcome {
        let figures = |auc| {
            let each = vec![("100".into(), 0.5), ("all".into(), 0.75)];
            Figures(vec![
                ("auc".into(), Figure::Number(auc)),
                ("knn_accuracy".into(), Figure::Each(each)),
            ])
        };
        Outcome {
            figures: figures(0.9375),
            baselines: vec![("pca", figures(0.5))],
            ..Outcome::default()
        }
    }

    #[test]
    fn the_event_has_the_keys_in_their_order() {
        assert_eq!(
            event("anomaly", "A", &outcome()).to_string(),
            r#"{"event":"use","use":"anomaly","variant":"A","figures":{"auc":0.9375,"knn_accuracy":{"100":0.5,"all":0.75}},"baselines":{"pca":{"auc":0.5,"knn_accuracy":{"100":0.5,"all":0.75}}}}"#
        );
    }

    #[test]
    fn people_see_baselines_beside_figures() {
        let mut other = outcome();
        other.baselines.clear();
        let lines = table::lines(&columns(&[("A", outcome()), ("B", other)]));
        assert_eq!(
            lines,
            [
                "Variant  Figure             Model     PCA",
                "A        AUC               0.9375  0.5000",
                "A        kNN accuracy 100  0.5000  0.5000",
                "A        kNN accuracy all  0.7500  0.7500",
                "B        AUC               0.9375       -",
                "B        kNN accuracy 100  0.5000       -",
                "B        kNN accuracy all  0.7500       -",
            ]
        );
    }
}
