//! Series of the archives: what their descriptions say of them is what is read.

use hourglass::data::{DataSettings, Prepared, SampleShape, Samples, SequenceShape, Source};

use crate::data_folder::data_folder;

#[test]
fn series_of_the_archives_are_read_with_data() {
    let Some(folder) = data_folder() else { return };
    for (name, counts, steps, features, shortest, classes) in [
        ("ArrowHead", [36, 175], 251, 1, 251, 3),
        ("BasicMotions", [40, 40], 100, 6, 100, 4),
        ("JapaneseVowels", [270, 370], 29, 12, 7, 9),
    ] {
        let path = folder.join(format!("series/{name}_TRAIN.ts"));
        let settings = DataSettings::of_path(&path).expect("series");
        assert!(matches!(settings.source, Source::Series(_)));
        let data = Prepared::import(&settings).expect(name);
        let dataset = &data.dataset;
        assert_eq!([dataset.train.len(), dataset.test.len()], counts, "{name}");
        let shape = SequenceShape { steps, features };
        assert_eq!(*dataset.shape(), SampleShape::Sequence(shape), "{name}");
        let lengths = |samples: &Samples| {
            let lengths = (0..samples.len()).map(|index| samples.length(index));
            lengths.min().unwrap_or(0)
        };
        let least = lengths(&dataset.train).min(lengths(&dataset.test));
        assert_eq!(least, shortest, "{name}");
        assert_eq!(dataset.class_names.as_ref().map(Vec::len), Some(classes));
        assert_eq!(dataset.about.warnings, Vec::<String>::new());
        assert_eq!(data.scaler.columns().len(), features);
    }
}
