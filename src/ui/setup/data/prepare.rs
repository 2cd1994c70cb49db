//! The rows of scaling and the validation split.

use egui::{ComboBox, Ui};

use crate::app::SampleKind;
use crate::data::{
    ColumnKind, ColumnScale, DataSettings, HoldOut, Prepared, SampleShape, Scaling, TestPart,
};
use crate::export::digits::trimmed;
use crate::ui::setup::data::altered;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::setup::some_of::some_of;
use crate::ui::widgets::hint;

/// Draws the settings; gives new ones once a person changed them. `data` limits the numbers when it is there; the
/// numbers of `column` are shown where samples are rows.
pub fn show(
    ui: &mut Ui,
    settings: &DataSettings,
    data: Option<&Prepared>,
    column: Option<&str>,
) -> Option<DataSettings> {
    let mut new = settings.clone();
    let kind = SampleKind::of_source(&settings.source);
    let of = Values::of(settings);
    // Tokens have no numbers to scale.
    let are_numbers = kind != SampleKind::Text;
    if are_numbers && let Some(scaling) = scaling(ui, settings.scaling, of) {
        new.scaling = scaling;
    }
    let fitted = data.filter(|data| are_numbers && data.settings.scaling == new.scaling);
    if let Some(text) = fitted.and_then(|data| fitted_numbers(data, column)) {
        hint(ui, text);
    }

    let many = match settings.source.has_ratings() {
        true => "ratings",
        false => kind.many(),
    };
    let label = format!("Validation {many}");
    let about = format!(
        "Training {many} set aside to watch the loss on, at least one stays for training; 0 watches the test set"
    );
    let row = Row::new(&label, &about).reached_by("data.validation");
    let limits = match data {
        Some(data) => Limits::whole(0.0, data.dataset.train.units().saturating_sub(1) as f64),
        None => Limits::whole(0.0, f64::from(u32::MAX)),
    };
    let number = Number::new(row, settings.validation as f64, Drag::Never).limits(limits);
    if let Some(count) = number.show(ui) {
        new.validation = count as usize;
    }
    if let Some(data) = data.filter(|data| !data.label_counts.is_empty())
        && let Some(normal) = normal(ui, settings, data)
    {
        new.normal = normal;
    }
    if let Some(altered) = altered::show(ui, &new) {
        new = altered;
    }
    // Where neither validation nor test samples nor cells are drawn, there is nothing to seed.
    let draws_test = data.is_some_and(|data| draws_test_part(&data.dataset.about.test_part));
    if settings.validation > 0 || draws_test || settings.missing_share > 0.0 {
        let about = match draws_test {
            true => format!(
                "Draws the validation and the test {many}: the same seed gives the same ones"
            ),
            false => format!("Draws the validation {many}: the same seed gives the same ones"),
        };
        let row = Row::new("Split seed", &about).reached_by("data.split_seed");
        let seed = settings.split_seed as f64;
        if let Some(seed) = Number::new(row, seed, Drag::Never)
            .limits(Limits::seed())
            .show(ui)
        {
            new.split_seed = seed as u64;
        }
    }
    (new != *settings).then_some(new)
}

/// The classes that are trained on alone.
fn normal(ui: &mut Ui, settings: &DataSettings, data: &Prepared) -> Option<Vec<String>> {
    let about = "Trains on samples of these classes alone, to find all others odd; on all where none is chosen";
    let row = Row::new("Normal classes", about).reached_by("data.normal");
    let classes = 0..data.label_counts.len() as u32;
    let classes: Vec<String> = classes
        .map(|label| data.dataset.class_name(label))
        .collect();
    some_of(ui, row, &classes, &settings.normal)
}

fn draws_test_part(part: &TestPart) -> bool {
    matches!(
        part,
        TestPart::HeldOut {
            how: HoldOut::Drawn,
            ..
        } | TestPart::HeldOutRatings {
            how: HoldOut::Drawn,
            ..
        }
    )
}

/// What is scaled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Pixels,
    Columns,
    Channels,
    /// All of them, whatever their column.
    Ratings,
}

impl Values {
    fn of(settings: &DataSettings) -> Self {
        match settings.source.has_images() {
            true => Self::Pixels,
            false if settings.source.has_ratings() => Self::Ratings,
            false if settings.source.has_sequences() => Self::Channels,
            false => Self::Columns,
        }
    }
}

/// The menu of scalings, each with its formula.
fn scaling(ui: &mut Ui, now: Scaling, of: Values) -> Option<Scaling> {
    let mut chosen = None;
    let what = match of {
        Values::Pixels => "a pixel",
        Values::Columns => "the numbers of a column",
        Values::Channels => "the numbers of a channel",
        Values::Ratings => "a rating",
    };
    let formula_of_now = formula(now, of);
    let about = format!("What the model sees of {what}: {formula_of_now}; undone for showing");
    let row = Row::new("Scaling", &about).reached_by("data.scaling");
    row.show(ui, |ui| {
        ComboBox::from_id_salt("scaling")
            .width(ui.available_width())
            .selected_text(name(now, of))
            .truncate()
            .show_ui(ui, |ui| {
                for one in Scaling::ALL {
                    let item = ui.selectable_label(one == now, name(one, of));
                    if item.on_hover_text(formula(one, of)).clicked() && one != now {
                        chosen = Some(one);
                    }
                }
            })
            .response
    });
    chosen
}

fn name(scaling: Scaling, of: Values) -> &'static str {
    match scaling {
        Scaling::Unit if of == Values::Pixels => "0 to 1",
        Scaling::Unit => "as they are",
        Scaling::Standardised => "standardised",
        Scaling::Centred => "less the mean",
        Scaling::MinMax => "least to greatest",
        Scaling::Robust => "robust",
    }
}

/// How a value becomes the number `x` that the model sees.
fn formula(scaling: Scaling, of: Values) -> String {
    let (value, over) = match of {
        Values::Pixels => ("byte / 255", "all pixels of the training images"),
        Values::Columns => ("value", "the column's training rows"),
        Values::Channels => ("value", "the channel's steps in training sequences"),
        Values::Ratings => ("rating", "all training ratings"),
    };
    match scaling {
        Scaling::Unit => format!("x = {value}"),
        Scaling::Standardised => {
            format!("x = ({value} - mean) / deviation, both over {over}")
        }
        Scaling::Centred => format!("x = {value} - mean, over {over}"),
        Scaling::MinMax => {
            format!("x = ({value} - least) / (greatest - least), in [0, 1] over {over}")
        }
        Scaling::Robust => format!(
            "x = ({value} - median) / (third - first quartile), over {over}: outliers move it little"
        ),
    }
}

/// The numbers that were fitted, of `column` or the first numeric one where samples are rows.
fn fitted_numbers(data: &Prepared, column: Option<&str>) -> Option<String> {
    let scaling = data.settings.scaling;
    if let SampleShape::Sequence(_) = data.dataset.shape() {
        let name = data.dataset.train.channels().first()?;
        let scale = data.scaler.columns().first();
        let scale = scale.filter(|_| scaling != Scaling::Unit)?;
        return Some(format!("{name}: x = {}", fitted("value", scale)));
    }
    let SampleShape::Row(columns) = data.dataset.shape() else {
        let scale = data.scaler.single().filter(|_| scaling != Scaling::Unit)?;
        return Some(format!("x = {}", fitted("byte / 255", scale)));
    };
    if data.dataset.train.are_ratings() {
        let scale = data.scaler.single().filter(|_| scaling != Scaling::Unit)?;
        return Some(format!("x = {}", fitted("value", scale)));
    }
    let asked = columns
        .list()
        .iter()
        .position(|one| Some(&*one.name) == column);
    let first = || {
        columns
            .list()
            .iter()
            .position(|one| one.kind == ColumnKind::Numeric)
    };
    let index = asked.or_else(first)?;
    let (column, scale) = (&columns.list()[index], data.scaler.columns().get(index)?);
    let x = match &column.kind {
        ColumnKind::Numeric if scaling == Scaling::Unit => return None,
        ColumnKind::Numeric => format!("x = {}", fitted("value", scale)),
        ColumnKind::YesNo { names } => format!("{} is 0, {} is 1", names[0], names[1]),
        ColumnKind::Category { names } => {
            format!("{} numbers, one of them 1", names.len())
        }
    };
    Some(format!("{}: {x}", column.name))
}

fn fitted(value: &str, scale: &ColumnScale) -> String {
    if value != "value" {
        return format!("({value} - {:.4}) / {:.4}", scale.mean, scale.deviation);
    }
    let [mean, deviation] = [scale.mean, scale.deviation].map(|n| trimmed(f64::from(n), 4));
    match mean.strip_prefix(['-', '\u{2212}']) {
        Some(mean) => format!("({value} + {mean}) / {deviation}"),
        None => format!("({value} - {mean}) / {deviation}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(mean: f32, deviation: f32) -> ColumnScale {
        ColumnScale {
            mean,
            deviation,
            fill: vec![0.0],
            range: [0.0, 1.0],
        }
    }

    #[test]
    fn the_formula_names_mean_and_deviation() {
        assert_eq!(
            fitted("byte / 255", &scale(0.130_66, 0.308_11)),
            "(byte / 255 - 0.1307) / 0.3081"
        );
        assert_eq!(
            fitted("value", &scale(38.581_6, 13.64)),
            "(value - 38.58) / 13.64"
        );
        assert_eq!(fitted("value", &scale(-2.5, 0.5)), "(value + 2.5) / 0.5");
    }

    #[test]
    fn every_scaling_has_its_formula() {
        assert_eq!(name(Scaling::Unit, Values::Columns), "as they are");
        assert_eq!(formula(Scaling::Unit, Values::Columns), "x = value");
        assert_eq!(
            formula(Scaling::Centred, Values::Ratings),
            "x = rating - mean, over all training ratings"
        );
        assert_eq!(
            formula(Scaling::MinMax, Values::Pixels),
            "x = (byte / 255 - least) / (greatest - least), in [0, 1] over all pixels of the training images"
        );
    }
}
