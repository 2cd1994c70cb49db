//! The table's toolbar: which columns to show, and copying or saving the table.

use std::sync::Arc;
use std::time::Duration;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{PopupCloseBehavior, RichText, ScrollArea, Ui};

use super::VariantTable;
use crate::app::{Action, App, Contents, ExportFile};
use crate::export::columns::Table;
use crate::ui::theme;

/// For so long the window says that the table was copied.
const SAID: f64 = 2.0;

impl VariantTable {
    /// `order` and `columns` are what is on screen.
    pub(super) fn toolbar(
        &mut self,
        ui: &mut Ui,
        app: &App,
        table: &Table,
        order: &[usize],
        columns: &[usize],
        actions: &mut Vec<Action>,
    ) {
        self.columns_menu(ui, table);
        let copy = ui.button("Copy").on_hover_text(
            "Copies the table as it stands here, separated by tabs, to paste it into a spreadsheet",
        );
        if copy.clicked()
            && let Ok(text) = table.with_rows(order).tabs(columns)
        {
            ui.ctx().copy_text(text);
            self.copied = Some(ui.input(|input| input.time));
        }
        let save = ui.button("Save as CSV…").on_hover_text(
            "Saves all columns of all variants in this order, separated by commas, with all digits",
        );
        if save.clicked()
            && let Ok(text) = table.with_rows(order).csv()
        {
            actions.push(Action::SaveFile(Arc::new(ExportFile {
                what: "table",
                name: format!("{} variants", app.document.name),
                ending: "csv",
                contents: Contents::Text(text),
            })));
        }
        self.say_copied(ui);
    }

    fn columns_menu(&mut self, ui: &mut Ui, table: &Table) {
        let room = (ui.ctx().content_rect().height() - 60.0).clamp(120.0, 560.0);
        let stays = PopupCloseBehavior::CloseOnClickOutside;
        let (response, _) = MenuButton::new("Columns")
            .config(MenuConfig::new().close_behavior(stays))
            .ui(ui, |ui| {
                ScrollArea::vertical().max_height(room).show(ui, |ui| {
                    for column in &table.columns {
                        let key = column.key();
                        let mut shown = !self.left_out.contains(&key);
                        let name = table.say(&column.heading_with_unit());
                        if ui
                            .checkbox(&mut shown, name)
                            .on_hover_text(table.say(&column.hint()))
                            .changed()
                        {
                            if shown {
                                self.left_out.remove(&key);
                            } else {
                                self.left_out.insert(key);
                            }
                        }
                    }
                });
            });
        response.on_hover_text("Which columns the table shows");
    }

    fn say_copied(&mut self, ui: &mut Ui) {
        let Some(copied) = self.copied else { return };
        let left = copied + SAID - ui.input(|input| input.time);
        if left > 0.0 {
            ui.label(
                RichText::new("Copied")
                    .small()
                    .color(theme::palette(ui).weak),
            );
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(left));
        } else {
            self.copied = None;
        }
    }
}
