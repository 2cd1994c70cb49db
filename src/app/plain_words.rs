//! What a person reads of a sentence that ends with a field or a file of the program's own.

/// The first names of all fields of a project file, and of tensors.
const ROOTS: [&str; 18] = [
    "architecture",
    "code",
    "corruption",
    "data",
    "decoder",
    "discriminator",
    "encoder",
    "layers",
    "loss",
    "objective",
    "optimiser",
    "phases",
    "settings",
    "together",
    "training",
    "variants",
    "version",
    "view",
];

/// Sentences end with the path or field that they are about. Where that is one only a developer knows, it goes: the
/// whole sentence becomes the details.
pub(super) fn in_plain_words(sentence: String) -> (String, Option<String>) {
    let mut plain = sentence.as_str();
    while let Some((before, end)) = plain.rsplit_once(": ")
        && (is_own_file(end) || is_field(end))
    {
        plain = before;
    }
    match plain.len() == sentence.len() {
        true => (sentence, None),
        false => (plain.to_owned(), Some(sentence)),
    }
}

/// Whether this is a file inside of a project, called by its content.
fn is_own_file(end: &str) -> bool {
    let name = end.rsplit(['/', '\\']).next().unwrap_or(end);
    let stem = name.split('.').next().unwrap_or(name);
    stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether this is the place of a value in a project file, or the name of a tensor: `variants[0].settings.loss`,
/// "encoder.2.weight".
fn is_field(end: &str) -> bool {
    let mut names = end.split(['.', '[']);
    let root = names.next().unwrap_or_default();
    let is_name = |name: &str| {
        let mut bytes = name.trim_end_matches(']').bytes();
        bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    // A file of a person's can be called "data.csv".
    let is_file = ENDINGS.iter().any(|ending| end.ends_with(ending));
    let is_deep = end.len() > root.len();
    ROOTS.contains(&root) && is_deep && !is_file && names.all(is_name)
}

/// Of files that hold data.
const ENDINGS: [&str; 9] = [
    ".csv", ".tsv", ".txt", ".npy", ".npz", ".gz", ".json", ".png", ".zip",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_developer_reads_fields_tensors_and_names_by_content() {
        let hash = "0123456789abcdef".repeat(4);
        for end in [
            "training.batch",
            "data.source.kind",
            "variants[0].trained.checkpoints[2]",
            "encoder.2.weight",
            &format!("weights/{hash}.safetensors"),
            &format!("weights/{hash}.safetensors: variants[0].trained"),
            &format!("/home/a/digits/weights/{hash}.safetensors"),
        ] {
            let sentence = format!("This does not fit: {end}");
            let (plain, details) = in_plain_words(sentence.clone());
            assert_eq!(plain, "This does not fit");
            assert_eq!(details, Some(sentence));
        }
    }

    #[test]
    fn names_that_a_person_gave_stay() {
        for sentence in [
            "Saved: /home/a/digits",
            "The file is gone: data.csv",
            "The file is gone: code.tar.gz",
            "The file is gone: training data.csv",
            "There is no example of this name: data",
            "It does not fit: input width",
            "Switch early stopping on",
        ] {
            let (plain, details) = in_plain_words(sentence.to_owned());
            assert_eq!((plain.as_str(), details), (sentence, None));
        }
    }
}
