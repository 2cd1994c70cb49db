//! The style of controls: text sizes, spacing on a grid of 4 points, colours.

use egui::style::{ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals,
    vec2,
};

use super::Palette;

/// How long egui's own movements take, in seconds.
pub(super) const ANIMATION: f32 = 0.1;

/// The whole style of one mode.
pub fn style(palette: &Palette, dark: bool) -> Style {
    let mut style = Style {
        visuals: visuals(palette, dark),
        animation_time: ANIMATION,
        ..Style::default()
    };
    let regular = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, regular(11.0)),
        (TextStyle::Body, regular(13.0)),
        (TextStyle::Button, regular(13.0)),
        (
            TextStyle::Heading,
            FontId::new(15.0, FontFamily::Name("semibold".into())),
        ),
        (
            TextStyle::Monospace,
            FontId::new(12.0, FontFamily::Monospace),
        ),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Body;
    // A caret that blinks would draw the whole window twice a second.
    style.visuals.text_cursor.blink = false;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(8.0, 4.0);
    spacing.interact_size = vec2(32.0, 24.0);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(4);
    spacing.indent = 12.0;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = 8.0;
    spacing.slider_width = 120.0;
    spacing.slider_rail_height = 4.0;
    spacing.combo_width = 120.0;
    spacing.tooltip_width = 320.0;
    spacing.menu_width = 320.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        floating_allocated_width: 0.0,
        dormant_handle_opacity: 0.35,
        ..ScrollStyle::floating()
    };
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style
}

fn visuals(palette: &Palette, dark: bool) -> Visuals {
    let base = if dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    let face = |fill: Color32, stroke: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        fg_stroke: Stroke::new(1.0, text),
        corner_radius: CornerRadius::same(4),
        expansion: 0.0,
    };
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(if dark { 110 } else { 36 }),
    };
    Visuals {
        weak_text_color: Some(palette.weak),
        widgets: Widgets {
            noninteractive: face(palette.panel, palette.line, palette.text),
            inactive: face(palette.control, palette.control, palette.text),
            hovered: face(
                palette.control_hovered,
                palette.control_hovered,
                palette.text,
            ),
            // Also what has the focus, which must not look selected.
            active: face(palette.control_hovered, palette.line, palette.text),
            open: face(palette.control_hovered, palette.line, palette.text),
        },
        selection: Selection {
            bg_fill: palette.selection,
            // Of width nothing around a text field, which has the ring of the focus.
            stroke: Stroke::new(0.0, palette.text),
        },
        hyperlink_color: palette.accent,
        faint_bg_color: palette.background,
        extreme_bg_color: palette.field,
        code_bg_color: palette.control,
        warn_fg_color: palette.warning,
        error_fg_color: palette.error,
        window_corner_radius: CornerRadius::same(8),
        menu_corner_radius: CornerRadius::same(6),
        window_fill: palette.panel,
        window_stroke: Stroke::new(1.0, palette.line),
        window_shadow: shadow,
        popup_shadow: shadow,
        panel_fill: palette.panel,
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        disabled_alpha: 0.45,
        ..base
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{DARK, LIGHT};

    #[test]
    fn text_sizes_are_those_of_the_design() {
        let style = style(&DARK, true);
        let size = |name: TextStyle| style.text_styles[&name].size;
        assert_eq!(size(TextStyle::Small), 11.0);
        assert_eq!(size(TextStyle::Body), 13.0);
        assert_eq!(size(TextStyle::Heading), 15.0);
    }

    #[test]
    fn modes_differ_in_colour_only() {
        let (dark, light) = (style(&DARK, true), style(&LIGHT, false));
        assert_eq!(dark.spacing, light.spacing);
        assert!(dark.visuals.dark_mode && !light.visuals.dark_mode);
        assert_ne!(dark.visuals.panel_fill, light.visuals.panel_fill);
    }
}
