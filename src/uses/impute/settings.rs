//! The settings of filling in.

use crate::uses::{Choice, Takes};

pub const MISSING: Choice = Choice::number(
    "missing",
    "Removed share",
    "Removes this share of the cells of rows, pixels of pictures or values of sequences at random; half where nothing is missing and nothing else is removed",
    0.0,
    [0.0, 1.0],
);
pub const COLUMNS: Choice = Choice {
    key: "columns",
    name: "Removed columns",
    sentence: "Removes these columns, or channels of sequences, between commas",
    takes: Takes::Columns,
};
pub const BLOCK: Choice = Choice::whole(
    "block",
    "Removed block",
    "Removes a square of this side from the middle of each picture, or so many steps from the middle of each sequence",
    0,
    [0, 4_096],
);
/// Of [`REMOVE`].
pub const STEPS: &str = "steps";
pub const REMOVE: Choice = Choice {
    key: "remove",
    name: "Remove",
    sentence: "What of sequences is removed at random: single values, or whole steps",
    takes: Takes::OneOf(&["values", STEPS]),
};
pub const PART: Choice = Choice {
    key: "part",
    name: "Part",
    sentence: "Which part of the project's data is filled in, test or train",
    takes: Takes::OneOf(&["test", "train"]),
};
pub const METHOD: Choice = Choice {
    key: "method",
    name: "Method",
    sentence: "How gaps are filled: iterate takes what the model makes of a sample until that settles; sample draws Gaussian codes and weighs what they make by how well it fits what is seen",
    takes: Takes::OneOf(&["iterate", "sample"]),
};
pub const ROUNDS: Choice = Choice::whole(
    "rounds",
    "Rounds",
    "How often the model is asked at most; 0 asks one that was trained with gaps or masking once and others up to 50 times",
    0,
    [0, 10_000],
);
pub const DRAWS: Choice = Choice::whole(
    "draws",
    "Draws",
    "How many codes are drawn for each sample",
    100,
    [1, 10_000],
);
pub const RANK: Choice = Choice::whole(
    "rank",
    "Rank",
    "Components of the iterative PCA beside it; 0 takes as many as the code has numbers",
    0,
    [0, 4_096],
);
pub const SEED: Choice = Choice::whole(
    "seed",
    "Seed",
    "Draws what is removed, and codes; 0 otherwise",
    0,
    [0, u32::MAX],
);
pub static CHOICES: &[Choice] = &[
    MISSING, COLUMNS, BLOCK, REMOVE, PART, METHOD, ROUNDS, DRAWS, RANK, SEED,
];
