//! Ratings: a list of users, items and what each user thinks of an item, read as users by items or items by users.
//!
//! What nobody rated is missing. Parts are drawn rating by rating: a test row is a user's training ratings, which a model
//! sees, and the held out ones, which it should make of them.

mod headings;
mod ids;
mod list;
mod new_ratings;
mod options;
mod parts;
mod read;
#[cfg(test)]
mod tests;

pub(super) use new_ratings::NewRatings;
pub use options::{By, RatingsFile};
pub use read::built_in;
