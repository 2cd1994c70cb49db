//! Tests of what the command line takes and refuses.

use super::*;
use crate::export::Plot;
use crate::export::svg::{Form, Format, Page, Paper};

fn parse(line: &str) -> Result<Arguments, Error> {
    Arguments::of(line.split(' '))
}

#[test]
fn the_definition_is_sound() {
    use clap::CommandFactory;
    Arguments::command().debug_assert();
}

#[test]
fn a_word_that_is_no_task_is_a_project() {
    let arguments = parse("hourglass linear").unwrap();
    assert_eq!(arguments.project.as_deref(), Some("linear"));
    assert!(arguments.task.is_none() && !arguments.window);
    assert!(parse("hourglass --window").unwrap().window);
}

#[test]
fn training_takes_the_project_and_its_options() {
    let line =
        "hourglass train a --variant b --variant=c --epochs 3 --seed 7 --threads 1 --out c --json";
    let Some(Task::Train(train)) = parse(line).unwrap().task else {
        panic!("not a training");
    };
    assert_eq!(train.project.as_deref(), Some("a"));
    assert_eq!(train.variants, ["b", "c"]);
    assert_eq!(
        (train.epochs, train.seed, train.threads),
        (Some(3), Some(7), 1)
    );
    assert_eq!(train.device, DeviceChoice::Auto);
    assert!(train.json);
}

#[test]
fn data_stand_for_a_project_or_replace_its_own() {
    let parsed = |line: &str| match parse(line).unwrap().task {
        Some(Task::Train(train)) => train,
        _ => panic!("not a training"),
    };
    let train =
        parsed("hourglass train --data a/b.idx --set data.scaling=unit --set=data.validation=3");
    assert_eq!(
        (&train.project, train.data),
        (&None, Some(PathBuf::from("a/b.idx")))
    );
    assert_eq!(train.settings.len(), 2);
    let train = parsed("hourglass train a --data b");
    assert_eq!(train.project.as_deref(), Some("a"));
}

#[test]
fn a_device_is_chosen_in_the_same_words_everywhere() {
    let second = DeviceChoice::This(DeviceId::Cuda(1));
    for line in ["train a", "evaluate a", "bench"] {
        let arguments = parse(&format!("hourglass {line} --device cuda:1")).unwrap();
        let device = match arguments.task {
            Some(Task::Train(train)) => train.device,
            Some(Task::Evaluate(evaluate)) => evaluate.device,
            Some(Task::Bench(bench)) => bench.device,
            _ => panic!("another task: {line}"),
        };
        assert_eq!(device, second, "{line}");
    }
    let window = parse("hourglass a --device cuda:1").unwrap();
    assert_eq!(window.device, Some(second));
    assert_eq!(parse("hourglass a").unwrap().device, None);
    let Some(Task::Bench(bench)) = parse("hourglass bench").unwrap().task else {
        panic!("not a bench");
    };
    assert_eq!(bench.device, DeviceChoice::This(DeviceId::Cpu));
}

#[test]
fn exporting_takes_a_variant_and_a_python_file() {
    let line = "hourglass export a --variant b --out c/d.py";
    let Some(Task::Export(export)) = parse(line).unwrap().task else {
        panic!("not an export");
    };
    assert_eq!(
        (&*export.project, export.variant.as_deref()),
        ("a", Some("b"))
    );
    assert_eq!(export.out, PathBuf::from("c/d.py"));
}

#[test]
fn a_drawing_has_a_form() {
    let line =
        "hourglass export a --out b.PNG --plot trade-off --size 480x320.5 --scale 3 --paper dark";
    let Some(Task::Export(export)) = parse(line).unwrap().task else {
        panic!("not an export");
    };
    assert_eq!(export.plot, Some(Plot::TradeOff));
    let form = Form {
        format: Format::Png,
        page: Page {
            size: Some([480.0, 320.5]),
            paper: Paper::Dark,
            ..Page::default()
        },
        scale: 3,
    };
    assert_eq!(export.form(), Some(form));
    let Some(Task::Export(export)) = parse("hourglass export a --out b.py").unwrap().task else {
        panic!("not an export");
    };
    assert_eq!((export.form(), export.plot), (None, None));
}

#[test]
fn wrong_usage_is_refused() {
    for line in [
        "hourglass train",
        "hourglass train a --set validation",
        "hourglass train --set data.validation=3",
        "hourglass train a --epochs 0",
        "hourglass train a --epochs many",
        "hourglass train a --device tpu",
        "hourglass train a --device cuda:-1",
        "hourglass --device gpu",
        "hourglass --device cpu train a",
        "hourglass evaluate a --device",
        "hourglass bench --device 0",
        "hourglass --window train a",
        "hourglass evaluate",
        "hourglass compare a",
        "hourglass compare --out a",
        "hourglass a b",
        "hourglass export a",
        "hourglass export --out a.py",
        "hourglass export a --out a.pt",
        "hourglass export a --out .py",
        "hourglass export a --out a.pdf --plot loss",
        "hourglass export a --out .svg --plot loss",
        "hourglass export a --out a.svg --plot nothing",
        "hourglass export a --out a.svg --plot loss --size 0x300",
        "hourglass export a --out a.svg --plot loss --size 300",
        "hourglass export a --out a.svg --plot loss --size 300x9999",
        "hourglass export a --out a.png --plot loss --scale 5",
        "hourglass export a --out a.png --plot loss --paper grey",
        "hourglass export a --out a.py --size 300x300",
        "hourglass bench --case nothing",
        "hourglass bench --seconds 0",
        "hourglass bench --seconds NaN",
        "hourglass train-features --out a",
        "hourglass train-features",
        "hourglass train-features a --set mnist --out b",
        "hourglass train-features a --force",
        "hourglass train-features --set mnist",
        "hourglass train-features --set kmnist --out a",
        "hourglass train-features --set mnist --out a --epochs 0",
    ] {
        assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
    }
}
