//! Guesses the type of a column from its name and its cells.

use super::facts::Reason;
use super::number::parse;
use super::options::ColumnType;
use super::survey::Seen;

/// Texts that a column may have to be taken for a category.
const MOST_NAMES: usize = 256;
/// Integers that a column named like a label may have to be taken for classes.
const MOST_CLASSES: usize = 100;
/// Fewest digits of integers that 32-bit numbers round.
const MANY_DIGITS: usize = 8;

/// Names of labels, the likeliest first.
const LABEL_NAMES: [&str; 8] = [
    "label",
    "class",
    "target",
    "diagnosis",
    "species",
    "income",
    "anomaly",
    "y",
];

/// Words for no and yes.
const ANSWERS: [[&str; 2]; 6] = [
    ["false", "true"],
    ["no", "yes"],
    ["f", "t"],
    ["n", "y"],
    ["off", "on"],
    ["否", "是"],
];

/// The type of each column and why. At most one is a label.
pub fn guess(names: &[String], columns: &[Seen], rows: usize) -> Vec<(ColumnType, Reason)> {
    let mut guessed: Vec<_> = names
        .iter()
        .zip(columns)
        .map(|(name, seen)| one(name, seen, rows))
        .collect();
    if let Some((label, reason)) = label(names, columns, &guessed) {
        guessed[label] = (ColumnType::Label, reason);
    }
    guessed
}

pub fn one(name: &str, seen: &Seen, rows: usize) -> (ColumnType, Reason) {
    let (distinct, more) = (seen.texts.count(), seen.texts.more());
    let first = || seen.examples.first().cloned().unwrap_or_default();
    if seen.present == 0 {
        return (ColumnType::Ignored, Reason::AllMissing);
    }
    if distinct == 1 && !more {
        return (ColumnType::Ignored, Reason::Constant(first()));
    }
    if seen.dates {
        return (ColumnType::Date, Reason::Dates);
    }
    if is_id_name(name, seen) {
        return (ColumnType::Id, Reason::IdName);
    }
    if seen.all_integers() {
        let [fewest, most] = seen.digits;
        if seen.leading_zeros {
            return (ColumnType::Id, Reason::LeadingZeros);
        }
        if fewest == most && most >= MANY_DIGITS && seen.texts.all_different() && !seen.negative {
            return (ColumnType::Id, Reason::ManyDigits(most));
        }
    }
    if let Some(names) = answers(seen) {
        return (ColumnType::YesNo, Reason::TwoAnswers(names));
    }
    if seen.all_numbers() {
        return match seen.range {
            Some([least, greatest]) if least < greatest => (ColumnType::Numeric, Reason::Numbers),
            _ => (ColumnType::Ignored, Reason::Constant(first())),
        };
    }
    if !more && distinct <= MOST_NAMES && distinct * 2 <= rows {
        return (ColumnType::Category, Reason::FewTexts(distinct));
    }
    let reason = match &seen.first_other {
        Some((text, line)) if seen.numbers * 2 >= seen.present => Reason::MostlyNumbers {
            others: seen.present - seen.numbers,
            first: text.clone(),
            line: *line,
        },
        _ => Reason::TooManyTexts {
            distinct,
            more,
            rows,
        },
    };
    (ColumnType::Ignored, reason)
}

/// `id`, `town_id`, `PassengerId`; an index without a name only when no cell comes twice.
fn is_id_name(name: &str, seen: &Seen) -> bool {
    if seen.all_numbers() && !seen.all_integers() {
        return false;
    }
    let lower = name.to_lowercase();
    let ends = ["_id", "-id", " id", ".id"]
        .iter()
        .any(|end| lower.ends_with(end));
    let camel = ["Id", "ID"].iter().any(|end| {
        let stem = name.strip_suffix(end);
        stem.is_some_and(|stem| stem.ends_with(|letter: char| letter.is_lowercase()))
    });
    let index = ["index", "unnamed: 0", "row"].contains(&lower.as_str());
    ["id", "uuid", "guid"].contains(&lower.as_str())
        || ends
        || camel
        || index && seen.texts.all_different()
}

/// The cells that mean no and yes, when there are no others.
pub fn answers(seen: &Seen) -> Option<[String; 2]> {
    if seen.texts.more() {
        return None;
    }
    let texts = seen.texts.sorted();
    if let [no, yes] = &texts[..]
        && seen.all_numbers()
    {
        let value = |text: &str| parse(text, '.').or_else(|| parse(text, ','));
        let pair = (value(no), value(yes));
        return (pair == (Some(0.0), Some(1.0))).then(|| [no.clone(), yes.clone()]);
    }
    ANSWERS.into_iter().find_map(|pair| {
        // Of several spellings the one in small letters, which sorts last.
        let spelled = pair.map(|word| {
            let mut spellings = texts.iter().filter(|text| text.eq_ignore_ascii_case(word));
            let last = spellings.next_back();
            last.map(|last| (last.clone(), spellings.count() + 1))
        });
        match spelled {
            [Some((no, a)), Some((yes, b))] if a + b == texts.len() => Some([no, yes]),
            _ => None,
        }
    })
}

/// The column that holds the classes: by its name, or the last one when it alone is text.
fn label(
    names: &[String],
    columns: &[Seen],
    guessed: &[(ColumnType, Reason)],
) -> Option<(usize, Reason)> {
    let classes = |index: usize| {
        let seen = &columns[index];
        let few = !seen.texts.more() && seen.texts.count() <= MOST_NAMES;
        let class_numbers =
            seen.all_integers() && !seen.negative && seen.texts.count() <= MOST_CLASSES;
        let dates = guessed[index].0 == ColumnType::Date;
        seen.present > 0 && few && !dates && (class_numbers || !seen.all_numbers())
    };
    let named = LABEL_NAMES.iter().find_map(|label| {
        (0..names.len()).find(|&index| names[index].eq_ignore_ascii_case(label) && classes(index))
    });
    if let Some(index) = named {
        return Some((index, Reason::LabelName));
    }
    let (last, others) = guessed.split_last()?;
    let text = columns.last().is_some_and(|seen| seen.numbers == 0);
    let suits = text && matches!(last.0, ColumnType::Category | ColumnType::YesNo);
    let numbers = others
        .iter()
        .zip(columns)
        .all(|((kind, reason), seen)| match kind {
            ColumnType::Numeric | ColumnType::Id => true,
            ColumnType::YesNo => seen.all_numbers(),
            _ => matches!(reason, Reason::Constant(_) | Reason::AllMissing),
        });
    let some = others.iter().any(|(kind, _)| *kind == ColumnType::Numeric);
    (suits && numbers && some).then_some((others.len(), Reason::LastText))
}
