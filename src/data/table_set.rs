//! A table as a dataset: training and test rows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::held_out::Parting;
use super::named::Named;
use super::reader::{Reader, named_paths};
use super::table::{
    Table, TableOptions, read_table, read_test_table, table_from_bytes, test_part,
    unnamed_test_part,
};
use super::{About, Columns, DataError, Dataset, Samples, TestPart, path_name};

/// A table with its test part.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[schemars(inline)]
pub struct TableFile {
    /// Path of the file.
    pub path: PathBuf,
    /// Path of the file with the test part: the file beside it whose name says so (`people_train.csv`,
    /// `people_test.csv`) where it is absent, and held out rows where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<PathBuf>,
    #[serde(flatten)]
    pub options: TableOptions,
}

impl Reader for TableFile {
    fn recognise(named: &Named) -> Option<Result<Self, DataError>> {
        let is_table = named.ends(&[".csv", ".tsv", ".tab", ".txt"]);
        is_table.then(|| {
            Ok(Self {
                path: named.path.to_owned(),
                ..Self::default()
            })
        })
    }

    fn path(&self) -> &Path {
        &self.path
    }

    fn paths_mut(&mut self) -> Vec<(&'static str, &mut PathBuf)> {
        named_paths(("path", &mut self.path), [("test", &mut self.test)])
    }

    fn found(&self) -> Vec<PathBuf> {
        unnamed_test_part(&self.path, self.test.as_deref())
    }

    fn has_images(&self) -> bool {
        false
    }

    fn has_test_part(&self) -> bool {
        self.test.is_some()
    }

    fn read(&self, parting: Parting) -> Result<Dataset, DataError> {
        let Self {
            path,
            test,
            options,
        } = self;
        let table = read_table(path, options)?;
        let found = test_part(path, test.as_deref());
        with_test_part(table, parting, path, path_name::file_name(path), |table| {
            let Some((file, part)) = found else {
                return Ok(None);
            };
            Ok(Some((read_test_table(&file, options, table)?, part)))
        })
    }
}

static BREAST_CANCER: &[u8] = include_bytes!("../../assets/breast-cancer/breast_cancer.csv");

/// The built-in table.
pub(super) fn breast_cancer(name: &str, parting: Parting) -> Result<Dataset, DataError> {
    let path = Path::new("breast_cancer.csv");
    let table = table_from_bytes(BREAST_CANCER.to_vec(), path, &TableOptions::default())?;
    with_test_part(table, parting, path, name.to_owned(), |_| Ok(None))
}

/// The dataset of `table`; `test` gives its test part where it has one.
fn with_test_part(
    mut table: Table,
    parting: Parting,
    path: &Path,
    name: String,
    test: impl FnOnce(&Table) -> Result<Option<(Table, TestPart)>, DataError>,
) -> Result<Dataset, DataError> {
    let mut warnings = table.warnings.clone();
    let columns = Arc::new(table.columns.clone());
    let (train, test, test_part) = match test(&table)? {
        Some((mut test, part)) => {
            let of_test = test.warnings.iter();
            warnings.extend(of_test.map(|warning| format!("In the test part: {warning}")));
            let of_test = Arc::new(test.columns.clone());
            (
                samples(&mut table, columns)?,
                samples(&mut test, of_test)?,
                part,
            )
        }
        None => {
            let [_, rows] = parting.indices(table.len(), None, path)?;
            let (values, labels) = table.take_out(&rows);
            let test = Samples::rows(columns.clone(), values, labels)?;
            (samples(&mut table, columns)?, test, parting.test_part())
        }
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
            ..About::default()
        },
    })
}

/// The values and labels of the table, which it has no more then: they can be most of the memory.
fn samples(table: &mut Table, columns: Arc<Columns>) -> Result<Samples, DataError> {
    let labels = table.labels.as_mut();
    let labels = labels.map(|labels| std::mem::take(&mut labels.of_row));
    let values = std::mem::take(&mut table.values);
    Samples::rows(columns, values, labels)
}
