//! What was recognised in data that a person looks at: counts, samples and the choices that matter.

use egui::{Align, Layout, Rect, RichText, ScrollArea, Ui, UiBuilder};

use super::samples::Samples;
use super::table::TableEditor;
use super::{facts, histogram, options, rows, warnings};
use crate::app::{Import, ImportState};
use crate::data::{DataSettings, Source};
use crate::settings::words::capital;
use crate::ui::widgets;

/// Width of the column of choices, in points.
const CHOICES: f32 = 300.0;
/// Largest side of a picture, in points.
const SIDE: f32 = 64.0;
/// Rows of pictures; of 8 columns that makes 24.
const ROWS: usize = 3;
/// Columns of pictures, at most.
const COLUMNS: usize = 8;
/// Rows of a table.
const TABLE_ROWS: usize = 10;

/// The content of the sheet.
pub struct ImportView {
    samples: Samples,
    table: TableEditor,
}

impl Default for ImportView {
    fn default() -> Self {
        Self {
            samples: Samples::sized(SIDE, ROWS, COLUMNS),
            table: TableEditor::default(),
        }
    }
}

impl ImportView {
    /// Draws it into what is left of `ui`; gives other settings once a person chose something else.
    pub fn show(&mut self, ui: &mut Ui, import: &Import) -> Option<DataSettings> {
        let area = ui.available_rect_before_wrap();
        let left = area.with_max_x(area.right() - CHOICES - 16.0);
        let right = area.with_min_x(area.right() - CHOICES);
        let column = |ui: &mut Ui, rect: Rect, name, add: &mut dyn FnMut(&mut Ui)| {
            let layout = Layout::top_down(Align::Min);
            ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
                let scroll = ScrollArea::vertical().id_salt(name);
                scroll.auto_shrink(false).show(ui, add);
            });
        };
        column(ui, left, "import preview", &mut |ui| {
            self.preview(ui, import);
        });
        let mut new = None;
        column(ui, right, "import choices", &mut |ui| {
            new = self.choices(ui, import);
        });
        new
    }

    fn preview(&mut self, ui: &mut Ui, import: &Import) {
        match &import.state {
            ImportState::Ready(_) => {}
            ImportState::Reading => {
                let before = import.before.is_some().then_some("as it was read before");
                widgets::loading(ui, &import.settings.source.name(), before);
                if let Some(share) = import.progress.share() {
                    widgets::progress(ui, share);
                }
            }
            ImportState::Failed(problem) => {
                let text = RichText::new(capital(problem)).color(ui.visuals().error_fg_color);
                ui.add(egui::Label::new(text).wrap());
            }
        }
        if let Some(problem) = &import.refused {
            let text = format!("Not taken: {problem}");
            let text = RichText::new(text).color(ui.visuals().error_fg_color);
            ui.add(egui::Label::new(text).wrap());
        }
        if let Some(data) = import.prepared() {
            facts::show(ui, data);
            ui.add_space(4.0);
            self.samples.show(ui, data);
            rows::show_some(ui, data, TABLE_ROWS);
            ui.add_space(8.0);
            histogram::show(ui, data);
            ui.add_space(8.0);
            warnings::show(ui, &data.dataset.about);
        }
    }

    fn choices(&mut self, ui: &mut Ui, import: &Import) -> Option<DataSettings> {
        let settings = &import.settings;
        if let Some(source) = options(ui, settings, import.prepared()) {
            // Tables and series are standardised, words and ratings are not.
            let scaled = |source: &Source| {
                (
                    source.has_words() || source.has_tokens(),
                    source.has_ratings(),
                    source.has_images(),
                )
            };
            return Some(match scaled(&source) == scaled(&settings.source) {
                true => DataSettings {
                    source,
                    ..settings.clone()
                },
                false => DataSettings::of_source(source),
            });
        }
        let data = import.prepared()?;
        let facts = data.dataset.about.table.as_ref()?;
        self.table.show(ui, &import.settings, &data.settings, facts)
    }
}
