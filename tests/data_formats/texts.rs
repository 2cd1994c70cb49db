//! Tables of the folder as texts: whatever their encoding, the words of the column that is chosen, or a sentence.

use std::path::Path;

use hourglass::data::{DataSettings, HoldOut, Source, TextFile, load};

use crate::data_folder::data_folder;

/// The words of a file's column, or why there are none.
fn words(path: &Path, column: Option<&str>) -> Result<Vec<String>, String> {
    let source = Source::Text(TextFile {
        path: path.to_owned(),
        text: column.map(str::to_owned),
        label: Some(String::new()),
        ..TextFile::default()
    });
    let settings = DataSettings {
        hold_out: HoldOut::EverySixth,
        ..DataSettings::of_source(source)
    };
    let dataset = load(&settings).map_err(|error| error.to_string())?;
    let columns = dataset.shape().columns().expect("rows").list().iter();
    Ok(columns.map(|column| column.name.clone()).collect())
}

#[test]
fn words_are_in_whatever_encoding_with_data() {
    let Some(folder) = data_folder() else { return };
    let file = |name: &str| folder.join("formats").join(name);
    let of = |name: &str, column: &str| words(&file(name), Some(column)).unwrap();
    for name in ["utf16le-bom.csv", "utf16be-bom.csv"] {
        // The last row is held out.
        assert_eq!(of(name, "ville"), ["besançon", "orléans"], "{name}");
    }
    assert_eq!(
        words(&file("utf16le-bom.csv"), None).unwrap(),
        of("utf16le-bom.csv", "ville")
    );
    assert_eq!(of("gb18030.csv", "天气"), ["云", "多", "多云", "晴", "雨"]);
    assert!(of("mixed.csv", "note").contains(&"quoted".to_owned()));
    assert_eq!(of("semicolon-decimal-comma.csv", "note"), ["a", "b", "x"]);
    assert_eq!(of("table.tsv.gz", "label"), ["a", "b", "c"]);
}

#[test]
fn what_has_no_texts_says_so_with_data() {
    let Some(folder) = data_folder() else { return };
    let file = |name: &str| folder.join("formats").join(name);
    let refused = |name: &str| {
        let problem = words(&file(name), None).expect_err(name);
        let path = format!(": {}", file(name).display());
        let said = problem.strip_suffix(&path).map(str::to_owned);
        said.unwrap_or_else(|| panic!("no path at the end: {problem}"))
    };
    assert_eq!(refused("empty.csv"), "the file is empty");
    assert_eq!(
        refused("header-only.csv"),
        "the table has a header of 3 columns but no rows"
    );
    assert_eq!(refused("no-header.csv"), "the table has no column of texts");
    assert!(refused("ragged.csv").starts_with("line 3 has 2 cells"));
    assert!(refused("rgba_6x4.png").starts_with("the file is not text"));
    let source = Source::of_path(&file("mixed.csv")).unwrap();
    assert!(matches!(source, Source::Table(_)), "a table stays a table");
}
