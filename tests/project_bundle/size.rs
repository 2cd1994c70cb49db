//! A project of 20 variants with 20 checkpoints each: opening it reads the weights to go on from and no others.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use hourglass::model::{LossParts, ModelState, Tensor, Tensors};
use hourglass::project::{Document, Trained, Variant, open, save};
use hourglass::training::{
    Checkpoint, EpochRecord, History, Position, ResumeState, RunState, StepRecord, VariantId,
};

const VARIANTS: u32 = 20;
const CHECKPOINTS: u32 = 20;

/// Weights of dense layers between these widths; no two seeds share a number.
fn weights(widths: &[usize], seed: u32) -> Tensors {
    let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
    let mut tensor = |shape: Vec<usize>| {
        let data = (0..shape.iter().product()).map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        });
        Tensor {
            data: data.collect(),
            shape,
        }
    };
    let mut tensors = Tensors::new();
    for (index, pair) in widths.windows(2).enumerate() {
        let weight = tensor(vec![pair[1], pair[0]]);
        tensors.insert(format!("layer.{index}.weight"), weight);
        tensors.insert(format!("layer.{index}.bias"), tensor(vec![pair[1]]));
    }
    tensors
}

/// Trained for 20 epochs, with `steps` records of single steps.
fn variant(id: u32, widths: &[usize], steps: u64) -> Variant {
    let seed = id * 1_000;
    let moment = |name: &str, seed| {
        let tensors = weights(widths, seed).into_iter();
        tensors
            .map(|(weight, tensor)| (format!("{weight}.{name}"), tensor))
            .collect::<Tensors>()
    };
    let mut optimiser = moment("exp_avg", seed + 1);
    optimiser.extend(moment("exp_avg_sq", seed + 2));
    let checkpoint = |at: u32| {
        let weights = Arc::new(weights(widths, seed + 3 + at));
        Arc::new(Checkpoint::new(
            f64::from(at),
            u64::from(at) * 938,
            Some(0.03),
            weights,
        ))
    };
    let step = |step| StepRecord {
        step,
        seconds: step as f64 * 0.007,
        loss: 1.0 / (step as f32 + 3.0),
        parts: LossParts::plain(f64::from(1.0 / (step as f32 + 3.0))),
    };
    let resume_state = ResumeState {
        position: Position {
            epoch: 20,
            step: 18_760,
            ..Position::default()
        },
        history: History {
            steps: (1..=steps).map(step).collect(),
            epochs: vec![EpochRecord::default(); 20],
            ..History::default()
        },
        state: Arc::new(ModelState {
            weights: weights(widths, seed),
            optimiser,
            optimiser_name: "Adam".into(),
            optimiser_steps: 18_760,
        }),
        best: None,
        stopped_early: false,
        checkpoints: (1..=CHECKPOINTS).map(checkpoint).collect(),
        scaler: None,
        data: None,
    };
    let plain = Variant::default();
    Variant {
        id: VariantId(id),
        trained: Some(Trained {
            resume_state: Arc::new(resume_state),
            settings: plain.settings.clone(),
            state: RunState::Finished,
        }),
        ..plain
    }
}

fn document(widths: &[usize], steps: u64) -> Document {
    Document {
        variants: (1..=VARIANTS)
            .map(|id| variant(id, widths, steps))
            .collect(),
        next_id: VARIANTS + 1,
        ..Document::default()
    }
}

fn checkpoints(document: &Document) -> impl Iterator<Item = &Arc<Checkpoint>> {
    let trained = document.variants.iter().filter_map(|v| v.trained.as_ref());
    trained.flat_map(|trained| &trained.resume_state.checkpoints)
}

#[test]
fn opening_reads_no_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let written = document(&[16, 4, 16], 10);
    save(&written, folder.path()).unwrap();
    let count = fs::read_dir(folder.path().join("weights")).unwrap().count();
    assert_eq!(count, 20 * 20 + 20);
    for checkpoint in checkpoints(&written) {
        let name = checkpoint.file_name.get().unwrap();
        fs::write(folder.path().join("weights").join(name), "garbage").unwrap();
    }
    let opened = open(folder.path()).unwrap();
    assert_eq!(opened.warnings, vec![]);
    assert_eq!(checkpoints(&opened.document).count(), 400);
    for checkpoint in checkpoints(&opened.document) {
        let sentence = checkpoint.weights().unwrap_err();
        assert!(sentence.contains("damaged, its content"), "{sentence}");
    }
}

/// Resident now and at most, in MB, where the system tells.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes: f64 = line?.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kilobytes * 1.024e-3)
    };
    format!("{:.0?} MB, at most {:.0?}", line("VmRSS:"), line("VmHWM:"))
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = work();
    println!(
        "{what}: {:.3} s, {}",
        began.elapsed().as_secs_f64(),
        memory()
    );
    done
}

/// Figures of the size that `article-mlp` has, to be read by a person:
/// `cargo test --release --test project_bundle size:: -- --ignored --nocapture`.
#[test]
#[ignore = "measures 2 GB of files, for a person to read"]
fn figures() {
    let widths = [784, 512, 256, 128, 256, 512, 784];
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let size = |path: &Path| fs::metadata(path.join("project.json")).unwrap().len();
    {
        let made = timed("made in memory", || document(&widths, 4_096));
        timed("first save", || save(&made, &first).unwrap());
        timed("second save", || save(&made, &first).unwrap());
        println!("project.json has {} bytes", size(&first));
    }
    for _ in 0..3 {
        let opened = timed("open", || open(&first).unwrap());
        assert_eq!(opened.warnings, vec![]);
    }
    let opened = timed("open", || open(&first).unwrap().document);
    timed("save what was opened", || save(&opened, &first).unwrap());
    timed("save it elsewhere", || save(&opened, &second).unwrap());
    timed("look at one", || {
        checkpoints(&opened).next().unwrap().weights().unwrap()
    });
}
