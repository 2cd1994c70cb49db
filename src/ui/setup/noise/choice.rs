//! The rows of the noise: its kind and strength.

use egui::Ui;

use crate::data::{Corruption, SampleShape};
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::setup::segments::{self, Segment};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Gaussian,
    Masking,
    SaltAndPepper,
}

fn kind(corruption: Corruption) -> Kind {
    match corruption {
        Corruption::None => Kind::None,
        Corruption::Gaussian { .. } => Kind::Gaussian,
        Corruption::Masking { .. } => Kind::Masking,
        Corruption::SaltAndPepper { .. } => Kind::SaltAndPepper,
    }
}

/// Noise of this kind, of usual strength.
fn usual(kind: Kind) -> Corruption {
    match kind {
        Kind::None => Corruption::None,
        Kind::Gaussian => Corruption::Gaussian { std: 0.5 },
        Kind::Masking => Corruption::Masking {
            fraction: 0.3,
            block: 1,
        },
        Kind::SaltAndPepper => Corruption::SaltAndPepper { fraction: 0.2 },
    }
}

/// What the kinds of noise and their numbers are for one kind of samples, in a sentence each.
struct Words {
    none: &'static str,
    gaussian: &'static str,
    masking: &'static str,
    salt_and_pepper: &'static str,
    deviation: &'static str,
    /// Label and sentence.
    masked: [&'static str; 2],
    replaced: [&'static str; 2],
}

const OF_IMAGES: Words = Words {
    none: "The input is the image itself",
    gaussian: "Normal noise on every pixel, then clipped to [0, 1]",
    masking: "Pixels or squares of pixels are blacked out",
    salt_and_pepper: "Pixels become black or white, each as likely",
    deviation: "Of the noise, where a pixel lies between 0 and 1",
    masked: ["Blacked out", "Share of the pixels that become black"],
    replaced: [
        "Black or white",
        "Share of the pixels that become black or white",
    ],
};

const OF_ROWS: Words = Words {
    none: "The input is the row itself",
    gaussian: "Normal noise on every scaled number, those of categories too",
    masking: "Cells are hidden as if they were missing",
    salt_and_pepper: "Cells become the least or greatest value, either answer or any category",
    deviation: "Of the noise, in scaled numbers: of standardised columns, a share of their own deviation",
    masked: ["Hidden cells", "Share of the cells that are hidden"],
    replaced: ["Replaced cells", "Share of the cells that are replaced"],
};

/// Edits `corruption` for samples of this shape.
pub fn rows(ui: &mut Ui, corruption: &mut Corruption, shape: &SampleShape) {
    let words = match shape.image() {
        Some(_) => &OF_IMAGES,
        None => &OF_ROWS,
    };
    let all = [
        Segment::new(Kind::None, "None", words.none),
        Segment::new(Kind::Gaussian, "Gaussian", words.gaussian),
        Segment::new(Kind::Masking, "Masking", words.masking),
        Segment::new(
            Kind::SaltAndPepper,
            "Salt and pepper",
            words.salt_and_pepper,
        ),
    ];
    if let Some(chosen) = segments::choose(ui, kind(*corruption), &all) {
        *corruption = usual(chosen);
    }
    match corruption {
        Corruption::None => {}
        Corruption::Gaussian { std } => {
            let row = Row::new("Standard deviation", words.deviation);
            let limits = Limits::between(0.0, 10.0);
            number(ui, row, std, limits);
        }
        Corruption::Masking { fraction, block } => {
            let [label, about] = words.masked;
            number(
                ui,
                Row::new(label, about),
                fraction,
                Limits::between(0.0, 1.0),
            );
            let Some(image) = shape.image() else {
                return;
            };
            let row = Row::new(
                "Block side",
                "Side of the blacked out squares; 1 blacks out single pixels",
            );
            let most = image.height.min(image.width).max(1);
            let limits = Limits::whole(1.0, most as f64);
            let number = Number::new(row, *block as f64, limits, Drag::Even(0.1));
            if let Some(side) = number.unit("pixels").show(ui) {
                *block = side as usize;
            }
        }
        Corruption::SaltAndPepper { fraction } => {
            let [label, about] = words.replaced;
            number(
                ui,
                Row::new(label, about),
                fraction,
                Limits::between(0.0, 1.0),
            );
        }
    }
}

fn number(ui: &mut Ui, row: Row<'_>, value: &mut f32, limits: Limits) {
    let number = Number::new(row, f64::from(*value), limits, Drag::Even(0.005));
    if let Some(chosen) = number.show(ui) {
        *value = chosen as f32;
    }
}

/// "Gaussian 0.5", "masking 0.3".
pub fn name(corruption: Corruption) -> String {
    match corruption {
        Corruption::None => "no noise".into(),
        Corruption::Gaussian { std } => format!("Gaussian {std}"),
        Corruption::Masking { fraction, .. } => format!("masking {fraction}"),
        Corruption::SaltAndPepper { fraction } => format!("salt and pepper {fraction}"),
    }
}
