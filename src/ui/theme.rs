//! Colours, type and spacing of the window.

mod fonts;
mod looks;
mod style;

use egui::Color32;

use crate::export::palette;

pub use fonts::{is_installed, strong, strong_family};
pub use looks::{emphasis, is_still, motion, set_emphasis, set_still};
pub use style::style;

/// Gives `ctx` the fonts and the dark and light styles. Fonts count from the next frame on; do not draw in this one.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    ctx.set_style_of(egui::Theme::Dark, style(&DARK, true));
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT, false));
}

/// The neutral colours of one mode, and its accent.
#[derive(Debug, Clone, Copy)]
pub struct Palette {
    pub background: Color32,
    pub panel: Color32,
    pub line: Color32,
    pub text: Color32,
    pub weak: Color32,
    /// For the primary action and selection only.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind what is selected.
    pub selection: Color32,
    /// Faces of buttons and other controls.
    pub control: Color32,
    /// The same under the pointer.
    pub control_hovered: Color32,
    /// Behind typed text.
    pub field: Color32,
    /// Always together with an icon or a word, never alone.
    pub warning: Color32,
    pub error: Color32,
}

pub const DARK: Palette = Palette {
    background: opaque(palette::DARK.background),
    panel: Color32::from_rgb(0x1c, 0x1f, 0x26),
    line: opaque(palette::DARK.line),
    text: opaque(palette::DARK.text),
    weak: opaque(palette::DARK.weak),
    accent: opaque(palette::DARK.accent),
    on_accent: Color32::from_rgb(0x08, 0x10, 0x20),
    selection: Color32::from_rgb(0x24, 0x3a, 0x63),
    control: Color32::from_rgb(0x28, 0x2c, 0x35),
    control_hovered: Color32::from_rgb(0x33, 0x38, 0x43),
    field: Color32::from_rgb(0x12, 0x14, 0x18),
    warning: Color32::from_rgb(0xe8, 0xb3, 0x4b),
    error: Color32::from_rgb(0xff, 0x8a, 0x75),
};

pub const LIGHT: Palette = Palette {
    background: opaque(palette::LIGHT.background),
    panel: Color32::from_rgb(0xf3, 0xf4, 0xf6),
    line: opaque(palette::LIGHT.line),
    text: opaque(palette::LIGHT.text),
    weak: opaque(palette::LIGHT.weak),
    accent: opaque(palette::LIGHT.accent),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    selection: Color32::from_rgb(0xd3, 0xe1, 0xfc),
    control: Color32::from_rgb(0xe6, 0xe8, 0xec),
    control_hovered: Color32::from_rgb(0xd9, 0xdc, 0xe2),
    field: Color32::from_rgb(0xff, 0xff, 0xff),
    warning: Color32::from_rgb(0x84, 0x53, 0x00),
    error: Color32::from_rgb(0xb4, 0x23, 0x18),
};

/// The palette of the mode `ui` is drawn in.
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    of_mode(ui.visuals().dark_mode)
}

/// The palette of the mode the window is drawn in.
pub fn of(ctx: &egui::Context) -> &'static Palette {
    of_mode(ctx.global_style().visuals.dark_mode)
}

fn of_mode(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// The colour of class `label`.
pub fn label_colour(label: u32) -> Color32 {
    opaque(palette::label(label))
}

/// A colour that pictures and reports have too.
pub const fn opaque([red, green, blue]: palette::Colour) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

/// The colour of a variant by its palette index.
pub fn variant_colour(index: u8) -> Color32 {
    opaque(palette::variant(index))
}

/// Paints what a variant with palette `index` is known by, in `colour`.
pub fn variant_marker(
    painter: &egui::Painter,
    at: egui::Pos2,
    radius: f32,
    index: u8,
    colour: Color32,
) {
    let corners = palette::marker(index).corners();
    if corners.is_empty() {
        painter.circle_filled(at, radius, colour);
        return;
    }
    let corners = corners
        .iter()
        .map(|[x, y]| at + radius * egui::vec2(*x, *y));
    let stroke = egui::Stroke::NONE;
    painter.add(egui::Shape::convex_polygon(
        corners.collect(),
        colour,
        stroke,
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio of the Web Content Accessibility Guidelines 2.1.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |colour: Color32| {
            let rgba = egui::Rgba::from(colour);
            0.2126 * rgba.r() + 0.7152 * rgba.g() + 0.0722 * rgba.b()
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn all_text_reads_on_all_its_backgrounds() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 0.1);
        for palette in [&DARK, &LIGHT] {
            let grounds = [
                palette.background,
                palette.panel,
                palette.control,
                palette.control_hovered,
                palette.field,
                palette.selection,
            ];
            let texts = [palette.text, palette.weak, palette.warning, palette.error];
            let all = texts.map(|text| grounds.map(|ground| (text, ground)));
            // The accent says "this one" in words on bare grounds alone.
            let [background, panel, .., field, _] = grounds;
            let accents = [background, panel, field].map(|ground| (palette.accent, ground));
            let all = all.into_iter().flatten().chain(accents);
            for (text, ground) in all.chain([(palette.on_accent, palette.accent)]) {
                let ratio = contrast(text, ground);
                assert!(
                    ratio >= 4.5,
                    "{text:?} on {ground:?} is only {ratio:.2} to 1"
                );
            }
        }
    }
}
