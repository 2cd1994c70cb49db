//! Colours, type and spacing of the window.

use egui::Color32;

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
}

pub const DARK: Palette = Palette {
    background: Color32::from_rgb(0x16, 0x18, 0x1d),
    panel: Color32::from_rgb(0x1c, 0x1f, 0x26),
    line: Color32::from_rgb(0x2a, 0x2e, 0x37),
    text: Color32::from_rgb(0xe6, 0xe8, 0xec),
    weak: Color32::from_rgb(0x9a, 0xa1, 0xad),
    accent: Color32::from_rgb(0x4c, 0x8d, 0xff),
};

pub const LIGHT: Palette = Palette {
    background: Color32::from_rgb(0xfb, 0xfb, 0xfc),
    panel: Color32::from_rgb(0xf3, 0xf4, 0xf6),
    line: Color32::from_rgb(0xdf, 0xe2, 0xe7),
    text: Color32::from_rgb(0x1b, 0x1e, 0x24),
    weak: Color32::from_rgb(0x62, 0x6a, 0x76),
    accent: Color32::from_rgb(0x25, 0x63, 0xeb),
};

/// The palette of the mode `ui` is drawn in.
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

/// Variants, in a fixed order: Okabe and Ito's colours that colour-blind people can tell apart (black left out).
pub const VARIANTS: [Color32; 7] = [
    Color32::from_rgb(0x56, 0xb4, 0xe9),
    Color32::from_rgb(0xe6, 0x9f, 0x00),
    Color32::from_rgb(0x00, 0x9e, 0x73),
    Color32::from_rgb(0xcc, 0x79, 0xa7),
    Color32::from_rgb(0xd5, 0x5e, 0x00),
    Color32::from_rgb(0x00, 0x72, 0xb2),
    Color32::from_rgb(0xf0, 0xe4, 0x42),
];

/// Classes 0 to 9, of one brightness range so that they read on both backgrounds (Tol's muted set, extended).
pub const LABELS: [Color32; 10] = [
    Color32::from_rgb(0x33, 0x66, 0xcc),
    Color32::from_rgb(0xe6, 0x7e, 0x22),
    Color32::from_rgb(0x2a, 0x9d, 0x8f),
    Color32::from_rgb(0xcc, 0x66, 0x77),
    Color32::from_rgb(0x88, 0x66, 0xcc),
    Color32::from_rgb(0x99, 0x77, 0x33),
    Color32::from_rgb(0xdd, 0x77, 0xcc),
    Color32::from_rgb(0x77, 0x88, 0x99),
    Color32::from_rgb(0xaa, 0xaa, 0x22),
    Color32::from_rgb(0x33, 0xaa, 0xdd),
];

/// The colour of class `label`.
pub fn label_colour(label: u8) -> Color32 {
    LABELS[usize::from(label) % LABELS.len()]
}

/// The colour of a variant by its palette index.
pub fn variant_colour(index: u8) -> Color32 {
    VARIANTS[usize::from(index) % VARIANTS.len()]
}
