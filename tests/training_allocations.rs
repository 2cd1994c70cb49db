//! What a step takes from the allocator once it is warm. One test alone, as everything in the process is counted.

#[path = "training_support/table.rs"]
mod table;

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering};
use std::time::Duration;

use hourglass::data::{Corruption, DataSettings, Dataset, ImageShape, Prepared, Samples};
use hourglass::model::{
    Adversary, Architecture, Batch, BatchErrors, Code, Codes, Distribution, Layer, Loss, Model,
    ModelError, ModelState, Objective, Prior, Pyramid, StepKey, StepReport, StepSettings, Tensors,
};
use hourglass::training::{Job, Run, TrainingSettings, VariantId, VariantSettings};
use rayon::{ThreadPool, ThreadPoolBuilder};
use table::Table;

/// From this size on an allocation holds numbers: of these a warm step makes none.
const LARGE: usize = 1_024;
/// Small allocations of one step: dfdx's tape, a box for each operation and each tensor, and lists of parameters.
const DENSE_SMALL: usize = 40;
const VARIATIONAL_SMALL: usize = 85;
const CONVOLUTIONAL_SMALL: usize = 80;
/// How many of all steps' may come out of turn: a thread that does something for the first time, a queue that grows.
const STRAY: usize = 8;
/// Long enough that every thread of a pool takes its part.
const PAUSE: Duration = Duration::from_micros(200);

/// Steps before counting begins, and steps counted.
const WARM_UP: u32 = 10;
const COUNTED: u32 = 8;
const BATCH: usize = 6;

static COUNTING: AtomicBool = AtomicBool::new(false);
/// Bytes that are taken and not given back.
static HELD: AtomicIsize = AtomicIsize::new(0);
static SMALL: AtomicUsize = AtomicUsize::new(0);
static LARGE_COUNT: AtomicUsize = AtomicUsize::new(0);
/// The first large ones.
static SIZES: [AtomicUsize; 256] = [const { AtomicUsize::new(0) }; 256];

/// The system's allocator with a counter.
struct Counted;

fn count(bytes: usize) {
    HELD.fetch_add(bytes as isize, Ordering::Relaxed);
    if !COUNTING.load(Ordering::Relaxed) {
        return;
    }
    if bytes < LARGE {
        SMALL.fetch_add(1, Ordering::Relaxed);
        return;
    }
    let place = LARGE_COUNT.fetch_add(1, Ordering::Relaxed);
    if let Some(size) = SIZES.get(place) {
        size.store(bytes, Ordering::Relaxed);
    }
}

// SAFETY: everything is done by the system's allocator.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller of this promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller of this promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        HELD.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: as the caller of this promises.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        // SAFETY: as the caller of this promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counted = Counted;

/// What one step took.
struct Taken {
    small: usize,
    large: Vec<usize>,
}

fn counted(work: impl FnOnce()) -> Taken {
    SMALL.store(0, Ordering::SeqCst);
    LARGE_COUNT.store(0, Ordering::SeqCst);
    COUNTING.store(true, Ordering::SeqCst);
    work();
    COUNTING.store(false, Ordering::SeqCst);
    let large = LARGE_COUNT.load(Ordering::SeqCst).min(SIZES.len());
    Taken {
        small: SMALL.load(Ordering::SeqCst),
        large: SIZES[..large]
            .iter()
            .map(|size| size.load(Ordering::SeqCst))
            .collect(),
    }
}

/// Enough images that neither the epoch nor the time to keep a state ends while steps are counted.
fn digits() -> Dataset {
    let shape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };
    let images = |count: usize| {
        let pixels: Vec<u8> = (0..count * shape.size())
            .map(|i| (i * i % 251) as u8)
            .collect();
        Samples::images(shape, pixels, None).unwrap()
    };
    Dataset::new(
        "made up",
        images(BATCH * (WARM_UP + COUNTED + 8) as usize),
        images(3),
    )
}

fn job(dataset: &Dataset, architecture: Architecture, loss: Loss, corruption: Corruption) -> Job {
    let data = DataSettings {
        validation: 0,
        ..DataSettings::default()
    };
    Job {
        variant: VariantId(1),
        data: Arc::new(Prepared::new(dataset.clone(), &data).unwrap()),
        settings: VariantSettings {
            architecture,
            loss,
            corruption,
            training: TrainingSettings {
                batch: BATCH,
                epochs: 3,
                ..TrainingSettings::default()
            },
            ..VariantSettings::default()
        },
        resume: None,
        checkpoint_bytes: 0,
        start: None,
    }
}

fn dense() -> Architecture {
    Architecture {
        encoder: vec![Layer {
            width: 64,
            ..Layer::default()
        }],
        code: Code {
            width: 16,
            ..Code::default()
        },
        ..Architecture::default()
    }
}

fn variational() -> Architecture {
    let mut architecture = dense();
    architecture.code.distribution = Distribution::Gaussian;
    architecture
}

fn convolutional() -> Architecture {
    Architecture {
        pyramid: Some(Pyramid {
            channels: vec![8, 8],
            ..Pyramid::default()
        }),
        ..dense()
    }
}

fn steps(run: &mut Run) -> Vec<Taken> {
    for _ in 0..WARM_UP {
        run.step().unwrap();
    }
    let step = |run: &mut Run| {
        counted(|| {
            let outcome = run.step();
            assert!(outcome.is_ok_and(|outcome| outcome.epoch.is_none()));
        })
    };
    (0..COUNTED).map(|_| step(run)).collect()
}

/// Does nothing, and takes nothing.
struct Idle(usize);

impl Model for Idle {
    fn input_width(&self) -> usize {
        self.0
    }

    fn code_width(&self) -> usize {
        1
    }

    fn train_step(
        &mut self,
        batch: &Batch,
        _: StepKey,
        _: &StepSettings,
    ) -> Result<StepReport, ModelError> {
        Ok(StepReport {
            loss: batch.inputs[0].abs() + 1.0,
            ..StepReport::default()
        })
    }

    fn evaluate(&self, _: &Batch, _: &Objective) -> Result<BatchErrors, ModelError> {
        Ok(BatchErrors::default())
    }

    fn codes(&self, _: &[f32], rows: usize) -> Result<Codes, ModelError> {
        Ok(Codes {
            means: vec![0.0; rows],
            log_variances: None,
        })
    }

    fn decode(&self, _: &[f32], rows: usize) -> Result<Vec<f32>, ModelError> {
        Ok(vec![0.0; rows * self.0])
    }

    fn forget_optimiser(&mut self) {}

    fn state(&self) -> ModelState {
        ModelState::default()
    }

    fn weights(&self) -> Tensors {
        Tensors::new()
    }

    fn restore(&mut self, _: &ModelState) -> Result<(), ModelError> {
        Ok(())
    }
}

/// A pool whose threads have all met, so that nothing is made for a thread while steps are counted.
fn pool(threads: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.unwrap();
    for _ in 0..20 {
        pool.broadcast(|_| rayon::join(|| std::thread::sleep(PAUSE), std::thread::yield_now));
    }
    pool
}

/// Batches, their noise and the run's own records, with a model that takes nothing.
fn the_feed_takes_nothing(pool: &ThreadPool, dataset: &Dataset, corruption: Corruption) {
    let taken = pool.install(|| {
        let job = job(dataset, dense(), Loss::Mse, corruption);
        let model = Box::new(Idle(dataset.shape().input_width()));
        steps(&mut Run::with_model(job, model).unwrap())
    });
    let threads = pool.current_num_threads();
    let name = format!("{corruption:?} on {threads} threads");
    // With several threads the work beside the step is a box in their queue.
    let most = usize::from(threads != 1);
    assert_few(&name, &taken, [most, 0]);
}

fn a_step_takes_little(pool: &ThreadPool, name: &str, job: Job, most: [usize; 2]) {
    let taken = pool.install(|| steps(&mut Run::new(job).unwrap()));
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for size in taken.iter().flat_map(|step| &step.large) {
        *sizes.entry(*size).or_default() += 1;
    }
    let small: Vec<usize> = taken.iter().map(|step| step.small).collect();
    println!("{name}: small ones a step {small:?}");
    for (size, times) in &sizes {
        println!("{name}: {size} bytes, {times} times in {COUNTED} steps");
    }
    assert_few(name, &taken, most);
}

/// What is taken is given back: dfdx's cache keeps whatever a tensor brings with it, for as long as the model lives.
fn nothing_piles_up(pool: &ThreadPool, name: &str, job: Job) {
    pool.install(|| {
        let mut run = Run::new(job).unwrap();
        for _ in 0..WARM_UP {
            run.step().unwrap();
        }
        let before = HELD.load(Ordering::SeqCst);
        for _ in 0..COUNTED {
            run.step().unwrap();
        }
        let more = HELD.load(Ordering::SeqCst) - before;
        assert!(more < LARGE as isize, "{name}: {more} bytes more");
    });
}

/// A usual step takes at most so many small and large ones, and all steps are usual but for [`STRAY`].
fn assert_few(name: &str, taken: &[Taken], most: [usize; 2]) {
    let small = taken.iter().map(|step| step.small).collect();
    let large = taken.iter().map(|step| step.large.len()).collect();
    for (kind, counts, most) in [("small", small, most[0]), ("large", large, most[1])] {
        let mut counts: Vec<usize> = counts;
        counts.sort_unstable();
        let usual = counts[counts.len() / 2];
        assert!(usual <= most, "{name}: {usual} {kind} ones in a step");
        let stray: usize = counts.iter().map(|count| count.abs_diff(usual)).sum();
        assert!(stray <= STRAY, "{name}: {kind} ones by step {counts:?}");
    }
}

/// Steps of a model of rows, some of whose values are missing.
fn steps_on_rows(architecture: Architecture) -> Vec<Taken> {
    let mut table = Table::new(architecture, BATCH);
    let all = (0..WARM_UP + COUNTED).map(|number| counted(|| table.step(number)));
    all.skip(WARM_UP as usize).collect()
}

#[test]
fn a_warm_step_takes_little_from_the_allocator() {
    let dataset = digits();
    let pools = [pool(1), pool(2)];
    for corruption in [
        Corruption::None,
        Corruption::Gaussian { std: 0.3 },
        Corruption::SaltAndPepper { fraction: 0.2 },
        Corruption::Masking {
            fraction: 0.3,
            block: 1,
        },
        Corruption::Masking {
            fraction: 0.3,
            block: 4,
        },
    ] {
        for pool in &pools {
            the_feed_takes_nothing(pool, &dataset, corruption);
        }
    }
    let noise = Corruption::Gaussian { std: 0.3 };
    let clean = Corruption::None;
    for (name, architecture, loss, corruption, most) in [
        ("dense", dense(), Loss::Mse, clean, DENSE_SMALL),
        ("denoising", dense(), Loss::Mse, noise, DENSE_SMALL),
        (
            "variational",
            variational(),
            Loss::Bce,
            clean,
            VARIATIONAL_SMALL,
        ),
        (
            "convolutional",
            convolutional(),
            Loss::Mse,
            clean,
            CONVOLUTIONAL_SMALL,
        ),
    ] {
        let job = job(&dataset, architecture, loss, corruption);
        a_step_takes_little(&pools[1], name, job, [most, 0]);
    }
    for architecture in [dense(), variational()] {
        let taken = pools[0].install(|| steps_on_rows(architecture));
        assert_few("rows of a table", &taken, [VARIATIONAL_SMALL, 0]);
    }
    let mut dropping = dense();
    dropping.encoder[0].dropout = 0.5;
    let mut judged = dense();
    judged.adversary = Some(Adversary::Code {
        prior: Prior::Gaussian,
    });
    for (name, architecture, loss) in [
        ("dropout", dropping, Loss::Mse),
        ("perceptual", convolutional(), Loss::Perceptual),
        ("adversarial", judged, Loss::Bce),
        ("wavelet", variational(), Loss::Wavelet),
    ] {
        nothing_piles_up(&pools[0], name, job(&dataset, architecture, loss, clean));
    }
}
