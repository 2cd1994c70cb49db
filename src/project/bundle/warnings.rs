//! The list of warnings of a project that was read, kept short enough to show.

use std::fmt;

use serde_json::Value;

use super::ReadWarning;

/// More than this, of what training made and of all else each, are counted and not listed.
const MAX_LISTED: usize = 100;
/// Tree nodes that trials of what is wrong may read in all: enough for any project, a second or two for a hostile file.
const MAX_TRIED: usize = 20_000_000;
/// Longer texts (they can quote the file) are cut, in characters.
const MAX_LENGTH: usize = 300;

/// Collects warnings while a project is read.
#[derive(Debug, Default)]
pub struct Warnings {
    list: Vec<ReadWarning>,
    /// Of all else, and of what training made.
    counts: [Count; 2],
    /// Tree nodes that trials have read.
    tried: usize,
    /// The first key of the data source at which something is wrong.
    source: Option<String>,
}

/// Whether what is wrong at `key` leaves nothing of the data source that can be relied on.
pub fn is_of_source(key: &str) -> bool {
    key == "data" || key == "data.source" || key.starts_with("data.source.")
}

#[derive(Debug, Default)]
struct Count {
    listed: usize,
    more: usize,
    /// The key of the first that is not listed.
    next: String,
}

/// Whether what is wrong at `key` is of what training made, which nobody types.
pub fn is_of_training(key: &str) -> bool {
    key.contains("].trained") || key.contains("].start") || key.starts_with("classifiers")
}

/// Whether what is wrong at `key` is of checkpoints, from which nothing goes on.
pub fn is_spare(key: &str) -> bool {
    key.contains("].trained.checkpoints")
}

impl Warnings {
    /// What is wrong at `key`, and what becomes of it.
    pub fn add(&mut self, key: &str, problem: impl fmt::Display, outcome: &str) {
        self.note(key, problem, outcome, None, false);
    }

    /// As [`Self::add`]; the default takes the place of what is `written` there.
    pub fn replaced(&mut self, key: &str, problem: impl fmt::Display, written: &Value) {
        self.note(key, problem, "the default is used", Some(written), false);
    }

    /// As [`Self::add`]; what is `written` there is an element of a list that goes on without it.
    pub fn left_out(&mut self, key: &str, problem: impl fmt::Display, written: Option<&Value>) {
        self.note(key, problem, "it is left out", written, true);
    }

    fn note(
        &mut self,
        key: &str,
        problem: impl fmt::Display,
        outcome: &str,
        written: Option<&Value>,
        is_left_out: bool,
    ) {
        let outcome = match is_of_source(key) {
            true => "the data are not read",
            false => outcome,
        };
        if is_of_source(key) && self.source.is_none() {
            self.source = Some(cut(key));
        }
        let count = &mut self.counts[usize::from(is_of_training(key))];
        if count.listed == MAX_LISTED {
            if count.more == 0 {
                count.next = cut(key);
            }
            count.more += 1;
            return;
        }
        count.listed += 1;
        self.list.push(ReadWarning {
            key: cut(key),
            problem: cut(&problem.to_string()),
            outcome: outcome.to_owned(),
            written: written.map(|written| cut(&written.to_string())),
            is_left_out,
        });
    }

    /// Whether one trial more, of so many tree nodes, may be made.
    pub fn may_try(&mut self, nodes: usize) -> bool {
        self.tried = self.tried.saturating_add(nodes);
        self.tried <= MAX_TRIED
    }

    /// The first key of the data source at which something is wrong.
    pub fn wrong_source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The warnings in the order in which they came; the last say how many are not listed.
    pub fn into_list(mut self) -> Vec<ReadWarning> {
        for Count { more, next, .. } in self.counts {
            if more > 0 {
                self.list.push(ReadWarning {
                    key: next,
                    problem: format!("the first of {more} more problems"),
                    outcome: "they are not listed".into(),
                    written: None,
                    is_left_out: false,
                });
            }
        }
        self.list
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_and_long_ones_are_cut() {
        let mut warnings = Warnings::default();
        for _ in 0..102 {
            warnings.add("k", "é".repeat(1000), "it is left out");
        }
        let list = warnings.into_list();
        assert_eq!(list.len(), 101);
        assert_eq!(list[0].problem.chars().count(), 301);
        assert_eq!(list[100].problem, "the first of 2 more problems");
    }

    #[test]
    fn what_people_type_is_listed_beside_much_that_training_made() {
        let mut warnings = Warnings::default();
        for index in 0..101 {
            warnings.add(
                &format!("variants[0].trained.checkpoints[{index}]"),
                "p",
                "o",
            );
        }
        warnings.add("selected", "p", "o");
        let list = warnings.into_list();
        let last: Vec<&str> = list[100..].iter().map(|one| one.key.as_str()).collect();
        assert_eq!(last, ["selected", "variants[0].trained.checkpoints[100]"]);
    }
}
