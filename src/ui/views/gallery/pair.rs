//! The choice of the two pictures that are compared.

use egui::{ComboBox, RichText, Ui};

use super::Shown;
use crate::training::VariantId;
use crate::ui::theme;

/// One of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The images themselves.
    Input,
    /// Its outputs.
    Variant(VariantId),
}

/// What a person chose; `None` for what suggests itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pair {
    chosen: [Option<Side>; 2],
}

impl Pair {
    /// The two, among `shown`: what was chosen while it is there; else the selected variant `second`, and before it the
    /// input where there `may_be_input`, or another variant. `None` where there are not two.
    pub fn among(
        &self,
        shown: &[VariantId],
        selected: VariantId,
        may_be_input: bool,
    ) -> Option<[Side; 2]> {
        let is_there = |side: &Side| match side {
            Side::Input => may_be_input,
            Side::Variant(id) => shown.contains(id),
        };
        let chosen = self.chosen.map(|side| side.filter(is_there));
        let inputs = may_be_input.then_some(Side::Input);
        let variants = || shown.iter().map(|&id| Side::Variant(id));
        let selected = shown.contains(&selected).then_some(Side::Variant(selected));
        let other = |than: Option<Side>| {
            let mut all = inputs.into_iter().chain(selected).chain(variants());
            all.find(|&side| Some(side) != than)
        };
        let first = chosen[0].or_else(|| {
            let all = inputs.into_iter().chain(selected).chain(variants());
            let mut others = all.filter(|&side| Some(side) != chosen[1]);
            others.next()
        })?;
        let second = chosen[1]
            .filter(|&side| side != first)
            .or_else(|| selected.filter(|&side| side != first))
            .or_else(|| other(Some(first)))?;
        Some([first, second])
    }

    /// Two menus, named "A" and "B"; `now` is what they show.
    pub fn show(&mut self, ui: &mut Ui, shown: &[Shown], now: [Side; 2], may_be_input: bool) {
        for (place, letter) in ["A", "B"].into_iter().enumerate() {
            let weak = theme::palette(ui).weak;
            ui.label(RichText::new(letter).color(weak));
            let mut side = now[place];
            let menu = ComboBox::from_id_salt(("pair", letter))
                .selected_text(name(side, shown))
                .truncate()
                .width(112.0)
                .show_ui(ui, |ui| {
                    let inputs = may_be_input.then_some(Side::Input);
                    let variants = shown.iter().map(|shown| Side::Variant(shown.variant.id));
                    for choice in inputs.into_iter().chain(variants) {
                        ui.selectable_value(&mut side, choice, name(choice, shown));
                    }
                });
            menu.response
                .accessible_name(format!("Picture {letter}"))
                .on_hover_text("Whose pictures are set against the others");
            if side != now[place] {
                self.chosen = now.map(Some);
                self.chosen[place] = Some(side);
                // The other one gives way: the two change places.
                if now[1 - place] == side {
                    self.chosen[1 - place] = Some(now[place]);
                }
            }
        }
    }
}

/// What a side is called.
pub fn name<'a>(side: Side, shown: &'a [Shown]) -> &'a str {
    match side {
        Side::Input => "Input",
        Side::Variant(id) => shown
            .iter()
            .find(|shown| shown.variant.id == id)
            .map_or("", |shown| &shown.variant.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: VariantId = VariantId(1);
    const B: VariantId = VariantId(2);
    const C: VariantId = VariantId(3);

    #[test]
    fn without_a_choice_the_selected_one_is_set_against_another() {
        let pair = Pair::default();
        let variants = |first, second| Some([Side::Variant(first), Side::Variant(second)]);
        assert_eq!(pair.among(&[A, B, C], A, false), variants(A, B));
        assert_eq!(pair.among(&[A, B, C], C, false), variants(C, A));
        assert_eq!(
            pair.among(&[A, B], B, true),
            Some([Side::Input, Side::Variant(B)])
        );
        assert_eq!(pair.among(&[A], A, false), None);
        assert_eq!(pair.among(&[], A, true), None);
    }

    #[test]
    fn a_choice_holds_while_it_is_there() {
        let pair = Pair {
            chosen: [Some(Side::Variant(C)), Some(Side::Variant(B))],
        };
        let variants = |first, second| Some([Side::Variant(first), Side::Variant(second)]);
        assert_eq!(pair.among(&[A, B, C], A, false), variants(C, B));
        assert_eq!(pair.among(&[A, B], A, false), variants(A, B), "C is hidden");
        assert_eq!(pair.among(&[A, C], A, false), variants(C, A), "B is hidden");
        let same = Pair {
            chosen: [Some(Side::Variant(B)), Some(Side::Variant(B))],
        };
        assert_eq!(same.among(&[A, B], A, false), variants(B, A));
    }
}
