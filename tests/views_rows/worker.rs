//! What the worker makes of rows for the views: errors by column, and what a model saw.

use hourglass::data::Corruption;
use hourglass::eval::row_errors;
use hourglass::training::{GalleryChoice, GalleryRequest};

use super::{breast_cancer, gaps, run};

#[test]
fn errors_of_rows_are_those_of_their_outputs_and_their_means_over_the_test_part() {
    let (document, data) = breast_cancer();
    let run = run(&document, &data, 3);
    let count = data.dataset.test.len();
    let view = run
        .gallery_view(GalleryRequest {
            count,
            ..GalleryRequest::default()
        })
        .unwrap();
    let columns = view.columns.as_ref().unwrap();
    assert_eq!((columns.measured, columns.rows.len()), (count, 30 * count));
    let first = view.indices[0] as usize;
    let expected = row_errors(
        &data.scaler,
        &data.dataset.test.row(first),
        &view.outputs[..30],
    );
    assert_eq!(columns.rows[..30], expected);
    let mean: f32 = expected.iter().sum::<f32>() / 30.0;
    assert!((view.errors[0] - mean).abs() < 1e-4 * mean);
    for column in [0, 7, 29] {
        let all = columns.rows.iter().skip(column).step_by(30);
        let mean = all.sum::<f32>() / count as f32;
        let found = columns.mean[column];
        assert!((found - mean).abs() < 1e-3 * mean, "{found} {mean}");
    }
    // The worst are those with the largest of these errors.
    let worst = GalleryRequest {
        choice: GalleryChoice::Worst,
        count: 2,
        ..GalleryRequest::default()
    };
    let worst = run.gallery_view(worst).unwrap();
    let largest = view.errors.iter().copied().fold(0.0, f32::max);
    assert!((worst.errors[0] - largest).abs() < 1e-4 * largest);
    assert!(worst.errors[1] <= worst.errors[0]);
}

#[test]
fn what_a_model_saw_of_a_row_has_no_masks_and_says_what_was_missing() {
    let (mut document, data) = gaps();
    document.variants[0].settings.corruption = Corruption::Gaussian { std: 0.1 };
    let run = run(&document, &data, 1);
    let view = run
        .gallery_view(GalleryRequest {
            count: 30,
            ..GalleryRequest::default()
        })
        .unwrap();
    let seen = view.corrupted.as_ref().unwrap();
    assert_eq!((seen.len(), view.outputs.len()), (30 * 5, 30 * 5));
    for (place, &index) in view.indices.iter().enumerate() {
        let row = data.dataset.test.row(index as usize);
        let seen = &seen[place * 5..(place + 1) * 5];
        assert_eq!(row[0].is_nan(), seen[0].is_nan(), "age of row {index}");
        assert_eq!(row[2].is_nan(), seen[4].is_nan(), "work of row {index}");
        if !row[0].is_nan() {
            // A tenth of a deviation, in years.
            assert!((seen[0] - row[0]).abs() < 12.0, "{} {}", seen[0], row[0]);
        }
    }
    let errors = &view.columns.as_ref().unwrap().rows;
    let place = view.indices.iter().position(|&index| index == 1).unwrap();
    assert!(errors[place * 3].is_nan() && errors[place * 3 + 1] > 0.0);
}
