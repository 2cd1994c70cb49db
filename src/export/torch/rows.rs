//! The table part of the Python file: columns, encoding of raw values into inputs, and decoding of outputs.

use std::fmt::Write as _;

use super::activation::applied;
use crate::data::{ColumnKind, Columns, Scaler};
use crate::model::Activation;

/// Letters of a line of Python.
const LINE: usize = 96;

/// What a reader should know of the rows, as lines of the docstring.
pub fn explained(columns: &Columns) -> String {
    format!(
        "A row is {} numbers, one for each of COLUMNS, in units of its own: of yes/no 0 or 1, of a\n\
         category the index of its name, NaN where it is missing. Scaling is done inside.\n\
         What comes back are {} numbers: of a number itself, of yes/no the probability of the\n\
         second answer, of a category the probability of each of its names.\n",
        columns.len(),
        columns.target_width(),
    )
}

/// The columns, how they are scaled, and what stands for a missing value.
pub fn tables(columns: &Columns, scaler: &Scaler) -> String {
    let mut text = String::from(
        "\n# Name and kind of each column, and its answers or names by index.\nCOLUMNS = [\n",
    );
    for column in columns.list() {
        let (kind, names) = match &column.kind {
            ColumnKind::Numeric => ("numeric", &[][..]),
            ColumnKind::YesNo { names } => ("yes_no", &names[..]),
            ColumnKind::Category { names } => ("category", &names[..]),
        };
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        // Formatting into a String cannot fail.
        let _ = writeln!(
            text,
            "    ({}, \"{kind}\", {}),",
            literal(&column.name),
            list(&names, 4)
        );
    }
    let number = |number: f32| format!("{number:?}");
    let scales = scaler.columns();
    let means: Vec<String> = scales.iter().map(|scale| number(scale.mean)).collect();
    let deviations: Vec<String> = scales.iter().map(|scale| number(scale.deviation)).collect();
    let fill = scales.iter().flat_map(|scale| &scale.fill);
    let fill: Vec<String> = fill.map(|&fill| number(fill)).collect();
    let gaps = columns.list().iter().enumerate();
    let gaps = gaps.filter(|(_, column)| column.has_mask());
    let gaps: Vec<String> = gaps.map(|(index, _)| index.to_string()).collect();
    let _ = write!(
        text,
        "]\n# What is taken off each column, and what the rest is divided by.\n\
         MEAN = {}\nDEVIATION = {}\n\
         # What the model sees in the place of a missing value: a number for each that it makes.\n\
         FILL = {}\n\
         # Columns of which it is told where they are missing, by index.\nGAPS = {}\n",
        list(&means, 0),
        list(&deviations, 0),
        list(&fill, 0),
        list(&gaps, 0),
    );
    text
}

/// What `__init__` does beside encoder and decoder.
pub const BUFFERS: &str = r#"        # Not in the file of weights, but on the model's device.
        for name, numbers in (("mean", MEAN), ("deviation", DEVIATION), ("fill", FILL)):
            self.register_buffer(name, torch.tensor(numbers), persistent=False)
"#;

/// The methods `prepare` and `restore`. `output` makes numbers of what the decoder leaves for them.
pub fn methods(columns: &Columns, output: Activation) -> String {
    let [values, seen, made] = [columns.len(), columns.input_width(), columns.target_width()];
    let number = applied(output, "part");
    let number = if number == "part" {
        String::new()
    } else {
        format!("                part = {number}\n")
    };
    PREPARE
        .replace("VALUES", &values.to_string())
        .replace("SEEN", &seen.to_string())
        .replace("MADE", &made.to_string())
        .replace("                # number\n", &number)
}

const PREPARE: &str = r#"
    def prepare(self, x):
        """Rows (batch, VALUES) as the encoder sees them (batch, SEEN): scaled, filled, and masks."""
        missing = x.isnan()
        scaled = (x - self.mean) / self.deviation
        parts, first = [], 0
        for index, (_, kind, names) in enumerate(COLUMNS):
            part = scaled[:, index : index + 1]
            if kind == "category":
                part = (part == torch.arange(len(names), device=x.device)).to(x.dtype)
            fill = self.fill[first : first + part.shape[1]]
            parts.append(torch.where(missing[:, index : index + 1], fill, part))
            first += part.shape[1]
        return torch.cat([*parts, missing[:, GAPS].to(x.dtype)], 1)

    def restore(self, y):
        """What the decoder makes (batch, MADE): numbers in their units, and probabilities."""
        parts, first = [], 0
        for index, (_, kind, names) in enumerate(COLUMNS):
            width = len(names) if kind == "category" else 1
            part = y[:, first : first + width]
            first += width
            if kind == "numeric":
                # number
                part = part * self.deviation[index] + self.mean[index]
            elif kind == "yes_no":
                part = torch.sigmoid(part)
            else:
                part = torch.softmax(part, 1)
            parts.append(part)
        return torch.cat(parts, 1)
"#;

/// Makes up rows to try the model on.
pub const RANDOM: &str = r#"def random_rows(count):
    """Rows of made-up values, some of them missing."""
    columns = []
    for (_, kind, names), mean, deviation in zip(COLUMNS, MEAN, DEVIATION):
        if kind == "numeric":
            columns.append(mean + deviation * torch.randn(count))
        else:
            columns.append(torch.randint(len(names), (count,)).float())
    x = torch.stack(columns, 1)
    x[torch.rand(x.shape) < 0.1] = float("nan")
    return x


"#;

/// A string of Python.
pub fn literal(text: &str) -> String {
    // JSON's strings are Python's too.
    serde_json::Value::from(text).to_string()
}

/// A list of Python that begins behind `indent` spaces: on one line where it is short.
pub fn list(items: &[String], indent: usize) -> String {
    let whole = items.join(", ");
    if whole.chars().count() + indent <= LINE / 2 {
        return format!("[{whole}]");
    }
    let inner = indent + 4;
    let mut text = String::from("[");
    let mut room = 0;
    for item in items {
        let length = item.chars().count() + 2;
        if length > room {
            text.truncate(text.trim_end().len());
            let _ = write!(text, "\n{:inner$}", "");
            room = LINE - inner;
        }
        let _ = write!(text, "{item}, ");
        room = room.saturating_sub(length);
    }
    text.truncate(text.trim_end().len());
    let _ = write!(text, "\n{:indent$}]", "");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_their_quotes_and_lists_inside_their_lines() {
        assert_eq!(literal("a \"b\" \\ \n"), r#""a \"b\" \\ \n""#);
        assert_eq!(list(&["1".into(), "2".into()], 0), "[1, 2]");
        assert_eq!(list(&[], 0), "[]");
        let long = list(&vec!["\"0123456789\"".to_owned(); 8], 4);
        let lines: Vec<&str> = long.lines().collect();
        assert_eq!(lines.len(), 4, "{long}");
        assert_eq!(lines[0], "[");
        assert!(lines[1].starts_with("        \"0123456789\", \"0123456789\""));
        assert!(lines.iter().all(|line| line.len() < 100), "{long}");
        assert_eq!(lines[3], "    ]");
    }
}
