//! New samples, decoded from codes that no sample has.

mod origin;
mod settings;
mod tokens;
mod usefulness;

use super::{Cells, Choice, Choices, Column, Format, Given, Outcome, Problem, Subject};
use super::{Shown, ShownLine, ShownSample, Table, Use};
use crate::data::{Prepared, Progress};
use crate::eval::nearest_samples;
use crate::system::check_memory;
use origin::{Origin, TrainCodes};
use settings::{COMPONENTS, COUNT, FROM, NUMBER, SAMPLES, SEED, STEPS, TEMPERATURE};

pub struct Generate;

/// Samples beside their nearest training samples.
const SHOWN: usize = 20;

impl Use for Generate {
    fn name(&self) -> &'static str {
        "generate"
    }

    fn title(&self) -> &'static str {
        "Generate samples"
    }

    fn sentence(&self) -> &'static str {
        "Makes samples from the prior, a mixture of Gaussians, or between codes, each with its nearest training sample and the Euclidean distance in scaled numbers, so that copies show; with labels, a logistic regression (L2, C = 1) and the 5 nearest neighbours that learned from samples generated class by class are tested on real ones"
    }

    fn needs(&self) -> &'static str {
        "labels in both parts where the samples are to be measured"
    }

    fn example(&self) -> &'static str {
        "hourglass use generate vae-20 --count 100 --out new"
    }

    fn lacks(&self, data: &Prepared) -> Option<String> {
        let ratings = data.dataset.train.are_ratings();
        ratings.then(|| "ratings are made of those a row has".into())
    }

    fn takes(&self) -> Given {
        Given::Nothing
    }

    fn choices(&self) -> &'static [Choice] {
        &[
            FROM,
            COUNT,
            SEED,
            COMPONENTS,
            SAMPLES,
            STEPS,
            NUMBER,
            TEMPERATURE,
        ]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Npy, Format::Csv, Format::Files]
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        if let Some(why) = self.lacks(subject.data) {
            return Err(subject.refused(&why));
        }
        let model = subject.model_alone()?;
        let (scaler, train) = (&*subject.scaler, subject.train()?);
        if scaler.shape() != train.shape() {
            return Err(subject.refused("the weights are for samples of another shape"));
        }
        let places = &*subject.data.split.train;
        let text = scaler.shape().text();
        if text.is_none() && choices.get(TEMPERATURE.key).is_some() {
            return Err(TEMPERATURE.refused("only tokens of texts are drawn by a temperature"));
        }
        let origin = Origin::of(subject, choices)?;
        let train_codes = TrainCodes {
            codes: model.codes(&train, places).map_err(Problem::of)?,
            width: model.code_width(),
            components: choices.whole(&COMPONENTS) as usize,
            seed: choices.whole(&SEED),
        };
        let test = |chosen: &[u32]| {
            model
                .codes(&subject.data.dataset.test, chosen)
                .map_err(Problem::of)
        };
        let codes = origin.codes(&train_codes, test)?;
        let progress = Progress::present();
        Problem::unless_stopped(&progress, subject.name)?;
        let codes = codes.ok_or_else(|| subject.refused("its codes are no finite numbers"))?;
        let count = codes.len() / model.code_width().max(1);
        let numbers = count.saturating_mul(scaler.shape().target_width());
        check_memory(numbers.saturating_mul(size_of::<f32>()) as u64)
            .map_err(|shortage| COUNT.refused(&format!("{count} samples need {shortage}")))?;
        let mut values = model.generate(&codes).map_err(Problem::of)?;
        if let Some(text) = text {
            let temperature = choices.number(&TEMPERATURE);
            tokens::put(text, &mut values, temperature, choices.whole(&SEED));
        }
        let nearest = nearest_samples(&train, places, scaler, &values);
        let measured = match origin.is_drawn() {
            true => usefulness::measured(subject, &model, (&train, &train_codes))?,
            false => Err("samples between others are not measured".into()),
        };
        Problem::unless_stopped(&progress, subject.name)?;
        scaler.unscale(&mut values);
        // A code says nothing of a length: sequences are as long as those that are nearest.
        let places: Vec<u32> = nearest.iter().map(|(place, _)| *place).collect();
        let made = subject.made(values).like(&train, &places, false);
        let ((figures, baselines), unmeasured) = match measured {
            Ok(measured) => (measured, None),
            Err(why) => (Default::default(), Some(why)),
        };
        let lines = nearest.iter().enumerate().take(SHOWN);
        let lines = lines.map(|(index, &(place, distance))| {
            let mut known = vec![0.0; scaler.shape().target_width()];
            scaler.put_target(&train, place as usize, &mut known);
            scaler.unscale(&mut known);
            let samples = [made.sample(index).to_vec(), known];
            ShownLine {
                caption: format!("{} · {distance:.3}", origin.caption(index)),
                samples: samples
                    .map(|values| Some(ShownSample::Values(values)))
                    .into(),
            }
        });
        Ok(Outcome {
            figures,
            baselines,
            unmeasured,
            shown: Shown {
                headings: vec!["generated", "nearest training sample"],
                lines: lines.collect(),
            },
            table: table(&nearest),
            made: Some(made),
            ..Outcome::default()
        })
    }
}

/// Each sample with the training sample that is nearest to it.
fn table(nearest: &[(u32, f64)]) -> Table {
    let column = |name: &str, cells| Column {
        name: name.into(),
        cells,
    };
    let places = nearest.iter().map(|(place, _)| *place as usize);
    let distances = nearest.iter().map(|(_, distance)| *distance);
    Table(vec![
        column("row", Cells::Whole((0..nearest.len()).collect())),
        column("nearest training sample", Cells::Whole(places.collect())),
        column("distance", Cells::Numbers(distances.collect())),
    ])
}
