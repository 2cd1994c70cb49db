//! `hourglass use recommend`: what users have not rated, ranked.

use std::fs;

use super::fill::{figure, rows};
use super::program::{Folder, events, keys, stderr};

/// A folder with a project on a list of 40 users by 12 items, of which each user rates most.
fn with_ratings(by: &str) -> Folder {
    let folder = Folder::new();
    let mut text = String::from("user,item,rating\n");
    for user in 0..40 {
        for item in (0..12).filter(|item| (user + item) % 4 != 0) {
            let likes = (user % 2 == 0) == (item % 2 == 0);
            text += &format!("u{user},film {item},{}\n", if likes { 5 } else { 1 });
        }
    }
    fs::write(folder.path("list.csv"), text).unwrap();
    let by = format!("data.by={by}");
    folder.succeed(&[
        "train", "--data", "list.csv", "--epochs", "100", "--set", &by, "--out", "list",
    ]);
    folder
}

#[test]
fn what_is_not_rated_is_ranked() {
    for by in ["user", "item"] {
        let folder = with_ratings(by);
        let line = [
            "use",
            "recommend",
            "list",
            "--set",
            "top=2",
            "--out",
            "out.csv",
            "--json",
        ];
        let event = &events(&folder.succeed(&line))[0];
        assert_eq!(
            keys(&event["baselines"]),
            ["global_mean", "biases", "matrix_factorisation"]
        );
        let rmse = figure(event, "", "rmse");
        assert!(rmse < figure(event, "global_mean", "rmse"), "{event}");
        let told = events(&folder.succeed(&["evaluate", "list", "--json"]));
        let own = told[0]["test"]["rmse"].as_f64().unwrap();
        assert!((own - rmse).abs() < 1e-5, "{own} {rmse}");
        let written = rows(&folder, "out.csv");
        assert_eq!(written[0], ["user", "item", "predicted", "rank"]);
        // Two of the three that each user has not rated, the better one first.
        assert_eq!(written.len(), 81);
        for pair in written[1..].chunks(2) {
            assert_eq!(
                (&pair[0][3], &pair[1][3]),
                (&"1".to_owned(), &"2".to_owned())
            );
            let made = |row: &Vec<String>| row[2].parse::<f64>().unwrap();
            assert!(made(&pair[0]) >= made(&pair[1]), "{pair:?}");
            for row in pair {
                let number = |text: &str, start: &str| -> usize {
                    text.strip_prefix(start).unwrap().parse().unwrap()
                };
                let sum = number(&row[0], "u") + number(&row[1], "film ");
                assert!(sum.is_multiple_of(4), "{row:?}");
            }
        }
        let typed = [
            "use",
            "recommend",
            "list",
            "--set",
            "ratings=film 0:5,film 2:5,film 1:1",
            "--json",
        ];
        if by == "item" {
            let sentence = folder.fail(&typed);
            assert!(sentence.ends_with(": ratings"), "{sentence}");
            continue;
        }
        let event = &events(&folder.succeed(&typed))[0];
        let predicted = event["figures"]["predicted"].as_object().unwrap();
        let first = predicted.keys().next().unwrap();
        let even = first
            .strip_prefix("film ")
            .unwrap()
            .parse::<usize>()
            .unwrap();
        assert!(even.is_multiple_of(2) && predicted.len() == 9, "{event}");
        assert_eq!(
            keys(&event["baselines"]["item_mean"]["predicted"]),
            predicted.keys().collect::<Vec<_>>()
        );
        assert_eq!(
            folder.fail(&["use", "recommend", "list", "--set", "ratings=Up:5"]),
            "the model knows no item Up: ratings"
        );
        // What was rated so far says what a rating can be.
        assert_eq!(
            folder.fail(&["use", "recommend", "list", "--set", "ratings=film 1:9"]),
            match by {
                "user" => "give ratings of 1 to 5, not 9: ratings",
                _ =>
                    "the model's samples are items, so a new user is none that it could be given: ratings",
            }
        );
        if by == "user" {
            let ranked = |rating: &str| {
                fs::write(
                    folder.path("new.csv"),
                    format!("user,item,rating\nzoe,film 1,{rating}\nzoe,film 3,5\n"),
                )
                .unwrap();
                let line = ["use", "recommend", "list", "--input", "new.csv", "--force"];
                let output = folder.run(&[&line[..], &["--out", "zoe.csv"]].concat());
                assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
                (rows(&folder, "zoe.csv"), stderr(&output))
            };
            let ((within, said), (outside, warned)) = (ranked("5"), ranked("900"));
            assert_eq!(within, outside);
            assert_ne!(within, ranked("1").0);
            let warning = "warning: 1 rating is outside of 1 to 5, which the nearest rating of it takes the place of: A";
            assert!(
                !said.contains("outside") && warned.contains(warning),
                "{warned}"
            );
            let both = ["use", "recommend", "list", "--input", "new.csv"];
            assert_eq!(
                folder.fail(&[&both[..], &["--set", "ratings=film 1:5"]].concat()),
                "ratings of new users stand in the input already: ratings"
            );
        }
        // Users of another list, in its order.
        fs::write(
            folder.path("new.csv"),
            "user,item,rating\nzoe,film 1,5\nann,film 0,5\nann,film 99,1\n",
        )
        .unwrap();
        let line = [
            "use",
            "recommend",
            "list",
            "--input",
            "new.csv",
            "--set",
            "top=1",
            "--out",
            "new-out.csv",
        ];
        folder.succeed(&line);
        let written = rows(&folder, "new-out.csv");
        assert_eq!((&*written[1][0], &*written[2][0]), ("zoe", "ann"));
        let scored = [
            "use", "anomaly", "list", "--input", "new.csv", "--out", "odd.csv",
        ];
        folder.succeed(&scored);
        assert_eq!(
            rows(&folder, "odd.csv")[0],
            ["user", "score", "rank", "odd"]
        );
    }
}
