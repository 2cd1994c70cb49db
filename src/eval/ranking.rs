//! How well scores rank what is looked for before all else: the area under the ROC curve, and average precision.

/// Probability that one of those looked for has a higher score than one of the others, ties counting half: the area under
/// the ROC curve. `None` without some of both, or with a score that is not a number.
pub fn roc_auc(scores: &[f64], wanted: &[bool]) -> Option<f64> {
    let groups = Groups::of(scores, wanted)?;
    let [positives, negatives] = groups.totals;
    let (mut before, mut area) = (0.0, 0.0);
    for [positive, negative] in groups.counts {
        // Those looked for that stand before a group beat all others in it, those within it half of them.
        area += negative * (before + positive / 2.0);
        before += positive;
    }
    Some(area / (positives * negatives))
}

/// Precision at each score, weighted by what it adds to recall; equal scores are one threshold, nothing is interpolated.
/// `None` where [`roc_auc`] is.
pub fn average_precision(scores: &[f64], wanted: &[bool]) -> Option<f64> {
    let groups = Groups::of(scores, wanted)?;
    let (mut found, mut seen, mut sum) = (0.0, 0.0, 0.0);
    for [positive, negative] in groups.counts {
        found += positive;
        seen += positive + negative;
        sum += positive * found / seen;
    }
    Some(sum / groups.totals[0])
}

/// The ROC curve: the share of the others and of those looked for that score at least as much, at every score from the
/// greatest down, from (0, 0) to (1, 1). Empty where [`roc_auc`] is `None`.
pub fn roc_curve(scores: &[f64], wanted: &[bool]) -> Vec<[f64; 2]> {
    let Some(groups) = Groups::of(scores, wanted) else {
        return Vec::new();
    };
    let [positives, negatives] = groups.totals;
    let mut points = vec![[0.0, 0.0]];
    points.extend(
        groups
            .so_far()
            .map(|[found, others]| [others / negatives, found / positives]),
    );
    points
}

/// Recall and precision at every score from the greatest down. Empty where [`roc_auc`] is `None`.
pub fn precision_curve(scores: &[f64], wanted: &[bool]) -> Vec<[f64; 2]> {
    let Some(groups) = Groups::of(scores, wanted) else {
        return Vec::new();
    };
    let [positives, _] = groups.totals;
    let points = groups.so_far();
    points
        .map(|[found, others]| [found / positives, found / (found + others)])
        .collect()
}

/// The place of each score from the greatest, which is 1; equal scores share the first place of theirs. Scores that are
/// not numbers come last.
pub fn ranks(scores: &[f64]) -> Vec<usize> {
    let key = |index: &usize| match scores[*index] {
        score if score.is_nan() => f64::NEG_INFINITY,
        score => score,
    };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| key(b).total_cmp(&key(a)));
    let mut ranks = vec![0; scores.len()];
    let mut rank = 0;
    for (place, index) in order.iter().enumerate() {
        let is_same = place > 0 && key(&order[place - 1]) == key(index);
        if !is_same {
            rank = place + 1;
        }
        ranks[*index] = rank;
    }
    ranks
}

/// How many looked for, and how many others, have each score; the greatest first.
struct Groups {
    counts: Vec<[f64; 2]>,
    totals: [f64; 2],
}

impl Groups {
    fn of(scores: &[f64], wanted: &[bool]) -> Option<Self> {
        if scores.len() != wanted.len() || scores.iter().any(|score| score.is_nan()) {
            return None;
        }
        let mut pairs: Vec<(f64, bool)> =
            scores.iter().copied().zip(wanted.iter().copied()).collect();
        pairs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let groups = pairs.chunk_by(|(a, _), (b, _)| a == b);
        let counts: Vec<[f64; 2]> = groups
            .map(|group| {
                let positive = group.iter().filter(|(_, wanted)| *wanted).count();
                [positive as f64, (group.len() - positive) as f64]
            })
            .collect();
        let sum = |which: usize| counts.iter().map(|counts| counts[which]).sum::<f64>();
        let totals = [sum(0), sum(1)];
        let has_both = totals.iter().all(|total| *total > 0.0);
        has_both.then_some(Self { counts, totals })
    }

    /// How many looked for, and how many others, have each score or a greater one.
    fn so_far(&self) -> impl Iterator<Item = [f64; 2]> {
        let counts = self.counts.iter();
        counts.scan([0.0, 0.0], |sums, counts| {
            *sums = [sums[0] + counts[0], sums[1] + counts[1]];
            Some(*sums)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("some of both");
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn the_example_of_scikit_learn() {
        // y = 0, 0, 1, 1 and scores .1, .4, .35, .8 in its documentation of both.
        let (scores, wanted) = ([0.1, 0.4, 0.35, 0.8], [false, false, true, true]);
        close(roc_auc(&scores, &wanted), 0.75);
        close(average_precision(&scores, &wanted), 0.833_333_333_333_333_4);
    }

    #[test]
    fn ties_count_half_and_are_one_threshold() {
        // Of 2 x 3 pairs 2 are won by 3.0, and 2.0 ties with one and beats one.
        let scores = [3.0, 2.0, 2.0, 1.0, 4.0];
        let wanted = [true, true, false, false, false];
        close(roc_auc(&scores, &wanted), (2.0 + 1.5) / 6.0);
        // Precision 1/2 at 3.0 and 2/4 at 2.0, half of the recall each.
        close(average_precision(&scores, &wanted), 0.5);
        close(roc_auc(&[7.0; 5], &wanted), 0.5);
        close(average_precision(&[7.0; 5], &wanted), 0.4);
        close(roc_auc(&[0.0, -0.0], &[true, false]), 0.5);
    }

    #[test]
    fn there_is_nothing_to_rank_without_some_of_both() {
        for wanted in [[true, true], [false, false]] {
            assert_eq!(roc_auc(&[1.0, 2.0], &wanted), None);
            assert_eq!(average_precision(&[1.0, 2.0], &wanted), None);
        }
        assert_eq!(roc_auc(&[1.0, f64::NAN], &[true, false]), None);
        assert_eq!(roc_auc(&[], &[]), None);
    }

    #[test]
    fn equal_scores_share_a_rank() {
        assert_eq!(ranks(&[1.0, 3.0, f64::NAN, 3.0, 2.0]), [4, 1, 5, 1, 3]);
        assert_eq!(ranks(&[]), [0; 0]);
    }
}
