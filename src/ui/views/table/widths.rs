//! The widths of columns. They grow with their text and do not shrink again, so that nothing jumps during training.

use std::collections::BTreeMap;

/// Widths by column, in points.
#[derive(Debug, Default)]
pub struct Widths {
    known: BTreeMap<String, f32>,
}

impl Widths {
    /// The width of column `key`, at least `wanted`.
    pub fn at_least(&mut self, key: String, wanted: f32) -> f32 {
        let known = self.known.entry(key).or_default();
        *known = known.max(wanted.ceil());
        *known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_grow_and_do_not_shrink() {
        let mut widths = Widths::default();
        assert_eq!(widths.at_least("mse".into(), 40.2), 41.0);
        assert_eq!(widths.at_least("mse".into(), 30.0), 41.0);
        assert_eq!(widths.at_least("psnr".into(), 30.0), 30.0);
    }
}
