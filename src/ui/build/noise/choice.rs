//! The kind of noise and its strength.

use egui::Ui;

use crate::data::{Corruption, ImageShape};
use crate::ui::build::limits::Limits;
use crate::ui::build::number::{Drag, Number};
use crate::ui::build::rows::Row;
use crate::ui::build::segments::{self, Segment};

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

/// Edits `corruption` for images of this shape.
pub fn rows(ui: &mut Ui, corruption: &mut Corruption, image: ImageShape) {
    let all = [
        Segment::new(Kind::None, "None", "The input is the image itself"),
        Segment::new(
            Kind::Gaussian,
            "Gaussian",
            "Normal noise on every pixel, then clipped to [0, 1]",
        ),
        Segment::new(
            Kind::Masking,
            "Masking",
            "Pixels or squares of pixels are blacked out",
        ),
        Segment::new(
            Kind::SaltAndPepper,
            "Salt and pepper",
            "Pixels become black or white, each as likely",
        ),
    ];
    if let Some(chosen) = segments::choose(ui, kind(*corruption), &all) {
        *corruption = usual(chosen);
    }
    match corruption {
        Corruption::None => {}
        Corruption::Gaussian { std } => {
            let row = Row::new(
                "Standard deviation",
                "Of the noise, where a pixel lies between 0 and 1",
            );
            let limits = Limits::between(0.0, 10.0);
            number(ui, row, std, limits);
        }
        Corruption::Masking { fraction, block } => {
            let row = Row::new("Blacked out", "Share of the pixels that become black");
            number(ui, row, fraction, Limits::between(0.0, 1.0));
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
            let row = Row::new(
                "Black or white",
                "Share of the pixels that become black or white",
            );
            number(ui, row, fraction, Limits::between(0.0, 1.0));
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
