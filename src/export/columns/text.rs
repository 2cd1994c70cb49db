//! The comparison as comma-separated values (RFC 4180) and as tab-separated values for pasting into a spreadsheet:
//! headings with units, all digits, nothing in empty cells.

use super::Table;

impl Table {
    /// Comma-separated, one line a variant, all columns.
    ///
    /// # Errors
    /// One clause, when the text cannot be made.
    pub fn csv(&self) -> Result<String, String> {
        let all: Vec<usize> = (0..self.columns.len()).collect();
        self.separated(b',', &all)
    }

    /// Tab-separated, the columns at these indices.
    ///
    /// # Errors
    /// As [`Self::csv`].
    pub fn tabs(&self, columns: &[usize]) -> Result<String, String> {
        self.separated(b'\t', columns)
    }

    fn separated(&self, separator: u8, columns: &[usize]) -> Result<String, String> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .from_writer(Vec::new());
        let headings = columns.iter().filter_map(|&index| self.columns.get(index));
        let headings = headings.map(super::Column::heading_with_unit);
        let mut lines = vec![
            std::iter::once("Variant".to_owned())
                .chain(headings)
                .collect::<Vec<_>>(),
        ];
        lines.extend(self.rows.iter().map(|row| {
            let cells = columns.iter().filter_map(|&index| row.cells.get(index));
            std::iter::once(row.name.clone())
                .chain(cells.map(super::Cell::exact))
                .collect()
        }));
        for line in lines {
            writer.write_record(&line).map_err(|e| e.to_string())?;
        }
        let bytes = writer.into_inner().map_err(|e| e.to_string())?;
        String::from_utf8(bytes).map_err(|e| e.to_string())
    }
}
