//! The settings of generating.

use crate::uses::{Choice, Takes};

pub const FROM: Choice = Choice {
    key: "from",
    name: "From",
    sentence: "Where codes come from: prior, mixture (Gaussians fitted to the training part's codes), between (two samples, interpolated), difference (a - b + c of three samples) or along (one number of a code); otherwise auto, the prior where the model has one and a mixture elsewhere",
    takes: Takes::OneOf(&["auto", "prior", "mixture", "between", "difference", "along"]),
};
pub const COUNT: Choice = Choice::whole(
    "count",
    "Samples",
    "How many samples of prior or mixture; 64 otherwise",
    64,
    [1, 100_000],
);
pub const SEED: Choice =
    Choice::whole("seed", "Seed", "Draws codes; 0 otherwise", 0, [0, u32::MAX]);
pub const TEMPERATURE: Choice = Choice::number(
    "temperature",
    "Temperature",
    "Of texts in order: 0 takes the likeliest token of each step; above, tokens are drawn by their probabilities to the power of 1 / temperature; 0 otherwise",
    0.0,
    [0.0, 10.0],
);
pub const COMPONENTS: Choice = Choice::whole(
    "components",
    "Components",
    "Gaussians of a mixture; 10 otherwise",
    10,
    [1, 1_000],
);
pub const SAMPLES: Choice = Choice {
    key: "samples",
    name: "Test samples",
    sentence: "Test samples by their places from 0 on, between commas: two for between, three for difference, and one for along; the first ones otherwise",
    takes: Takes::Text,
};
pub const STEPS: Choice = Choice::whole(
    "steps",
    "Steps",
    "Samples from one end to the other of between and along; 8 otherwise",
    8,
    [2, 1_000],
);
pub const NUMBER: Choice = Choice::whole(
    "number",
    "Number of the code",
    "Which number of the code along moves, by -3 to 3 standard deviations of the training part's codes; 0 otherwise",
    0,
    [0, 1_000_000],
);
