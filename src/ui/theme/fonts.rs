//! The window's typeface: Inter in two weights, behind it egui's own fonts, common Chinese characters, and, in a window,
//! the system's fonts.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use crate::export::faces;

const SEMIBOLD: &str = "semibold";
const CHINESE: &str = "Noto Sans SC";

/// Gives `ctx` the fonts; they count from the next frame on.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert(
        CHINESE.into(),
        Arc::new(FontData::from_static(faces::CHINESE)),
    );
    for family in fonts.families.values_mut() {
        family.push(CHINESE.into());
    }
    let behind = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let faces: [(&str, FontFamily, &'static [u8]); 2] = [
        ("Inter", FontFamily::Proportional, faces::REGULAR),
        (
            "Inter semibold",
            FontFamily::Name(SEMIBOLD.into()),
            faces::SEMIBOLD,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_chinese_greek_and_cyrillic_have_letters_in_every_family() {
        let ctx = egui::Context::default();
        install(&ctx);
        let mut output = ctx.run_ui(egui::RawInput::default(), |_| {});
        output.textures_delta.clear();
        let families = [
            FontFamily::Proportional,
            FontFamily::Monospace,
            strong_family(&ctx),
        ];
        for family in families {
            for name in [
                "自编码器",
                "变分自动编码器，潜空间",
                "αβγ",
                "Автокодировщик",
                "かな",
            ] {
                let font = FontId::new(13.0, family.clone());
                let has = ctx.fonts_mut(|fonts| fonts.has_glyphs(&font, name));
                assert!(has, "{name} in {family:?}");
            }
        }
        let font = FontId::proportional(13.0);
        assert!(!ctx.fonts_mut(|fonts| fonts.has_glyphs(&font, "\u{13080}")));
    }
}
