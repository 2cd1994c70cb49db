//! Arrays of a few numbers, put into samples.

use super::*;
use crate::data::array::header::Elements;
use crate::data::number_type::NumberType;

fn plan(shape: &[u64], is_fortran: bool, layout: Layout) -> Result<Plan, String> {
    let header = Header {
        elements: Elements::Numbers(NumberType::BYTE),
        is_fortran,
        shape: shape.to_vec(),
    };
    Plan::new(&header, layout, None, false).map_err(|error| error.to_string())
}

/// Numbers of `shape`, each its index when the last dimension runs fastest, as the plan puts them into samples.
fn put(plan: &Plan, file: &[usize]) -> Vec<Vec<usize>> {
    let mut samples = vec![vec![usize::MAX; plan.kept.values()]; plan.count];
    let mut walk = plan.walk();
    for value in file {
        let (sample, place) = walk.step();
        samples[sample][place] = *value;
    }
    samples
}

#[test]
fn channels_come_last_whatever_the_order_of_the_file() {
    // Two images of 2 x 1 pixels with three channels: the hundreds are the image, the tens the row, the ones the channel.
    let wanted = [
        vec![0, 1, 2, 10, 11, 12],
        vec![100, 101, 102, 110, 111, 112],
    ];
    let last = plan(&[2, 2, 1, 3], false, Layout::Nhwc).unwrap();
    assert_eq!(put(&last, &wanted.concat()), wanted);
    let first = plan(&[2, 3, 2, 1], false, Layout::Nchw).unwrap();
    let file = [0, 10, 1, 11, 2, 12, 100, 110, 101, 111, 102, 112];
    assert_eq!(put(&first, &file), wanted);
    let fortran = plan(&[2, 3, 2, 1], true, Layout::Nchw).unwrap();
    let file = [0, 100, 1, 101, 2, 102, 10, 110, 11, 111, 12, 112];
    assert_eq!(put(&fortran, &file), wanted);
    let fortran = plan(&[2, 2, 1, 3], true, Layout::Nhwc).unwrap();
    let file = [0, 100, 10, 110, 1, 101, 11, 111, 2, 102, 12, 112];
    assert_eq!(put(&fortran, &file), wanted);
}

#[test]
fn rows_and_images_are_turned() {
    let header = Header {
        elements: Elements::Numbers(NumberType::BYTE),
        is_fortran: false,
        shape: vec![2, 3],
    };
    let turned = Plan::new(&header, Layout::Rows, None, true).unwrap();
    assert_eq!(
        put(&turned, &[0, 1, 2, 10, 11, 12]),
        [[0, 10], [1, 11], [2, 12]]
    );
    let header = Header {
        shape: vec![1, 2, 3],
        ..header
    };
    let turned = Plan::new(&header, Layout::Nhwc, None, true).unwrap();
    let shape = ImageShape {
        height: 3,
        width: 2,
        channels: 1,
    };
    assert_eq!(turned.kept, Kept::Image(shape));
    assert_eq!(
        put(&turned, &[0, 1, 2, 10, 11, 12]),
        [[0, 10, 1, 11, 2, 12]]
    );
}

#[test]
fn rows_can_be_flat_images() {
    let header = Header {
        elements: Elements::Numbers(NumberType::BYTE),
        is_fortran: false,
        shape: vec![1, 6],
    };
    let flat = |layout, shape| Plan::new(&header, layout, Some(shape), false);
    let first = flat(Layout::Nchw, [2, 1, 3]).unwrap();
    assert_eq!(put(&first, &[0, 1, 2, 3, 4, 5]), [[0, 2, 4, 1, 3, 5]]);
    let last = flat(Layout::Nhwc, [2, 1, 3]).unwrap();
    assert_eq!(put(&last, &[0, 1, 2, 3, 4, 5]), [[0, 1, 2, 3, 4, 5]]);
    assert_eq!(
        flat(Layout::Nhwc, [2, 2, 1]).unwrap_err().to_string(),
        "rows of 6 values are no images of 2 × 2 × 1"
    );
}

#[test]
fn what_is_no_image_is_refused_with_a_hint() {
    let refused = |shape: &[u64], layout| plan(shape, false, layout).unwrap_err();
    assert_eq!(
        refused(&[9, 3, 8, 8], Layout::Nhwc),
        "images must have 1 or 3 channels, not 8, which the layout nchw would give them"
    );
    assert_eq!(
        refused(&[9, 8, 8, 2], Layout::Nhwc),
        "images must have 1 or 3 channels, not 2"
    );
    assert_eq!(
        refused(&[9, 64], Layout::Nhwc),
        "an array of 9 × 64 is no images unless the height, width and channels of a row are given as its shape"
    );
    assert_eq!(
        refused(&[9, 8, 8], Layout::Rows),
        "an array of 9 × 8 × 8 is no table, which has two dimensions"
    );
    assert_eq!(
        refused(&[0, 8, 8], Layout::Nhwc),
        "0 images of 8 × 8 pixels hold nothing"
    );
    assert!(refused(&[1 << 33, 1], Layout::Rows).starts_with("8589934592 samples or values"));
}

#[test]
fn the_layout_is_guessed_from_the_dimensions() {
    for (shape, layout) in [
        (&[5][..], Layout::Rows),
        (&[5, 784], Layout::Rows),
        (&[5, 28, 28], Layout::Nhwc),
        (&[5, 32, 32, 3], Layout::Nhwc),
        (&[5, 3, 32, 32], Layout::Nchw),
        (&[5, 3, 32, 3], Layout::Nhwc),
    ] {
        assert_eq!(Layout::of(shape), layout, "{shape:?}");
    }
}
