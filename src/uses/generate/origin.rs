//! Where new codes come from.

use super::settings::{COUNT, FROM, NUMBER, SAMPLES, STEPS};
use crate::eval::GaussianMixture;
use crate::model::{Adversary, Architecture, Distribution, Prior};
use crate::uses::{Choices, Problem, Subject};

/// How far along a number of the code goes, in standard deviations.
const REACH: f32 = 3.0;

/// Where new codes come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    Prior {
        prior: Prior,
        count: usize,
    },
    Mixture {
        count: usize,
    },
    /// From the first of two test samples to the second.
    Between {
        samples: [u32; 2],
        steps: usize,
    },
    /// The first less the second plus the third.
    Difference {
        samples: [u32; 3],
    },
    Along {
        sample: u32,
        number: usize,
        steps: usize,
    },
}

/// Codes of the training part, in the order of its places.
pub struct TrainCodes {
    pub codes: Vec<f32>,
    pub width: usize,
    /// Most of a mixture.
    pub components: usize,
    pub seed: u64,
}

/// What the codes of a model are trained to lie like.
pub fn prior_of(architecture: &Architecture) -> Option<Prior> {
    match architecture.adversary {
        Some(Adversary::Code { prior }) => Some(prior),
        _ => (architecture.code.distribution == Distribution::Gaussian).then_some(Prior::Gaussian),
    }
}

impl Origin {
    /// What was chosen.
    ///
    /// # Errors
    /// When the model has no prior, or there are no such samples or numbers.
    pub fn of(subject: &Subject, choices: &Choices) -> Result<Self, Problem> {
        let architecture = &subject.trained.settings.architecture;
        let count = choices.whole(&COUNT) as usize;
        let steps = choices.whole(&STEPS) as usize;
        match (choices.one_of(&FROM), prior_of(architecture)) {
            ("auto" | "prior", Some(prior)) => Ok(Self::Prior { prior, count }),
            ("prior", None) => Err(FROM.refused("point codes have no prior, choose mixture")),
            ("between", _) => Ok(Self::Between {
                samples: chosen(subject, choices)?,
                steps,
            }),
            ("difference", _) => Ok(Self::Difference {
                samples: chosen(subject, choices)?,
            }),
            ("along", _) => {
                let [sample] = chosen(subject, choices)?;
                let number = choices.whole(&NUMBER) as usize;
                let width = architecture.code_width(subject.scaler.shape());
                if number >= width {
                    let last = width.saturating_sub(1);
                    let problem = format!("the numbers of a code are 0 to {last}, not {number}");
                    return Err(NUMBER.refused(&problem));
                }
                Ok(Self::Along {
                    sample,
                    number,
                    steps,
                })
            }
            _ => Ok(Self::Mixture { count }),
        }
    }

    /// Whether samples are drawn, and not made of chosen ones.
    pub fn is_drawn(&self) -> bool {
        matches!(self, Self::Prior { .. } | Self::Mixture { .. })
    }

    /// The codes, one after another, `test` giving those of test samples; `None` where codes are not finite.
    ///
    /// # Errors
    /// As `test`.
    pub fn codes(
        &self,
        train: &TrainCodes,
        test: impl Fn(&[u32]) -> Result<Vec<f32>, Problem>,
    ) -> Result<Option<Vec<f32>>, Problem> {
        let TrainCodes { width, seed, .. } = *train;
        let codes = match *self {
            Self::Prior { prior, count } => prior.draws(count, width, seed),
            Self::Mixture { count } => {
                return Ok(train
                    .mixture(&train.codes)
                    .map(|mixture| mixture.draws(count, seed)));
            }
            Self::Between { samples, steps } => {
                let ends = test(&samples)?;
                let (one, other) = ends.split_at(width);
                let at = |step: usize| {
                    let share = step as f32 / (steps - 1) as f32;
                    let pairs = one.iter().zip(other);
                    pairs.map(move |(a, b)| (1.0 - share) * a + share * b)
                };
                (0..steps).flat_map(at).collect()
            }
            Self::Difference { samples } => {
                let codes = test(&samples)?;
                let [a, b, c] = [0, 1, 2].map(|place| &codes[place * width..(place + 1) * width]);
                a.iter()
                    .zip(b)
                    .zip(c)
                    .map(|((a, b), c)| a - b + c)
                    .collect()
            }
            Self::Along {
                sample,
                number,
                steps,
            } => {
                let code = test(&[sample])?;
                let deviation = train.deviation(number);
                let at = |step: usize| {
                    let mut code = code.clone();
                    let share = step as f32 / (steps - 1) as f32;
                    code[number] += REACH * deviation * (2.0 * share - 1.0);
                    code
                };
                (0..steps).flat_map(at).collect()
            }
        };
        Ok(codes.iter().all(|x| x.is_finite()).then_some(codes))
    }

    /// What sample `index` is.
    pub fn caption(&self, index: usize) -> String {
        match self {
            Self::Prior { .. } | Self::Mixture { .. } => format!("{index}"),
            Self::Between { samples, steps } => {
                let [one, other] = samples;
                format!("{one} to {other}, {} of {steps}", index + 1)
            }
            Self::Difference { samples: [a, b, c] } => format!("{a} - {b} + {c}"),
            Self::Along { number, steps, .. } => {
                let share = index as f32 / (steps - 1) as f32;
                format!("number {number} at {:+.1}", REACH * (2.0 * share - 1.0))
            }
        }
    }
}

impl TrainCodes {
    /// A mixture fitted to these codes, which are some or all of its own.
    pub fn mixture(&self, codes: &[f32]) -> Option<GaussianMixture> {
        GaussianMixture::fit(codes, self.width, self.components, self.seed)
    }

    /// Standard deviation of a number of the code.
    fn deviation(&self, number: usize) -> f32 {
        let numbers = || {
            let numbers = self.codes.iter().skip(number).step_by(self.width.max(1));
            numbers.map(|&x| f64::from(x))
        };
        let count = (self.codes.len() / self.width.max(1)).max(1) as f64;
        let mean = numbers().sum::<f64>() / count;
        let variance = numbers().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
        variance.sqrt() as f32
    }
}

/// The test samples that were named, or the first ones.
fn chosen<const N: usize>(subject: &Subject, choices: &Choices) -> Result<[u32; N], Problem> {
    let count = subject.data.dataset.test.len();
    let Some(names) = choices.get(SAMPLES.key) else {
        return match count < N {
            true => Err(SAMPLES.refused(&format!("there are {count} test samples alone"))),
            false => Ok(std::array::from_fn(|place| place as u32)),
        };
    };
    let places = names.split(',').map(|name| {
        let place = name.trim().parse::<u32>().ok();
        place
            .filter(|&place| (place as usize) < count)
            .ok_or_else(|| {
                let problem = format!(
                    "test samples are 0 to {}, not {name}",
                    count.saturating_sub(1)
                );
                SAMPLES.refused(&problem)
            })
    });
    let places: Vec<u32> = places.collect::<Result<_, _>>()?;
    let named = places.len();
    places.try_into().map_err(|_| {
        let samples = if N == 1 { "sample" } else { "samples" };
        SAMPLES.refused(&format!("{N} test {samples} are needed, not {named}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes of two numbers whose standard deviations are 1 and 2.
    fn train() -> TrainCodes {
        TrainCodes {
            codes: vec![0.0, 1.0, 2.0, 5.0],
            width: 2,
            components: 3,
            seed: 0,
        }
    }

    fn codes(origin: &Origin) -> Vec<f32> {
        // The code of a sample is its place and ten times that.
        let test = |places: &[u32]| {
            let each = places.iter().map(|&place| place as f32);
            Ok(each.flat_map(|place| [place, 10.0 * place]).collect())
        };
        origin.codes(&train(), test).unwrap().unwrap()
    }

    #[test]
    fn codes_between_samples_and_along_a_number() {
        let between = Origin::Between {
            samples: [2, 6],
            steps: 3,
        };
        assert_eq!(codes(&between), [2.0, 20.0, 4.0, 40.0, 6.0, 60.0]);
        assert_eq!(between.caption(1), "2 to 6, 2 of 3");
        let difference = Origin::Difference { samples: [7, 3, 1] };
        assert_eq!(codes(&difference), [5.0, 50.0]);
        assert_eq!(difference.caption(0), "7 - 3 + 1");
        let along = Origin::Along {
            sample: 4,
            number: 1,
            steps: 3,
        };
        assert_eq!(codes(&along), [4.0, 34.0, 4.0, 40.0, 4.0, 46.0]);
        assert_eq!(along.caption(0), "number 1 at -3.0");
    }

    #[test]
    fn drawn_codes_are_as_many_as_wanted_and_the_seeds() {
        let prior = Origin::Prior {
            prior: Prior::Gaussian,
            count: 5,
        };
        assert_eq!(codes(&prior), Prior::Gaussian.draws(5, 2, 0));
        let mixture = codes(&Origin::Mixture { count: 7 });
        assert_eq!(
            (mixture.len(), &mixture),
            (14, &codes(&Origin::Mixture { count: 7 }))
        );
        assert!(prior.is_drawn() && !Origin::Difference { samples: [0, 1, 2] }.is_drawn());
    }

    #[test]
    fn adversaries_have_their_priors() {
        let mut architecture = Architecture::default();
        assert_eq!(prior_of(&architecture), None);
        architecture.code.distribution = Distribution::Gaussian;
        assert_eq!(prior_of(&architecture), Some(Prior::Gaussian));
        let prior = Prior::SwissRoll;
        architecture.adversary = Some(Adversary::Code { prior });
        assert_eq!(prior_of(&architecture), Some(prior));
        architecture.adversary = Some(Adversary::Output);
        assert_eq!(prior_of(&architecture), Some(Prior::Gaussian));
    }
}
