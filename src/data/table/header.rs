//! Detects a header line, and makes the names of columns unique.

use std::collections::HashSet;

use csv::StringRecord;

use super::date::is_date;
use super::missing::Missing;
use super::number::{integer_digits, parse};

/// Whether the first of `records` is a header: text where the column below holds numbers or dates.
///
/// A table of text alone has a header when its first line has different cells, and none of them comes again below.
pub fn is_header(records: &[StringRecord], decimal: char, missing: &Missing) -> bool {
    let Some((first, rest)) = records.split_first() else {
        return false;
    };
    let number = |cell: &str| parse(cell, decimal).is_some();
    let (mut above_numbers, mut numbers) = (false, Vec::new());
    for (column, cell) in first.iter().enumerate() {
        let cell = cell.trim();
        if number(cell) {
            numbers.push(cell);
            continue;
        }
        let below = || {
            let cells = rest.iter().filter_map(|record| record.get(column));
            cells.map(str::trim).filter(|cell| !missing.is(cell))
        };
        let some = below().next().is_some();
        let differs = some && (below().all(number) || !is_date(cell) && below().all(is_date));
        above_numbers |= differs && !missing.is(cell);
    }
    if above_numbers {
        // Columns may be numbered, as pixels are: 0, 1, 2, ...
        let places = numbers.iter().map(|cell| {
            let digits = integer_digits(cell)?;
            digits.parse::<u64>().ok()
        });
        return places
            .collect::<Option<Vec<_>>>()
            .is_some_and(|places| places.windows(2).all(|pair| pair[0] < pair[1]));
    }
    numbers.is_empty() && names_nothing_below(first, rest, missing)
}

fn names_nothing_below(first: &StringRecord, rest: &[StringRecord], missing: &Missing) -> bool {
    let mut seen = HashSet::new();
    first.iter().enumerate().all(|(column, cell)| {
        let cell = cell.trim();
        let recurs = |record: &StringRecord| record.get(column).is_some_and(|c| c.trim() == cell);
        !missing.is(cell) && seen.insert(cell) && !rest.iter().any(recurs)
    })
}

/// Names for `width` columns, all different, and a sentence on each that had to be made.
pub fn names(header: Option<&StringRecord>, width: usize) -> (Vec<String>, Vec<String>) {
    let (mut names, mut warnings) = (Vec::<String>::new(), Vec::new());
    let mut taken = HashSet::new();
    let mut unnamed = 0;
    for column in 0..width {
        let cell = header.and_then(|record| record.get(column));
        let own = cell.unwrap_or_default().split_whitespace();
        let own = own.collect::<Vec<_>>().join(" ");
        let mut name = own.clone();
        if own.is_empty() {
            name = format!("column {}", column + 1);
            unnamed += 1;
        }
        let mut copy = 2;
        let base = name.clone();
        while !taken.insert(name.clone()) {
            name = format!("{base} ({copy})");
            copy += 1;
        }
        if copy > 2 {
            warnings.push(format!(
                "the name {base} stands over more than one column, column {} is called {name}",
                column + 1
            ));
        }
        names.push(name);
    }
    if header.is_some() && unnamed > 0 {
        warnings.push(format!(
            "columns without a name are called by their number: {unnamed}"
        ));
    }
    (names, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(lines: &[&str]) -> bool {
        let records: Vec<StringRecord> =
            lines.iter().map(|line| line.split(',').collect()).collect();
        is_header(&records, '.', &Missing::new(None))
    }

    #[test]
    fn text_over_numbers_or_dates_is_a_header() {
        assert!(header(&["a,b", "1,x", "2,x"]));
        assert!(header(&["a,b", "NA,x", "2,x"]));
        assert!(header(&["label,0,1,2", "7,0,0,255"]));
        assert!(header(&["day,what", "2024-01-31,x", "2024-02-01,what"]));
        assert!(header(&["a,b,c"]));
        assert!(!header(&["5.1,3.5,1.4", "4.9,3.0,1.3"]));
        assert!(!header(&["5.1,3.5,n/a", "4.9,3.0,1.3"]));
        assert!(!header(&["1,x", "2,y"]));
        assert!(!header(&["1,2,3"]));
    }

    #[test]
    fn over_text_alone_it_must_be_different_and_not_come_again() {
        assert!(header(&["town,kind", "Bonn,a", "Oslo,b"]));
        assert!(!header(&["a,Bonn", "a,Oslo", "b,Rome"]));
        assert!(!header(&["p,p,x", "q,r,s"]));
        assert!(!header(&["p,,x", "q,r,s"]));
    }

    #[test]
    fn names_are_made_unique() {
        let record: StringRecord = [" a ", "", "a", "b\nc", "a", "column 2"]
            .into_iter()
            .collect();
        let (list, warnings) = names(Some(&record), 6);
        assert_eq!(
            list,
            ["a", "column 2", "a (2)", "b c", "a (3)", "column 2 (2)"]
        );
        assert_eq!(warnings.len(), 4);
        assert_eq!(
            warnings[0],
            "the name a stands over more than one column, column 3 is called a (2)"
        );
        assert_eq!(
            warnings[3],
            "columns without a name are called by their number: 1"
        );
        assert_eq!(
            names(None, 2),
            (vec!["column 1".into(), "column 2".into()], vec![])
        );
    }
}
