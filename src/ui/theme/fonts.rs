//! The window's typeface: Inter in two weights, with egui's own fonts behind it for what it lacks.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

const SEMIBOLD: &str = "semibold";

/// Gives `ctx` the fonts; they count from the next frame on.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let behind = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let faces: [(&str, FontFamily, &'static [u8]); 2] = [
        (
            "Inter",
            FontFamily::Proportional,
            include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
        ),
        (
            "Inter semibold",
            FontFamily::Name(SEMIBOLD.into()),
            include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
        ),
    ];
    for (name, family, bytes) in faces {
        fonts
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
        let mut order = vec![name.to_owned()];
        order.extend(behind.iter().cloned());
        fonts.families.insert(family, order);
    }
    ctx.set_fonts(fonts);
}

/// Whether [`super::install`] has taken effect.
pub fn is_installed(ctx: &egui::Context) -> bool {
    let family = FontFamily::Name(SEMIBOLD.into());
    ctx.fonts(|fonts| fonts.definitions().families.contains_key(&family))
}

/// The semibold family, or the regular one where the fonts are not installed: egui panics on an unknown family.
pub fn strong_family(ctx: &egui::Context) -> FontFamily {
    if is_installed(ctx) {
        FontFamily::Name(SEMIBOLD.into())
    } else {
        FontFamily::Proportional
    }
}

/// Semibold at `size` points.
pub fn strong(ctx: &egui::Context, size: f32) -> FontId {
    FontId::new(size, strong_family(ctx))
}
