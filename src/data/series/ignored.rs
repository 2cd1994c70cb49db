//! Options that say nothing of a file of its kind: nobody should think that they did something.

use super::options::USUAL_WINDOW;
use super::{FileForm, SeriesFile, SeriesForm};

/// One sentence on the options of `file` that mean nothing for it, whose sequences are in `form`; `None` without such.
pub fn warning(file: &SeriesFile, form: Option<SeriesForm>) -> Option<String> {
    let is_chosen = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
    let kind = SeriesFile::form_of(&file.path);
    let is_table = kind == FileForm::Table;
    let is_single = kind != FileForm::Ts && form == Some(SeriesForm::Single);
    let options = [
        ("form", file.form.is_some(), kind != FileForm::Ts),
        (
            "id",
            is_chosen(&file.id),
            is_table && form != Some(SeriesForm::Single),
        ),
        (
            "time",
            is_chosen(&file.time),
            is_table && form != Some(SeriesForm::Wide),
        ),
        (
            "label",
            is_chosen(&file.label),
            is_table && form != Some(SeriesForm::Single),
        ),
        ("columns", !file.columns.is_empty(), is_table),
        ("window", file.window != USUAL_WINDOW, is_single),
        ("stride", file.stride.is_some(), is_single),
        (
            "encoding",
            is_chosen(&file.encoding),
            kind != FileForm::Array,
        ),
    ];
    let ignored = options.iter().filter(|(_, chosen, used)| *chosen && !used);
    let ignored: Vec<&str> = ignored.map(|(name, ..)| *name).collect();
    let what = match (kind, form) {
        (FileForm::Ts, _) => "a .ts file",
        (_, Some(SeriesForm::Single)) => "one long series",
        (FileForm::Array, _) => "an array of sequences",
        (_, Some(SeriesForm::Wide)) => "a table with a row a sequence",
        _ => "a table with a row a step",
    };
    (!ignored.is_empty()).then(|| {
        let ignored = ignored.join(", ");
        format!("What is chosen means nothing for {what} and is left out: {ignored}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_other_forms_are_named() {
        let file = |path: &str| SeriesFile {
            path: path.into(),
            window: 10,
            time: Some("t".into()),
            label: Some(String::new()),
            ..SeriesFile::default()
        };
        let said = |path: &str, form| warning(&file(path), form);
        assert_eq!(said("a.csv", Some(SeriesForm::Single)), None);
        assert_eq!(
            said("a.csv", Some(SeriesForm::Wide)).unwrap(),
            "What is chosen means nothing for a table with a row a sequence and is left out: time, window"
        );
        assert_eq!(
            said("a.ts", None).unwrap(),
            "What is chosen means nothing for a .ts file and is left out: time, window"
        );
        assert_eq!(
            said("a.npy", Some(SeriesForm::Single)).unwrap(),
            "What is chosen means nothing for one long series and is left out: time"
        );
        assert_eq!(warning(&SeriesFile::default(), None), None);
    }
}
