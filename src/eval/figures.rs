//! Named figures: what a measurement says in numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Named figures in their order.
#[derive(Debug, Clone, Default, PartialEq, JsonSchema, Serialize, Deserialize)]
pub struct Figures(pub Vec<(String, Figure)>);

/// One figure.
#[derive(Debug, Clone, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    Number(f64),
    /// One for each of several choices, such as a number of labels.
    Each(Vec<(String, f64)>),
}

impl Figures {
    /// Of single numbers.
    pub fn of<const N: usize>(numbers: [(&str, f64); N]) -> Self {
        let numbers = numbers.map(|(key, number)| (key.to_owned(), Figure::Number(number)));
        Self(numbers.into())
    }

    /// Adds a number.
    pub fn push(&mut self, key: &str, number: f64) {
        self.0.push((key.to_owned(), Figure::Number(number)));
    }

    /// Those that are finite numbers.
    #[must_use]
    pub fn finite(&self) -> Self {
        let kept = self.0.iter().filter_map(|(key, figure)| {
            let figure = match figure {
                Figure::Number(number) => number.is_finite().then_some(Figure::Number(*number)),
                Figure::Each(each) => {
                    let each = each.iter().filter(|(_, number)| number.is_finite());
                    let each: Vec<(String, f64)> = each.cloned().collect();
                    (!each.is_empty()).then_some(Figure::Each(each))
                }
            };
            Some((key.clone(), figure?))
        });
        Self(kept.collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `{"auc":0.75}`, `{"accuracy":{"100":0.5,"all":0.75}}`
    pub fn json(&self) -> Value {
        let figures = self.0.iter().map(|(key, figure)| {
            let value = match figure {
                Figure::Number(number) => (*number).into(),
                Figure::Each(each) => {
                    let each = each.iter();
                    let each = each.map(|(choice, number)| (choice.clone(), (*number).into()));
                    Value::Object(each.collect())
                }
            };
            (key.clone(), value)
        });
        Value::Object(figures.collect::<Map<_, _>>())
    }

    /// The number that is called so among [`Self::numbers`].
    pub fn number(&self, name: &str) -> Option<f64> {
        let mut numbers = self.numbers().into_iter();
        numbers
            .find(|(other, _)| other == name)
            .map(|(_, number)| number)
    }

    /// Every number with what it is called: "auc", "accuracy 100".
    pub fn numbers(&self) -> Vec<(String, f64)> {
        let each = self.0.iter().flat_map(|(key, figure)| match figure {
            Figure::Number(number) => vec![(key.clone(), *number)],
            Figure::Each(each) => {
                let each = each.iter();
                each.map(|(choice, number)| (format!("{key} {choice}"), *number))
                    .collect()
            }
        });
        each.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_objects_and_lists() {
        let each = vec![("100".into(), 0.5), ("all".into(), 0.75)];
        let figures = Figures(vec![
            ("auc".into(), Figure::Number(0.25)),
            ("accuracy".into(), Figure::Each(each)),
        ]);
        assert_eq!(
            figures.json().to_string(),
            r#"{"auc":0.25,"accuracy":{"100":0.5,"all":0.75}}"#
        );
        let numbers = figures.numbers();
        assert_eq!(numbers[2], ("accuracy all".to_owned(), 0.75));
        assert_eq!(figures.number("accuracy 100"), Some(0.5));
        assert_eq!(figures.number("accuracy"), None);
        let broken = Figures::of([("a", f64::NAN), ("b", f64::INFINITY), ("c", 1.0)]);
        assert_eq!(broken.finite(), Figures::of([("c", 1.0)]));
        assert_eq!(figures.finite(), figures);
        assert_eq!(Figures::default().json().to_string(), "{}");
        let text = serde_json::to_string(&figures).unwrap();
        assert_eq!(serde_json::from_str::<Figures>(&text).unwrap(), figures);
    }
}
