//! Models of a table's rows through their public face: mixed columns, missing values, every family.

mod table;

use hourglass::data::{Columns, ImageShape, SampleShape};
use hourglass::model::{
    Activation, Adversary, Batch, Blueprint, Decoder, Distribution, Loss, Model, Objective, Parts,
    Prior, Pyramid, SequenceLayers, Tensors, build, cost,
};
use table::{MISSING, ROWS, batch, blueprint, mixed, numbers, settings, step, sum_of_kinds, table};

#[test]
fn plain_rows_train_to_the_same_bits_as_images_of_their_width() {
    let image = ImageShape {
        height: 1,
        width: 30,
        channels: 1,
    };
    let x: Vec<f32> = (0..ROWS * 30).map(|i| (i % 7) as f32 / 7.0).collect();
    let data = [x.clone(), x];
    for (loss, output) in [
        (Loss::Mse, Activation::Identity),
        (Loss::Bce, Activation::Sigmoid),
        (Loss::L1, Activation::Tanh),
    ] {
        for distribution in [Distribution::Point, Distribution::Gaussian] {
            let built = |shape: SampleShape| {
                let mut blueprint = blueprint(shape, distribution);
                blueprint.loss = loss;
                blueprint.architecture.output = output;
                build(&blueprint).unwrap()
            };
            let (mut of_rows, mut of_images) = (built(numbers(30).into()), built(image.into()));
            for number in 0..4 {
                let all = settings(Parts::All);
                let report = step(&mut *of_rows, &data, number, &all);
                assert_eq!(report, step(&mut *of_images, &data, number, &all));
                assert_eq!(report.parts.columns, None);
            }
            assert_eq!(of_rows.state(), of_images.state());
            let inspect = |model: &dyn Model| model.inspect(&batch(&data), &Objective::default());
            let (mut row, image) = (inspect(&*of_rows).unwrap(), inspect(&*of_images).unwrap());
            let rows = row.errors.rows.take().expect("errors by column");
            assert_eq!(row, image);
            assert_eq!(rows.columns.len(), ROWS * 30);
            let by_column: f32 = rows.columns.iter().sum();
            let squared: f64 = row.errors.squared.iter().sum();
            assert!((f64::from(by_column) / squared - 1.0).abs() < 1e-5);
            assert_eq!((rows.cells, rows.parts), (vec![30; ROWS], None));
        }
    }
}

#[test]
fn masks_are_seen_and_not_made() {
    let blueprint = blueprint(mixed(), Distribution::Point);
    let model = build(&blueprint).unwrap();
    let made = model.decode(&vec![0.0; model.code_width()], 1).unwrap();
    assert_eq!((model.input_width(), made.len()), (8, 6));
    let weights = model.weights();
    assert_eq!(weights["encoder.0.weight"].shape, [16, 8]);
    assert_eq!(weights["decoder.2.weight"].shape, [6, 16]);
    let parameters: usize = weights.values().map(|tensor| tensor.data.len()).sum();
    assert_eq!(
        parameters,
        cost(&blueprint.architecture, &blueprint.shape).parameters
    );
    let [inputs, _] = table(true);
    assert_eq!(model.reconstruct(&inputs, ROWS).unwrap().len(), ROWS * 6);
}

#[test]
fn mixed_rows_with_gaps_are_learnt_and_parts_add_up() {
    let data = table(true);
    for distribution in [Distribution::Point, Distribution::Gaussian] {
        let mut model = build(&blueprint(mixed(), distribution)).unwrap();
        let mut reports = Vec::new();
        for number in 0..400 {
            let mut settings = settings(Parts::All);
            settings.objective.variational.beta = 0.01;
            let report = step(&mut *model, &data, number, &settings);
            let parts = report.parts;
            assert!((sum_of_kinds(&parts) / parts.reconstruction - 1.0).abs() < 1e-6);
            reports.push(report);
        }
        let (first, last) = (reports[0].loss, reports[399].loss);
        assert!(last < 0.2 * first, "{distribution:?}: {first} {last}");
        // Outputs are probabilities where the columns are, and know what they saw.
        let outputs = model.reconstruct(&data[0], ROWS).unwrap();
        for (row, numbers) in outputs.chunks(6).enumerate() {
            assert!((0.0..=1.0).contains(&numbers[2]));
            assert_eq!(numbers[2] > 0.5, row % 2 == 1, "{row}");
            let shares = &numbers[3..];
            assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(row % 3 == 1 || shares[row % 3] > 0.5, "{row} {shares:?}");
        }
        assert!(outputs.iter().any(|&y| y < -0.2), "numbers stay numbers");
    }
}

#[test]
fn what_is_reported_of_a_step_is_what_is_measured() {
    // Without gaps every row counts the same.
    let data = table(false);
    let mut model = build(&blueprint(mixed(), Distribution::Point)).unwrap();
    let errors = model
        .evaluate(&batch(&data), &Objective::default())
        .unwrap();
    let report = step(&mut *model, &data, 0, &settings(Parts::All));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / ROWS as f64;
    assert!((mean(&errors.loss) / f64::from(report.loss) - 1.0).abs() < 1e-5);
    assert_eq!(errors.loss, errors.reconstruction);
    let rows = errors.rows.expect("rows");
    let parts = rows.parts.expect("kinds differ");
    let columns = report.parts.columns.expect("kinds differ");
    let category: Vec<f64> = parts.iter().map(|parts| parts.category).collect();
    assert!((mean(&category) / columns.category - 1.0).abs() < 1e-5);
    assert_eq!(errors.cross_entropy, None);
    assert_eq!((rows.cells[0], rows.numeric_cells[0]), (4, 2));
    // Squared errors of the two numbers of a row are all that is squared.
    for (squared, columns) in errors.squared.iter().zip(rows.columns.chunks(4)) {
        let sum = f64::from(columns[0]) + f64::from(columns[1]);
        assert!((squared - sum).abs() < 1e-6);
    }
}

#[test]
fn gaps_are_in_no_error_and_a_row_of_gaps_costs_nothing() {
    let mut data = table(true);
    data[1][..6].fill(MISSING);
    for distribution in [Distribution::Point, Distribution::Gaussian] {
        let model = build(&blueprint(mixed(), distribution)).unwrap();
        let errors = model
            .evaluate(&batch(&data), &Objective::default())
            .unwrap();
        assert_eq!((errors.reconstruction[0], errors.squared[0]), (0.0, 0.0));
        assert!(errors.loss.iter().all(|loss| loss.is_finite()));
        let rows = errors.rows.expect("rows");
        // Row 0 has nothing, row 1 no category, row 3 no first number.
        assert_eq!(rows.cells[..4], [0, 3, 4, 3]);
        assert_eq!(rows.numeric_cells[..4], [0, 2, 2, 1]);
        assert!(rows.columns[7].is_nan() && !rows.columns[6].is_nan());
        // Of Gaussian codes the mean over cells counts once for each column.
        let factor = if distribution == Distribution::Gaussian {
            4.0
        } else {
            1.0
        };
        let weights = [1.0, 0.5, 1.0];
        let terms = rows.columns[4..7].iter().zip(weights);
        let mean = terms
            .map(|(error, weight)| f64::from(error * weight))
            .sum::<f64>()
            / 3.0;
        assert!((errors.reconstruction[1] / (factor * mean) - 1.0).abs() < 1e-5);
    }
}

#[test]
fn a_plain_model_measures_rows_that_have_gaps_all_the_same() {
    let model = build(&blueprint(numbers(2), Distribution::Point)).unwrap();
    let inputs = vec![0.5, 0.0, 0.25, 0.75];
    let targets = vec![0.5, MISSING, 0.25, 0.75];
    let batch = Batch {
        inputs: &inputs,
        targets: &targets,
        ..Batch::plain(&[], 2, 0)
    };
    let errors = model.evaluate(&batch, &Objective::default()).unwrap();
    let rows = errors.rows.expect("rows");
    assert_eq!((rows.cells, rows.parts), (vec![1, 2], None));
    assert!((errors.loss[0] - f64::from(rows.columns[0])).abs() < 1e-9);
    assert!(rows.columns[1].is_nan());
}

fn changed(before: &Tensors, after: &Tensors) -> Vec<String> {
    let names = before
        .iter()
        .filter(|(name, tensor)| after[*name].data != tensor.data);
    names.map(|(name, _)| name.clone()).collect()
}

#[test]
fn layers_are_trained_pair_by_pair_though_input_and_output_differ() {
    let data = table(true);
    let mut model = build(&blueprint(mixed(), Distribution::Point)).unwrap();
    for (index, pair) in [
        (0, ["decoder.2", "encoder.0"]),
        (1, ["decoder.1", "encoder.1"]),
        (2, ["decoder.0", "encoder.2"]),
    ] {
        let before = model.weights();
        let report = step(&mut *model, &data, 0, &settings(Parts::Layer { index }));
        assert!(report.loss.is_finite() && report.loss > 0.0);
        assert!((sum_of_kinds(&report.parts) / report.parts.reconstruction - 1.0).abs() < 1e-6);
        let expected: Vec<String> = pair
            .iter()
            .flat_map(|layer| ["bias", "weight"].map(|part| format!("{layer}.{part}")))
            .collect();
        assert_eq!(changed(&before, &model.weights()), expected);
    }
}

#[test]
fn adversaries_play_on_rows_with_gaps() {
    let data = table(true);
    for adversary in [
        Adversary::Code {
            prior: Prior::Gaussian,
        },
        Adversary::Output,
    ] {
        for distribution in [Distribution::Point, Distribution::Gaussian] {
            let mut blueprint = blueprint(mixed(), distribution);
            blueprint.architecture.adversary = Some(adversary);
            let mut model = build(&blueprint).unwrap();
            let judged = match adversary {
                Adversary::Code { .. } => 3,
                Adversary::Output => 6,
            };
            let weights = model.weights();
            assert_eq!(weights["discriminator.0.weight"].shape, [512, judged]);
            let own = weights
                .iter()
                .filter(|(name, _)| name.starts_with("discriminator."));
            let count: usize = own.map(|(_, tensor)| tensor.data.len()).sum();
            let cost = cost(&blueprint.architecture, &blueprint.shape);
            assert_eq!(cost.discriminator, count);
            for number in 0..5 {
                let report = step(&mut *model, &data, number, &settings(Parts::All));
                let adversarial = report.parts.adversarial.expect("a duel");
                assert!(report.loss.is_finite() && report.gradient_norm.is_finite());
                assert!(adversarial.discriminator.is_finite() && adversarial.generator.is_finite());
                assert_eq!(
                    adversarial.features.is_some(),
                    adversary == Adversary::Output
                );
            }
            let finite = |tensors: Tensors| {
                let mut numbers = tensors.values().flat_map(|tensor| &tensor.data);
                numbers.all(|number| number.is_finite())
            };
            assert!(finite(model.weights()));
        }
    }
}

#[test]
fn penalties_and_decoders_of_their_own_work_on_rows() {
    let data = table(true);
    let mut blueprint = blueprint(mixed(), Distribution::Point);
    blueprint.architecture.decoder = Decoder::Own { layers: vec![] };
    let mut model = build(&blueprint).unwrap();
    let mut settings = settings(Parts::All);
    settings.objective.penalties.l1 = 0.01;
    settings.objective.penalties.contractive = 0.1;
    let report = step(&mut *model, &data, 0, &settings);
    assert!(report.parts.penalty > 0.0);
    let sum = report.parts.reconstruction + report.parts.penalty;
    assert!((f64::from(report.loss) / sum - 1.0).abs() < 1e-6);
}

#[test]
fn what_rows_cannot_have_is_refused() {
    let refused = |edit: fn(&mut Blueprint)| {
        let mut blueprint = blueprint(mixed(), Distribution::Point);
        edit(&mut blueprint);
        build(&blueprint).err().expect("refused").to_string()
    };
    assert_eq!(
        refused(|b| b.loss = Loss::Wavelet),
        "The wavelet loss needs images, not rows of a table: loss"
    );
    assert_eq!(
        refused(|b| b.architecture.pyramid = Some(Pyramid::default())),
        "Convolutions need images, not rows of a table: pyramid"
    );
    assert_eq!(
        refused(|b| b.architecture.sequence = Some(SequenceLayers::default())),
        "Recurrent layers and convolutions over time need sequences, not rows of a table: sequence"
    );
    assert_eq!(
        refused(|b| b.shape = Columns::default().into()),
        "The table has no column to train on: data"
    );
    assert!(refused(|b| b.architecture.code.width = 7).contains("width 7"));
}
