//! The settings of recommending.

use crate::uses::{Choice, Takes};

pub const TOP: Choice = Choice::whole(
    "top",
    "Best",
    "How many items are ranked for each user; 10 otherwise",
    10,
    [1, 100_000],
);
pub const RATINGS: Choice = Choice {
    key: "ratings",
    name: "Ratings",
    sentence: "What a new user thinks of some items, who gets recommendations instead of all others: Item A:5,Item B:2",
    takes: Takes::Text,
};
