//! Files of the UCR and UEA archives.

use super::{Files, TS, all, of, shown};
use crate::data::TestPart;

#[test]
fn ts_files_give_channels_classes_lengths_and_gaps() {
    let data = of("x.ts", TS).load();
    assert_eq!(
        all(&data),
        [
            "a - 10|9 11|- -",
            "a 1 4|2 5|3 6",
            "b 7 8|- -|- -",
            "none -15 0|- -|- -",
        ]
    );
    assert_eq!(data.train.channels(), ["channel 1", "channel 2"]);
    assert_eq!(data.class_names.unwrap(), ["a", "b"]);
}

#[test]
fn the_other_part_lies_beside_it_and_may_have_longer_sequences() {
    let test = b"@classLabel false\n@data\n1,2,3,4:1,2,3,4\n:\n5:5\n";
    let files = Files::new(&[("x_TRAIN.ts", TS.as_bytes()), ("x_TEST.ts", test)]);
    let data = files.load();
    assert_eq!((data.train.len(), data.test.len()), (4, 2));
    assert_eq!(shown(&data.test, 0), "1 1|2 2|3 3|4 4");
    assert_eq!((data.train.length(0), data.test.length(1)), (3, 1));
    assert!(matches!(data.about.test_part, TestPart::Beside(_)));
    assert_eq!(
        data.about.warnings,
        ["In the test part: 1 sequence without any value left out: line 4"]
    );
    let test = b"@classLabel false\n@data\n1:2:3\n";
    let files = Files::new(&[("x_TRAIN.ts", TS.as_bytes()), ("x_TEST.ts", test)]);
    assert_eq!(
        files.refused(),
        "the test part has 3 channels but the training part has 2: x_TRAIN.ts"
    );
}

#[test]
fn damage_in_ts_files_is_named_by_its_line() {
    for (lines, problem) in [
        (
            "1,2:3:a",
            "line 3 has 1 step in channel 2, but 2 in channel 1",
        ),
        (
            "1:2:a\n\n1:2:3:a",
            "line 5 has 3 channels, but the first sequence has 2",
        ),
        (
            "1,x:2,3:a",
            "line 3 has no number in channel 1, step 2, but \"x\"",
        ),
        (
            "1,2:3,1e99:a",
            "line 3 has 1e99 in channel 2, step 2, beyond single precision",
        ),
        (
            "(0,1),(1,2):a",
            "line 3 has a time beside each value, which is not read; write values alone",
        ),
        ("?:?:a", "there is no sequence in the file"),
        ("", "there is no sequence in the file"),
    ] {
        let text = format!("@classLabel true a\n@data\n{lines}\n");
        let refused = of("x.ts", &text).refused();
        assert_eq!(refused, format!("{problem}: x.ts"));
    }
    assert_eq!(of("x.ts", "@a\n").refused(), "there is no line @data: x.ts");
    assert_eq!(
        of("x.ts", "@timeStamps true\n@data\n").refused(),
        "line 1 says that there is a time beside each value, which is not read; write values alone: x.ts"
    );
    assert_eq!(
        of("x.ts", "1,2\n").refused(),
        "line 1 is no header, and these files begin with one: lines such as \"@classLabel true a b\", the last of which is @data: x.ts"
    );
    assert_eq!(
        of("x.ts", "@a\n1,2\n").refused(),
        "line 2 stands above @data and does not begin with @: x.ts"
    );
}
