//! Outputs that are shares of a sum, as samples are shown: [`Loss::Kl`](crate::model::Loss::Kl) says nothing of the sum.

/// Gives each sample's shares the sum of its target, a mean of counts as a multinomial has it.
pub fn scale_to_targets(shares: &mut [f32], targets: &[f32], width: usize) {
    let width = width.max(1);
    for (shares, target) in shares.chunks_mut(width).zip(targets.chunks(width)) {
        let sum: f32 = target.iter().map(|x| x.max(0.0)).sum();
        shares.iter_mut().for_each(|share| *share *= sum);
    }
}

/// Makes the largest share of each sample 1, where nobody knows of a sum.
pub fn scale_to_largest(shares: &mut [f32], width: usize) {
    for shares in shares.chunks_mut(width.max(1)) {
        let largest = shares.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        shares.iter_mut().for_each(|share| *share /= largest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_what_samples_are() {
        let mut shares = [0.25, 0.75, 0.5, 0.5];
        scale_to_targets(&mut shares, &[8.0, 0.0, f32::NAN, -1.0], 2);
        assert_eq!(shares, [2.0, 6.0, 0.0, 0.0]);
        let mut shares = [0.25, 0.75, 0.0, 0.0];
        scale_to_largest(&mut shares, 2);
        assert_eq!(shares, [1.0 / 3.0, 1.0, 0.0, 0.0]);
    }
}
