//! `hourglass import`: reads data as a project would, and says what they are.

use serde_json::{Value, json};

use super::arguments::Import;
use super::assignment::Assignment;
use super::data_arguments::named_data;
use super::failure::{Failure, Result};
use super::pool;
use super::terminal::{self, Output};
use crate::app::SampleKind;
use crate::data::table::counted;
use crate::data::{
    ColumnKind, ColumnType, Dataset, SampleShape, Samples, TextShape, TokenUnit, Vocabulary, load,
};
use crate::export::digits::grouped;
use crate::settings::words::{capital, lower_first};

/// Classes or columns that are named for people; more are counted.
const MAX_NAMED: usize = 12;

/// Reads the data at a path.
///
/// # Errors
/// One sentence that ends with the path.
pub fn import(asked: &Import) -> Result<()> {
    let of_variants = |one: &&Assignment| one.data_key().is_none();
    if let Some(other) = asked.settings.iter().find(of_variants) {
        return Err(Failure::new(format!(
            "only settings of the data can be set, their keys begin with data.: {}",
            other.key
        )));
    }
    let settings = named_data(&asked.path, &asked.settings)?;
    let mut output = Output::default();
    pool::with_threads(0, || {
        let dataset = load(&settings).map_err(|error| Failure(lower_first(&error.to_string())))?;
        if asked.json {
            output.event(&event(&dataset));
            return Ok(());
        }
        for line in lines(&dataset, settings.source.has_words()) {
            output.line(&line);
        }
        for warning in &warnings(&dataset) {
            terminal::note(&format!("warning: {}", lower_first(warning)));
        }
        Ok(())
    })?;
    output.finish()
}

/// What a person should know, columns that are not trained on among it.
fn warnings(dataset: &Dataset) -> Vec<String> {
    let columns = dataset.about.table.iter().flat_map(|facts| &facts.columns);
    let left_out = columns.filter_map(|column| {
        let what = match column.used {
            ColumnType::Id => "it tells rows apart",
            ColumnType::Date => "it holds dates",
            ColumnType::Ignored => "it is free text, constant, empty or not wanted",
            ColumnType::Numeric | ColumnType::YesNo | ColumnType::Category | ColumnType::Label => {
                return None;
            }
        };
        Some(format!("the column is left out, {what}: {}", column.name))
    });
    dataset
        .about
        .warnings
        .iter()
        .cloned()
        .chain(left_out)
        .collect()
}

/// Each class with the samples of both parts in it.
fn classes(dataset: &Dataset) -> Vec<(String, usize)> {
    let counts = [&dataset.train, &dataset.test].map(Samples::label_counts);
    let named = dataset.class_names.as_ref().map_or(0, Vec::len);
    let all = counts[0].len().max(counts[1].len()).max(named);
    let of = |class: usize| {
        let count = counts.iter().filter_map(|counts| counts.get(class)).sum();
        (dataset.class_name(class as u32), count)
    };
    let all = (0..all).map(of);
    all.filter(|(_, count)| named > 0 || *count > 0).collect()
}

fn event(dataset: &Dataset) -> Value {
    let shape = dataset.shape();
    let size = match shape {
        SampleShape::Image(image) => json!([image.height, image.width, image.channels]),
        SampleShape::Row(columns) => json!([columns.len()]),
        SampleShape::Sequence(sequence) => json!([sequence.steps, sequence.features]),
        SampleShape::Text(text) => json!([text.steps, text.vocabulary.len()]),
    };
    let columns = shape.columns().map(|columns| {
        let columns = columns.list().iter();
        let columns =
            columns.map(|column| json!({ "name": column.name, "kind": kind(&column.kind) }));
        columns.collect::<Vec<Value>>()
    });
    let labels = dataset.train.labels().or(dataset.test.labels());
    let names = labels.map(|_| {
        let names = classes(dataset).into_iter().map(|(name, _)| name);
        names.collect::<Vec<String>>()
    });
    let mut event = json!({
        "event": "import",
        "kind": SampleKind::of(shape).many(),
        "samples": dataset.samples(),
        "training": dataset.train.len(),
        "test": dataset.test.len(),
        "shape": size,
        "columns": columns,
        "classes": names,
        "warnings": warnings(dataset),
    });
    if let SampleShape::Sequence(_) = shape {
        event["kind"] = json!("series");
        event["channels"] = json!(dataset.train.channels());
    }
    if let Some(text) = shape.text() {
        event["tokens"] = json!(text.unit.many());
        event["vocabulary"] = json!(text.vocabulary.len());
    }
    if shape.sequence().is_some() {
        let lengths = [&dataset.train, &dataset.test].map(Samples::lengths);
        let [least, most] = [usize::min, usize::max].map(|of: fn(usize, usize) -> usize| {
            let ends = lengths.iter().flatten().flatten().copied();
            ends.reduce(of)
        });
        event["lengths"] = json!([least, most]);
    }
    if let Some(sound) = &dataset.about.sound {
        event["rate"] = json!(sound.rate());
    }
    if dataset.train.are_ratings() {
        let [training, test] = [&dataset.train, &dataset.test].map(Samples::units);
        event["ratings"] = json!({ "training": training, "test": test });
    }
    event
}

fn kind(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Numeric => "numeric",
        ColumnKind::YesNo { .. } => "yes_no",
        ColumnKind::Category { .. } => "category",
    }
}

fn lines(dataset: &Dataset, has_words: bool) -> Vec<String> {
    let shape = dataset.shape();
    let many = SampleKind::of(shape).many();
    let of_parts = [&dataset.train, &dataset.test].map(Samples::units);
    let [train, test] = of_parts.map(|units| grouped(units as u64));
    let total = grouped(dataset.samples() as u64);
    let what = match dataset.train.are_ratings() {
        true => " ratings",
        false => "",
    };
    let what_shape = match dataset.steps() {
        Some(steps) if let Some(text) = shape.text() => format!(
            "{steps} of {} {}",
            grouped(text.vocabulary.len() as u64),
            text.unit.many()
        ),
        Some(steps) => format!(
            "{steps} of {}",
            counted(dataset.train.channels().len(), "channel")
        ),
        None => shape.to_string(),
    };
    let mut lines = vec![
        format!("{}: {total} {many}, {what_shape}", dataset.name),
        format!("{train}{what} to train on and {test} to test on"),
    ];
    if let Some(sound) = &dataset.about.sound {
        lines.push(capital(&sound.to_string()));
    }
    if let Some(columns) = shape.columns() {
        let columns = columns.list().iter();
        lines.push(if has_words {
            named("Words", columns.map(|column| column.name.clone()).collect())
        } else {
            let names = columns.map(|column| format!("{} ({})", column.name, words(&column.kind)));
            named("Columns", names.collect())
        });
    }
    if let Some(text) = shape.text() {
        let own = text.vocabulary.all().iter();
        let own = own
            .skip(Vocabulary::SPECIAL.len())
            .map(|token| match text.unit {
                TokenUnit::Characters => format!("{token:?}"),
                TokenUnit::Words => token.clone(),
            });
        lines.push(named(&capital(text.unit.many()), own.collect()));
        let first = TextShape::tokens(&dataset.train.row(0));
        lines.push(format!("First text: {}", text.text(&first)));
    }
    if !dataset.train.channels().is_empty() {
        lines.push(named("Channels", dataset.train.channels().to_vec()));
    }
    let classes = classes(dataset);
    if !classes.is_empty() {
        let names = classes.into_iter();
        let names = names.map(|(name, count)| format!("{name} ({})", grouped(count as u64)));
        lines.push(named("Classes", names.collect()));
    }
    lines.push(capital(&dataset.about.test_part.to_string()));
    lines
}

fn words(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Numeric => "numbers",
        ColumnKind::YesNo { .. } => "yes/no",
        ColumnKind::Category { .. } => "categories",
    }
}

fn named(what: &str, mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MAX_NAMED);
    names.truncate(MAX_NAMED);
    let more = match more {
        0 => String::new(),
        more => format!(" and {} more", grouped(more as u64)),
    };
    format!("{what}: {}{more}", names.join(", "))
}
