//! A process that is killed while it saves, over and over, leaves a whole project.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use hourglass::project::{Document, open, save};
use hourglass::training::Checkpoint;

use super::sample;

const FOLDER: &str = "HOURGLASS_TEST_KILL_FOLDER";

/// A project whose name and every weight say `generation`, with a resume state of its own and those of `past`.
fn document(generation: usize, past: &[Arc<Checkpoint>]) -> Document {
    let mut document = sample::document();
    document.name = generation.to_string();
    let trained = document.variants[0].trained.as_mut().expect("trained");
    let mut resume_state = sample::resume_state(generation as f32);
    resume_state.checkpoints = past.to_vec();
    resume_state
        .checkpoints
        .push(sample::checkpoint(9.0, -(generation as f32)));
    trained.resume_state = Arc::new(resume_state);
    document
}

/// The same in every generation, so that saves come upon their files.
fn past() -> Vec<Arc<Checkpoint>> {
    vec![
        sample::checkpoint(0.0, 0.125),
        sample::checkpoint(0.5, 0.375),
    ]
}

#[test]
#[ignore = "the process that the test below kills"]
fn endless_saver() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let past = past();
    for generation in 0.. {
        println!("\ngeneration {generation}");
        save(&document(generation, &past), Path::new(&folder)).expect("saves");
    }
}

#[test]
fn a_killed_save_leaves_a_whole_project() {
    for lines in [2, 3, 5, 9] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("project");
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--ignored", "--exact", "kill::endless_saver", "--nocapture"])
            .env(FOLDER, &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let begun = output
            .lines()
            .map_while(Result::ok)
            .filter(|line| line.starts_with("generation "))
            .nth(lines);
        assert_eq!(begun, Some(format!("generation {lines}")));
        child.kill().expect("dies");
        child.wait().expect("is dead");

        let opened = open(&path).expect("a whole project");
        assert_eq!(opened.warnings, vec![]);
        let generation: usize = opened.document.name.parse().expect("a number");
        assert!(generation + 1 >= lines, "{generation} after {lines}");
        // Reads the checkpoints, which opening only looked for.
        assert_eq!(opened.document, document(generation, &past()));

        // From the files that the killed process left.
        let kept = opened.document.variants[0]
            .trained
            .as_ref()
            .expect("trained");
        let kept = kept.resume_state.checkpoints[..2].to_vec();
        drop(opened);
        save(&document(7, &kept), &path).expect("saves again");
        assert_eq!(open(&path).expect("whole").document, document(7, &past()));
        let count = |folder: &Path| std::fs::read_dir(folder).expect("a folder").count();
        // Two of the run, three checkpoints, one that another begins with.
        assert_eq!((count(&path), count(&path.join("weights"))), (3, 6));
        assert_eq!(count(&path.join("history")), 1);
    }
}
