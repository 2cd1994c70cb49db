//! Finds where code looks for the words of a sentence in a text: what is shown to a person is nothing to decide by.

/// Calls that look into a text, and take a text to look for.
const CALLS: [&str; 9] = [
    ".starts_with(",
    ".ends_with(",
    ".contains(",
    ".strip_prefix(",
    ".strip_suffix(",
    ".find(",
    ".split(",
    ".split_once(",
    ".replace(",
];

/// The words that this line of code looks for, if they are those of a sentence: several, or one with a capital.
pub fn looked_for(code: &str) -> Option<&str> {
    CALLS.iter().find_map(|call| {
        let after = code.split_once(call)?.1.trim_start_matches('&');
        let words = after.strip_prefix('"')?.split('"').next()?;
        let is_word = |word: &str| {
            let letters = word.chars().filter(|letter| letter.is_alphabetic());
            letters.count() > 2
        };
        let mut found = words.split(' ').filter(|word| is_word(word));
        let first = found.next()?;
        let sentence = found.next().is_some() || first.starts_with(char::is_uppercase);
        sentence.then_some(words)
    })
}

#[cfg(test)]
mod tests {
    use super::looked_for;

    #[test]
    fn sentences_are_found_and_keys_are_not() {
        for sentence in [
            r#"if message.starts_with("The weights were made")"#,
            r#"text.contains("with other settings")"#,
            r#"let shape = name.strip_prefix("Layer");"#,
        ] {
            assert!(looked_for(sentence).is_some(), "{sentence}");
        }
        for key in [
            r#"key.starts_with("data.source.")"#,
            r#"text.split("; ")"#,
            "line.split_once(':')",
            r#"device.strip_prefix("cuda:")"#,
            r#"let sentence = "The weights";"#,
        ] {
            assert_eq!(looked_for(key), None, "{key}");
        }
    }
}
