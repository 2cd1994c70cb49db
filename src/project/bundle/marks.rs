//! Marks what could not be read of a project, and takes the marks away from what was changed since.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ReadWarning;
use super::json::to_json;
use super::warnings::{is_of_source, is_of_training, is_spare};
use crate::data::Source;
use crate::project::{Document, Misread, Variant};

/// What is wrong in the file of `document` and would be lost by a save. `places` are the places of its variants in the
/// list of the file.
pub fn marks(document: &Document, places: &[usize], warnings: &[ReadWarning]) -> Vec<Misread> {
    let wrong = warnings.iter().filter(|warning| !is_spare(&warning.key));
    let shortened: BTreeSet<&str> = warnings
        .iter()
        .filter(|warning| warning.is_left_out)
        .filter_map(|warning| Some(warning.key.rsplit_once('[')?.0))
        .collect();
    wrong
        .map(|warning| mark(document, places, warning, &shortened))
        .collect()
}

fn mark(
    document: &Document,
    places: &[usize],
    warning: &ReadWarning,
    shortened: &BTreeSet<&str>,
) -> Misread {
    let ReadWarning {
        key,
        problem,
        outcome,
        written,
        ..
    } = warning;
    let of_variant = in_variant(key);
    let variant = of_variant.and_then(|(place, _)| {
        let index = places.iter().position(|known| *known == place)?;
        Some(document.variants.get(index)?.id)
    });
    let path = match (variant, of_variant) {
        (Some(_), Some((_, path))) => path,
        _ => key,
    };
    let mut mark = Misread {
        key: key.clone(),
        variant,
        path: path.to_owned(),
        written: written.clone(),
        problem: problem.clone(),
        outcome: outcome.clone(),
        used: None,
        watched: None,
        is_kept: is_of_source(key)
            && key != "data"
            && matches!(document.data.source, Source::Unread(_)),
    };
    if is_of_training(key) || !is_chosen(&mark) {
        mark.used = value(document, &mark, path).map(|used| used.to_string());
        return mark;
    }
    // Elements have other places once one is left out, so it is the whole list that is looked at.
    let lists = key.match_indices('[').map(|(at, _)| &key[..at]);
    // Places of variants are known.
    let list = lists.filter(|list| *list != "variants");
    let list = list.into_iter().find(|list| shortened.contains(list));
    let watched = match list {
        Some(list) => in_variant(list).map_or(list, |(_, path)| path),
        None => path,
    };
    let found = value(document, &mark, watched);
    if list.is_none() {
        mark.used = found.as_ref().map(Value::to_string);
    }
    mark.watched = found.map(|found| (watched.to_owned(), found.to_string()));
    mark
}

/// Whether it is something that a person sets by choosing, not by looking.
fn is_chosen(mark: &Misread) -> bool {
    let parts = ["settings", "data", "name", "notes"];
    let first = mark.path.split(['.', '[']).next();
    first.is_some_and(|first| parts.contains(&first))
}

/// The place in the list of variants, and the path below it, of a key.
fn in_variant(key: &str) -> Option<(usize, &str)> {
    let (place, path) = key.strip_prefix("variants[")?.split_once(']')?;
    Some((place.parse().ok()?, path.strip_prefix('.').unwrap_or(path)))
}

/// What stands at `path` now, as JSON.
fn value(document: &Document, mark: &Misread, path: &str) -> Option<Value> {
    let tree = match mark.variant {
        Some(id) => to_json(&Variant {
            trained: None,
            ..document.variant(id)?.clone()
        }),
        None => to_json(&Document {
            variants: Vec::new(),
            ..document.clone()
        }),
    };
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    tree.ok()?.pointer(&format!("/{pointer}")).cloned()
}

/// Takes the marks away of what a person has changed, and of variants that are gone.
pub fn forget_changed_marks(document: &mut Document) {
    let mut marks = std::mem::take(&mut document.misread);
    marks.retain(|mark| {
        let is_there = mark.variant.is_none_or(|id| document.variant(id).is_some());
        let is_as_read = mark.watched.as_ref().is_none_or(|(path, before)| {
            let now = value(document, mark, path).map(|now| now.to_string());
            now.as_ref() == Some(before)
        });
        is_there && is_as_read
    });
    document.misread = marks;
}
