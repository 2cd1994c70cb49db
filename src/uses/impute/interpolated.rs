//! What stands on the straight line between what is known before and after a gap of a sequence.

use crate::data::SequenceShape;

/// Writes into what is `missing` of one sequence, channel by channel. Before the first known value of a channel stands that
/// one, after its last the last; a channel without any stays as it is.
pub fn interpolate(numbers: &mut [f32], missing: &[bool], shape: SequenceShape) {
    let features = shape.features.max(1);
    for channel in 0..features {
        let places = (channel..numbers.len()).step_by(features);
        let known: Vec<usize> = places
            .clone()
            .filter(|&place| !missing[place] && !numbers[place].is_nan())
            .collect();
        for place in places.filter(|&place| missing[place]) {
            let after = known.partition_point(|&known| known < place);
            let (after, before) = (known.get(after), known[..after].last());
            numbers[place] = match (before, after) {
                (Some(&before), Some(&after)) => {
                    let share = (place - before) as f32 / (after - before) as f32;
                    numbers[before] + share * (numbers[after] - numbers[before])
                }
                (Some(&nearest), None) | (None, Some(&nearest)) => numbers[nearest],
                (None, None) => continue,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_lie_on_lines_and_ends_go_on() {
        let shape = SequenceShape {
            steps: 5,
            features: 2,
        };
        let gap = f32::NAN;
        #[rustfmt::skip]
        let mut numbers = [
            gap, 7.0,
            1.0, gap,
            9.0, gap,
            4.0, gap,
            gap, gap,
        ];
        let missing = [
            true, false, false, true, true, true, false, true, true, true,
        ];
        interpolate(&mut numbers, &missing, shape);
        assert_eq!(numbers, [1.0, 7.0, 1.0, 7.0, 2.5, 7.0, 4.0, 7.0, 4.0, 7.0]);
        // A channel of which nothing is known keeps what stands there.
        let mut numbers = [0.5, 1.0, 0.5, 2.0];
        interpolate(&mut numbers, &[true, false, true, true], shape);
        assert_eq!(numbers, [0.5, 1.0, 0.5, 1.0]);
    }
}
