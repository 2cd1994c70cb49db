//! Clusters to begin a mixture with: k-means++ (Arthur and Vassilvitskii 2007) and a few rounds of k-means.

use rand::Rng;

use crate::data::Progress;

const ROUNDS: usize = 10;

/// The cluster of each of `codes`, of which `count` are wanted; `None` when nobody waits for them any more.
pub fn clusters(
    codes: &[f64],
    width: usize,
    count: usize,
    random: &mut impl Rng,
) -> Option<Vec<usize>> {
    let progress = Progress::present();
    let rows: Vec<&[f64]> = codes.chunks_exact(width).collect();
    let mut centres = seeds(&rows, count, random, &progress);
    let mut assigned = assign(&rows, &centres);
    for _ in 0..ROUNDS {
        if progress.is_stopped() {
            return None;
        }
        let mut sums = vec![(vec![0.0; width], 0.0f64); centres.len()];
        for (row, &cluster) in rows.iter().zip(&assigned) {
            let (sum, of) = &mut sums[cluster];
            sum.iter_mut().zip(*row).for_each(|(sum, x)| *sum += x);
            *of += 1.0;
        }
        for (centre, (sum, of)) in centres.iter_mut().zip(sums) {
            // A cluster that lost all keeps its place.
            if of > 0.0 {
                *centre = sum.iter().map(|x| x / of).collect();
            }
        }
        let next = assign(&rows, &centres);
        if next == assigned {
            break;
        }
        assigned = next;
    }
    Some(assigned)
}

/// Rows far from each other: each next one is drawn with its squared distance from the nearest as weight.
fn seeds(
    rows: &[&[f64]],
    count: usize,
    random: &mut impl Rng,
    progress: &Progress,
) -> Vec<Vec<f64>> {
    let mut centres = vec![rows[random.random_range(0..rows.len())].to_vec()];
    let mut nearest = vec![f64::INFINITY; rows.len()];
    while centres.len() < count && !progress.is_stopped() {
        let newest = &centres[centres.len() - 1];
        for (nearest, row) in nearest.iter_mut().zip(rows) {
            *nearest = nearest.min(squared(row, newest));
        }
        let mut left = random.random::<f64>() * nearest.iter().sum::<f64>();
        let drawn = nearest.iter().position(|distance| {
            left -= distance;
            left < 0.0
        });
        // All rows are centres already, or the same.
        let Some(drawn) = drawn else {
            break;
        };
        centres.push(rows[drawn].to_vec());
    }
    centres
}

fn assign(rows: &[&[f64]], centres: &[Vec<f64>]) -> Vec<usize> {
    let nearest = |row: &&[f64]| {
        let distances = centres.iter().map(|centre| squared(row, centre));
        let least = distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        least.map_or(0, |(cluster, _)| cluster)
    };
    rows.iter().map(nearest).collect()
}

fn squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::random::{Purpose, stream};

    #[test]
    fn far_groups_are_told_apart_whatever_is_drawn() {
        let codes = [0.0, 100.0, 1.0, 101.0, 200.0, 2.0];
        for seed in 0..20 {
            let mut random = stream(seed, Purpose::Mixture, 0, 0);
            let found = clusters(&codes, 1, 3, &mut random).unwrap();
            assert!(found[0] == found[2] && found[2] == found[5], "{found:?}");
            assert!(found[1] == found[3] && found[1] != found[0] && found[4] != found[0]);
            assert_ne!(found[4], found[1]);
        }
        let mut random = stream(0, Purpose::Mixture, 0, 0);
        assert_eq!(clusters(&[5.0; 4], 2, 2, &mut random).unwrap(), [0, 0]);
    }
}
