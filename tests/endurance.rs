//! Kills the real program at random moments, many times. Not part of the ordinary tests, since it takes minutes:
//!
//! `cargo test --release --test endurance -- --ignored --nocapture`
//!
//! The tests of the window need a display (`DISPLAY`), which can be a virtual one (`xvfb-run`), and the one of failing
//! system calls needs `strace`.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use hourglass::project;

/// How often each is killed.
const ROUNDS: u32 = 200;

fn hourglass(arguments: &[&str], home: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_hourglass"))
        .args(arguments)
        .current_dir(home)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// A project in `home` that was trained for an epoch.
fn begun(home: &Path) -> PathBuf {
    let folder = home.join("digits");
    let name = folder.to_str().expect("text");
    let mut training = hourglass(&["train", "linear", "--epochs", "1", "--out", name], home);
    assert!(training.wait().expect("ended").success());
    folder
}

/// A moment up to `most` long, of which no two rounds have the same: steps of the golden ratio fill it evenly.
fn moment(round: u32, most: Duration) -> Duration {
    most.mul_f64((f64::from(round) * 0.618_033_988_75).fract())
}

fn kill(mut program: Child) {
    program.kill().expect("killed");
    program.wait().expect("gone");
}

/// Updates that the project in `folder` holds of its first variant; the project must be whole.
fn step(folder: &Path) -> u64 {
    let opened = project::open(folder).expect("a project that can be opened");
    assert_eq!(opened.warnings, [], "a project that is whole");
    let trained = opened.document.variants[0].trained.as_ref();
    trained.map_or(0, |trained| trained.resume_state.position.step)
}

#[test]
#[ignore = "takes minutes"]
fn a_training_in_the_terminal_that_is_killed_leaves_a_whole_project_and_goes_on() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = begun(home.path());
    let name = folder.to_str().expect("text");
    let mut reached = step(&folder);
    let mut epochs = 1;
    for round in 0..ROUNDS {
        let wanted = (epochs + 1).to_string();
        let mut program = hourglass(&["train", name, "--epochs", &wanted], home.path());
        sleep(moment(round, Duration::from_millis(1_500)));
        if let Some(ended) = program.try_wait().expect("asked") {
            assert!(ended.success());
            epochs += 1;
        } else {
            kill(program);
        }
        let now = step(&folder);
        assert!(
            now >= reached,
            "round {round}: {now} updates after {reached}"
        );
        reached = now;
    }
    println!("{ROUNDS} kills in the terminal, {reached} updates");
    assert!(epochs > 1, "some rounds are long enough");
}

#[test]
#[ignore = "takes minutes"]
fn two_trainings_of_one_project_that_are_killed_leave_it_whole() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("both");
    let name = folder.to_str().expect("text");
    let mut document = project::shipped("linear").expect("an example").document;
    let second = project::Variant {
        id: hourglass::training::VariantId(2),
        name: "second".into(),
        ..document.variants[0].clone()
    };
    document.variants.push(second);
    document.next_id = 3;
    let first = document.variants[0].name.clone();
    project::save(&document, &folder).expect("saved");
    for round in 0..ROUNDS / 10 {
        let train = |variant: &str| {
            let epochs = (round + 1).to_string();
            hourglass(
                &["train", name, "--variant", variant, "--epochs", &epochs],
                home.path(),
            )
        };
        let (mut one, two) = (train(&first), train("second"));
        sleep(moment(round, Duration::from_secs(3)));
        kill(two);
        assert!(one.wait().expect("ended").success());
        step(&folder);
        let mut two = train("second");
        assert!(two.wait().expect("ended").success());
        let opened = project::open(&folder).expect("opened");
        assert_eq!(opened.warnings, []);
        for variant in &opened.document.variants {
            let trained = variant.trained.as_ref().expect("trained");
            assert_eq!(
                trained.resume_state.position.epoch,
                round + 1,
                "{}",
                variant.name
            );
        }
    }
    println!("{} rounds of two trainings", ROUNDS / 10);
}

/// Trains one more epoch while the `number`th `call` of each thread fails with `error`; says whether one did.
#[cfg(target_os = "linux")]
fn train_failing(folder: &Path, epochs: u64, call: &str, error: &str, number: u32) -> bool {
    let home = folder.parent().expect("a home");
    let log = home.join("calls");
    let program = env!("CARGO_BIN_EXE_hourglass");
    let inject = format!("inject={call}:error={error}:when={number}");
    let ended = Command::new("strace")
        .args(["-f", "-qq", "--seccomp-bpf", "-e"])
        .arg(format!("trace={call}"))
        .args(["-e", &inject, "-o"])
        .arg(&log)
        .args([program, "train"])
        .arg(folder)
        .args(["--epochs", &epochs.to_string()])
        .current_dir(home)
        .env("HOME", home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    ended.expect("strace runs");
    let calls = std::fs::read_to_string(&log).expect("what it traced");
    calls.contains("(INJECTED)")
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes, and needs strace"]
fn a_save_whose_system_calls_fail_one_after_another_leaves_a_whole_project() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = begun(home.path());
    let mut reached = step(&folder);
    let (mut rounds, mut epochs) = (0, 1);
    let calls = [
        "openat",
        "write",
        "fsync",
        "rename",
        "renameat2",
        "unlink",
        "mkdir",
        "chmod",
        "fchmod",
        "statx",
        "flock",
        "link",
        "linkat",
    ];
    for call in calls {
        for error in ["ENOSPC", "EIO"] {
            for number in 1.. {
                let injected = train_failing(&folder, epochs + 1, call, error, number);
                let now = step(&folder);
                assert!(
                    now >= reached,
                    "{call} {number} {error}: {now} updates after {reached}"
                );
                if now > reached {
                    (reached, epochs) = (now, epochs + 1);
                }
                if !injected {
                    break;
                }
                rounds += 1;
            }
        }
    }
    let name = folder.to_str().expect("text");
    let mut training = hourglass(
        &["train", name, "--epochs", &(epochs + 1).to_string()],
        home.path(),
    );
    assert!(training.wait().expect("ended").success());
    // Nothing that a failed save wrote is left, nor was a version of its own taken for that of another program. A
    // checkpoint that is thinned out stays as long as the program that has read it lives, so somebody else saves.
    let opened = project::open(&folder).expect("opened");
    project::save(&opened.document, &folder).expect("saved");
    let names = |place: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(place).expect("a folder").flatten();
        let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    };
    assert_eq!(names(&folder), ["history", "project.json", "weights"]);
    let text = std::fs::read_to_string(folder.join("project.json")).expect("text");
    for name in [
        names(&folder.join("weights")),
        names(&folder.join("history")),
    ]
    .concat()
    {
        assert!(text.contains(&name), "left behind: {name}");
    }
    println!("{rounds} system calls failed, {reached} updates");
}

/// The sessions of unsaved work below `home`.
fn sessions(home: &Path) -> Vec<PathBuf> {
    let folder = home.join("data/hourglass/unsaved");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

#[test]
#[ignore = "takes minutes, and needs a display"]
fn a_window_that_is_killed_leaves_whole_projects() {
    assert!(
        std::env::var_os("DISPLAY").is_some(),
        "this needs a display: DISPLAY"
    );
    let home = tempfile::tempdir().expect("a folder");
    let folder = begun(home.path());
    let name = folder.to_str().expect("text");
    let mut reached = step(&folder);
    let mut opened = 0;
    for round in 0..ROUNDS {
        let program = hourglass(&[name], home.path());
        let began = Instant::now();
        sleep(moment(round, Duration::from_secs(2)));
        kill(program);
        opened += u32::from(began.elapsed() > Duration::from_secs(1));
        let now = step(&folder);
        assert!(
            now >= reached,
            "round {round}: {now} updates after {reached}"
        );
        reached = now;
        for session in sessions(home.path()) {
            if session.join("session.json").exists() {
                step(&session.join("project"));
            }
        }
    }
    println!("{ROUNDS} kills of the window, {opened} of them open for over a second");
}

/// Resident memory of a process in MB.
#[cfg(target_os = "linux")]
fn memory(program: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id()));
    let status = status.expect("it lives");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kilobytes: f64 = kilobytes
        .and_then(|text| text.parse().ok())
        .expect("a size");
    kilobytes * 1.024e-3
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes 20 minutes, and needs a display and xdotool"]
fn a_window_that_trains_for_long_takes_no_more_memory() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("long");
    let mut document = project::shipped("compare-codes")
        .expect("an example")
        .document;
    for variant in &mut document.variants {
        variant.settings.training.epochs = 1_000_000;
    }
    project::save(&document, &folder).expect("saved");
    let window = hourglass(&[folder.to_str().expect("text")], home.path());
    sleep(Duration::from_secs(10));
    let press = |key: &str| {
        let keys = [
            "search",
            "--onlyvisible",
            "--name",
            ".",
            "windowfocus",
            "--sync",
            "key",
        ];
        let pressed = Command::new("xdotool").args(keys).arg(key).status();
        assert!(pressed.expect("xdotool runs").success());
    };
    press("ctrl+t");
    let began = Instant::now();
    let mut readings = Vec::new();
    while began.elapsed() < Duration::from_mins(20) {
        sleep(Duration::from_mins(1));
        // Each mode has views of its own, and each variant models.
        press("ctrl+e");
        press("ctrl+Next");
        readings.push(memory(&window));
        println!(
            "{:.0} s: {:.0} MB",
            began.elapsed().as_secs_f64(),
            readings[readings.len() - 1]
        );
    }
    kill(window);
    assert!(step(&folder) > 0, "it trained");
    // Every variant and both modes have been seen by then.
    let (early, late) = readings.split_at(9);
    let most = |readings: &[f64]| readings.iter().copied().fold(0.0, f64::max);
    let (early, late) = (most(early), most(late));
    assert!(late < 1.05 * early, "{early:.0} MB, later {late:.0} MB");
}
