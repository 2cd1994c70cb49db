//! The choices of an architecture.

use super::choice::{Choice, NONE, number, switch};
use crate::model::{
    Activation, Adversary, Architecture, CodeShape, Decoder, Distribution, Down, Layer, Padding,
    Pyramid, PyramidWeights, Up,
};

pub(super) fn choices(architecture: &Architecture) -> Vec<Choice> {
    let code = &architecture.code;
    let flat = code.shape == CodeShape::Flat;
    let width = if flat {
        code.width.to_string()
    } else {
        "maps".into()
    };
    let distribution = match code.distribution {
        Distribution::Point => "point",
        Distribution::Gaussian => "Gaussian",
    };
    let decoder = match &architecture.decoder {
        Decoder::Mirrored => "mirrored".into(),
        Decoder::Own { layers: own } => layers(own),
    };
    let mut all = vec![
        Choice::always("code", width),
        Choice::always("distribution", distribution.into()),
        Choice::new(
            "code activation",
            flat,
            (&code.activation, &Activation::Identity),
            |activation| activation.name().into(),
        ),
        Choice::always("encoder", layers(&architecture.encoder)),
        Choice::always("decoder", decoder),
    ];
    all.extend(convolutions(architecture.pyramid.as_ref()));
    all.extend([
        Choice::always("output", architecture.output.name().into()),
        Choice::always("adversary", adversary(architecture.adversary)),
        Choice::always("first weights", architecture.initialisation.name().into()),
    ]);
    all
}

fn convolutions(pyramid: Option<&Pyramid>) -> Vec<Choice> {
    let usual = Pyramid::default();
    let own = pyramid.unwrap_or(&usual);
    let channels = pyramid.map_or_else(|| NONE.into(), |own| joined(&own.channels));
    let choice =
        |name, of: fn(&Pyramid) -> String| Choice::new(name, pyramid.is_some(), (own, &usual), of);
    vec![
        Choice::always("convolutions", channels),
        choice("kernel", |p| format!("{0} x {0}", p.kernel)),
        choice("padding", |p| match p.padding {
            Padding::Zero => "zeros".into(),
            Padding::Reflect => "reflected".into(),
        }),
        choice("downsampling", |p| match p.down {
            Down::MaxPool => "max pooling".into(),
            Down::Stride => "stride 2".into(),
        }),
        choice("upsampling", |p| match p.up {
            Up::Nearest => "nearest".into(),
            Up::Transposed => "transposed".into(),
        }),
        choice("batch norm", |p| switch(p.batch_norm)),
        choice("map activation", |p| p.activation.name().into()),
        choice("front layers", |p| match p.weights {
            PyramidWeights::Fresh => "fresh".into(),
            PyramidWeights::Pretrained { set, frozen } => {
                let frozen = if frozen { ", frozen" } else { "" };
                format!("of a {} classifier{frozen}", set.name())
            }
        }),
    ]
}

fn adversary(adversary: Option<Adversary>) -> String {
    match adversary {
        None => NONE.into(),
        Some(Adversary::Code { prior }) => format!("on the code, {}", prior.name()),
        Some(Adversary::Output) => "on the output".into(),
    }
}

fn joined(widths: &[usize]) -> String {
    let texts: Vec<String> = widths.iter().map(ToString::to_string).collect();
    texts.join("-")
}

/// "512-256-128 ReLU"; layer by layer where they are not alike: "512 ReLU dropout 0.2 - 256 tanh".
fn layers(layers: &[Layer]) -> String {
    let Some(first) = layers.first() else {
        return NONE.into();
    };
    let manner = |layer: &Layer| {
        let dropout = match layer.dropout {
            0.0 => String::new(),
            share => format!(" dropout {}", number(share)),
        };
        format!("{}{dropout}", layer.activation.name())
    };
    if layers.iter().all(|layer| manner(layer) == manner(first)) {
        let widths: Vec<usize> = layers.iter().map(|layer| layer.width).collect();
        return format!("{} {}", joined(&widths), manner(first));
    }
    let each = |layer: &Layer| format!("{} {}", layer.width, manner(layer));
    let texts: Vec<String> = layers.iter().map(each).collect();
    texts.join(" - ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::PictureSet;
    use crate::model::Prior;

    fn text(architecture: &Architecture, name: &str) -> String {
        let all = choices(architecture);
        let found = all.iter().find(|choice| choice.name == name);
        found.map(Choice::text).unwrap_or_default()
    }

    #[test]
    fn layers_are_written_together_where_they_are_alike() {
        let mut choice = Architecture::default();
        choice.encoder.push(Layer::default());
        assert_eq!(text(&choice, "encoder"), "512-256-128 ReLU");
        assert_eq!(text(&choice, "decoder"), "mirrored");
        choice.encoder.truncate(2);
        for layer in &mut choice.encoder {
            layer.dropout = 0.25;
        }
        assert_eq!(text(&choice, "encoder"), "512-256 ReLU dropout 0.25");
        choice.encoder[1] = Layer {
            activation: Activation::Tanh,
            ..choice.encoder[1]
        };
        choice.encoder[0].dropout = 0.0;
        assert_eq!(text(&choice, "encoder"), "512 ReLU - 256 tanh dropout 0.25");
        choice.encoder.clear();
        assert_eq!(text(&choice, "encoder"), "none");
        choice.decoder = Decoder::Own {
            layers: vec![Layer::default()],
        };
        assert_eq!(text(&choice, "decoder"), "128 ReLU");
    }

    #[test]
    fn families_are_named() {
        let mut choice = Architecture::default();
        assert_eq!(text(&choice, "convolutions"), "none");
        assert_eq!(text(&choice, "kernel"), "none");
        choice.pyramid = Some(Pyramid {
            weights: PyramidWeights::Pretrained {
                set: PictureSet::Mnist,
                frozen: true,
            },
            ..Pyramid::default()
        });
        assert_eq!(text(&choice, "convolutions"), "16-32");
        assert_eq!(text(&choice, "kernel"), "3 x 3");
        assert_eq!(
            text(&choice, "front layers"),
            "of a MNIST classifier, frozen"
        );
        choice.code.shape = CodeShape::Spatial;
        assert_eq!(text(&choice, "code"), "maps");
        let prior = Prior::SwissRoll;
        choice.adversary = Some(Adversary::Code { prior });
        assert_eq!(text(&choice, "adversary"), "on the code, Swiss roll");
    }
}
