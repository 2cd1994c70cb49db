//! The comparison's columns: literal values, the best of them, order, and their text.

use std::sync::Arc;

use hourglass::data::{ImageShape, SampleShape};
use hourglass::export::columns::{Cell, Column, Figure, Subject, Table, Taken};
use hourglass::model::{Activation, Distribution, Layer, Loss};
use hourglass::project::{Trained, Variant};
use hourglass::training::{
    EpochRecord, GaussianCode, History, Measured, Measures, Position, ResumeState, RunState,
    StepRecord, VariantId,
};

static SHAPE: SampleShape = SampleShape::Image(ImageShape {
    height: 4,
    width: 4,
    channels: 1,
});

fn epoch(epoch: u32, train_loss: f64, watched: f64, speed: f64) -> EpochRecord {
    EpochRecord {
        epoch,
        train_loss,
        validation: Measures {
            loss: watched,
            ..Measures::default()
        },
        samples_per_second: speed,
        ..EpochRecord::default()
    }
}

/// 16 - 8 - `code` - 8 - 16, two epochs done.
fn variant(id: u32, name: &str, code: usize) -> Variant {
    let mut variant = Variant {
        id: VariantId(id),
        name: name.into(),
        colour: id as u8,
        ..Variant::default()
    };
    let architecture = &mut variant.settings.architecture;
    architecture.encoder = vec![Layer {
        width: 8,
        activation: Activation::Relu,
        dropout: 0.0,
    }];
    architecture.code.width = code;
    let history = History {
        steps: vec![StepRecord {
            step: 20,
            seconds: 1.5,
            ..StepRecord::default()
        }],
        epochs: vec![epoch(1, 0.5, 0.6, 100.0), epoch(2, 0.25, 0.375, 300.0)],
        ..History::default()
    };
    variant.trained = Some(Trained {
        resume_state: Arc::new(ResumeState {
            position: Position {
                epoch: 2,
                ..Position::default()
            },
            history,
            ..ResumeState::default()
        }),
        settings: variant.settings.clone(),
        state: RunState::Finished,
    });
    variant
}

fn measured(mse: f64) -> Measured {
    Measured {
        mse,
        bce: Some(0.125),
        psnr: Some(12.5),
        ssim: Some(0.75),
        loss: mse,
        ..Measured::default()
    }
}

fn subject(variant: &Variant, mse: f64) -> Subject<'_> {
    Subject {
        taken: Some(Taken {
            epochs: 2.0,
            measured: measured(mse),
        }),
        pca_mse: Some(0.5),
        ..Subject::at_rest(variant, Some(&SHAPE))
    }
}

#[test]
fn every_column_has_its_value() {
    let (first, second) = (variant(1, "A", 2), variant(2, "B", 4));
    let table = Table::of(&[subject(&first, 0.25), subject(&second, 0.75)]);
    let cell = |figure| table.cell(0, figure).cloned();
    for (figure, expected) in [
        (Figure::State, Cell::Text("finished".into())),
        // 17 * 8 + 9 * 2 + 3 * 8 + 9 * 16
        (Figure::Parameters, Cell::Count(322)),
        (Figure::Code, Cell::Count(2)),
        // 16 * 8 + 8 * 2 + 2 * 8 + 8 * 16
        (Figure::MultiplyAdds, Cell::Count(288)),
        (Figure::Epoch, Cell::Count(2)),
        (Figure::TrainLoss, Cell::Number(0.25)),
        (Figure::WatchedLoss, Cell::Number(0.375)),
        (Figure::TestLoss, Cell::Number(0.25)),
        (Figure::Mse, Cell::Number(0.25)),
        (Figure::PcaMse, Cell::Number(0.5)),
        (Figure::PcaRatio, Cell::Number(0.5)),
        (Figure::Bce, Cell::Number(0.125)),
        (Figure::Psnr, Cell::Number(12.5)),
        (Figure::Ssim, Cell::Number(0.75)),
        (Figure::TrainingTime, Cell::Number(1.5)),
        // As many images at 100 as at 300 a second.
        (Figure::ImagesPerSecond, Cell::Number(150.0)),
        (Figure::MeasuredAt, Cell::Number(2.0)),
    ] {
        assert_eq!(cell(figure), Some(expected), "{figure:?}");
    }
    for absent in [Figure::Kl, Figure::ActiveUnits, Figure::Penalty] {
        assert_eq!(table.index_of(absent), None, "{absent:?}");
    }
}

#[test]
fn a_gaussian_code_brings_its_columns() {
    let (plain, mut gaussian) = (variant(1, "plain", 2), variant(2, "vae", 2));
    gaussian.settings.architecture.code.distribution = Distribution::Gaussian;
    let mut second = subject(&gaussian, 0.5);
    let taken = second.taken.as_mut().unwrap();
    taken.measured.gaussian = Some(GaussianCode {
        kl: 3.5,
        elbo: Some(-100.25),
        active_units: 2,
    });
    let table = Table::of(&[subject(&plain, 0.25), second]);
    assert_eq!(table.cell(0, Figure::Kl), Some(&Cell::Empty));
    assert_eq!(table.cell(1, Figure::Kl), Some(&Cell::Number(3.5)));
    assert_eq!(table.cell(1, Figure::Elbo), Some(&Cell::Number(-100.25)));
    assert_eq!(table.cell(1, Figure::ActiveUnits), Some(&Cell::Count(2)));
    assert!(table.losses_differ, "sums are not compared with means");
}

#[test]
fn what_is_not_known_is_empty() {
    let fresh = Variant::default();
    let table = Table::of(&[Subject::at_rest(&fresh, None)]);
    for figure in [
        Figure::Parameters,
        Figure::Code,
        Figure::Mse,
        Figure::TrainLoss,
    ] {
        assert_eq!(table.cell(0, figure), Some(&Cell::Empty), "{figure:?}");
    }
    assert_eq!(
        table.cell(0, Figure::State),
        Some(&Cell::Text("not trained".into()))
    );
    assert!(!table.rows[0].behind);
    assert_eq!(Table::of(&[]).rows, []);
}

#[test]
fn only_settings_that_differ_have_a_column() {
    let (first, mut second) = (variant(1, "A", 2), variant(2, "B", 4));
    second.settings.training.learning_rate = 0.01;
    second.settings.architecture.code.distribution = Distribution::Gaussian;
    let settings = |subjects: &[Subject]| -> Vec<Vec<String>> {
        let table = Table::of(subjects);
        let is_setting = |column: &&Column| matches!(column, Column::Setting(_));
        let count = table.columns.iter().filter(is_setting).count();
        (0..count)
            .map(|index| {
                table
                    .column(index)
                    .iter()
                    .map(|cell| cell.exact())
                    .collect()
            })
            .collect()
    };
    assert_eq!(settings(&[subject(&first, 0.25)]), [[""; 0]; 0]);
    let columns = settings(&[subject(&first, 0.25), subject(&second, 0.25)]);
    // The code has a figure of its own, and nobody chose the beta that a Gaussian code brings along.
    assert_eq!(columns, [["point", "Gaussian"], ["0.001", "0.01"]]);
}

#[test]
fn different_losses_are_not_compared() {
    let (first, mut second) = (variant(1, "A", 2), variant(2, "B", 2));
    let best = |second: &Variant, figure| {
        let table = Table::of(&[subject(&first, 0.25), subject(second, 0.75)]);
        table.best(table.index_of(figure).unwrap())
    };
    assert_eq!(best(&second, Figure::TestLoss), [true, false]);
    second.settings.loss = Loss::Bce;
    assert_eq!(best(&second, Figure::TestLoss), [false, false]);
    assert_eq!(best(&second, Figure::Mse), [true, false]);
    assert_eq!(best(&second, Figure::Code), [false, false]);
}

#[test]
fn measures_of_an_earlier_epoch_are_told() {
    let first = variant(1, "A", 2);
    let mut earlier = subject(&first, 0.25);
    assert!(!Table::of(&[earlier]).rows[0].behind);
    earlier.taken.as_mut().unwrap().epochs = 1.5;
    assert!(Table::of(&[earlier]).rows[0].behind);
}

#[test]
fn text_has_all_digits_and_nothing_in_empty_cells() {
    let (first, fresh) = (variant(1, "A", 2), Variant::default());
    let mut known = subject(&first, 1.0 / 3.0);
    known.pca_mse = None;
    let table = Table::of(&[known, Subject::at_rest(&fresh, None)]);
    let columns = [Figure::Mse, Figure::PcaMse, Figure::Psnr].map(|f| table.index_of(f).unwrap());
    assert_eq!(
        table.tabs(&columns).unwrap(),
        "Variant\tMSE\tPCA's MSE\tPSNR (dB)\nA\t0.3333333333333333\t\t12.5\nA\t\t\t\n"
    );
    let csv = Table::of(&[subject(&first, 0.25)]).csv().unwrap();
    assert_eq!(
        csv,
        "Variant,State,Code size,Parameters,Multiply-adds (per image),MSE,PCA's MSE,MSE / PCA's,PSNR (dB),SSIM,\
         Train loss,Watched loss,Test loss,BCE (nats),Epoch,Training time (s),Speed (images/s),Measured at (epoch)\n\
         A,finished,2,322,288,0.25,0.5,0.5,12.5,0.75,0.25,0.375,0.25,0.125,2,1.5,150,2\n"
    );
}

#[test]
fn names_survive_a_round_trip() {
    let names = [
        "code, 32",
        "\"quoted\"",
        "\u{3b2}-VAE \u{2192} 2",
        "two\nlines",
        "",
    ];
    let variants: Vec<Variant> = (1..)
        .zip(names)
        .map(|(id, name)| variant(id, name, 2))
        .collect();
    let subjects: Vec<Subject> = variants.iter().map(|v| subject(v, 0.1)).collect();
    let table = Table::of(&subjects);
    let mse = 1 + table.index_of(Figure::Mse).unwrap();
    for (text, separator) in [
        (table.csv().unwrap(), b','),
        (
            table
                .tabs(&(0..table.columns.len()).collect::<Vec<_>>())
                .unwrap(),
            b'\t',
        ),
    ] {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), 1 + table.columns.len());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let read: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
        assert_eq!(read, names);
        assert_eq!(rows[0][mse].parse(), Ok(0.1));
    }
}

#[test]
fn rows_are_put_in_the_order_of_a_column() {
    let variants = [variant(1, "b", 8), variant(2, "A", 2), variant(3, "c", 4)];
    let subjects = [
        subject(&variants[0], 0.5),
        Subject::at_rest(&variants[1], Some(&SHAPE)),
        subject(&variants[2], 0.25),
    ];
    let table = Table::of(&subjects);
    let mse = table.index_of(Figure::Mse).unwrap();
    assert_eq!(table.sorted(mse, false), [2, 0, 1]);
    assert_eq!(table.sorted(mse, true), [0, 2, 1]);
    assert_eq!(table.sorted_by_name(false), [1, 0, 2]);
    assert_eq!(table.sorted(99, true), [0, 1, 2]);
    let names: Vec<String> = table
        .with_rows(&table.sorted(mse, true))
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect();
    assert_eq!(names, ["b", "c", "A"]);
}
