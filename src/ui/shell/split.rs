//! A splitter between two parts, which keeps its place as a share of the whole.

use egui::{CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Preferences;
use crate::ui::theme;

/// How two parts lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// One over the other.
    Rows,
    /// Side by side.
    Columns,
}

/// Names a divider. Its place is kept in [`Preferences`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Divider {
    /// Loss over everything else.
    Loss,
    /// Loss over reconstructions, where the views of codes stand beside both.
    WideLoss,
    GalleryOverCodes,
    GalleryBesideCodes,
    ComparedLoss,
    CurvesBesideLatents,
    LatentsOverNumbers,
    FoundBeside,
    FoundSamples,
    FoundCurves,
}

impl Divider {
    /// What it is called, and how the two parts lie.
    fn about(self) -> (&'static str, Direction) {
        match self {
            Self::Loss | Self::WideLoss => ("Loss and views", Direction::Rows),
            Self::GalleryOverCodes => ("Reconstructions over latent space", Direction::Rows),
            Self::GalleryBesideCodes => ("Reconstructions and latent space", Direction::Columns),
            Self::ComparedLoss => ("Loss and reconstructions", Direction::Rows),
            Self::CurvesBesideLatents => ("Curves and latent spaces", Direction::Columns),
            Self::LatentsOverNumbers => ("Latent spaces and numbers", Direction::Rows),
            Self::FoundBeside => ("Figures and curves", Direction::Columns),
            Self::FoundSamples => ("Figures and samples", Direction::Rows),
            Self::FoundCurves => ("Curves and list", Direction::Rows),
        }
    }

    /// The first part's share of the whole, once a person has set it.
    fn share(self, preferences: &mut Preferences) -> &mut Option<f32> {
        match self {
            Self::Loss => &mut preferences.loss_share,
            Self::WideLoss => &mut preferences.wide_loss_share,
            Self::GalleryOverCodes => &mut preferences.gallery_height_share,
            Self::GalleryBesideCodes => &mut preferences.gallery_width_share,
            Self::ComparedLoss => &mut preferences.comparing_loss_share,
            Self::CurvesBesideLatents => &mut preferences.comparing_width_share,
            Self::LatentsOverNumbers => &mut preferences.comparing_latent_share,
            Self::FoundBeside => &mut preferences.using_width_share,
            Self::FoundSamples => &mut preferences.using_samples_share,
            Self::FoundCurves => &mut preferences.using_curves_share,
        }
    }
}

/// Width of the strip that takes the pointer; the line in it is 1 point wide.
const GRIP: f32 = 7.0;

/// Cuts `rect` where a person has put `divider`, or as long as nobody has, `automatic` points after its beginning. It can be dragged; a double click lets it go again. Returns the two parts; neither gets smaller than `least`
/// points while there is room, unless `automatic` says so.
pub fn split(
    ui: &mut Ui,
    divider: Divider,
    rect: Rect,
    preferences: &mut Preferences,
    automatic: f32,
    least: f32,
) -> [Rect; 2] {
    let (name, direction) = divider.about();
    let share = divider.share(preferences);
    let length = match direction {
        Direction::Rows => rect.height(),
        Direction::Columns => rect.width(),
    };
    let cut = match *share {
        Some(share) => cut_at(length, share, least),
        None => cut_at(length, automatic / length.max(1.0), least.min(automatic)),
    };
    let grip = match direction {
        Direction::Rows => Rect::from_center_size(
            pos2(rect.center().x, rect.top() + cut),
            vec2(rect.width(), GRIP),
        ),
        Direction::Columns => Rect::from_center_size(
            pos2(rect.left() + cut, rect.center().y),
            vec2(GRIP, rect.height()),
        ),
    };
    let response = ui.interact(
        grip,
        Id::unique(("divider", divider)),
        Sense::click_and_drag(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
    if response.double_clicked() {
        *share = None;
    } else if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        let position = match direction {
            Direction::Rows => pointer.y - rect.top(),
            Direction::Columns => pointer.x - rect.left(),
        };
        *share = Some(cut_at(length, position / length, least) / length);
    }
    let lit = response.hovered() || response.dragged();
    if lit {
        ui.ctx().set_cursor_icon(match direction {
            Direction::Rows => CursorIcon::ResizeVertical,
            Direction::Columns => CursorIcon::ResizeHorizontal,
        });
    }
    let palette = theme::palette(ui);
    let colour = if lit { palette.accent } else { palette.line };
    let line = match direction {
        Direction::Rows => Rect::from_center_size(grip.center(), vec2(rect.width(), 1.0)),
        Direction::Columns => Rect::from_center_size(grip.center(), vec2(1.0, rect.height())),
    };
    ui.painter().rect_filled(line, 0.0, colour);
    let (mut first, mut second) = (rect, rect);
    match direction {
        Direction::Rows => {
            first.max.y = line.top();
            second.min.y = line.bottom();
        }
        Direction::Columns => {
            first.max.x = line.left();
            second.min.x = line.right();
        }
    }
    [first, second]
}

/// Where to cut `length` points, on whole points.
fn cut_at(length: f32, share: f32, least: f32) -> f32 {
    let least = least.min(length / 2.0);
    (length * share).clamp(least, length - least).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_keep_their_least_size_while_there_is_room() {
        assert_eq!(cut_at(600.0, 0.5, 100.0), 300.0);
        assert_eq!(cut_at(600.0, 0.01, 100.0), 100.0);
        assert_eq!(cut_at(600.0, 0.99, 100.0), 500.0);
        assert_eq!(cut_at(150.0, 0.9, 100.0), 75.0);
    }
}
