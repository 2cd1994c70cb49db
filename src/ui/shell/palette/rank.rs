//! How well something fits what was typed.

/// What is searched of one thing.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub name: &'a str,
    pub sentence: &'a str,
    /// Its place in the project file; empty for what has none.
    pub key: &'a str,
}

/// The rank of `words` for `query`, the best is 0; `None` where a word of the query is nowhere. The beginning of the name
/// counts most, then beginnings of its words and their first letters ("lr" for the learning rate), then what is inside,
/// the key, and the sentence.
pub fn rank(query: &str, words: Words<'_>) -> Option<u32> {
    let query = query.trim().to_lowercase();
    let [name, sentence, key] = [words.name, words.sentence, words.key].map(str::to_lowercase);
    let initials: String = beginnings(&name)
        .filter_map(|word| word.chars().next())
        .collect();
    if name.starts_with(&query) {
        return Some(0);
    }
    query.split_whitespace().try_fold(1, |sum, word| {
        let one = if name.starts_with(word) {
            0
        } else if beginnings(&name).any(|at| at.starts_with(word)) {
            1
        } else if word.chars().count() > 1 && initials.starts_with(word) {
            2
        } else if name.contains(word) {
            3
        } else if beginnings(&key).any(|at| at.starts_with(word)) {
            4
        } else if beginnings(&sentence).any(|at| at.starts_with(word)) {
            6
        } else if key.contains(word) || sentence.contains(word) {
            8
        } else {
            return None;
        };
        Some(sum + one)
    })
}

/// What is left of `text` from the beginning of each of its words on.
fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.char_indices().filter_map(move |(at, letter)| {
        let begins = letter.is_alphanumeric() && !inside;
        inside = letter.is_alphanumeric();
        begins.then(|| &text[at..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Words<'_> = Words {
        name: "Learning rate",
        sentence: "How far each update of the weights goes",
        key: "training.learning_rate",
    };

    #[test]
    fn names_count_more_than_sentences() {
        let ranks = [
            "learn", "rate", "lr", "earn", "training", "update", "eights",
        ]
        .map(|query| rank(query, RATE).unwrap());
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert_eq!(ranks[0], 0);
        assert!(ranks[1] < ranks[3] && ranks[3] < ranks[5] && ranks[5] < ranks[6]);
    }

    #[test]
    fn every_word_must_be_somewhere_in_any_order_and_case() {
        assert!(rank("RATE  learn", RATE).is_some());
        assert_eq!(rank("rate momentum", RATE), None);
        assert_eq!(rank("", RATE), Some(0));
        assert!(
            rank(
                "\u{c9}t",
                Words {
                    name: "\u{e9}tape",
                    ..RATE
                }
            ) == Some(0)
        );
    }
}
