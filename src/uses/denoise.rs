//! Clean samples of noisy ones.

mod filtered;
mod noise;
mod quality;

use super::{Choice, Choices, Format, Made, Outcome, Problem, Subject, Table, Use};
use super::{Shown, ShownLine, ShownSample};
use crate::data::{Corruption, Draw, Prepared, Progress, gather_inputs, gather_targets};
use crate::eval::Figures;
use crate::model::Loss;
use filtered::filtered;
use noise::{NOISE, STRENGTH, chosen, own};
use quality::Quality;

pub struct Denoise;

/// Samples at a time.
const CHUNK: usize = 1_000;
const SHOWN: usize = 10;

impl Use for Denoise {
    fn name(&self) -> &'static str {
        "denoise"
    }

    fn title(&self) -> &'static str {
        "Denoise"
    }

    fn sentence(&self) -> &'static str {
        "Makes clean samples of the test part with noise, or of new ones that are taken as noisy; beside a median filter (3, 5 or 7 pixels) and a Gaussian one, each at the setting that is best on the test part itself, or bicubic enlargement where pixels were lost"
    }

    fn needs(&self) -> &'static str {
        "noise that the variant was trained with, or --set noise"
    }

    fn example(&self) -> &'static str {
        "hourglass use denoise denoising-conv --out clean.npy"
    }

    fn lacks(&self, data: &Prepared) -> Option<String> {
        if data.dataset.shape().text().is_some() {
            return Some("filters smooth numbers, and texts have tokens".into());
        }
        let ratings = data.dataset.train.are_ratings();
        ratings.then(|| "ratings are filled in, not denoised".into())
    }

    fn choices(&self) -> &'static [Choice] {
        &[NOISE, STRENGTH]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Npy, Format::Csv, Format::Files]
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        if let Some(why) = self.lacks(subject.data) {
            return Err(subject.refused(&why));
        }
        let is_new = subject.is_new;
        let noise = match is_new {
            true => {
                // What somebody chose is not to be left out in silence.
                for choice in [&NOISE, &STRENGTH] {
                    if choices.get(choice.key).is_some() {
                        return Err(choice.refused(
                            "new samples are taken as noisy already, and no noise is put on them",
                        ));
                    }
                }
                Corruption::None
            }
            false => chosen(subject, choices)?,
        };
        if subject.trained.settings.loss == Loss::Kl {
            return Err(subject.refused("outputs of the KL loss are shares, which are no samples"));
        }
        let passed = pass(subject, &noise)?;
        let (mut figures, mut baselines) = (Figures::default(), Vec::new());
        if !is_new {
            let quality = Quality::of(&subject.scaler, &passed.clean).sounding(subject.sound());
            figures = quality.figures(&passed.denoised);
            baselines.push(("noisy", quality.figures(&passed.noisy)));
            baselines.extend(filtered(&quality, &passed.noisy, &noise)?);
        }
        let mut values = passed.denoised;
        subject.scaler.unscale(&mut values);
        let table = Table(subject.which());
        let made = subject
            .made(values)
            .like(subject.samples, &subject.all(), true)
            .called(subject.samples);
        let clean = (!is_new).then_some(&*passed.clean);
        Ok(Outcome {
            figures,
            baselines,
            unmeasured: is_new.then(|| "nobody knows what new samples are without noise".into()),
            shown: shown(subject, clean, &passed.noisy, &made),
            table,
            made: Some(made),
            warnings: is_new.then(|| of_new(subject)).into_iter().collect(),
            ..Outcome::default()
        })
    }
}

/// What is to be known of new samples that are denoised.
fn of_new(subject: &Subject) -> String {
    match own(subject).is_none() {
        true => format!(
            "The variant was trained without noise, so it may take none away: {}",
            subject.name
        ),
        false => format!(
            "Whether the noise of new samples is like that of training cannot be measured: {}",
            subject.name
        ),
    }
}

/// Scaled numbers of all samples, `target_width` each.
struct Passed {
    /// As they are, NaN where a value is missing.
    clean: Vec<f32>,
    noisy: Vec<f32>,
    denoised: Vec<f32>,
}

/// Sends all samples through the model, with noise.
fn pass(subject: &Subject, noise: &Corruption) -> Result<Passed, Problem> {
    let (samples, scaler) = (subject.samples, &*subject.scaler);
    let model = subject.model()?;
    let [seen, wanted] = [scaler.shape().input_width(), scaler.shape().target_width()];
    let (mut inputs, mut targets, mut corrupted) = (Vec::new(), Vec::new(), Vec::new());
    let mut passed = Passed {
        clean: Vec::new(),
        noisy: Vec::new(),
        denoised: Vec::new(),
    };
    let progress = Progress::present();
    for chunk in subject.all().chunks(scaler.shape().at_a_time(CHUNK)) {
        Problem::unless_stopped(&progress, subject.name)?;
        gather_inputs(samples, chunk, scaler, &mut inputs);
        gather_targets(samples, chunk, scaler, &mut targets);
        let noisy = noise.corrupted(&inputs, chunk, scaler, Draw::Fixed, &mut corrupted);
        passed
            .denoised
            .extend(model.reconstruct(noisy).map_err(Problem::of)?);
        // Masks of rows are none of their numbers.
        let numbers = noisy
            .chunks_exact(seen.max(1))
            .flat_map(|row| &row[..wanted]);
        passed.noisy.extend(numbers);
        passed.clean.extend_from_slice(&targets);
    }
    Ok(passed)
}

/// The first samples as they are, with noise, and without it again.
fn shown(subject: &Subject, clean: Option<&[f32]>, noisy: &[f32], made: &Made) -> Shown {
    let width = subject.scaler.shape().target_width().max(1);
    let sample = |all: &[f32], index: usize| {
        let mut values = all[index * width..(index + 1) * width].to_vec();
        subject.scaler.unscale(&mut values);
        Some(ShownSample::Values(values))
    };
    let lines = (0..made.len().min(SHOWN)).map(|index| {
        let clean = clean.map(|clean| sample(clean, index));
        let denoised = Some(ShownSample::Values(made.sample(index).to_vec()));
        let others = [sample(noisy, index), denoised];
        ShownLine {
            caption: format!("{index}"),
            samples: clean.into_iter().chain(others).collect(),
        }
    });
    let headings: &[&str] = match clean {
        Some(_) => &["clean", "noisy", "denoised"],
        None => &["noisy", "denoised"],
    };
    Shown {
        headings: headings.to_vec(),
        lines: lines.collect(),
    }
}
