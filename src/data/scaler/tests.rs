//! Scaling by literal numbers: every kind of column, gaps, and a scaler that is saved.

use std::sync::Arc;

use super::*;
use crate::data::{Column, Columns, ImageShape, SequenceShape};

fn grey(pixels: Vec<u8>) -> Samples {
    let shape = ImageShape {
        height: 1,
        width: 1,
        channels: 1,
    };
    Samples::images(shape, pixels, None).unwrap()
}

fn fitted(scaling: Scaling, samples: &Samples) -> Scaler {
    let all: Vec<u32> = (0..samples.len() as u32).collect();
    Scaler::fit(scaling, samples, &all)
}

fn scaled(scaler: &Scaler, samples: &Samples) -> Vec<f32> {
    let mut out = vec![0.0; samples.len() * scaler.shape().target_width()];
    for (index, row) in out.chunks_mut(scaler.shape().target_width()).enumerate() {
        scaler.put_target(samples, index, row);
    }
    out
}

fn assert_close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (found_one, expected_one) in found.iter().zip(expected) {
        assert!((found_one - expected_one).abs() < 1e-6, "{found:?}");
    }
}

#[test]
fn unit_scaling_divides_by_255_and_stays_within_0_and_1() {
    let bytes = grey((0..=255).collect());
    let values = scaled(&fitted(Scaling::Unit, &bytes), &bytes);
    assert_eq!((values[0], values[51], values[255]), (0.0, 0.2, 1.0));
    assert!(values.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn standardised_values_have_mean_0_and_deviation_1() {
    // Mean 0.4, squared deviations .16, .04, .04, .16: variance 0.1.
    let bytes = grey(vec![0, 51, 153, 204]);
    let scaler = fitted(Scaling::Standardised, &bytes);
    let scale = scaler.single().unwrap();
    assert_close(&[scale.mean, scale.deviation], &[0.4, 0.316_227_76]);
    let expected = [-1.264_911, -0.632_455_5, 0.632_455_5, 1.264_911];
    assert_close(&scaled(&scaler, &bytes), &expected);
}

#[test]
fn channels_are_scaled_by_themselves_and_as_the_training_part_has_them() {
    let shape = ImageShape {
        height: 1,
        width: 1,
        channels: 2,
    };
    // The third image is not of the training part.
    let images = Samples::images(shape, vec![0, 102, 102, 204, 255, 255], None).unwrap();
    let scaler = Scaler::fit(Scaling::Standardised, &images, &[0, 1]);
    let means: Vec<f32> = scaler.columns().iter().map(|scale| scale.mean).collect();
    assert_close(&means, &[0.2, 0.6]);
    assert!(scaler.single().is_none() && scaler.table().is_none());
    assert_close(&scaled(&scaler, &images)[..4], &[-1.0, -1.0, 1.0, 1.0]);
    let mut back = scaled(&scaler, &images);
    scaler.unscale(&mut back);
    assert_close(&back, &[0.0, 0.4, 0.4, 0.8, 1.0, 1.0]);
}

#[test]
fn projects_of_format_1_scaled_all_channels_and_all_samples_alike() {
    let shape = ImageShape {
        height: 1,
        width: 1,
        channels: 2,
    };
    let images = Samples::images(shape, vec![0, 51, 153, 204], None).unwrap();
    let scaler = Scaler::fit_format_1(Scaling::Standardised, &images);
    let scale = scaler.single().unwrap();
    assert_close(&[scale.mean, scale.deviation], &[0.4, 0.316_227_76]);
}

#[test]
fn min_max_and_robust_scale_by_order() {
    let bytes = grey(vec![51, 102, 153, 204]);
    let values = scaled(&fitted(Scaling::MinMax, &bytes), &bytes);
    assert_close(&values, &[0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
    let rows = table(&[1.0, 2.0, 3.0, 4.0, 100.0]);
    // Median 3, quartiles 2 and 4.
    let values = scaled(&fitted(Scaling::Robust, &rows), &rows);
    assert_close(&values, &[-1.0, -0.5, 0.0, 0.5, 48.5]);
}

#[test]
fn constant_columns_are_centred_and_not_divided_by_zero() {
    let bytes = grey(vec![51; 9]);
    for scaling in [Scaling::Standardised, Scaling::MinMax, Scaling::Robust] {
        let scaler = fitted(scaling, &bytes);
        assert_eq!(scaler.single().unwrap().deviation, 1.0);
        assert!(scaled(&scaler, &bytes).iter().all(|v| v.abs() < 1e-7));
    }
    let empty = table(&[f32::NAN, f32::NAN]);
    let scaler = fitted(Scaling::Standardised, &empty);
    let mut input = [9.0, 9.0];
    scaler.put_input(&empty, 0, &mut input);
    assert_eq!(input, [0.0, 1.0]);
}

/// One numeric column that can have gaps.
fn table(values: &[f32]) -> Samples {
    let has_missing = values.iter().any(|value| value.is_nan());
    let columns = vec![column(ColumnKind::Numeric, has_missing)];
    Samples::rows(Arc::new(columns.into()), values, None).unwrap()
}

fn column(kind: ColumnKind, has_missing: bool) -> Column {
    Column::new("a", kind, has_missing)
}

#[test]
fn a_mixed_row_is_filled_marked_and_left_out() {
    let names = vec!["x".into(), "y".into(), "z".into()];
    let columns = Arc::new(Columns::from(vec![
        column(ColumnKind::Numeric, true),
        column(ColumnKind::Category { names }, true),
        column(
            ColumnKind::YesNo {
                names: ["no".into(), "yes".into()],
            },
            false,
        ),
    ]));
    let gap = f32::NAN;
    #[rustfmt::skip]
    let values = [
        10.0, 2.0, 1.0,
        30.0, 0.0, 0.0,
        gap,  2.0, 1.0,
        20.0, gap, gap,
        90.0, 1.0, 1.0,
    ];
    let rows = Samples::rows(columns, values, None).unwrap();
    // The last row is not of the training part.
    let scaler = Scaler::fit(Scaling::MinMax, &rows, &[0, 1, 2, 3]);
    assert!(!scaler.inputs_are_targets(&rows));
    let mut target = [0.0; 5];
    scaler.put_target(&rows, 0, &mut target);
    assert_eq!(target, [0.0, 0.0, 0.0, 1.0, 1.0]);
    scaler.put_target(&rows, 3, &mut target);
    assert_eq!(target[0], 0.5);
    assert!(target[1..].iter().all(|number| number.is_nan()));
    let mut input = [0.0; 7];
    scaler.put_input(&rows, 0, &mut input);
    assert_eq!(input, [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
    scaler.put_input(&rows, 2, &mut input);
    assert_eq!(input, [0.5, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
    scaler.put_input(&rows, 3, &mut input);
    let third = 1.0 / 3.0;
    assert_close(
        &input,
        &[0.5, third, 0.0, 2.0 * third, 2.0 * third, 0.0, 1.0],
    );
    let mut output = [0.25, 0.1, 0.2, 0.7, 0.9];
    scaler.unscale(&mut output);
    assert_eq!(output, [15.0, 0.1, 0.2, 0.7, 0.9]);
}

/// Three sequences of two channels: one of three steps with gaps, one of two steps, and one that is not of the training
/// part. The second channel is constant there.
fn sequences() -> (Samples, Scaler) {
    let gap = f32::NAN;
    #[rustfmt::skip]
    let values = [
        10.0, 7.0, gap, 7.0, gap, gap,
        20.0, 7.0, 30.0, gap, gap, gap,
        90.0, 8.0, gap, gap, 90.0, 8.0,
    ];
    let shape = SequenceShape {
        steps: 3,
        features: 2,
    };
    let names = ["x", "y"].map(String::from).to_vec();
    let samples = Samples::sequences(shape, names, values, None).unwrap();
    let scaler = Scaler::fit(Scaling::Standardised, &samples, &[0, 1]);
    (samples, scaler)
}

#[test]
fn channels_of_sequences_are_scaled_by_the_steps_that_are_there() {
    let (samples, scaler) = sequences();
    let [x, y] = scaler.columns() else {
        panic!("one scale a channel");
    };
    // Of 10, 20 and 30: variance 200 / 3.
    assert_close(&[x.mean, x.deviation], &[20.0, 8.164_966]);
    assert_close(&[y.mean, y.deviation], &[7.0, 1.0]);
    let as_bits = |numbers: &[f32]| -> Vec<Option<i32>> {
        let whole = numbers.iter().map(|number| (number * 1e4).round());
        whole.map(|x| (!x.is_nan()).then_some(x as i32)).collect()
    };
    let mut target = [0.0; 6];
    scaler.put_target(&samples, 0, &mut target);
    let is_there = [Some(-12247), Some(0), None, Some(0), None, None];
    assert_eq!(as_bits(&target), is_there);
    // A value among others is filled, a step without any stays as it is, at the end and within.
    let mut input = [0.0; 6];
    scaler.put_input(&samples, 0, &mut input);
    let filled = [Some(-12247), Some(0), Some(0), Some(0), None, None];
    assert_eq!(as_bits(&input), filled);
    scaler.put_input(&samples, 2, &mut input);
    assert!(input[2].is_nan() && input[3].is_nan() && input[5] == 1.0);
    assert!(!scaler.inputs_are_targets(&samples));
    assert!(!scaler.is_blank(&samples, 1) && scaler.is_blank(&samples, 0));
    let mut outputs = [0.0, 0.0, 1.0, 1.0, -1.0, 2.0];
    scaler.unscale(&mut outputs);
    assert_close(&outputs, &[20.0, 7.0, 28.164_966, 8.0, 11.835_034, 9.0]);
}

#[test]
fn a_saved_scaler_is_the_same() {
    let bytes = grey(vec![0, 51, 153, 204]);
    for scaler in [
        fitted(Scaling::Standardised, &bytes),
        fitted(Scaling::Robust, &table(&[1.0, f32::NAN, 7.5])),
        sequences().1,
    ] {
        let text = serde_json::to_string(&scaler).unwrap();
        assert_eq!(serde_json::from_str::<Scaler>(&text).unwrap(), scaler);
    }
    let text = serde_json::to_string(&fitted(Scaling::Unit, &bytes)).unwrap();
    assert_eq!(
        text,
        r#"{"shape":{"kind":"image","height":1,"width":1,"channels":1},"columns":[{"mean":0.0,"deviation":1.0,"fill":[0.0],"range":[0.0,1.0]}]}"#
    );
}
