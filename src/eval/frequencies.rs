//! How often each symbol occurs, as whole numbers of one sum: what an entropy coder works with.

/// The frequencies of every table add up to this, two to the [`PRECISION`].
pub const SUM: u32 = 1 << PRECISION;
/// Bits of a frequency.
pub const PRECISION: usize = 16;

/// The frequencies of `levels` symbols at each of `width` places of a code, as `symbols` have them: at least 1 each, so
/// that what was never seen can be coded, too.
pub fn frequencies(symbols: &[u8], width: usize, levels: usize) -> Vec<Vec<u32>> {
    let mut counts = vec![vec![0u64; levels]; width];
    for code in symbols.chunks_exact(width.max(1)) {
        for (counts, &symbol) in counts.iter_mut().zip(code) {
            counts[usize::from(symbol)] += 1;
        }
    }
    counts.iter().map(|counts| of_sum(counts)).collect()
}

/// Shares of [`SUM`], each at least 1; what rounding leaves goes to the most frequent.
fn of_sum(counts: &[u64]) -> Vec<u32> {
    let free = u64::from(SUM) - counts.len() as u64;
    let sum = counts.iter().sum::<u64>().max(1);
    let mut shares: Vec<u32> = counts
        .iter()
        .map(|count| 1 + (count * free / sum) as u32)
        .collect();
    let left = SUM - shares.iter().sum::<u32>();
    // The first of equals.
    let most = (0..counts.len()).rev().max_by_key(|&symbol| counts[symbol]);
    if let Some(most) = most {
        shares[most] += left;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_and_none_is_nothing() {
        // At the first place 0, 1, 1, 1 and at the second always 3.
        let tables = frequencies(&[0, 3, 1, 3, 1, 3, 1, 3], 2, 4);
        assert_eq!(tables[0], [16_384, 49_150, 1, 1]);
        assert_eq!(tables[1], [1, 1, 1, 65_533]);
        // Nothing was seen: the first has all that is left.
        assert_eq!(frequencies(&[], 1, 2), [[65_535, 1]]);
        let many: Vec<u8> = (0..=255).collect();
        let [table] = &frequencies(&many, 1, 256)[..] else {
            panic!("one place");
        };
        assert!(table.iter().all(|&share| share == 256));
    }
}
