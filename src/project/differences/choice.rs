//! One choice in words, and how numbers are written in it.

/// What is switched off, or has no meaning for a variant.
pub(super) const NONE: &str = "none";

/// One choice of a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub name: &'static str,
    /// `None` where the choice has no meaning for the variant.
    value: Option<String>,
    /// What it is unless somebody changes it.
    usual: String,
}

impl Choice {
    /// The choice that `of` reads out of the variant's part `own`, or out of the `usual` one; it has no meaning unless
    /// `applies`.
    pub fn new<T>(
        name: &'static str,
        applies: bool,
        (own, usual): (&T, &T),
        of: impl Fn(&T) -> String,
    ) -> Self {
        Self {
            name,
            value: applies.then(|| of(own)),
            usual: of(usual),
        }
    }

    /// One that always has a meaning.
    pub fn always(name: &'static str, value: String) -> Self {
        Self {
            name,
            usual: value.clone(),
            value: Some(value),
        }
    }

    pub fn text(&self) -> String {
        self.value.clone().unwrap_or_else(|| NONE.into())
    }

    /// Whether somebody chose differently.
    pub fn differs(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Some(own), None) => *own != self.usual,
            (None, Some(others)) => *others != other.usual,
            (own, others) => own != others,
        }
    }
}

/// "0.001", "1e-5": the shortest text that reads back as the same number.
pub(super) fn number(value: f32) -> String {
    if value != 0.0 && value.abs() < 1e-4 {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// As [`number`]; "none" for 0.
pub(super) fn number_or_none(value: f32) -> String {
    if value == 0.0 {
        NONE.into()
    } else {
        number(value)
    }
}

/// "1 epoch", "2.5 epochs", "none".
pub(super) fn epochs_or_none(epochs: f32) -> String {
    match epochs {
        0.0 => NONE.into(),
        1.0 => "1 epoch".into(),
        _ => format!("{} epochs", number(epochs)),
    }
}

/// "on" or "off".
pub(super) fn switch(on: bool) -> String {
    if on { "on" } else { "off" }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        assert_eq!(number(0.001), "0.001");
        assert_eq!(number(1e-5), "1e-5");
        assert_eq!(number(4.0), "4");
        assert_eq!(number_or_none(0.0), "none");
        assert_eq!(epochs_or_none(1.0), "1 epoch");
        assert_eq!(epochs_or_none(2.5), "2.5 epochs");
    }

    #[test]
    fn a_choice_without_meaning_differs_from_an_unusual_one_alone() {
        let beta = |applies, value: &str| {
            Choice::new("beta", applies, (&value, &"1"), ToString::to_string)
        };
        assert!(!beta(false, "4").differs(&beta(false, "2")));
        assert!(!beta(false, "4").differs(&beta(true, "1")));
        assert!(beta(true, "2").differs(&beta(false, "1")));
        assert!(beta(true, "1").differs(&beta(true, "2")));
        assert_eq!(beta(false, "4").text(), "none");
    }
}
