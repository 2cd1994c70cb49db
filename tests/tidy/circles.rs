//! Circles between files.

use std::collections::{BTreeMap, BTreeSet};

/// The files of each circle: from each of them arrows lead to all others of it, and back.
pub fn circles<'a>(arrows: &BTreeSet<(&'a str, &'a str)>) -> Vec<BTreeSet<&'a str>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = next
        .keys()
        .map(|&from| (from, reached(from, &next)))
        .collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (&from, all) in &reached {
        if all.contains(from) && !found.iter().any(|circle| circle.contains(from)) {
            let back = |file: &&&str| reached.get(**file).is_some_and(|all| all.contains(from));
            found.push(all.iter().filter(back).copied().collect());
        }
    }
    found
}

/// Where arrows lead to from `start`; not the start itself, unless they lead back.
fn reached<'a>(start: &str, next: &BTreeMap<&str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = next.get(start).cloned().unwrap_or_default();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(next.get(file).into_iter().flatten());
        }
    }
    found
}
