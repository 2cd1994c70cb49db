//! New samples that a trained variant is used on.

use std::path::Path;

use super::{Cells, Column, Problem, Table};
use crate::data::{NewSamples, Origin, Prepared, TrainedOn, without_samples};
use crate::project::Trained;

/// New samples for one trained variant.
#[derive(Debug, Clone)]
pub struct Input {
    /// They are its test part; the training part is the project's, and empty where that is not there.
    pub data: Prepared,
    pub origin: Option<Origin>,
    /// One sentence each.
    pub warnings: Vec<String>,
}

impl Input {
    /// Reads what lies at `path` as the data that `trained` was trained on. `data` are those of its project, where they
    /// can be read.
    ///
    /// # Errors
    /// One sentence that ends with the path.
    pub fn read(path: &Path, trained: &Trained, data: Option<&Prepared>) -> Result<Self, Problem> {
        let resume = &trained.resume_state;
        let kept = resume.data.as_deref().cloned();
        let on = kept.or_else(|| data.map(TrainedOn::of));
        let scaler = resume.scaler.clone();
        let scaler = scaler.or_else(|| data.map(|data| resume.scaler_for(data)));
        let (Some(on), Some(scaler)) = (on, scaler) else {
            return Err(Problem(format!(
                "the variant does not say what it was trained on, so new samples need the project's data: {}",
                path.display()
            )));
        };
        let new = NewSamples::read(path, &on, &scaler, data).map_err(Problem::of)?;
        let mut warnings = new.warnings.clone();
        if data.is_some_and(|data| data.dataset.shape() != scaler.shape()) {
            warnings.push(
                "The project's data are not what the variant was trained on, so there are no baselines"
                    .into(),
            );
        }
        Ok(Self {
            data: new.as_test_part(path, &on, &scaler, data),
            origin: new.origin,
            warnings,
        })
    }

    /// No samples, for what needs none: all is known that a variant keeps of the data that it was trained on. `None` of one
    /// that does not keep what these are.
    pub fn none(trained: &Trained) -> Option<Self> {
        let resume = &trained.resume_state;
        let (on, scaler) = (resume.data.as_deref()?, resume.scaler.as_deref()?);
        Some(Self {
            data: without_samples(on, scaler).ok()?,
            origin: None,
            warnings: Vec::new(),
        })
    }
}

/// The columns of new samples' own file, and what was found of each sample behind them.
pub fn beside(origin: &Origin, found: Table) -> Table {
    let own = origin.header.iter().zip(&origin.cells).map(own);
    Table(own.chain(found.0).collect())
}

fn own((name, cells): (&String, &Vec<String>)) -> Column {
    Column {
        name: name.clone(),
        cells: Cells::Texts(cells.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_columns_stand_first_and_no_name_stands_there_twice() {
        let texts = |cells: [&str; 2]| cells.map(String::from).to_vec();
        let origin = Origin {
            header: texts(["id", "score"]),
            cells: vec![texts(["007", "8"]), texts(["1.50", ""])],
            ..Origin::default()
        };
        let column = |name: &str, cells| Column {
            name: name.into(),
            cells,
        };
        let found = Table(vec![
            column("score", Cells::Numbers(vec![0.5, 0.25])),
            column("rank", Cells::Whole(vec![1, 2])),
        ]);
        let table = beside(&origin, found);
        let text = String::from_utf8(table.bytes(super::super::Format::Csv).unwrap()).unwrap();
        assert_eq!(text, "id,score,score (2),rank\n007,1.50,0.5,1\n8,,0.25,2\n");
    }
}
