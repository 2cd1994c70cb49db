//! The views of the centre, and which of those that share a area is in front.

use egui::{Rect, Ui};

use super::pane::{HEAD, body_ui, copied_table, pane, tabs};
use crate::app::{Action, App, Export};
use crate::ui::views::{Area, View, ViewId, WindowMode};

/// The views of the centre.
pub struct Areas {
    views: Vec<(ViewId, Box<dyn View>)>,
    building: Fronts,
    comparing: Fronts,
    using: Fronts,
    /// The one that has the whole window.
    filling: Option<usize>,
    /// The one that the pointer was over last, or whose tab was chosen.
    pointed: Option<usize>,
}

/// What a person has brought to the front.
#[derive(Default)]
struct Fronts {
    /// At most one of each area.
    views: Vec<(Area, ViewId)>,
    /// Where several areas share one.
    area: Option<Area>,
}

impl Default for Areas {
    fn default() -> Self {
        let views = ViewId::ALL.map(|id| (id, id.make()));
        Self {
            views: views.into(),
            building: Fronts::default(),
            comparing: Fronts::default(),
            using: Fronts::default(),
            filling: None,
            pointed: None,
        }
    }
}

impl Areas {
    /// Draws the views that stand in `areas` into `rect`: one under its heading, several by tab.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        mode: WindowMode,
        areas: &[Area],
        actions: &mut Vec<Action>,
    ) {
        let all: Vec<usize> = areas.iter().flat_map(|&at| self.at(mode, at)).collect();
        let Some(front) = self.front(mode, areas) else {
            return;
        };
        if ui.rect_contains_pointer(rect) {
            self.pointed = Some(front);
        }
        if all.len() == 1 {
            self.show_one(ui, rect, app, mode, front, actions);
            return;
        }
        let views: Vec<&dyn View> = all.iter().map(|&index| &*self.views[index].1).collect();
        let in_front = all.iter().position(|&index| index == front);
        let (body, chosen, filled) = tabs(ui, rect, app, mode, &views, in_front, actions);
        let (id, view) = &mut self.views[front];
        view.set_mode(mode);
        body_ui(ui, body, *id, &mut **view, app, actions);
        if let Some(chosen) = chosen {
            self.bring_to_front(mode, all[chosen]);
            self.pointed = Some(all[chosen]);
        }
        if filled {
            self.filling = chosen.map(|chosen| all[chosen]).or(Some(front));
        }
    }

    fn show_one(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        mode: WindowMode,
        index: usize,
        actions: &mut Vec<Action>,
    ) {
        let (id, view) = &mut self.views[index];
        view.set_mode(mode);
        if pane(ui, rect, *id, &mut **view, app, actions) {
            self.filling = match self.filling {
                Some(_) => None,
                None => Some(index),
            };
            ui.request_repaint();
        }
    }

    /// Draws the view that has the whole window, if one has, into `rect`.
    pub fn show_filling(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        app: &App,
        mode: WindowMode,
        actions: &mut Vec<Action>,
    ) -> bool {
        // The other mode may not have it.
        let has = |index: &usize| self.views[*index].1.about().area(mode).is_some();
        self.filling = self.filling.filter(has);
        let Some(index) = self.filling else {
            return false;
        };
        self.show_one(ui, rect, app, mode, index, actions);
        true
    }

    pub fn views(&self) -> impl Iterator<Item = &dyn View> {
        self.views.iter().map(|(_, view)| &**view)
    }

    /// What can be saved of the view that has the window, is under the pointer or was chosen last, or is the first.
    pub fn export(&self) -> Option<Export> {
        let index = self.filling.or(self.pointed).unwrap_or(0);
        self.views.get(index)?.1.about().export
    }

    /// Puts the table of a view on the clipboard.
    pub fn copied_table(&self, app: &App) -> Option<Action> {
        self.views().find_map(|view| copied_table(view, app))
    }

    /// Whether one view has the whole window.
    pub fn is_filled_by_one(&self) -> bool {
        self.filling.is_some()
    }

    /// Gives the window to the view under the pointer, or back to all.
    pub fn fill_or_leave(&mut self) {
        match self.filling {
            Some(_) => self.filling = None,
            None => self.fill(),
        }
    }

    /// Gives the window to one view: that under the pointer or chosen last, or the first there is.
    pub fn fill(&mut self) {
        self.filling = self.pointed.or(Some(0));
    }

    /// Height that the view in front at `area` wants with its heading, in a part of this `width` where there is `room`.
    pub fn height(
        &self,
        ui: &Ui,
        app: &App,
        mode: WindowMode,
        area: Area,
        [width, room]: [f32; 2],
    ) -> f32 {
        let front = self.front(mode, &[area]);
        front.map_or(0.0, |front| {
            let view = &self.views[front].1;
            HEAD + view.height(ui, app, width - 24.0, room - HEAD)
        })
    }

    /// Whether the view in front at `area` has something to show.
    pub fn is_filled(&self, app: &App, mode: WindowMode, area: Area) -> bool {
        let front = self.front(mode, &[area]);
        front.is_some_and(|front| self.views[front].1.about().can_show(app))
    }

    /// Indices of the views at `area`.
    fn at(&self, mode: WindowMode, area: Area) -> impl Iterator<Item = usize> {
        let views = self.views.iter().enumerate();
        views
            .filter(move |(_, (_, view))| view.about().area(mode) == Some(area))
            .map(|(index, _)| index)
    }

    /// Index of the view that is in front where `areas` are one.
    fn front(&self, mode: WindowMode, areas: &[Area]) -> Option<usize> {
        let fronts = match mode {
            WindowMode::Build => &self.building,
            WindowMode::Compare => &self.comparing,
            WindowMode::Use => &self.using,
        };
        let area = fronts.area.filter(|area| areas.contains(area));
        let area = area.or(areas.first().copied())?;
        let chosen = fronts.views.iter().find(|(at, _)| *at == area);
        let is_chosen = |index: &usize| Some(self.views[*index].0) == chosen.map(|(_, id)| *id);
        self.at(mode, area)
            .find(is_chosen)
            .or_else(|| self.at(mode, area).next())
    }

    fn bring_to_front(&mut self, mode: WindowMode, index: usize) {
        let (id, view) = &self.views[index];
        let (id, area) = (*id, view.about().area(mode));
        let fronts = match mode {
            WindowMode::Build => &mut self.building,
            WindowMode::Compare => &mut self.comparing,
            WindowMode::Use => &mut self.using,
        };
        fronts.views.retain(|(at, _)| Some(*at) != area);
        fronts.views.extend(area.map(|area| (area, id)));
        fronts.area = area;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_stays_in_front_of_its_place() {
        let mut areas = Areas::default();
        let mode = WindowMode::Build;
        let front =
            |all: &Areas, areas: &[Area]| all.front(mode, areas).map(|index| all.views[index].0);
        let both = [Area::Samples, Area::Codes];
        assert_eq!(front(&areas, &[Area::Codes]), Some(ViewId::Latent));
        assert_eq!(front(&areas, &both), Some(ViewId::Gallery));
        let index = |areas: &Areas, id| areas.views.iter().position(|(known, _)| *known == id);
        let samples = index(&areas, ViewId::Samples).unwrap();
        areas.bring_to_front(mode, samples);
        assert_eq!(front(&areas, &[Area::Codes]), Some(ViewId::Samples));
        assert_eq!(front(&areas, &both), Some(ViewId::Samples));
        let gallery = index(&areas, ViewId::Gallery).unwrap();
        areas.bring_to_front(mode, gallery);
        assert_eq!(front(&areas, &both), Some(ViewId::Gallery));
        assert_eq!(front(&areas, &[Area::Codes]), Some(ViewId::Samples));
        assert_eq!(front(&areas, &[Area::Numbers]), None);
    }
}
