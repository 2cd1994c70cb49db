//! The rows of the noise: its kind and strength.

use egui::Ui;

use crate::data::{Corruption, ImageShape, SampleShape};
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
    Rectangle,
    Downsampling,
    MaskedSteps,
}

fn kind(corruption: Corruption) -> Kind {
    match corruption {
        Corruption::None => Kind::None,
        Corruption::Gaussian { .. } => Kind::Gaussian,
        Corruption::Masking { .. } => Kind::Masking,
        Corruption::SaltAndPepper { .. } => Kind::SaltAndPepper,
        Corruption::Rectangle { .. } => Kind::Rectangle,
        Corruption::Downsampling { .. } => Kind::Downsampling,
        Corruption::MaskedSteps { .. } => Kind::MaskedSteps,
    }
}

/// Noise of this kind on images of this shape or on rows, of usual strength.
fn usual(kind: Kind, image: Option<ImageShape>) -> Corruption {
    match kind {
        Kind::None => Corruption::None,
        Kind::Gaussian => Corruption::Gaussian { std: 0.5 },
        Kind::Masking => Corruption::Masking {
            fraction: 0.3,
            block: 1,
        },
        Kind::SaltAndPepper => Corruption::SaltAndPepper { fraction: 0.2 },
        Kind::Rectangle => {
            let side = |side: usize| (side / 2).max(1);
            Corruption::Rectangle {
                height: image.map_or(1, |image| side(image.height)),
                width: image.map_or(1, |image| side(image.width)),
                top: None,
                left: None,
            }
        }
        Kind::Downsampling => Corruption::Downsampling { factor: 2 },
        Kind::MaskedSteps => Corruption::MaskedSteps {
            fraction: 0.3,
            length: 3,
        },
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

const OF_SEQUENCES: Words = Words {
    none: "The input is the sequence itself",
    gaussian: "Normal noise on every scaled number",
    masking: "Single values are hidden as if they were missing",
    salt_and_pepper: "Values become the least or greatest of their channel",
    deviation: "Of the noise, in scaled numbers: of standardised channels, a share of their own deviation",
    masked: ["Hidden values", "Share of the values that are hidden"],
    replaced: ["Replaced values", "Share of the values that are replaced"],
};

const OF_TEXTS: Words = Words {
    none: "The input is the text itself",
    gaussian: "Normal noise is put on numbers, and a text has tokens",
    masking: "Single tokens become the unknown one, as word dropout has it",
    salt_and_pepper: "Tokens become any other of the vocabulary",
    deviation: "Of the noise, which texts do not have",
    masked: ["Hidden tokens", "Share of the tokens that are hidden"],
    replaced: ["Replaced tokens", "Share of the tokens that are replaced"],
};

/// Edits `corruption` for samples of this shape.
pub fn rows(ui: &mut Ui, corruption: &mut Corruption, shape: &SampleShape) {
    let words = match shape {
        SampleShape::Image(_) => &OF_IMAGES,
        SampleShape::Row(_) => &OF_ROWS,
        SampleShape::Sequence(_) => &OF_SEQUENCES,
        SampleShape::Text(_) => &OF_TEXTS,
    };
    let image = shape.image();
    let refused = |kind| usual(kind, image).problem_for(shape);
    let all = [
        Segment::new(Kind::None, "None", words.none),
        Segment::new(Kind::Gaussian, "Gaussian", words.gaussian).refused(refused(Kind::Gaussian)),
        Segment::new(Kind::Masking, "Masking", words.masking),
        Segment::new(
            Kind::SaltAndPepper,
            "Salt and pepper",
            words.salt_and_pepper,
        ),
        Segment::new(
            Kind::Rectangle,
            "Rectangle",
            "A rectangle is blacked out, at a place of its own in each image or always the same",
        )
        .refused(refused(Kind::Rectangle)),
        Segment::new(
            Kind::Downsampling,
            "Downsampling",
            "The image at a smaller size, each pixel repeated up to its own",
        )
        .refused(refused(Kind::Downsampling)),
        Segment::new(
            Kind::MaskedSteps,
            "Masked steps",
            "Whole steps are hidden in runs, so that the model fills them in from the others",
        )
        .refused(refused(Kind::MaskedSteps)),
    ];
    if let Some(chosen) = segments::choose(ui, kind(*corruption), &all) {
        *corruption = usual(chosen, image);
    }
    match corruption {
        Corruption::None => {}
        Corruption::Gaussian { std } => {
            let row = Row::of("corruption.std").about(words.deviation);
            number(ui, row, std);
        }
        Corruption::Masking { fraction, block } => {
            let [label, about] = words.masked;
            let row = Row::of("corruption.fraction").labelled(label).about(about);
            number(ui, row, fraction);
            let Some(image) = shape.image() else {
                return;
            };
            let row = Row::of("corruption.block");
            let most = image.height.min(image.width).max(1);
            let limits = Limits::whole(1.0, most as f64);
            let number = Number::new(row, *block as f64, Drag::Even(0.1)).limits(limits);
            if let Some(side) = number.unit("pixels").show(ui) {
                *block = side as usize;
            }
        }
        Corruption::SaltAndPepper { fraction } => {
            let [label, about] = words.replaced;
            let row = Row::of("corruption.fraction").labelled(label).about(about);
            number(ui, row, fraction);
        }
        Corruption::Rectangle {
            height,
            width,
            top,
            left,
        } => {
            let Some(image) = image else {
                return;
            };
            pixels(ui, "corruption.height", height, [1, image.height]);
            pixels(ui, "corruption.width", width, [1, image.width]);
            let is_fixed = top.is_some() || left.is_some();
            let places = [
                Segment::new(
                    false,
                    "Drawn",
                    "At a place of its own in each image and epoch",
                ),
                Segment::new(true, "Fixed", "At the same place in all images"),
            ];
            let middle = |side: usize, length: usize| side.saturating_sub(length) / 2;
            match segments::choose(ui, is_fixed, &places) {
                Some(true) => {
                    *top = Some(middle(image.height, *height));
                    *left = Some(middle(image.width, *width));
                }
                Some(false) => (*top, *left) = (None, None),
                None => {}
            }
            // What lies beyond the border of a larger rectangle is moved into the image.
            let most = [
                image.height.saturating_sub(*height),
                image.width.saturating_sub(*width),
            ];
            if let Some(top) = top {
                *top = (*top).min(most[0]);
                pixels(ui, "corruption.top", top, [0, most[0]]);
            }
            if let Some(left) = left {
                *left = (*left).min(most[1]);
                pixels(ui, "corruption.left", left, [0, most[1]]);
            }
        }
        Corruption::Downsampling { factor } => {
            let row = Row::of("corruption.factor");
            let number = Number::new(row, *factor as f64, Drag::Even(0.05));
            if let Some(chosen) = number.limits(Limits::whole(2.0, 16.0)).show(ui) {
                *factor = chosen as usize;
            }
        }
        Corruption::MaskedSteps { fraction, length } => {
            let row = Row::of("corruption.fraction").labelled("Hidden steps");
            number(
                ui,
                row.about("Share of the steps that are hidden"),
                fraction,
            );
            let most = shape.sequence().map_or(1, |sequence| sequence.steps.max(1));
            let row = Row::of("corruption.length");
            let number = Number::new(row, *length as f64, Drag::Even(0.1));
            let number = number.limits(Limits::whole(1.0, most as f64));
            if let Some(chosen) = number.unit("steps").show(ui) {
                *length = chosen as usize;
            }
        }
    }
}

/// A number of pixels.
fn pixels(ui: &mut Ui, key: &str, value: &mut usize, [least, most]: [usize; 2]) {
    let limits = Limits::whole(least as f64, most as f64);
    let number = Number::new(Row::of(key), *value as f64, Drag::Even(0.1)).limits(limits);
    if let Some(chosen) = number.unit("pixels").show(ui) {
        *value = chosen as usize;
    }
}

fn number(ui: &mut Ui, row: Row<'_>, value: &mut f32) {
    let number = Number::new(row, f64::from(*value), Drag::Even(0.005));
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
        Corruption::Rectangle { height, width, .. } => format!("rectangle {height} × {width}"),
        Corruption::Downsampling { factor } => format!("downsampling by {factor}"),
        Corruption::MaskedSteps { fraction, .. } => format!("masked steps {fraction}"),
    }
}
