//! Keys that somebody may have meant.

/// At most this many are offered.
const OFFERED: usize = 3;
/// Longer ones are no keys that somebody meant: a line of text was taken for names of columns.
const MOST_BYTES: usize = 100;

/// The keys of `all` that are most like `key`, the nearest first; their last part counts most.
pub fn nearest(key: &str, all: &[String]) -> Vec<String> {
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |known: &String| {
        let whole = strsim::normalized_damerau_levenshtein(known, key);
        let part = strsim::normalized_damerau_levenshtein(&last(known), &last(key));
        0.7 * part + 0.3 * whole
    };
    // Nobody means the inside of a list who names no place in one.
    let in_list = key.contains('[');
    let is_offered =
        |known: &&String| known.len() <= MOST_BYTES && (in_list || !known.contains('['));
    let all = all.iter().filter(is_offered);
    let mut all: Vec<(f64, &String)> = all.map(|known| (likeness(known), known)).collect();
    all.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let best = all.first().map_or(0.0, |(likeness, _)| *likeness);
    all.into_iter()
        .take(OFFERED)
        .filter(|(likeness, _)| *likeness > best - 0.25)
        .map(|(_, known)| known.clone())
        .collect()
}

/// "the nearest are a, b and c"
pub fn words(nearest: &[String]) -> String {
    match nearest {
        [only] => format!("the nearest is {only}"),
        _ => format!("the nearest are {}", super::words::join(nearest)),
    }
}
