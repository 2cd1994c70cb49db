//! The curves of several variants in one plot, told apart by names and colours: what window and paper draw alike.

use crate::eval::{CurveForm, Curves};

/// One curve of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct ToldCurve<'a> {
    pub name: String,
    /// Index into the palette of variants; what a variant is held against has the weak tone.
    pub colour: Option<u8>,
    pub form: CurveForm,
    pub points: &'a [[f64; 2]],
}

/// Lines of all `variants` (name, palette index and curves each); bars and what is held against them of the first alone,
/// which would hide each other.
pub fn told_apart<'a>(
    variants: impl IntoIterator<Item = (&'a str, u8, &'a Curves)>,
) -> Vec<ToldCurve<'a>> {
    let mut all = Vec::new();
    for (place, (name, colour, curves)) in variants.into_iter().enumerate() {
        let of_form = |form| curves.curves.iter().filter(move |curve| curve.form == form);
        // Several lines of one variant are told apart by their own names.
        let several = of_form(CurveForm::Line).count() > 1;
        let mut is_first_bar = true;
        for curve in &curves.curves {
            let own = || curve.name.clone();
            let (name, colour) = match curve.form {
                CurveForm::Line if several => (format!("{name}: {}", curve.name), Some(colour)),
                CurveForm::Line => (name.to_owned(), Some(colour)),
                _ if place > 0 => continue,
                CurveForm::Dashed => (own(), None),
                CurveForm::Bars => (own(), std::mem::take(&mut is_first_bar).then_some(colour)),
            };
            all.push(ToldCurve {
                name,
                colour,
                form: curve.form,
                points: &curve.points,
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::Curve;

    #[test]
    fn bars_and_baselines_are_of_the_first_and_lines_of_all() {
        let curves = |forms: &[(&str, CurveForm)]| Curves {
            curves: forms
                .iter()
                .map(|(name, form)| Curve::new(name, *form, [[0.0, 1.0]]))
                .collect(),
            ..Curves::default()
        };
        let (line, bars) = (CurveForm::Line, CurveForm::Bars);
        let first = curves(&[
            ("model", line),
            ("PCA", CurveForm::Dashed),
            ("odd", bars),
            ("normal", bars),
        ]);
        let second = curves(&[("near", line), ("far", line), ("odd", bars)]);
        let told = told_apart([("A", 3, &first), ("B", 5, &second)]);
        let told: Vec<(&str, Option<u8>)> =
            told.iter().map(|one| (&*one.name, one.colour)).collect();
        assert_eq!(
            told,
            [
                ("A", Some(3)),
                ("PCA", None),
                ("odd", Some(3)),
                ("normal", None),
                ("B: near", Some(5)),
                ("B: far", Some(5)),
            ]
        );
    }
}
