//! A table as a dataset: training and test rows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::table::{
    Table, TableOptions, read_table, read_test_table, table_from_bytes, test_sibling,
};
use super::{About, DataError, DataSettings, Dataset, Samples, TestPart, held_out};

/// The table at `path` with its test part: the file `test`, or the one beside it, or a sixth of its rows.
pub(super) fn load(
    settings: &DataSettings,
    path: &Path,
    test: Option<&PathBuf>,
    options: &TableOptions,
) -> Result<Dataset, DataError> {
    let table = read_table(path, options)?;
    let found = match test {
        Some(named) => Some((named.clone(), TestPart::Named(named.clone()))),
        None => test_sibling(path).map(|beside| (beside.clone(), TestPart::Beside(beside))),
    };
    let name = settings.source.name();
    with_test_part(table, settings, path, name, |table| {
        let Some((file, part)) = found else {
            return Ok(None);
        };
        Ok(Some((read_test_table(&file, options, table)?, part)))
    })
}

static BREAST_CANCER: &[u8] = include_bytes!("../../assets/breast-cancer/breast_cancer.csv");

/// The built-in table.
pub(super) fn breast_cancer(settings: &DataSettings) -> Result<Dataset, DataError> {
    let path = Path::new("breast_cancer.csv");
    let table = table_from_bytes(BREAST_CANCER.to_vec(), path, &TableOptions::default())?;
    with_test_part(table, settings, path, settings.source.name(), |_| Ok(None))
}

/// The dataset of `table`; `test` gives its test part where it has one.
fn with_test_part(
    table: Table,
    settings: &DataSettings,
    path: &Path,
    name: String,
    test: impl FnOnce(&Table) -> Result<Option<(Table, TestPart)>, DataError>,
) -> Result<Dataset, DataError> {
    let mut warnings = table.warnings.clone();
    let (train, test, test_part) = match test(&table)? {
        Some((test, part)) => {
            let of_test = test.warnings.iter();
            warnings.extend(of_test.map(|warning| format!("In the test part: {warning}")));
            (samples(&table)?, samples(&test)?, part)
        }
        None => held_out::part(&samples(&table)?, settings, path)?,
    };
    Ok(Dataset {
        name,
        train,
        test,
        class_names: table.labels.map(|labels| labels.names),
        about: About {
            test_part,
            table: Some(Arc::new(table.facts)),
            warnings,
        },
    })
}

fn samples(table: &Table) -> Result<Samples, DataError> {
    let labels = table.labels.as_ref().map(|labels| labels.of_row.clone());
    Samples::rows(Arc::new(table.columns.clone()), &*table.values, labels)
}
