//! The rows of a table's format: found in the file, or chosen.

use egui::Ui;

use crate::data::{Quote, TableFacts, TableOptions};
use crate::export::digits::grouped;
use crate::ui::setup::fold;
use crate::ui::setup::rows::Row;

/// Encodings that are offered, as browsers name them.
const ENCODINGS: [&str; 11] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-kr",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "iso-8859-15",
];

/// Draws the folded rows and changes `options` as a person chooses; `rest` draws what follows them.
pub fn show(
    ui: &mut Ui,
    facts: &TableFacts,
    options: &mut TableOptions,
    rest: impl FnOnce(&mut Ui, &mut TableOptions),
) {
    fold::show(ui, "How it is read", &summary(facts), |ui| {
        let before = options.clone();
        let row = Row::new("Delimiter", "The character between cells");
        let all = [',', ';', '\t', '|'];
        choose(
            ui,
            row,
            &mut options.delimiter,
            facts.delimiter,
            &all,
            delimiter,
        );
        let row = Row::new(
            "Decimal mark",
            "Where the fraction of a number begins; the other one may stand between thousands",
        );
        choose(
            ui,
            row,
            &mut options.decimal,
            facts.decimal,
            &['.', ','],
            decimal,
        );
        let row = Row::new(
            "Quotes",
            "The character around cells that hold a delimiter or a line break",
        );
        let all = [Quote::Double, Quote::Single, Quote::None];
        choose(ui, row, &mut options.quote, facts.quote, &all, |one| {
            quote(one).into()
        });
        let row = Row::new("First line", "Whether it holds the names of the columns");
        choose(
            ui,
            row,
            &mut options.header,
            facts.header,
            &[true, false],
            |one| header(one).into(),
        );
        encoding(ui, facts, options);
        // Columns have other names then, or none.
        let names_change = before.delimiter != options.delimiter
            || before.quote != options.quote
            || before.header != options.header
            || before.encoding != options.encoding;
        if names_change {
            options.columns.clear();
        }
        rest(ui, options);
    });
}

/// A menu of what was found and everything that can be chosen instead.
fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    row: Row<'_>,
    chosen: &mut Option<T>,
    found: T,
    all: &[T],
    name: impl Fn(T) -> String,
) {
    let offered: Vec<Option<T>> = std::iter::once(None)
        .chain(all.iter().copied().map(Some))
        .collect();
    let was_found = chosen.is_none();
    let new = row.choose(ui, *chosen, &offered, |one| match one {
        None if was_found => format!("found: {}", name(found)),
        None => "as found".into(),
        Some(one) => name(one),
    });
    if let Some(new) = new {
        *chosen = new;
    }
}

fn encoding(ui: &mut Ui, facts: &TableFacts, options: &mut TableOptions) {
    let mut names: Vec<&str> = ENCODINGS.to_vec();
    let own = options.encoding.clone();
    if let Some(own) = &own
        && !names.contains(&&**own)
    {
        names.push(own);
    }
    let row = Row::new("Encoding", "How the bytes of the file stand for letters");
    let mut chosen = own.as_deref();
    let found = facts.encoding.as_str();
    choose(ui, row, &mut chosen, found, &names, str::to_owned);
    options.encoding = chosen.map(str::to_owned);
}

fn delimiter(delimiter: char) -> String {
    match delimiter {
        ',' => ", comma".into(),
        ';' => "; semicolon".into(),
        '|' => "| bar".into(),
        '\t' => "tab".into(),
        ' ' => "space".into(),
        other => other.into(),
    }
}

fn decimal(mark: char) -> String {
    match mark {
        ',' => ", comma".into(),
        _ => ". point".into(),
    }
}

fn quote(quote: Quote) -> &'static str {
    match quote {
        Quote::Double => "\"",
        Quote::Single => "'",
        Quote::None => "none",
    }
}

fn header(header: bool) -> &'static str {
    match header {
        true => "names",
        false => "values",
    }
}

/// "569 rows, semicolons, decimal commas, UTF-8".
fn summary(facts: &TableFacts) -> String {
    let rows = match facts.rows {
        1 => "1 row".to_owned(),
        rows => format!("{} rows", grouped(rows as u64)),
    };
    let names = match facts.header {
        true => "",
        false => ", no names",
    };
    let cut = match facts.delimiter {
        ',' => "commas".to_owned(),
        ';' => "semicolons".to_owned(),
        '|' => "bars".to_owned(),
        '\t' => "tabs".to_owned(),
        ' ' => "spaces".to_owned(),
        other => other.to_string(),
    };
    let decimal = match facts.decimal {
        ',' => ", decimal commas",
        _ => "",
    };
    format!("{rows}, {cut}{decimal}, {}{names}", facts.encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_sums_up_what_was_found() {
        let mut facts = TableFacts {
            delimiter: '\t',
            quote: Quote::Double,
            decimal: ',',
            header: true,
            encoding: "GB18030".into(),
            rows: 1_234,
            columns: Vec::new(),
        };
        assert_eq!(summary(&facts), "1,234 rows, tabs, decimal commas, GB18030");
        facts.header = false;
        facts.rows = 1;
        facts.decimal = '.';
        assert_eq!(summary(&facts), "1 row, tabs, GB18030, no names");
    }
}
