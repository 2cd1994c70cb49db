//! The headings of columns with their units, and an arrow at the sorted one.

use std::sync::Arc;

use egui::{Galley, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::grid::{Clicked, Grid, HEAD, HEADING, MARGIN, MARK, Place};
use crate::export::columns::Column;
use crate::ui::icons::Icon;
use crate::ui::theme;

impl Grid<'_> {
    pub(super) fn headings(
        &self,
        ui: &mut Ui,
        rect: Rect,
        offset: f32,
        places: &[Place],
        clicked: &mut Option<Clicked>,
    ) {
        let mut inside = ui.new_child(UiBuilder::new().id_salt("headings").max_rect(rect));
        inside.set_clip_rect(rect.intersect(ui.clip_rect()));
        for place in places {
            let left = rect.left() + place.x - offset;
            let whole = Rect::from_min_size(pos2(left, rect.top()), vec2(place.width, HEAD));
            let (Some(column), true) =
                (self.table.columns.get(place.index), whole.intersects(rect))
            else {
                continue;
            };
            let palette = theme::palette(&inside);
            let text = self.galley(&inside, &column.heading(), HEADING, palette.text);
            let seen = whole.intersect(rect);
            let response = self.heading(&mut inside, whole, seen, Some(column), text, Some(place));
            if response.clicked() {
                *clicked = Some(Clicked::Heading(Some(column.clone())));
            }
        }
    }

    /// One heading with its unit, and an arrow when rows are in its order.
    pub(super) fn heading(
        &self,
        ui: &mut Ui,
        rect: Rect,
        seen: Rect,
        column: Option<&Column>,
        text: Arc<Galley>,
        place: Option<&Place>,
    ) -> Response {
        let palette = theme::palette(ui);
        let name = column.map_or("Variant".into(), Column::heading);
        let response = ui.interact(seen, ui.scope_id().with(("heading", &name)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {name}")));
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(seen, 2.0, palette.control_hovered);
        }
        let right = place.is_some_and(|place| place.numeric);
        let unit = column.and_then(Column::unit);
        let unit = unit.map(|unit| self.galley(ui, &self.table.say(unit), HEADING, palette.weak));
        let x = |galley: &Galley| match place {
            Some(_) if right => rect.right() - MARGIN - galley.size().x,
            Some(_) => rect.left() + MARGIN + MARK,
            None => rect.left() + 24.0,
        };
        let at = pos2(
            x(&text),
            rect.top() + if unit.is_some() { 3.0 } else { 9.0 },
        );
        if let Some(falling) = self.sorting.direction(column) {
            let icon = if falling {
                Icon::ChevronDown
            } else {
                Icon::ChevronUp
            };
            let middle = pos2(at.x - 8.0, at.y + text.size().y / 2.0);
            let place = Rect::from_center_size(middle, vec2(9.0, 9.0));
            icon.paint(ui.painter(), place, palette.text);
        }
        ui.painter().galley(at, text, palette.text);
        if let Some(unit) = unit {
            let at = pos2(x(&unit), rect.top() + 16.0);
            ui.painter().galley(at, unit, palette.weak);
        }
        response.on_hover_text(column.map_or("What people call it".into(), |column| {
            self.table.say(&column.hint())
        }))
    }
}
