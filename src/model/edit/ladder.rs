//! Steps along a ladder: the widths or channels that exist as compiled layers.

/// The rung `steps` away from `amount`, staying on the ladder.
pub fn step(rungs: &[usize], amount: usize, steps: i32) -> usize {
    let rung = rungs.partition_point(|&rung| rung < amount);
    let on_ladder = rungs.get(rung) == Some(&amount);
    // From between two rungs, one step up lands on the upper and one step down on the lower.
    let rung = match (on_ladder, steps > 0) {
        (false, true) => rung as i64 - 1,
        _ => rung as i64,
    };
    let last = rungs.len() as i64 - 1;
    let wanted = (rung + i64::from(steps)).clamp(0, last.max(0));
    rungs.get(wanted as usize).copied().unwrap_or(amount)
}

/// The rungs around an amount that is not on the ladder: one or two of them.
pub fn neighbours(rungs: &[usize], amount: usize) -> Vec<usize> {
    let rung = rungs.partition_point(|&rung| rung < amount);
    let below = rung.checked_sub(1).map(|below| rungs[below]);
    let above = rungs.get(rung).copied();
    below.into_iter().chain(above).collect()
}

/// The rung halfway between two amounts, by ratio.
pub fn between(rungs: &[usize], one: usize, other: usize) -> usize {
    let wanted = (one.max(1) as f64).ln() + (other.max(1) as f64).ln();
    let distance = |rung: usize| ((rung as f64).ln() - wanted / 2.0).abs();
    rungs
        .iter()
        .copied()
        .min_by(|&a, &b| distance(a).total_cmp(&distance(b)))
        .unwrap_or(one)
}

/// Whether `amount` exists; otherwise a sentence that names the nearest ones. `what` begins it: "layer of width".
///
/// # Errors
/// When `amount` is not on the ladder.
pub fn check(rungs: &[usize], what: &str, amount: usize) -> Result<usize, String> {
    if rungs.contains(&amount) {
        return Ok(amount);
    }
    let offers = neighbours(rungs, amount);
    let offers: Vec<String> = offers.iter().map(usize::to_string).collect();
    let offers = offers.join(" or ");
    Err(format!("No {what} {amount} exists, try {offers}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CHANNELS, LADDER};

    #[test]
    fn steps_follow_the_rungs_and_stop_at_the_ends() {
        assert_eq!(step(&LADDER, 512, -1), 400);
        assert_eq!(step(&LADDER, 32, 1), 50);
        assert_eq!(step(&LADDER, 256, 3), 784);
        assert_eq!(step(&LADDER, 2, -1), 1);
        assert_eq!(step(&LADDER, 1, -1), 1);
        assert_eq!(step(&LADDER, 1024, 5), 1024);
        assert_eq!(step(&CHANNELS, 16, 1), 32);
        assert_eq!(step(&CHANNELS, 64, 1), 64);
        assert_eq!(step(&[], 7, 1), 7);
    }

    #[test]
    fn a_step_from_between_two_rungs_takes_the_next_one() {
        assert_eq!(step(&LADDER, 300, 1), 400);
        assert_eq!(step(&LADDER, 300, -1), 256);
        assert_eq!(step(&LADDER, 5000, -1), 1024);
    }

    #[test]
    fn an_amount_off_the_ladder_is_refused_with_its_neighbours() {
        let check = |width| check(&LADDER, "layer of width", width);
        assert_eq!(check(256), Ok(256));
        assert_eq!(
            check(300),
            Err("No layer of width 300 exists, try 256 or 400".into())
        );
        assert_eq!(
            check(5000),
            Err("No layer of width 5000 exists, try 1024".into())
        );
        assert_eq!(check(1), Ok(1));
        assert_eq!(check(0), Err("No layer of width 0 exists, try 1".into()));
    }

    #[test]
    fn a_new_layer_lies_between_its_neighbours() {
        assert_eq!(between(&LADDER, 512, 128), 256);
        assert_eq!(between(&LADDER, 784, 2), 32);
        assert_eq!(between(&LADDER, 784, 784), 784);
        assert_eq!(between(&CHANNELS, 16, 64), 32);
    }
}
