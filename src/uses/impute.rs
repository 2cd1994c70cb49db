//! Fills in what is missing in samples, and says how well by what was removed from them.

mod filler;
mod holes;
mod interpolated;
mod known;
mod sampling;
mod score;
mod settings;
mod written;

use std::ops::Range;

use super::{
    Choice, Choices, Format, Outcome, Problem, Shown, ShownLine, ShownSample, Subject, Use,
};
use crate::data::{OwnRows, Part, Prepared, Samples};
use crate::model::Distribution;
pub use filler::Filler;
use holes::{Chunk, Holes};
use interpolated::interpolate;
use known::Known;
use sampling::Sampling;
use score::Score;
use settings::{CHOICES, DRAWS, METHOD, PART, RANK, ROUNDS, SEED};
use written::Written;

pub struct Impute;

/// Samples at a time.
const CHUNK: usize = 1_000;
/// Rounds of the iterative PCA.
const PCA_ROUNDS: usize = 200;
/// Samples to look at.
const SHOWN: usize = 12;

impl Use for Impute {
    fn name(&self) -> &'static str {
        "impute"
    }

    fn title(&self) -> &'static str {
        "Fill in what is missing"
    }

    fn is_painted(&self) -> bool {
        true
    }

    fn sentence(&self) -> &'static str {
        "Fills in missing cells of rows, removed pixels of pictures and gaps of sequences, measured on what was removed by the mean squared error of scaled numbers, of pixels in [0, 1]"
    }

    fn needs(&self) -> &'static str {
        "something that is missing or removed; the truth of it where it is to be measured"
    }

    fn example(&self) -> &'static str {
        "hourglass use impute denoising --missing 0.5"
    }

    fn lacks(&self, data: &Prepared) -> Option<String> {
        holes::lacks(data)
    }

    fn choices(&self) -> &'static [Choice] {
        CHOICES
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Csv, Format::Npy, Format::Files]
    }

    fn completes_input(&self) -> bool {
        true
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        if let Some(why) = self.lacks(subject.data) {
            return Err(subject.refused(&why));
        }
        let samples = part(subject, choices)?;
        let model = subject.model()?;
        let is_new = subject.is_new;
        let holes = Holes::new(samples, &subject.scaler, choices, is_new)?;
        let settings = &subject.trained.settings;
        let seed = choices.whole(&SEED);
        let rounds = choices.whole(&ROUNDS) as usize;
        let filler = Filler::new(&model, settings, (rounds > 0).then_some(rounds));
        let sampling = match choices.one_of(&METHOD) {
            "sample" => Some(Sampling {
                model: &model,
                settings,
                draws: choices.whole(&DRAWS) as usize,
                seed,
            }),
            _ => None,
        };
        let distribution = settings.architecture.code.distribution;
        if sampling.is_some() && distribution != Distribution::Gaussian {
            return Err(METHOD.refused("only codes that are Gaussian can be drawn"));
        }
        let rank = choices.whole(&RANK) as usize;
        let rank = if rank > 0 { rank } else { model.code_width() };
        let known = Known::of(subject, rank)?;
        let scaler = &*subject.scaler;
        let (width, wide) = (scaler.shape().target_width(), scaler.shape().input_width());
        let mut scores = [Score::default(); 3];
        // A table comes out with all that stands in its file, and not with what the model knows of it alone.
        let part = match choices.one_of(&PART) {
            "train" => Part::Train,
            _ => Part::Test,
        };
        let own = match subject.is_new {
            true => None,
            false => OwnRows::read(subject.data, part),
        };
        let origin = subject.origin.or(own.as_ref().map(|own| &own.origin));
        let mut written = Written::new(subject, (samples, part), origin);
        let sequence = scaler.shape().sequence();
        // Pictures and sequences, which are no rows of a table.
        let is_made = scaler.shape().columns().is_none();
        let mut made = is_made.then(Vec::new);
        let mut shown = Vec::new();
        let mut empty = 0;
        let all: Vec<u32> = (0..samples.len() as u32).collect();
        for (part, chosen) in all.chunks(scaler.shape().at_a_time(CHUNK)).enumerate() {
            let Chunk {
                mut inputs,
                missing,
                targets,
            } = holes.chunk(chosen);
            match &sampling {
                Some(sampling) => sampling.fill(&mut inputs, &missing, part * CHUNK),
                None => filler.fill(&mut inputs, &missing),
            }
            .map_err(Problem::of)?;
            let rows = inputs.chunks_exact(wide).flat_map(|row| &row[..width]);
            let mut filled: Vec<f32> = rows.copied().collect();
            let rows = filled
                .chunks_exact_mut(width)
                .zip(missing.chunks_exact(width));
            for (filled, missing) in rows {
                // Of nothing a model can say nothing, and neither of what it has never seen.
                let mut numbers = filled.iter().zip(missing);
                let is_empty = numbers.all(|(number, missing)| *missing || number.is_nan());
                empty += usize::from(is_empty);
                known.correct(filled, missing, is_empty);
            }
            scores[0].add(scaler, &filled, &targets, &missing);
            let mut mean = filled.clone();
            for (mean, missing) in mean
                .chunks_exact_mut(width)
                .zip(missing.chunks_exact(width))
            {
                known.correct(mean, missing, true);
            }
            scores[1].add(scaler, &mean, &targets, &missing);
            if let Some(sequence) = sequence {
                let rows = mean.chunks_exact_mut(width);
                for (row, missing) in rows.zip(missing.chunks_exact(width)) {
                    interpolate(row, missing, sequence);
                }
                scores[2].add(scaler, &mean, &targets, &missing);
            } else if let Some(pca) = &known.pca {
                pca.fill_gaps(&mut mean, &missing, PCA_ROUNDS);
                scores[2].add(scaler, &mean, &targets, &missing);
            }
            let left = SHOWN.saturating_sub(shown.len()).min(chosen.len());
            for row in 0..left {
                let range = row * width..(row + 1) * width;
                shown.push(line(
                    subject,
                    part * CHUNK + row,
                    &filled,
                    &missing,
                    &targets,
                    range,
                ));
            }
            match &mut made {
                Some(made) => {
                    let from = made.len();
                    made.extend_from_slice(&filled);
                    scaler.unscale(&mut made[from..]);
                    if sequence.is_some() {
                        keep_known(&mut made[from..], &missing, samples, chosen);
                    }
                }
                None => written.add(&filled, &missing),
            }
        }
        let figures = scores[0].figures();
        let mut baselines = Vec::new();
        if figures.is_some() {
            let third = sequence.map_or("pca", |_| "interpolation");
            let names = ["mean", third].into_iter();
            let baseline = |(name, score): (_, &Score)| Some((name, score.figures()?));
            baselines.extend(names.zip(&scores[1..]).filter_map(baseline));
        }
        let unmeasured = figures
            .is_none()
            .then(|| "nobody knows what should stand in the gaps".into());
        let mut warnings = known.warnings(empty, subject);
        warnings.extend(own.iter().flat_map(|own| own.unreadable.iter().cloned()));
        Ok(Outcome {
            figures: figures.unwrap_or_default(),
            baselines,
            made: made.map(|values| {
                subject
                    .made(values)
                    .like(samples, &all, true)
                    .called(samples)
            }),
            table: written.table(),
            shown: Shown {
                headings: vec!["with gaps", "filled in", "truth"],
                lines: shown,
            },
            unmeasured,
            warnings,
            ..Outcome::default()
        })
    }
}

/// Puts back what is there of the samples at `chosen`, to the last bit: scaling there and back rounds.
fn keep_known(made: &mut [f32], missing: &[bool], samples: &Samples, chosen: &[u32]) {
    let width = samples.shape().values().max(1);
    let rows = made
        .chunks_exact_mut(width)
        .zip(missing.chunks_exact(width));
    for ((made, missing), &index) in rows.zip(chosen) {
        let known = samples.row(index as usize);
        for ((made, missing), known) in made.iter_mut().zip(missing).zip(&*known) {
            if !missing {
                *made = *known;
            }
        }
    }
}

/// The samples that are filled in.
fn part<'a>(subject: &Subject<'a>, choices: &Choices) -> Result<&'a Samples, Problem> {
    match choices.one_of(&PART) {
        "train" if subject.is_new => {
            Err(PART.refused("new samples are no part of the project's data"))
        }
        "train" => Ok(&subject.data.dataset.train),
        _ => Ok(subject.samples),
    }
}

/// One sample with its gaps, filled in, and as it was.
fn line(
    subject: &Subject,
    index: usize,
    filled: &[f32],
    missing: &[bool],
    targets: &[f32],
    range: Range<usize>,
) -> ShownLine {
    let scaler = &*subject.scaler;
    let own_units = |mut numbers: Vec<f32>| {
        scaler.unscale(&mut numbers);
        numbers
    };
    let (made, missing) = (&filled[range.clone()], &missing[range.clone()]);
    let filled = own_units(made.to_vec());
    // Pixels that are missing are shown black, cells and steps are left out.
    let gap = if scaler.shape().image().is_some() {
        0.0
    } else {
        f32::NAN
    };
    let seen = filled.iter().zip(missing);
    let seen = seen.map(|(&number, &missing)| if missing { gap } else { number });
    let seen = ShownSample::Values(seen.collect());
    let truth = own_units(targets[range].to_vec());
    let mut gaps = truth.iter().zip(missing);
    let is_known = !gaps.any(|(number, missing)| *missing && number.is_nan());
    ShownLine {
        caption: index.to_string(),
        samples: vec![
            Some(seen),
            Some(ShownSample::Values(filled)),
            is_known.then_some(ShownSample::Values(truth)),
        ],
    }
}
