//! Tells scrolling past the drawing from turning the wheel over it.

use egui::Rect;

/// The wheel belongs to the panel's own scrolling until the drawing has stood still for this long.
const REST_SECONDS: f64 = 0.4;

/// Where something stood last, and since when.
#[derive(Debug, Default)]
pub struct Stillness(Option<(Rect, f64)>);

impl Stillness {
    /// Whether `area` has stood still for a while at `now`, in seconds. What is seen for the first time has.
    pub fn rested(&mut self, area: Rect, now: f64) -> bool {
        match self.0 {
            Some((before, since)) if before == area => now - since >= REST_SECONDS,
            Some(_) => {
                self.0 = Some((area, now));
                false
            }
            None => {
                self.0 = Some((area, f64::NEG_INFINITY));
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    #[test]
    fn what_scrolls_past_has_not_rested() {
        let area = Rect::from_min_size(pos2(0.0, 100.0), vec2(300.0, 160.0));
        let moved = area.translate(vec2(0.0, -40.0));
        let mut stillness = Stillness::default();
        assert!(stillness.rested(area, 1.0));
        assert!(stillness.rested(area, 1.1));
        assert!(!stillness.rested(moved, 1.2));
        assert!(!stillness.rested(moved, 1.5), "it came to rest just now");
        assert!(stillness.rested(moved, 1.7));
    }
}
