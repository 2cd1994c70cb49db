//! Users or items by their ids, which may be numbers or names in any script.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Ids, numbered in the order in which they were met.
#[derive(Debug, Default)]
pub struct Ids {
    numbers: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Ids {
    /// The number of `id`, which may be new.
    pub fn number(&mut self, id: &str) -> u32 {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(id.into(), number);
        self.names.push(id.into());
        number
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The numbers of those that are `wanted`: numbers in their order before names in theirs, whatever order a file has.
    pub fn sorted(&self, wanted: &[bool]) -> Vec<u32> {
        let all = (0..self.len() as u32).zip(wanted);
        let mut sorted: Vec<u32> = all
            .filter_map(|(id, wanted)| wanted.then_some(id))
            .collect();
        sorted.sort_by(|&a, &b| by_number(self.name(a), self.name(b)));
        sorted
    }
}

/// Ids that are named; more are counted.
const NAMED: usize = 5;

/// "3, 7, 12 and 40 more": each of `ids` once; `None` without any.
pub fn named<'a>(ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all: Vec<&str> = ids.collect();
    all.sort_by(|a, b| by_number(a, b));
    all.dedup();
    let names = all.get(..NAMED).unwrap_or(&all).join(", ");
    match all.len() {
        0 => None,
        1..=NAMED => Some(names),
        count => Some(format!("{names} and {} more", count - NAMED)),
    }
}

fn by_number(a: &str, b: &str) -> Ordering {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(first), Ok(second)) => first.cmp(&second).then_with(|| a.cmp(b)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_their_order_and_names_behind() {
        let mut ids = Ids::default();
        let given = ["10", "北京", "9", "Bonn", "007", "7", "x"].map(|id| ids.number(id));
        assert_eq!(given, [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!((ids.number("9"), ids.len()), (2, 7));
        let mut wanted = [true; 7];
        wanted[6] = false;
        let sorted = ids.sorted(&wanted);
        let names: Vec<&str> = sorted.iter().map(|&id| ids.name(id)).collect();
        assert_eq!(names, ["007", "7", "9", "10", "Bonn", "北京"]);
    }
}
