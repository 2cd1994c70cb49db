//! The rows of the wavelet loss.

use egui::Ui;

use crate::data::ImageShape;
use crate::model::{Norm, Wavelet, WaveletFamily};
use crate::ui::setup::image::shape_name;
use crate::ui::setup::limits::Limits;
use crate::ui::setup::number::{Drag, Number};
use crate::ui::setup::rows::Row;
use crate::ui::widgets::hint;

const WEIGHT: Limits = Limits::between(0.0, 1000.0);
const LEVELS: usize = 5;

pub fn rows(ui: &mut Ui, wavelet: &mut Wavelet, image: ImageShape) {
    let row = Row::new(
        "Wavelet family",
        "The orthonormal wavelet that parts the error into coarse and fine: Haar has 2 taps, Daubechies-2 has 4 and is smoother",
    );
    let all = [WaveletFamily::Haar, WaveletFamily::Daubechies2];
    if let Some(family) = row.choose(ui, wavelet.family, &all, |one| one.name().into()) {
        wavelet.family = family;
    }
    let row = Row::new(
        "Wavelet levels",
        "How often the coarse half of the error is parted again, each time at half the side",
    );
    let limits = Limits::whole(1.0, LEVELS as f64);
    let number = Number::new(row, wavelet.levels as f64, limits, Drag::Even(0.05));
    if let Some(levels) = number.show(ui) {
        wavelet.levels = levels as usize;
    }
    let able = Wavelet::most_levels(image);
    if able > 0 && wavelet.levels > able {
        let (shape, levels) = (shape_name(image), levels_name(able));
        hint(
            ui,
            format!("Sides of {shape} can be halved evenly for {levels} only"),
        );
    }
    let row = Row::new(
        "Norm",
        "How a coefficient c of the error counts: |c| or c\u{b2}; squared and with all weights 1 the loss is the squared error",
    );
    let all = [Norm::L1, Norm::L2];
    if let Some(norm) = row.choose(ui, wavelet.norm, &all, |one| one.name().into()) {
        wavelet.norm = norm;
    }
    let row = Row::new(
        "Coarse weight",
        "Factor on the approximation that is left after all levels",
    );
    weight(ui, row, &mut wavelet.approximation);
    let used = wavelet.levels.min(able.max(1)).min(LEVELS);
    for (level, detail) in wavelet.details.iter_mut().enumerate().take(used) {
        let number = level + 1;
        let label = format!("Detail weight {number}");
        let pixels = 1 << number;
        let about = format!(
            "Factor on the details of level {number}, {pixels} pixels wide (1 is the finest)"
        );
        weight(ui, Row::new(&label, &about), detail);
    }
}

fn weight(ui: &mut Ui, row: Row<'_>, value: &mut f32) {
    let number = Number::new(row, f64::from(*value), WEIGHT, Drag::Even(0.01));
    if let Some(chosen) = number.show(ui) {
        *value = chosen as f32;
    }
}

fn levels_name(levels: usize) -> String {
    match levels {
        1 => "1 level".into(),
        _ => format!("{levels} levels"),
    }
}
