//! Lists of ratings, read and refused.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::RatingsFile;
use crate::data::{DataSettings, Dataset, Prepared, Samples, Scaling, Source, load};

const LIST: &str = "user,item,rating,timestamp\n\
    10,x,4,1\n\
    9,y,2.5,2\n\
    10,y,5,3\n\
    9,x,1,4\n\
    11,x,3,5\n";

/// The settings of a list, or of one with a test part beside it.
fn settings(folder: &Path, train: &str, test: Option<&str>) -> DataSettings {
    let path = folder.join("train.csv");
    fs::write(&path, train).unwrap();
    if let Some(test) = test {
        fs::write(folder.join("test.csv"), test).unwrap();
    }
    DataSettings {
        validation: 0,
        ..DataSettings::of_source(Source::Ratings(RatingsFile {
            path,
            ..RatingsFile::default()
        }))
    }
}

fn read(train: &str, test: Option<&str>) -> Result<Dataset, String> {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path(), train, test);
    let result = load(&settings).map_err(|error| error.to_string());
    let path = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    result.map_err(|problem| problem.replace(&path, ""))
}

/// A part as text: the rows by name, with what is seen and what is wanted.
fn shown(samples: &Samples) -> Vec<String> {
    let cells = |row: &[f32]| {
        let cells = row.iter().map(|value| match value.is_nan() {
            true => "-".into(),
            false => value.to_string(),
        });
        cells.collect::<Vec<String>>().join(" ")
    };
    let row = |row: usize| {
        let name = samples.name(row).unwrap();
        let (seen, wanted) = (samples.row(row), samples.wanted_row(row));
        format!("{name}: {} > {}", cells(&seen), cells(&wanted))
    };
    (0..samples.len()).map(row).collect()
}

#[test]
fn users_are_rows_and_test_ratings_are_wanted_of_what_they_rated_in_training() {
    let test = "rating\tuser\titem\n3\t9\tz\n4.5\t11\ty\n2\t12\tx\n4\t10\tx\n";
    let data = read(LIST, Some(test)).unwrap();
    let columns = data.shape().columns().unwrap();
    let names: Vec<&str> = columns.list().iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["x", "y"]);
    assert_eq!((columns.input_width(), columns.target_width()), (2, 2));
    assert_eq!(
        shown(&data.train),
        [
            "user 9: 1 2.5 > 1 2.5",
            "user 10: 4 5 > 4 5",
            "user 11: 3 - > 3 -"
        ]
    );
    assert_eq!(
        shown(&data.test),
        ["user 11: 3 - > - 4.5", "user 12: - - > 2 -"]
    );
    assert_eq!(
        data.about.warnings,
        [
            "ratings of the test part that are for training already are left out of it: 1",
            "of these users the model sees nothing, for all of their ratings are in the test part: 12",
            "nothing can be learnt of these items, for they have no training ratings, so one rating is left out of the test part: z"
        ]
    );
    let part = data.about.test_part.to_string();
    assert_eq!(part, "The test part is the file beside it, test.csv");
}

#[test]
fn items_are_rows_where_they_are_asked_for_and_masks_tell_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(
        folder.path(),
        LIST,
        Some("user,item,rating\n12,x,2\n11,y,3\n"),
    );
    settings.set("by", "item").unwrap();
    settings.set("masks", "true").unwrap();
    let data = load(&settings).unwrap();
    assert_eq!(
        shown(&data.train),
        ["item x: 1 4 3 > 1 4 3", "item y: 2.5 5 - > 2.5 5 -"]
    );
    assert_eq!(shown(&data.test), ["item y: 2.5 5 - > - - 3"]);
    assert_eq!(data.shape().columns().unwrap().input_width(), 6);
    let data = Prepared::new(data, &settings).unwrap();
    let mut seen = [9.0; 6];
    data.scaler.put_input(&data.dataset.train, 1, &mut seen);
    // The mean of 4, 2.5, 5, 1 and 3 is 3.1.
    let found = seen.map(|number| (number * 10.0).round());
    assert_eq!(found, [-6.0, 19.0, 0.0, 0.0, 0.0, 10.0]);
}

#[test]
fn a_sixth_of_the_ratings_is_drawn_where_there_is_no_test_part() {
    let lines: Vec<String> = (0..60)
        .map(|i| format!("{}\t{}\t{}", i / 6, i % 6, 1 + i % 5))
        .collect();
    let list = lines.join("\n");
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path(), &list, None);
    let ratings = |settings: &DataSettings| {
        let data = load(settings).unwrap();
        let text = data.about.test_part.to_string();
        assert_eq!(
            text,
            format!(
                "The test part is a sixth of the ratings, drawn by the split seed {}",
                settings.split_seed
            )
        );
        (data.train.units(), data.test.units(), shown(&data.test))
    };
    let first = ratings(&settings);
    assert_eq!((first.0, first.1), (50, 10));
    assert_eq!(ratings(&settings), first);
    settings.split_seed = 1;
    assert_ne!(ratings(&settings).2, first.2);
}

#[test]
fn validation_has_ratings_of_the_same_users() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path(), LIST, Some("user,item,rating\n11,y,3\n"));
    settings.validation = 2;
    let data = Prepared::load(&settings).unwrap();
    let held = data.validation.as_ref().unwrap();
    assert_eq!(
        (data.dataset.train.seen().unwrap().len(), held.units()),
        (3, 2)
    );
    assert_eq!(data.split.validation.len(), held.len());
    // Nothing that is wanted is seen.
    for row in 0..held.len() {
        let both = held
            .row(row)
            .iter()
            .zip(&*held.wanted_row(row))
            .any(|(a, b)| !a.is_nan() && !b.is_nan());
        assert!(!both);
    }
    // Made of a set from which some were held out before, it is the same.
    settings.validation = 0;
    let again = Prepared::new(data.dataset.clone(), &settings).unwrap();
    assert_eq!(again.dataset.train.seen().unwrap().len(), 5);
    assert_eq!(again.settings.validation, 0);
    // Of more than there are a twelfth is taken, which is none of five.
    settings.validation = 5;
    assert_eq!(Prepared::load(&settings).unwrap().settings.validation, 0);
}

#[test]
fn ids_are_names_in_any_script_and_repeated_pairs_count_once() {
    let data = read("用户;商品;评分\n", None);
    assert!(data.unwrap_err().starts_with("no column is called user"));
    let list = "user;movie;rating\n张三;Amélie;4,5\n张三;Amélie;4,5\nمريم;七人の侍;3\n张三;七人の侍;2\n张三;七人の侍;1\n";
    let data = read(list, Some("user;movie;rating\nمريم;Amélie;5\n")).unwrap();
    assert_eq!(
        shown(&data.train),
        ["user مريم: - 3 > - 3", "user 张三: 4.5 1 > 4.5 1"]
    );
    assert_eq!(
        data.about.warnings,
        [
            "ratings that stand there more than once count once: 1, the first in line 3",
            "of ratings of the same item by the same user the last one counts: 1, the first in line 6"
        ]
    );
}

#[test]
fn what_is_no_list_of_ratings_is_refused_in_one_sentence() {
    for (list, problem) in [
        ("", "the file is empty: train.csv"),
        (
            "user,item,rating\n",
            "there are no ratings in it: train.csv",
        ),
        (
            "user,item,rating\n1,2,3\n1,3,good\n",
            "the rating in line 3 is no number: \"good\": train.csv",
        ),
        (
            "user,item,rating\n1,2,3\n1,3,\n",
            "the rating in line 3 is no number: \"\": train.csv",
        ),
        (
            "user,item,rating\n1,2,inf\n1,3,2\n",
            "the rating in line 2 is no number: \"inf\": train.csv",
        ),
        (
            "user,item,rating\n,2,3\n1,3,2\n",
            "there is no user in line 2: train.csv",
        ),
        (
            "user,item,rating\n1,,3\n1,3,2\n",
            "there is no item in line 2: train.csv",
        ),
        (
            "user,item,rating\n1,2,3\n",
            "one rating cannot be both for training and for testing: train.csv",
        ),
        (
            "1,2\n3,4\n",
            "a list of ratings without names of columns has three or four of them, not 2: train.csv",
        ),
        (
            "user,item,rating\n1,2\n",
            "line 2 has 2 cells, but the table has 3 columns: train.csv",
        ),
    ] {
        assert_eq!(
            read(list, None).map(|_| ()).unwrap_err(),
            problem,
            "{list:?}"
        );
    }
    let test = |test: &str| read(LIST, Some(test)).map(|_| ()).unwrap_err();
    assert_eq!(
        test(LIST),
        "all of its ratings are for training already: test.csv"
    );
    assert_eq!(
        test("user,item,rating\n9,z,3\n"),
        "no item of the test part has training ratings: train.csv"
    );
}

#[test]
fn one_user_one_item_and_one_rating_for_all_can_be_read() {
    let of = |list: &str| {
        let folder = tempfile::tempdir().unwrap();
        Prepared::load(&settings(folder.path(), list, None)).unwrap()
    };
    // What one user alone rated in the test part nobody rated in training.
    let problem = read("1,1,3\n1,2,4\n1,3,5\n", None).unwrap_err();
    assert_eq!(
        problem,
        "no item of the test part has training ratings: train.csv"
    );
    let item = of("1,1,3\n2,1,4\n3,1,5\n");
    assert_eq!(
        (item.dataset.train.len(), item.dataset.shape().values()),
        (2, 1)
    );
    let same = of("1,1,5\n1,2,5\n2,1,5\n2,2,5\n3,1,5\n3,2,5\n");
    let scale = same.scaler.single().unwrap();
    assert_eq!(
        (scale.mean, scale.deviation, scale.range),
        (5.0, 1.0, [0.0, 0.0])
    );
}

#[test]
fn lists_are_recognised_by_their_first_line_and_scaled_less_their_mean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ratings.csv");
    for (text, is_list) in [(LIST, true), ("user,item,rating,age\n1,2,3,4\n", false)] {
        fs::write(&path, text).unwrap();
        let found = DataSettings::of_path(&path).unwrap();
        assert_eq!(matches!(found.source, Source::Ratings(_)), is_list);
        assert_eq!(found.scaling == Scaling::Centred, is_list);
    }
    let mut table = DataSettings::of_path(&path).unwrap();
    table.set("source.kind", "ratings").unwrap();
    assert_eq!(table.source.paths()[0].1, path);
    assert_eq!(table.scaling, Scaling::Centred);
    let problem = |kind| table.clone().set("kind", kind).unwrap_err().to_string();
    let sentence = problem("rating");
    assert!(
        sentence.starts_with("choose one of built_in, "),
        "{sentence}"
    );
    assert!(sentence.ends_with(", not rating: data.kind"), "{sentence}");
    assert_eq!(
        problem("idx"),
        "what is named cannot be read as idx: data.kind"
    );
}

#[test]
fn ratings_are_kept_and_not_the_table_that_they_make() {
    // 3,000 users of whom each has rated 3 of 6,000 items: dense they were 72 MB for each part.
    let line = |user: usize, of: usize| {
        format!(
            "{user},{},{}\n",
            (user * 3 + of) % 6_000,
            1 + (user + of) % 5
        )
    };
    let list: String = (0..3_000)
        .flat_map(|user| (0..3).map(move |of| line(user, of)))
        .collect();
    let data = read(&list, None).unwrap();
    let cells = [data.train.seen(), data.test.wanted()].map(|cells| cells.unwrap().len());
    assert_eq!(cells[0], 7_500);
    assert!(cells[1] <= 1_500 && data.shape().values() > 5_000);
}

proptest! {
    /// Bytes bent at random are read or refused, by a sentence that ends with the path.
    #[test]
    fn bent_bytes_are_read_or_refused(
        bends in prop::collection::vec((0usize..90, any::<u8>()), 1..6),
        cut in 0usize..120,
    ) {
        let mut bytes = LIST.as_bytes().to_vec();
        for (at, byte) in bends {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, &bytes).unwrap();
        let file = RatingsFile { path: path.clone(), ..RatingsFile::default() };
        let settings = DataSettings { validation: 1, ..DataSettings::of_source(Source::Ratings(file)) };
        match Prepared::load(&settings) {
            Ok(data) => prop_assert!(data.dataset.train.units() > 0 && data.dataset.test.units() > 0),
            Err(problem) => {
                let end = path.display().to_string();
                prop_assert!(problem.ends_with(&end), "{}", problem);
            }
        }
    }
}
