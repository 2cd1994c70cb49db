//! Codes as files: quantised, entropy-coded, and held against principal components and JPEG.

mod coded;
mod evidence;
mod jpeg;

use super::{Choice, Choices, Format, Outcome, Problem, Subject, Use};
use super::{Shown, ShownLine, ShownSample};
use crate::data::Prepared;
use crate::eval::{Curve, CurveForm, Curves, Figures, Pca, Quantiser};
use crate::model::Loss;
use coded::{Coded, Coder, Originals};
use evidence::{Bound, bound, pixels_alone};

pub struct Compress;

/// How fine the steps are.
const BITS: Choice = Choice::whole(
    "bits",
    "Bits a number",
    "Bits of each number of a code: its range over the training part is cut into two to the power of it equal steps; 4 otherwise",
    4,
    [1, Quantiser::MOST_BITS],
);
/// Bits a pixel that the evidence lower bound says pictures cost.
const BOUND: &str = "elbo_bits_per_value";
/// Samples beside what they become.
const SHOWN: usize = 10;

impl Use for Compress {
    fn name(&self) -> &'static str {
        "compress"
    }

    fn title(&self) -> &'static str {
        "Compress"
    }

    fn sentence(&self) -> &'static str {
        "Writes quantised codes as an entropy-coded file, beside as many principal components coded the same way and, of pictures, JPEG files at the quality that is nearest in size, whose headers count; the error is a mean over pixels from 0 to 1, or over scaled numbers of rows"
    }

    fn needs(&self) -> &'static str {
        "black-and-white pictures, a Gaussian code and BCE where the bits of the bound are to be measured too"
    }

    fn example(&self) -> &'static str {
        "hourglass use compress deep --set bits=4 --out digits.codes"
    }

    fn lacks(&self, data: &Prepared) -> Option<String> {
        let text = data.dataset.shape().text();
        text.map(|_| {
            "tokens of texts have no squared error that could be weighed against bits".into()
        })
    }

    fn choices(&self) -> &'static [Choice] {
        &[BITS]
    }

    fn formats(&self) -> &'static [Format] {
        &[Format::Codes]
    }

    fn run(&self, subject: &Subject, choices: &Choices) -> Result<Outcome, Problem> {
        if let Some(why) = self.lacks(subject.data) {
            return Err(subject.refused(&why));
        }
        let bits = choices.whole(&BITS) as usize;
        let model = subject.model()?;
        if subject.trained.settings.loss == Loss::Kl {
            return Err(
                subject.refused("outputs of the KL loss are shares, and no code says of what sum")
            );
        }
        let (data, scaler, samples) = (subject.data, &*subject.scaler, subject.samples);
        let (train, places) = (&*subject.train()?, &*data.split.train);
        if places.is_empty() {
            return Err(subject
                .refused("steps are fitted to codes of the training part, which is not there"));
        }
        let originals = Originals { samples, scaler };
        let coder = Coder {
            train: model.codes(train, places).map_err(Problem::of)?,
            codes: model.codes(samples, &subject.all()).map_err(Problem::of)?,
            width: model.code_width(),
            fingerprint: subject.fingerprint(),
            originals,
        };
        let decode = |codes: &[f32]| model.decode(codes).map_err(Problem::of);
        let not_finite = || subject.refused("its codes are no finite numbers");
        let by_bits = coder.each(decode)?.ok_or_else(not_finite)?;
        let chosen = &by_bits[bits - 1];
        let mut curves = vec![curve("model", CurveForm::Line, &by_bits)];
        let mut figures = chosen.figures();
        let mut baselines = Vec::new();
        if places.len() > 1 {
            let pca = Pca::fit_samples(train, places, scaler, coder.width)
                .map_err(|error| subject.without_pca(error))?;
            let coder = Coder {
                train: pca.codes_of_samples(train, places, scaler),
                codes: pca.codes_of_samples(samples, &subject.all(), scaler),
                width: pca.count(),
                ..coder
            };
            if let Some(by_bits) = coder.each(|codes| Ok(pca.samples_of_codes(codes)))? {
                curves.push(curve("PCA", CurveForm::Dashed, &by_bits));
                baselines.push(("pca", by_bits[bits - 1].figures()));
            }
        }
        if let Some(jpeg) = jpeg::nearest(samples, chosen.bytes.len() as u64)? {
            let size = |found: &jpeg::Jpeg| found.bytes as f64;
            let points = jpeg
                .curve
                .iter()
                .map(|one| [originals.bits_each(size(one)), one.mse]);
            curves.push(Curve::new("JPEG", CurveForm::Dashed, points));
            baselines.push((
                "jpeg",
                originals.figures(size(&jpeg.nearest), jpeg.nearest.mse),
            ));
        }
        let mut warnings = Vec::new();
        match bound(subject)? {
            Bound::Bits(bits) => {
                figures.push(BOUND, bits);
                let alone = pixels_alone(train, places, samples);
                let alone = alone.map(|bits| ("pixel_frequencies", Figures::of([(BOUND, bits)])));
                baselines.extend(alone);
            }
            Bound::Meaningless(why) => {
                warnings.push(format!("The bits of the bound are left out, {why}"));
            }
            Bound::None => {}
        }
        Ok(Outcome {
            figures,
            baselines,
            shown: shown(subject, chosen, decode)?,
            codes: Some(chosen.bytes.clone()),
            curves: vec![Curves {
                title: "Rate and distortion".into(),
                x: "bits a sample".into(),
                y: "MSE".into(),
                log: true,
                curves,
                ..Curves::default()
            }],
            warnings,
            ..Outcome::default()
        })
    }
}

fn curve(name: &str, form: CurveForm, by_bits: &[Coded]) -> Curve {
    let points = by_bits.iter().map(|coded| [coded.bits_each(), coded.mse]);
    Curve::new(name, form, points)
}

/// The first samples beside what their codes become.
fn shown(
    subject: &Subject,
    coded: &Coded,
    decode: impl Fn(&[f32]) -> Result<Vec<f32>, Problem>,
) -> Result<Shown, Problem> {
    let width = subject.scaler.shape().target_width();
    let mut codes = coded.quantised.codes();
    codes.truncate(SHOWN * coded.quantised.quantiser.width());
    let mut outputs = decode(&codes)?;
    subject.scaler.unscale(&mut outputs);
    let mut target = vec![0.0; width];
    let lines = outputs.chunks_exact(width.max(1)).enumerate();
    let lines = lines.map(|(index, output)| {
        subject
            .scaler
            .put_target(subject.samples, index, &mut target);
        subject.scaler.unscale(&mut target);
        let samples = [&*target, output].map(|x| Some(ShownSample::Values(x.to_vec())));
        ShownLine {
            caption: format!("{index}"),
            samples: samples.into(),
        }
    });
    Ok(Shown {
        headings: vec!["test sample", "decompressed"],
        lines: lines.collect(),
    })
}
