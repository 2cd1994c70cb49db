//! Floating-point numbers in JSON, which has no word for those a diverged run records.
//!
//! Finite numbers are written as numbers, with as many digits as give the same bits back; the others as the
//! strings `"NaN"`, `"inf"` and `"-inf"`. Used with `#[serde(with = "number")]` on `f32` and `f64` fields.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// `f32` and `f64`.
pub trait Float: Copy + Serialize {
    fn wide(self) -> f64;
    fn narrow(wide: f64) -> Self;
}

impl Float for f32 {
    fn wide(self) -> f64 {
        f64::from(self)
    }

    fn narrow(wide: f64) -> Self {
        wide as Self
    }
}

impl Float for f64 {
    fn wide(self) -> f64 {
        self
    }

    fn narrow(wide: f64) -> Self {
        wide
    }
}

pub fn serialize<F: Float, S: Serializer>(value: &F, serializer: S) -> Result<S::Ok, S::Error> {
    let wide = value.wide();
    if wide.is_finite() {
        value.serialize(serializer)
    } else {
        serializer.collect_str(&wide)
    }
}

pub fn deserialize<'de, F: Float, D: Deserializer<'de>>(deserializer: D) -> Result<F, D::Error> {
    Ok(F::narrow(Number::deserialize(deserializer)?.0))
}

/// The same for an `Option<f64>`, whose `None` is `null`.
pub mod option {
    use super::{Deserialize, Deserializer, Number, Serialize, Serializer};

    pub fn serialize<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
        value.map(Number).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
        Ok(Option::<Number>::deserialize(from)?.map(|number| number.0))
    }
}

struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl de::Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, \"NaN\", \"inf\" or \"-inf\"")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Number, E> {
        Ok(Number(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Number, E> {
        match value {
            "NaN" => Ok(Number(f64::NAN)),
            "inf" => Ok(Number(f64::INFINITY)),
            "-inf" => Ok(Number(f64::NEG_INFINITY)),
            _ => Err(E::invalid_value(de::Unexpected::Str(value), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Row {
        #[serde(with = "super")]
        wide: f64,
        #[serde(with = "super")]
        narrow: f32,
        #[serde(with = "super::option")]
        maybe: Option<f64>,
    }

    fn through_json(row: &Row) -> Row {
        serde_json::from_str(&serde_json::to_string(row).unwrap()).unwrap()
    }

    #[test]
    fn every_kind_of_number_comes_back() {
        for wide in [
            0.1 + 0.2,
            -0.0,
            5e-324,
            f64::MAX,
            1.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ] {
            let row = through_json(&Row {
                wide,
                narrow: wide as f32,
                maybe: Some(wide),
            });
            assert_eq!(row.wide.to_bits(), wide.to_bits());
            assert_eq!(row.narrow.to_bits(), (wide as f32).to_bits());
            assert_eq!(row.maybe.unwrap().to_bits(), wide.to_bits());
        }
    }

    #[test]
    fn nan_and_none_are_told_apart() {
        let row = Row {
            wide: f64::NAN,
            narrow: f32::NAN,
            maybe: Some(f64::NAN),
        };
        let text = serde_json::to_string(&row).unwrap();
        assert_eq!(text, r#"{"wide":"NaN","narrow":"NaN","maybe":"NaN"}"#);
        let row = through_json(&row);
        assert!(row.wide.is_nan() && row.narrow.is_nan() && row.maybe.unwrap().is_nan());
        let none = r#"{"wide":1,"narrow":-2,"maybe":null}"#;
        let row: Row = serde_json::from_str(none).unwrap();
        assert_eq!((row.wide, row.narrow, row.maybe), (1.0, -2.0, None));
    }

    #[test]
    fn other_words_are_refused() {
        let error = serde_json::from_str::<Number>("\"many\"").err().unwrap();
        assert!(error.to_string().contains("expected a number"), "{error}");
        assert!(serde_json::from_str::<Number>("null").is_err());
    }
}
