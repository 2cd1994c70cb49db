//! Uses of sequences: gaps filled in, odd moments named, and each sequence written with its own length.

use std::f64::consts::TAU;
use std::fs;

use super::fill::{figure, rows};
use super::program::{Folder, events, stderr};

/// A table of 40 waves of 8 to 12 steps with two channels, of which the second follows from the first.
fn waves() -> String {
    let mut text = String::from("id,x,y\n");
    for wave in 0..40 {
        for step in 0..8 + wave % 5 {
            let x = (f64::from(step) / 6.0 * TAU / 2.0 + f64::from(wave)).sin();
            text += &format!("w{wave},{x},{}\n", 1.0 - x);
        }
    }
    text
}

/// A folder with a project on the waves.
fn trained(settings: &[&str]) -> Folder {
    let folder = Folder::new();
    fs::write(folder.path("waves.csv"), waves()).unwrap();
    // The form means nothing before it is known that these are series.
    let line = [
        "train",
        "--data",
        "waves.csv",
        "--epochs",
        "60",
        "--out",
        "waves",
        "--set",
        "data.form=long",
        "--set",
        "data.source.kind=series",
        "--set",
        "architecture.code.width=4",
        "--set",
        "architecture.sequence.hidden=16",
        "--set",
        "training.learning_rate=0.01",
    ];
    let settings = settings.iter().flat_map(|setting| ["--set", setting]);
    folder.succeed(&line.into_iter().chain(settings).collect::<Vec<_>>());
    folder
}

#[test]
fn gaps_of_sequences_are_filled_and_written_step_by_step() {
    let folder = trained(&["architecture.sequence.decoder_input=previous_output"]);
    let line = [
        "use",
        "impute",
        "waves",
        "--missing",
        "0.2",
        "--out",
        "out.csv",
        "--json",
    ];
    let event = &events(&folder.succeed(&line))[0];
    let [own, mean, lines] =
        ["", "mean", "interpolation"].map(|of| figure(event, of, "mse_missing"));
    assert!(own < mean && lines < mean, "{own} {mean} {lines}");
    let rows = rows(&folder, "out.csv");
    assert_eq!(rows[0], ["sequence", "step", "x", "y"]);
    // The test part is a sixth of the sequences, each as long as it is.
    let firsts = rows[1..].iter().filter(|row| row[1] == "0").count();
    assert!((6..=7).contains(&firsts), "{firsts}");
    assert!(rows.len() > 8 * firsts && rows.len() <= 12 * firsts);
    assert!(rows.iter().flatten().all(|cell| !cell.is_empty()));
    let steps = [
        "use",
        "impute",
        "waves",
        "--missing",
        "0.3",
        "--set",
        "remove=steps",
    ];
    folder.succeed(&steps);
    let refused = folder.run(&["use", "impute", "waves", "--set", "block=13"]);
    assert!(stderr(&refused).contains("no sequence has 13 steps: block"));
    // New sequences with a gap at each end of a channel, and one of which nothing is known.
    fs::write(
        folder.path("new.csv"),
        "id,x,y\na,,0.5\na,0.5,\na,0.25,\nb,,\nc,0.5,0.5\n",
    )
    .unwrap();
    let line = [
        "use",
        "impute",
        "waves",
        "--input",
        "new.csv",
        "--out",
        "new_out.csv",
    ];
    let said = stderr(&folder.run(&line));
    assert!(
        said.contains("1 sequence without any value left out: b"),
        "{said}"
    );
    let rows = self::rows(&folder, "new_out.csv");
    let names: Vec<&str> = rows[1..].iter().map(|row| &*row[0]).collect();
    assert_eq!(names, ["a", "a", "a", "c"]);
    let at = rows[0].iter().position(|name| name == "x").unwrap();
    assert_eq!((&*rows[2][at], &*rows[1][at + 1]), ("0.5", "0.5"));
    assert!(rows[1..].iter().flatten().all(|cell| !cell.is_empty()));
    // Noise is taken off each step that there is, and no other.
    let line = [
        "use",
        "denoise",
        "waves",
        "--set",
        "noise=gaussian",
        "--out",
        "clean.csv",
    ];
    folder.succeed(&line);
    assert_eq!(
        self::rows(&folder, "clean.csv").len(),
        self::rows(&folder, "out.csv").len()
    );
}

#[test]
fn the_moment_of_a_window_that_is_odd_is_named() {
    let folder = Folder::new();
    let mut text = String::from("time,load\n");
    for step in 0..360 {
        let spike = if step == 333 { 6.0 } else { 0.0 };
        let load = (f64::from(step) / 12.0 * TAU).sin() + spike;
        text += &format!("{},{load}\n", 2000 + step);
    }
    fs::write(folder.path("load.csv"), text).unwrap();
    folder.succeed(&[
        "train",
        "--data",
        "load.csv",
        "--epochs",
        "30",
        "--out",
        "load",
        "--set",
        "data.window=12",
        "--set",
        "data.source.kind=series",
        "--set",
        "data.form=single",
        "--set",
        "training.learning_rate=0.01",
    ]);
    let line = ["use", "anomaly", "load", "--out", "odd.csv", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    let moment = &event["moments"][0];
    assert_eq!(moment["series_step"], 333, "{event}");
    assert_eq!(moment["time"], "2333");
    let rows = rows(&folder, "odd.csv");
    let column = |name: &str| rows[0].iter().position(|own| own == name).unwrap();
    let oddest = rows.iter().find(|row| row[column("rank")] == "1").unwrap();
    assert_eq!(oddest[column("step of the series")], "333");
    assert_eq!(oddest[column("time of largest error")], "2333");
}
