//! New rows: of tables, of arrays, of texts and of ratings; and new sequences and texts in order.

use std::path::Path;
use std::sync::Arc;

use super::labels::of_training;
use super::{NewSamples, Origin};
use crate::data::folder::numbered;
use crate::data::held_out::Parting;
use crate::data::ratings::NewRatings;
use crate::data::series::NewSeries;
use crate::data::table::{NewTable, TrainedTable};
use crate::data::text::NewTexts;
use crate::data::{
    ArrayFile, Columns, DataError, Dataset, Prepared, RatingsFile, SampleShape, Samples,
    SequenceShape, SeriesFile, Source, TableOptions, TextFile, TextShape, TrainedOn,
};

/// The table at `path`.
pub fn table(
    path: &Path,
    trained: &Source,
    columns: &Arc<Columns>,
    classes: Option<&[String]>,
    data: Option<&Prepared>,
) -> Result<NewSamples, DataError> {
    let options = match trained {
        Source::Table(file) => file.options.clone(),
        _ => TableOptions::default(),
    };
    let facts = data.and_then(|data| data.dataset.about.table.as_deref());
    let known = TrainedTable {
        columns,
        options: &options,
        classes,
        facts,
    };
    let table = NewTable::read(path, &known)?;
    let labels = table.labels.map(|labels| labels.of_row);
    Ok(NewSamples {
        samples: Samples::rows(columns.clone(), table.values, labels)?,
        origin: Some(Origin {
            header: table.header,
            cells: table.cells,
            sources: table.sources,
            decimal: table.decimal,
        }),
        warnings: table.warnings,
    })
}

/// The array that was found at `path`, as that of training.
pub fn array(path: &Path, found: ArrayFile, trained: &Source) -> Result<Dataset, DataError> {
    let own = match trained {
        Source::Array(trained) => trained.clone(),
        _ => ArrayFile {
            layout: found.layout,
            ..ArrayFile::default()
        },
    };
    let source = Source::Array(ArrayFile {
        path: path.to_owned(),
        labels: found.labels,
        label_array: None,
        test: None,
        test_labels: None,
        ..own
    });
    source.read(Parting::WHOLE)
}

/// Rows of as many numbers in the columns of training.
pub fn in_columns(
    path: &Path,
    rows: &Samples,
    columns: &Arc<Columns>,
) -> Result<Samples, DataError> {
    let (found, wanted) = (rows.shape(), SampleShape::Row(columns.clone()));
    if found.columns().map(|own| own.len()) != Some(columns.len()) {
        let problem = format!("the samples are {found} but the weights are for {wanted}");
        return Err(DataError::file(path, problem));
    }
    let mut values = Vec::with_capacity(rows.len() * columns.len());
    for index in 0..rows.len() {
        values.extend_from_slice(&rows.row(index));
    }
    Samples::rows(columns.clone(), values, None)
}

/// The texts at `path`.
pub fn texts(
    path: &Path,
    trained: &Source,
    columns: &Arc<Columns>,
    classes: Option<&[String]>,
    data: Option<&Prepared>,
) -> Result<NewSamples, DataError> {
    let file = match trained {
        Source::Text(file) => file.clone(),
        _ => TextFile::default(),
    };
    let train = data.map(|data| &data.dataset.train);
    let mut texts = NewTexts::read(path, &file, columns, train)?;
    let samples = Samples::rows(columns.clone(), std::mem::take(&mut texts.values), None)?;
    with_classes(samples, texts, classes)
}

/// The texts at `path` in order.
pub fn texts_in_order(
    path: &Path,
    trained: &Source,
    shape: &TextShape,
    classes: Option<&[String]>,
) -> Result<NewSamples, DataError> {
    let file = match trained {
        Source::Text(file) => file.clone(),
        _ => TextFile::default(),
    };
    let mut texts = NewTexts::read_in_order(path, &file, shape)?;
    let samples = Samples::texts(shape.clone(), std::mem::take(&mut texts.values), None)?;
    with_classes(samples, texts, classes)
}

/// Texts as `samples`, with what else was read of them.
fn with_classes(
    samples: Samples,
    texts: NewTexts,
    classes: Option<&[String]>,
) -> Result<NewSamples, DataError> {
    let (names, numbers) = numbered(texts.classes.as_deref().unwrap_or_default());
    let labelled = samples.clone().labelled(texts.classes.map(|_| numbers))?;
    let mut dataset = Dataset::new(String::new(), labelled, samples.clone());
    dataset.class_names = Some(names);
    let (labels, unknown) = of_training(&dataset, classes);
    let mut warnings = texts.warnings;
    warnings.extend(unknown);
    Ok(NewSamples {
        samples: samples.labelled(labels)?,
        origin: Some(Origin {
            header: texts.header,
            cells: texts.cells,
            sources: Vec::new(),
            decimal: '.',
        }),
        warnings,
    })
}

/// The list of ratings at `path`.
pub fn ratings(
    path: &Path,
    trained: &Source,
    columns: &Arc<Columns>,
) -> Result<NewSamples, DataError> {
    let file = match trained {
        Source::Ratings(file) => file.clone(),
        _ => RatingsFile::default(),
    };
    let ratings = NewRatings::read(path, &file, columns)?;
    Ok(NewSamples {
        samples: ratings.samples,
        origin: Some(Origin::of(ratings.heading, ratings.ids)),
        warnings: ratings.warnings,
    })
}

/// The series at `path`, cut to the steps of training or padded to them.
pub fn sequences(
    path: &Path,
    on: &TrainedOn,
    shape: SequenceShape,
    data: Option<&Prepared>,
) -> Result<NewSamples, DataError> {
    let file = match &on.settings.source {
        Source::Series(file) => file.clone(),
        _ => SeriesFile::default(),
    };
    let facts = data.and_then(|data| data.dataset.about.series.as_deref());
    let series = NewSeries::read(path, &file, (shape, &on.channels), facts)?;
    let NewSeries {
        samples,
        classes,
        mut warnings,
    } = series;
    let (names, numbers) = numbered(classes.as_deref().unwrap_or_default());
    let labelled = samples.clone().labelled(classes.map(|_| numbers))?;
    let mut dataset = Dataset::new(String::new(), labelled, samples.clone());
    dataset.class_names = Some(names);
    let (labels, unknown) = of_training(&dataset, on.class_names.as_deref());
    warnings.extend(unknown);
    Ok(NewSamples {
        origin: origin_of(&samples),
        samples: samples.labelled(labels)?,
        warnings,
    })
}

/// What sequences are called in their file, or where in it and when each window begins.
fn origin_of(samples: &Samples) -> Option<Origin> {
    let all = || 0..samples.len();
    let column = |name: &str, cell: &dyn Fn(usize) -> Option<String>| {
        let cells: Option<Vec<String>> = all().map(cell).collect();
        cells.map(|cells| (name.to_owned(), cells))
    };
    let columns = [
        column("sequence", &|index| samples.name(index).map(str::to_owned)),
        column("first step", &|index| {
            samples.first_step(index).map(|step| step.to_string())
        }),
        column("time", &|index| samples.time(index, 0).map(str::to_owned)),
    ];
    let (header, cells): (Vec<_>, Vec<_>) = columns.into_iter().flatten().unzip();
    (!header.is_empty()).then(|| Origin {
        header,
        cells,
        sources: Vec::new(),
        decimal: '.',
    })
}
