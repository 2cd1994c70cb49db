//! The tooltip of a layer: what it is and costs.

use crate::data::ImageShape;
use crate::export::digits::grouped;
use crate::model::edit::Ends;
use crate::model::edit::extent::Extent;
use crate::model::edit::place::{self, Place, places};
use crate::model::{Architecture, Down, Pyramid, SequenceLayers, Up};

/// What a layer is and costs: "Dense 784 to 512, ReLU, 401,920 parameters".
pub fn describe(architecture: &Architecture, place: Place, ends: impl Into<Ends>) -> String {
    let ends = ends.into();
    let to = place::extent(architecture, place, ends);
    let Some(from) = before(architecture, place) else {
        let numbers = grouped(to.numbers() as u64);
        return format!("Input, {numbers} numbers {}", ends.sample());
    };
    let from = place::extent(architecture, from, ends);
    let (mut text, parameters) = match (from, to, &architecture.pyramid) {
        (Extent::Maps(from), Extent::Maps(to), Some(pyramid)) => {
            convolution(architecture, pyramid, place, [from, to])
        }
        _ => match over_steps(architecture, place, [from, to], ends) {
            Some(described) => described,
            None => dense(architecture, place, from, to),
        },
    };
    if parameters == 0 {
        return text;
    }
    text += &format!(", {} parameters", grouped(parameters as u64));
    text
}

/// The place whose numbers go into `place`.
fn before(architecture: &Architecture, place: Place) -> Option<Place> {
    let places = places(architecture);
    let at = places.iter().position(|&other| other == place)?;
    places.get(at.checked_sub(1)?).copied()
}

/// Layers over the steps of a sequence; `None` for dense ones.
fn over_steps(
    architecture: &Architecture,
    place: Place,
    [from, to]: [Extent; 2],
    ends: Ends,
) -> Option<(String, usize)> {
    let layers = architecture.sequence.as_ref()?;
    let name = layers.name();
    let width = |extent| match extent {
        Extent::Steps(shape) => shape.features,
        other => other.numbers(),
    };
    let (inputs, outputs) = (width(from), width(to));
    // Tokens reach the first layer through their embedding.
    let embedded = architecture.embedding.filter(|_| place == Place::Down(0));
    let (inputs, table) = match embedded {
        Some(width) => (width, inputs * width),
        None => (inputs, 0),
    };
    match layers {
        SequenceLayers::Conv1d(choice) => {
            let (Extent::Steps(_), Extent::Steps(after)) = (from, to) else {
                return None;
            };
            if place == Place::Maps {
                return None;
            }
            let how = match (place, choice.down) {
                (Place::Up(_) | Place::Output, _) => "repeated to",
                (_, Down::MaxPool) => "pooled to",
                (_, Down::Stride) => "with stride 2 to",
            };
            let activation = place::activation(architecture, place).map_or("", |a| a.name());
            let text = format!(
                "{name} over {} steps, {inputs} to {outputs} channels, {activation}, {how} {} steps",
                choice.kernel, after.steps
            );
            Some((text, table + choice.kernel * inputs * outputs + outputs))
        }
        SequenceLayers::Gru(choice) | SequenceLayers::Lstm(choice) => match place {
            Place::Down(_) | Place::Up(_) => {
                let all = match (place, ends) {
                    (Place::Up(0), Ends::Sequence(shape)) => {
                        choice.decoder_inputs(inputs, shape.features)
                    }
                    _ => inputs,
                };
                let fed = match all - inputs {
                    0 => String::new(),
                    fed => format!(", {fed} of them its last output"),
                };
                let inputs = all;
                let gates = if matches!(layers, SequenceLayers::Gru(_)) {
                    3
                } else {
                    4
                };
                let through = match embedded {
                    Some(_) => ", those of an embedding",
                    None => "",
                };
                let text =
                    format!("{name} of {outputs} over {inputs} numbers a step{fed}{through}");
                Some((text, table + gates * outputs * (inputs + outputs + 2)))
            }
            Place::Output => {
                let activation = architecture.output.name();
                let text = format!("Dense {inputs} to {outputs} at each step, {activation}");
                Some((text, (inputs + 1) * outputs))
            }
            Place::Code | Place::Encoder(0) => {
                let row = Extent::Row(inputs);
                Some(dense(architecture, place, row, to))
            }
            _ => None,
        },
    }
}

fn dense(architecture: &Architecture, place: Place, from: Extent, to: Extent) -> (String, usize) {
    let (inputs, outputs) = (from.numbers(), to.numbers());
    let mut text = format!("Dense {inputs} to {outputs}");
    let mut parameters = inputs * outputs + outputs;
    if place == Place::Code && place::is_gaussian(architecture) {
        text += ", twice: mean and log-variance";
        parameters *= 2;
    }
    match to {
        Extent::Maps(_) => text += &format!(", read as maps of {}", to.name()),
        Extent::Steps(_) => text += &format!(", read as steps of {}", to.name()),
        Extent::Row(_) => {}
    }
    if let Some(activation) = place::activation(architecture, place) {
        text += &format!(", {}", activation.name());
    }
    let dropout = place::layer(architecture, place).map_or(0.0, |layer| layer.dropout);
    if dropout > 0.0 {
        text += &format!(", dropout {dropout}");
    }
    (text, parameters)
}

fn convolution(
    architecture: &Architecture,
    pyramid: &Pyramid,
    place: Place,
    [from, to]: [ImageShape; 2],
) -> (String, usize) {
    let kernel = pyramid.kernel;
    let rises = matches!(place, Place::Up(_));
    let name = match pyramid.up {
        Up::Transposed if rises => "Transposed convolution",
        _ => "Convolution",
    };
    let mut text = format!(
        "{name} {kernel} × {kernel}, {} to {} channels",
        from.channels, to.channels
    );
    let weights = kernel * kernel * from.channels * to.channels;
    let mut parameters = weights + to.channels;
    if place == Place::Output {
        text += &format!(", {}", architecture.output.name());
        return (text, parameters);
    }
    if pyramid.batch_norm {
        text += ", batch norm";
        parameters += 2 * to.channels;
    }
    text += &format!(", {}", pyramid.activation.name());
    let how = match (rises, pyramid.up, pyramid.down) {
        (true, Up::Nearest, _) => ", upsampled",
        (true, Up::Transposed, _) => ", doubled",
        (false, _, Down::Stride) => ", halved",
        (false, _, Down::MaxPool) => ", pooled",
    };
    text += &format!("{how} to {} × {}", to.height, to.width);
    if place::is_frozen(architecture, place) {
        text += ", frozen";
    }
    (text, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{SampleShape, SequenceShape};
    use crate::model::{CodeShape, DecoderInput, Distribution, Recurrent};

    const DIGIT: ImageShape = ImageShape {
        height: 28,
        width: 28,
        channels: 1,
    };

    #[test]
    fn layers_are_described_with_their_cost() {
        let mut architecture = Architecture::default();
        architecture.encoder[1].dropout = 0.2;
        let say = |place| describe(&architecture, place, DIGIT);
        assert_eq!(say(Place::Input), "Input, 784 numbers an image");
        let row = Ends::Row {
            input: 12,
            output: 10,
        };
        assert_eq!(
            describe(&architecture, Place::Input, row),
            "Input, 12 numbers a row"
        );
        assert_eq!(
            describe(&architecture, Place::Output, row),
            "Dense 512 to 10, sigmoid, 5,130 parameters"
        );
        assert_eq!(
            say(Place::Encoder(0)),
            "Dense 784 to 512, ReLU, 401,920 parameters"
        );
        assert_eq!(
            say(Place::Encoder(1)),
            "Dense 512 to 256, ReLU, dropout 0.2, 131,328 parameters"
        );
        assert_eq!(
            say(Place::Code),
            "Dense 256 to 32, identity, 8,224 parameters"
        );
        assert_eq!(
            say(Place::Output),
            "Dense 512 to 784, sigmoid, 402,192 parameters"
        );
    }

    #[test]
    fn a_gaussian_code_has_two_layers() {
        let mut architecture = Architecture::default();
        architecture.code.distribution = Distribution::Gaussian;
        assert_eq!(
            describe(&architecture, Place::Code, DIGIT),
            "Dense 256 to 32, twice: mean and log-variance, 16,448 parameters"
        );
    }

    #[test]
    fn recurrent_layers_say_what_they_read() {
        let shape = SampleShape::Sequence(SequenceShape {
            steps: 9,
            features: 2,
        });
        let mut choice = Recurrent {
            hidden: 16,
            layers: 2,
            ..Recurrent::default()
        };
        let say = |choice: Recurrent, place| {
            let architecture = Architecture {
                encoder: Vec::new(),
                sequence: Some(SequenceLayers::Gru(choice)),
                ..Architecture::default()
            };
            describe(&architecture, place, &shape)
        };
        let first = "GRU of 16 over 32 numbers a step, 2,400 parameters";
        assert_eq!(say(choice, Place::Up(0)), first);
        choice.decoder_input = DecoderInput::PreviousOutput;
        assert_eq!(
            say(choice, Place::Up(0)),
            "GRU of 16 over 34 numbers a step, 2 of them its last output, 2,496 parameters"
        );
        let second = "GRU of 16 over 16 numbers a step, 1,632 parameters";
        assert_eq!(say(choice, Place::Up(1)), second);
    }

    #[test]
    fn convolutions_say_how_they_change_the_side() {
        let mut architecture = Architecture {
            pyramid: Some(Pyramid {
                channels: vec![16, 8],
                ..Pyramid::default()
            }),
            encoder: Vec::new(),
            ..Architecture::default()
        };
        let say = |architecture: &Architecture, place| describe(architecture, place, DIGIT);
        assert_eq!(
            say(&architecture, Place::Down(0)),
            "Convolution 3 × 3, 1 to 16 channels, ReLU, pooled to 14 × 14, 160 parameters"
        );
        assert_eq!(
            say(&architecture, Place::Maps),
            "Dense 32 to 392, read as maps of 7 × 7 × 8, ReLU, 12,936 parameters"
        );
        assert_eq!(
            say(&architecture, Place::Up(1)),
            "Convolution 3 × 3, 8 to 16 channels, ReLU, upsampled to 28 × 28, 1,168 parameters"
        );
        architecture.code.shape = CodeShape::Spatial;
        if let Some(pyramid) = &mut architecture.pyramid {
            pyramid.up = Up::Transposed;
            pyramid.batch_norm = true;
        }
        assert_eq!(
            say(&architecture, Place::Up(0)),
            "Transposed convolution 3 × 3, 8 to 8 channels, batch norm, ReLU, doubled to 14 × 14, 600 parameters"
        );
        assert_eq!(
            say(&architecture, Place::Output),
            "Convolution 3 × 3, 16 to 1 channels, sigmoid, 145 parameters"
        );
    }
}
