//! Adversarial models: whose weights each player moves and which way, and that a break changes nothing.

use hourglass::data::ImageShape;
use hourglass::model::{
    Activation, AdversarialSettings, Adversary, Architecture, Batch, Blueprint, Code, Distribution,
    Layer, Loss, Model, Objective, Optimiser, Parts, Prior, StepKey, StepReport, StepSettings,
    build, cost,
};

const SHAPE: ImageShape = ImageShape {
    height: 4,
    width: 3,
    channels: 1,
};
const ROWS: usize = 8;
const ON_CODES: Adversary = Adversary::Code {
    prior: Prior::MixtureOfTen,
};
const WEIGHT: f32 = 0.5;
const PIXELS: f32 = 0.25;

fn blueprint(adversary: Adversary, distribution: Distribution, loss: Loss) -> Blueprint {
    Blueprint {
        architecture: Architecture {
            encoder: vec![Layer {
                width: 16,
                activation: Activation::Tanh,
                dropout: 0.2,
            }],
            code: Code {
                width: 2,
                distribution,
                ..Code::default()
            },
            adversary: Some(adversary),
            ..Architecture::default()
        },
        loss,
        shape: SHAPE.into(),
        seed: 7,
    }
}

/// Each way of playing, and the one whose last layer leaves logits.
fn all() -> [Blueprint; 5] {
    use Distribution::{Gaussian, Point};
    [
        blueprint(ON_CODES, Point, Loss::Mse),
        blueprint(ON_CODES, Gaussian, Loss::Bce),
        blueprint(Adversary::Output, Point, Loss::L1),
        blueprint(Adversary::Output, Gaussian, Loss::Mse),
        blueprint(Adversary::Output, Gaussian, Loss::Bce),
    ]
}

fn images() -> Vec<f32> {
    let count = ROWS * SHAPE.size();
    (0..count).map(|i| (i * 37 % 101) as f32 / 100.0).collect()
}

/// Plain steps, so that the change of a weight is its gradient.
fn plain(rate: f32, parts: Parts) -> StepSettings {
    StepSettings {
        objective: Objective {
            adversarial: AdversarialSettings {
                discriminator_rate: rate,
                weight: WEIGHT,
                pixels: PIXELS,
            },
            ..Objective::default()
        },
        parts,
        optimiser: Optimiser::Sgd {
            momentum: 0.0,
            nesterov: false,
        },
        learning_rate: rate,
        weight_decay: 0.0,
        clip_norm: None,
    }
}

fn step(model: &mut dyn Model, batch: u32, settings: &StepSettings) -> StepReport {
    let x = images();
    let key = StepKey {
        seed: 3,
        epoch: 1,
        batch,
    };
    let batch = Batch::plain(&x, ROWS, 0);
    model.train_step(&batch, key, settings).unwrap()
}

/// Names of the tensors that differ, cut to their network.
fn moved(before: &dyn Model, after: &dyn Model) -> Vec<&'static str> {
    let (before, after) = (before.weights(), after.weights());
    let names = ["encoder", "decoder", "discriminator"];
    let differs = |network: &&str| {
        let start = format!("{network}.");
        let mut own = before.iter().filter(|(name, _)| name.starts_with(&start));
        own.any(|(name, tensor)| after[name] != *tensor)
    };
    names.into_iter().filter(differs).collect()
}

/// What the owner of the parameter called `name` makes small.
fn goal(name: &str, blueprint: &Blueprint, report: &StepReport) -> f64 {
    let adversarial = report.parts.adversarial.expect("a duel");
    if name.starts_with("discriminator.") {
        return adversarial.discriminator;
    }
    let deceit = f64::from(WEIGHT) * adversarial.generator;
    match blueprint.architecture.adversary {
        Some(Adversary::Output) => {
            let pixels = f64::from(1.0 - PIXELS) * report.parts.reconstruction;
            let own = f64::from(report.loss) - pixels + adversarial.features.expect("features");
            // The decoder alone deceives.
            own + f64::from(u8::from(name.starts_with("decoder."))) * deceit
        }
        _ => f64::from(report.loss) + deceit,
    }
}

#[test]
fn both_players_move_down_the_slope_of_their_own_loss() {
    const RATE: f32 = 1.0 / 16.0;
    for blueprint in all() {
        let what = format!("{blueprint:?}");
        let mut model = build(&blueprint).unwrap();
        let start = model.state();
        step(&mut *model, 0, &plain(RATE, Parts::All));
        let after = model.weights();
        let mut goal_at = |name: &str, direction: &[f64], length: f64| {
            let mut state = start.clone();
            let numbers = &mut state.weights.get_mut(name).unwrap().data;
            for (number, part) in numbers.iter_mut().zip(direction) {
                *number += (length * part) as f32;
            }
            model.restore(&state).unwrap();
            let report = step(&mut *model, 0, &plain(0.0, Parts::All));
            goal(name, &blueprint, &report)
        };
        let mut steep = 0;
        for (name, before) in &start.weights {
            // Along the gradient the slope is its length.
            let moved = before.data.iter().zip(&after[name].data);
            let gradient = moved.map(|(a, b)| f64::from((a - b) / RATE));
            let gradient: Vec<f64> = gradient.collect();
            let length = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
            let direction: Vec<f64> = gradient.iter().map(|g| g / length).collect();
            let h = 1.0 / 512.0;
            let difference = goal_at(name, &direction, h) - goal_at(name, &direction, -h);
            let slope = difference / (2.0 * h);
            steep += usize::from(length > 2e-3);
            assert!(
                (length - slope).abs() < 2e-4 + 0.02 * slope,
                "{name}: {length} is not {slope}; {what}"
            );
        }
        let tensors = start.weights.len();
        assert!(steep > tensors / 2, "{steep} of {tensors} slopes: {what}");
    }
}

#[test]
fn each_phase_moves_its_own_network_alone() {
    for blueprint in all() {
        for (parts, expected) in [
            (Parts::Adversary, vec!["discriminator"]),
            (Parts::Encoder, vec!["encoder"]),
            (Parts::Decoder, vec!["decoder"]),
            (Parts::Layer { index: 0 }, vec!["encoder", "decoder"]),
            (Parts::All, vec!["encoder", "decoder", "discriminator"]),
        ] {
            let before = build(&blueprint).unwrap();
            let mut after = build(&blueprint).unwrap();
            let report = step(&mut *after, 0, &plain(0.1, parts));
            assert_eq!(moved(&*before, &*after), expected, "{parts:?}");
            let greedy = matches!(parts, Parts::Layer { .. });
            assert_eq!(report.parts.adversarial.is_none(), greedy, "{parts:?}");
            assert!(report.gradient_norm > 0.0);
        }
    }
}

#[test]
fn the_rates_of_both_players_are_their_own() {
    let both = |autoencoder, discriminator| {
        let mut settings = plain(autoencoder, Parts::All);
        settings.objective.adversarial.discriminator_rate = discriminator;
        let before = build(&all()[0]).unwrap();
        let mut after = build(&all()[0]).unwrap();
        step(&mut *after, 0, &settings);
        moved(&*before, &*after)
    };
    assert_eq!(both(0.1, 0.0), ["encoder", "decoder"]);
    assert_eq!(both(0.0, 0.1), ["discriminator"]);
}

#[test]
fn each_gradient_is_clipped_by_itself() {
    let lengths = |clip_norm| {
        let mut model = build(&all()[0]).unwrap();
        let before = model.weights();
        let settings = StepSettings {
            clip_norm,
            ..plain(1.0, Parts::All)
        };
        let report = step(&mut *model, 0, &settings);
        let after = model.weights();
        let length = |start: &str| {
            let own = before.iter().filter(|(name, _)| name.starts_with(start));
            let pairs = own.flat_map(|(name, old)| old.data.iter().zip(&after[name].data));
            let squares = pairs.map(|(a, b)| f64::from(a - b).powi(2));
            squares.sum::<f64>().sqrt()
        };
        let autoencoder = length("encoder.").hypot(length("decoder."));
        (autoencoder, length("discriminator."), report.gradient_norm)
    };
    let (autoencoder, discriminator, norm) = lengths(None);
    assert!((autoencoder.hypot(discriminator) - f64::from(norm)).abs() < 1e-4);
    let (autoencoder, discriminator, unclipped) = lengths(Some(0.01));
    assert!((autoencoder - 0.01).abs() < 1e-5 && (discriminator - 0.01).abs() < 1e-5);
    assert_eq!(unclipped, norm);
}

#[test]
fn a_discriminator_by_itself_learns_to_tell_and_says_so() {
    // Not Gaussian codes: untrained ones lie much as the prior does.
    for blueprint in all().into_iter().filter(|b| b != &all()[1]) {
        let mut model = build(&blueprint).unwrap();
        let mut settings = plain(0.01, Parts::Adversary);
        settings.optimiser = Optimiser::default();
        settings.objective.adversarial.discriminator_rate = 0.01;
        let first = step(&mut *model, 0, &settings).parts.adversarial.unwrap();
        // Nobody knows anything: ln 2, give or take the weights drawn.
        assert!((first.discriminator - 0.693).abs() < 0.1, "{first:?}");
        assert!((first.generator - 0.693).abs() < 0.3, "{first:?}");
        for batch in 1..60 {
            step(&mut *model, batch, &settings);
        }
        let last = step(&mut *model, 60, &settings).parts.adversarial.unwrap();
        assert!(last.discriminator < 0.5, "{last:?}");
        assert!(last.generator > 0.8, "{last:?}");
        assert!(last.real_accuracy + last.fake_accuracy > 1.5, "{last:?}");
    }
}

#[test]
fn codes_are_drawn_to_the_prior() {
    let prior = Prior::Gaussian;
    let adversary = Adversary::Code { prior };
    let mut blueprint = blueprint(adversary, Distribution::Point, Loss::Mse);
    blueprint.architecture.encoder[0].dropout = 0.0;
    let mut model = build(&blueprint).unwrap();
    let spread = |model: &dyn Model| {
        let codes = model.encode(&images(), ROWS).unwrap();
        (codes.iter().map(|z| z * z).sum::<f32>() / codes.len() as f32).sqrt()
    };
    let before = spread(&*model);
    let mut settings = plain(3e-3, Parts::All);
    settings.optimiser = Optimiser::default();
    settings.objective.adversarial.discriminator_rate = 3e-3;
    for batch in 0..150 {
        step(&mut *model, batch, &settings);
    }
    let after = spread(&*model);
    assert!(before < 0.3, "{before}");
    assert!((0.6..1.5).contains(&after), "{before} to {after}");
}

#[test]
fn a_state_put_back_goes_on_bit_for_bit_discriminator_and_moments_included() {
    for blueprint in all() {
        let mut settings = plain(0.01, Parts::All);
        settings.optimiser = Optimiser::default();
        let mut straight = build(&blueprint).unwrap();
        for batch in 0..3 {
            step(&mut *straight, batch, &settings);
        }
        let saved = straight.state();
        assert!(saved.weights.contains_key("discriminator.2.bias"));
        assert!(
            saved
                .optimiser
                .contains_key("discriminator.0.weight.exp_avg_sq")
        );
        let mut second = build(&Blueprint {
            seed: 99,
            ..blueprint.clone()
        })
        .unwrap();
        second.restore(&saved).unwrap();
        for batch in 3..6 {
            let (a, b) = (
                step(&mut *straight, batch, &settings),
                step(&mut *second, batch, &settings),
            );
            assert_eq!(a, b);
        }
        assert_eq!(straight.state(), second.state());
        // Without the discriminator's weights it is not the same model.
        let mut broken = saved.clone();
        broken.weights.remove("discriminator.1.weight");
        let sentence = second.restore(&broken).unwrap_err().to_string();
        assert!(sentence.ends_with("discriminator.1.weight"), "{sentence}");
    }
}

#[test]
fn a_weight_that_is_not_finite_shows_in_the_norm() {
    for blueprint in all() {
        let mut model = build(&blueprint).unwrap();
        let mut state = model.state();
        state.weights.get_mut("discriminator.1.bias").unwrap().data[0] = f32::NAN;
        model.restore(&state).unwrap();
        let report = step(&mut *model, 0, &plain(0.01, Parts::All));
        assert!(report.gradient_norm.is_nan(), "{report:?}");
    }
}

#[test]
fn measuring_leaves_the_adversary_out() {
    for blueprint in all() {
        let mut blueprint = blueprint;
        blueprint.architecture.encoder[0].dropout = 0.0;
        let model = build(&blueprint).unwrap();
        let alone = build(&Blueprint {
            architecture: Architecture {
                adversary: None,
                ..blueprint.architecture.clone()
            },
            ..blueprint.clone()
        })
        .unwrap();
        let x = images();
        let batch = Batch::plain(&x, ROWS, 0);
        let objective = plain(0.0, Parts::All).objective;
        let errors = model.evaluate(&batch, &objective).unwrap();
        assert_eq!(errors, alone.evaluate(&batch, &objective).unwrap());
        // A step reports the same of point codes, which have no noise.
        if errors.kl.is_none() {
            let mut model = model;
            let report = step(&mut *model, 0, &plain(0.0, Parts::All));
            let mean = errors.loss.iter().sum::<f64>() / ROWS as f64;
            assert!((f64::from(report.loss) - mean).abs() < 1e-6);
            assert!((report.parts.reconstruction - mean).abs() < 1e-6);
        }
    }
}

#[test]
fn the_cost_names_the_discriminator_apart() {
    for blueprint in all() {
        let weights = build(&blueprint).unwrap().weights();
        let own = weights.iter();
        let own = own.filter(|(name, _)| name.starts_with("discriminator."));
        let count: usize = own.map(|(_, tensor)| tensor.data.len()).sum();
        let cost = cost(&blueprint.architecture, &SHAPE.into());
        assert_eq!(cost.discriminator, count);
        assert_eq!(cost.training_bytes, (cost.parameters + count) * 16);
    }
}
