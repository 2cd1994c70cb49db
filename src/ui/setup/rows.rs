//! The labelled rows that every setup panel is made of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use egui::{Align, Layout, Pos2, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, vec2};

use super::{misread, reveal};
use crate::settings::Field;
use crate::training::{SCHEMA, SETTINGS};
use crate::ui::theme::palette;
use crate::ui::widgets::strong;

/// Height of one row.
pub const HEIGHT: f32 = 22.0;

/// Added to the tooltip of a setting that fixes a run.
const LOCKED: &str = "Fixed during a run: changing it asks to restart or to fork";

/// A setting's visible label, which is also the accessible name of its control.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    label: &'a str,
    about: &'a str,
    locked: bool,
    field: Option<&'static Field>,
    key: &'static str,
}

/// What is said of the setting of a variant at `key`, and whether a run cannot take another value.
fn described(key: &str) -> (&'static str, &'static (Field, bool)) {
    static FIELDS: LazyLock<BTreeMap<String, (Field, bool)>> = LazyLock::new(|| {
        let fields = SCHEMA.fields_by_key().into_iter();
        let with_lock = fields.map(|(key, field)| {
            let locked = SETTINGS.of(&key).is_some_and(|setting| !setting.is_live);
            (key, (field, locked))
        });
        with_lock.collect()
    });
    static NONE: LazyLock<(Field, bool)> = LazyLock::new(Default::default);
    match FIELDS.get_key_value(key) {
        Some((key, described)) => (key, described),
        None => ("", &NONE),
    }
}

impl Row<'static> {
    /// The setting of a variant at `key`, as it is described: its label, its sentence, and a padlock where a run cannot
    /// take another value.
    pub fn of(key: &str) -> Self {
        let (key, (field, locked)) = described(key);
        Self {
            label: &field.title,
            about: &field.sentence,
            locked: *locked,
            field: Some(field),
            key,
        }
    }
}

impl<'a> Row<'a> {
    /// `about` is one sentence for the tooltip.
    pub fn new(label: &'a str, about: &'a str) -> Self {
        Self {
            label,
            about,
            locked: false,
            field: None,
            key: "",
        }
    }

    /// With another sentence for the tooltip: one about what is chosen.
    pub fn about(self, about: &str) -> Row<'_>
    where
        'a: 'static,
    {
        Row { about, ..self }
    }

    /// With another label: one for the samples at hand.
    pub fn labelled(mut self, label: &'a str) -> Self {
        self.label = label;
        self
    }

    /// Is what is shown when the setting at `key` is looked for, of those that are not a variant's.
    pub fn reached_by(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    /// Without the padlock, where a whole panel is locked.
    pub fn without_padlock(mut self) -> Self {
        self.locked = false;
        self
    }

    /// What is said of the setting.
    pub(super) fn field(&self) -> Option<&'static Field> {
        self.field
    }

    pub fn label(&self) -> &'a str {
        self.label
    }

    /// Draws the label on the left and `control` in the rest of the line.
    pub fn show(self, ui: &mut Ui, control: impl FnOnce(&mut Ui) -> Response) -> Response {
        let tooltip = if self.locked {
            format!("{}\n{LOCKED}", self.about)
        } else {
            self.about.to_owned()
        };
        let ground = reveal::before_row(ui, self.key);
        let row = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = label_width(ui);
            let line = Layout::left_to_right(Align::Center);
            let label = ui
                .allocate_ui_with_layout(vec2(width, HEIGHT), line, |ui| {
                    ui.set_min_width(width);
                    let misread = match self.key {
                        "" => None,
                        key => misread::at_row(ui, key),
                    };
                    let signs = usize::from(self.locked) + usize::from(misread.is_some());
                    let room = 16.0 * signs as f32;
                    let text = RichText::new(self.label).color(palette(ui).weak);
                    let label = ui
                        .scope(|ui| {
                            ui.set_max_width(width - room);
                            ui.add(egui::Label::new(text).selectable(false).truncate())
                        })
                        .inner;
                    if self.locked {
                        lock(ui).on_hover_text(LOCKED);
                    }
                    if let Some(misread) = misread {
                        misread::sign(ui, self.label, &misread);
                    }
                    label.on_hover_text(&tooltip)
                })
                .inner;
            control(ui).labelled_by(label.id).on_hover_text(&tooltip)
        });
        reveal::after_row(ui, ground, self.key, row.response.rect, &row.inner);
        row.inner
    }

    /// A choice of one of `all`; returns the new one when another is taken.
    pub fn choose<T: Copy + PartialEq>(
        self,
        ui: &mut Ui,
        now: T,
        all: &[T],
        name: impl Fn(T) -> String,
    ) -> Option<T> {
        let mut chosen = None;
        let salt = self.label;
        self.show(ui, |ui| {
            egui::ComboBox::from_id_salt(salt)
                .width(ui.available_width())
                .selected_text(name(now))
                .truncate()
                .show_ui(ui, |ui| {
                    for &one in all {
                        if ui.selectable_label(one == now, name(one)).clicked() && one != now {
                            chosen = Some(one);
                        }
                    }
                })
                .response
        });
        chosen
    }

    /// An on-off choice; returns the new state when it is switched.
    pub fn switch(self, ui: &mut Ui, now: bool) -> Option<bool> {
        let mut on = now;
        self.show(ui, |ui| ui.add(egui::Checkbox::without_text(&mut on)));
        (on != now).then_some(on)
    }
}

/// Width of the column of labels.
fn label_width(ui: &Ui) -> f32 {
    let width = ui.available_width();
    (width * 0.48).max(112.0).min(width * 0.54).floor()
}

/// A control that names itself, in the column of controls.
pub fn unlabelled(ui: &mut Ui, control: impl FnOnce(&mut Ui) -> Response) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(label_width(ui) + 4.0);
        control(ui)
    })
    .inner
}

/// A padlock, for settings that cannot change during a run.
fn lock(ui: &mut Ui) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(10.0, 12.0), Sense::hover());
    let colour = palette(ui).weak.gamma_multiply(0.8);
    let body = Rect::from_min_max(
        Pos2::new(rect.left() + 1.0, rect.center().y - 0.5),
        Pos2::new(rect.right() - 1.0, rect.bottom() - 1.0),
    );
    let shackle = Rect::from_min_max(
        Pos2::new(body.left() + 1.7, rect.top() + 1.2),
        Pos2::new(body.right() - 1.7, body.top() + 2.5),
    );
    let painter = ui.painter();
    painter.rect_stroke(shackle, 2.2, Stroke::new(1.1, colour), StrokeKind::Middle);
    painter.rect_filled(body, 1.0, colour);
    response
}

/// A heading inside a panel.
pub fn heading(ui: &mut Ui, text: impl Into<String>) -> Response {
    let text = strong(ui, text, 13.0);
    ui.add(egui::Label::new(text).selectable(false).truncate())
}

/// A hairline between groups.
pub fn divider(ui: &mut Ui) {
    ui.add_space(4.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    let y = ui.painter().round_to_pixel_center(rect.center().y);
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, palette(ui).line));
    ui.add_space(4.0);
}
