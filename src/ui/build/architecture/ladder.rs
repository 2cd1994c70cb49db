//! Steps along the ladder of widths that exist as compiled layers.

use crate::model::LADDER;

/// The width `steps` rungs away from `width`, staying on the ladder.
pub fn step(width: usize, steps: i32) -> usize {
    let rung = LADDER.partition_point(|&rung| rung < width);
    let on_ladder = LADDER.get(rung) == Some(&width);
    // From between two rungs, one step up lands on the upper and one step down on the lower.
    let rung = match (on_ladder, steps > 0) {
        (false, true) => rung as i64 - 1,
        _ => rung as i64,
    };
    let last = LADDER.len() as i64 - 1;
    LADDER[(rung + i64::from(steps)).clamp(0, last) as usize]
}

/// The rungs around a width that is not on the ladder: one or two of them.
pub fn neighbours(width: usize) -> Vec<usize> {
    let rung = LADDER.partition_point(|&rung| rung < width);
    let below = rung.checked_sub(1).map(|below| LADDER[below]);
    let above = LADDER.get(rung).copied();
    below.into_iter().chain(above).collect()
}

/// The rung halfway between two widths, by ratio.
pub fn between(one: usize, other: usize) -> usize {
    let wanted = (one.max(1) as f64).ln() + (other.max(1) as f64).ln();
    let distance = |rung: usize| ((rung as f64).ln() - wanted / 2.0).abs();
    LADDER
        .into_iter()
        .min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(one)
}

/// Whether a layer of `width` exists; otherwise a sentence that names the nearest widths.
///
/// # Errors
/// When `width` is not on the ladder.
pub fn check(width: usize) -> Result<usize, String> {
    if LADDER.contains(&width) {
        return Ok(width);
    }
    let offers: Vec<String> = neighbours(width).iter().map(usize::to_string).collect();
    Err(format!(
        "No layer of width {width} exists, try {}",
        offers.join(" or ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_the_rungs_and_stop_at_the_ends() {
        assert_eq!(step(512, -1), 400);
        assert_eq!(step(32, 1), 64);
        assert_eq!(step(256, 3), 784);
        assert_eq!(step(2, -1), 2);
        assert_eq!(step(1024, 5), 1024);
    }

    #[test]
    fn a_step_from_between_two_rungs_takes_the_next_one() {
        assert_eq!(step(300, 1), 400);
        assert_eq!(step(300, -1), 256);
        assert_eq!(step(5000, -1), 1024);
    }

    #[test]
    fn a_width_off_the_ladder_is_refused_with_its_neighbours() {
        assert_eq!(check(256), Ok(256));
        assert_eq!(
            check(300),
            Err("No layer of width 300 exists, try 256 or 400".into())
        );
        assert_eq!(
            check(5000),
            Err("No layer of width 5000 exists, try 1024".into())
        );
        assert_eq!(check(1), Err("No layer of width 1 exists, try 2".into()));
    }

    #[test]
    fn a_new_layer_lies_between_its_neighbours() {
        assert_eq!(between(512, 128), 256);
        assert_eq!(between(784, 2), 32);
        assert_eq!(between(784, 784), 784);
    }
}
