//! The list of warnings of a project that was read, kept short enough to show.

use super::ReadWarning;

/// More than this are counted, not listed.
const MAX_LISTED: usize = 100;
/// Longer texts (they can quote the file) are cut, in characters.
const MAX_LENGTH: usize = 300;

/// Collects warnings while a project is read.
#[derive(Debug, Default)]
pub struct Warnings {
    list: Vec<ReadWarning>,
    more: usize,
}

impl Warnings {
    pub fn add(&mut self, key: &str, problem: impl std::fmt::Display) {
        if self.list.len() == MAX_LISTED {
            self.more += 1;
            return;
        }
        self.list.push(ReadWarning {
            key: cut(key),
            problem: cut(&problem.to_string()),
        });
    }

    /// The warnings in the order in which they came; the last says how many are not listed.
    pub fn into_list(mut self) -> Vec<ReadWarning> {
        if self.more > 0 {
            self.list.push(ReadWarning {
                key: String::new(),
                problem: format!("{} more problems are not listed", self.more),
            });
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
            warnings.add("k", "é".repeat(1000));
        }
        let list = warnings.into_list();
        assert_eq!(list.len(), 101);
        assert_eq!(list[0].problem.chars().count(), 301);
        assert_eq!(list[100].problem, "2 more problems are not listed");
    }
}
