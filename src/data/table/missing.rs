//! Which cells count as missing.

/// Cells that count as missing unless a project names others; upper and lower case alike. Empty cells always do.
pub const DEFAULT_MISSING: [&str; 4] = ["NA", "nan", "?", "."];

/// Tells whether a cell is missing.
pub struct Missing {
    /// `None` means [`DEFAULT_MISSING`].
    own: Option<Vec<String>>,
}

impl Missing {
    /// By a project's own list, compared letter by letter, or by [`DEFAULT_MISSING`].
    pub fn new(own: Option<&[String]>) -> Self {
        Self {
            own: own.map(|list| list.iter().map(|text| text.trim().to_owned()).collect()),
        }
    }

    /// Whether `cell`, without spaces around it, is missing.
    pub fn is(&self, cell: &str) -> bool {
        if cell.is_empty() {
            return true;
        }
        match &self.own {
            Some(list) => list.iter().any(|text| text == cell),
            // The longest has three letters.
            None if cell.len() > 3 => false,
            None => DEFAULT_MISSING
                .iter()
                .any(|text| text.eq_ignore_ascii_case(cell)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_knows_no_case_and_an_own_list_replaces_it() {
        let default = Missing::new(None);
        for cell in ["", "NA", "na", "NaN", "nan", "?", "."] {
            assert!(default.is(cell), "{cell}");
        }
        for cell in ["0", "-", "none", "Nan.", "nana"] {
            assert!(!default.is(cell), "{cell}");
        }
        let own = Missing::new(Some(&["-9".into(), " x ".into()]));
        assert!(own.is("-9") && own.is("x") && own.is(""));
        assert!(!own.is("X") && !own.is("NA") && !own.is("-9.0"));
        let empty = Missing::new(Some(&[]));
        assert!(empty.is("") && !empty.is("?"));
    }
}
