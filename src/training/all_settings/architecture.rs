//! The settings of an architecture.

use crate::model::{
    Adversary, CodeShape, Decoder, DecoderInput, Distribution, Layer, Padding, Pyramid,
    PyramidWeights, Recurrent, SequenceLayers, StepConvolutions, Up,
};
use crate::settings::Setting;
use crate::settings::words::{NONE, number, switch};
use crate::training::VariantSettings;

type Of = Setting<VariantSettings>;

pub(super) const SETTINGS: &[Of] = &[
    Of::new("architecture.code", "code", |s| {
        let code = &s.architecture.code;
        match code.shape {
            CodeShape::Flat => code.width.to_string(),
            CodeShape::Spatial => "maps".into(),
        }
    })
    .called_by(|before, after| {
        let (old, new) = (&before.architecture.code, &after.architecture.code);
        named(&[
            (old.width != new.width, "the code width"),
            (old.shape != new.shape, "the shape of the code"),
        ])
    })
    .in_names(code),
    Of::new("architecture.code.distribution", "distribution", |s| {
        match s.architecture.code.distribution {
            Distribution::Point => "point",
            Distribution::Gaussian => "Gaussian",
        }
        .into()
    })
    .called("the distribution of the code")
    .in_names(code),
    Of::new("architecture.code.activation", "code activation", |s| {
        s.architecture.code.activation.name().into()
    })
    .where_(|s| s.architecture.code.shape == CodeShape::Flat),
    Of::new("architecture.encoder", "encoder", |s| {
        layers(&s.architecture.encoder)
    })
    .called_by(|before, after| {
        let (old, new) = (&before.architecture, &after.architecture);
        changed_layers("encoder", &old.encoder, &new.encoder)
    })
    .in_names(|s| layers(&s.architecture.encoder)),
    Of::new("architecture.decoder", "decoder", |s| {
        match &s.architecture.decoder {
            Decoder::Mirrored => "mirrored".into(),
            Decoder::Own { layers: own } => layers(own),
        }
    })
    .called_by(|before, after| {
        match (&before.architecture.decoder, &after.architecture.decoder) {
            (Decoder::Own { layers: old }, Decoder::Own { layers: new }) => {
                changed_layers("decoder", old, new)
            }
            _ => vec!["the mirroring of the decoder".into()],
        }
    }),
    Of::new("architecture.pyramid", "convolutions", |s| {
        let pyramid = s.architecture.pyramid.as_ref();
        pyramid.map_or_else(|| NONE.into(), |own| joined(&own.channels))
    })
    .called_by(
        |before, after| match (&before.architecture.pyramid, &after.architecture.pyramid) {
            (Some(old), Some(new)) if old.channels.len() != new.channels.len() => {
                vec!["the levels of the pyramid".into()]
            }
            (Some(_), Some(_)) => vec!["the channels of the pyramid".into()],
            _ => vec!["the convolutions".into()],
        },
    )
    .in_names(|s| match &s.architecture.pyramid {
        Some(own) => format!("conv {}", joined(&own.channels)),
        None => "dense".into(),
    }),
    Of::new("architecture.pyramid.kernel", "kernel", |s| {
        format!("{0} × {0}", pyramid(s).kernel)
    })
    .where_(has_pyramid)
    .called("the size of the kernels"),
    Of::new("architecture.pyramid.padding", "padding", |s| {
        match pyramid(s).padding {
            Padding::Zero => "zeros",
            Padding::Reflect => "reflected",
        }
        .into()
    })
    .where_(has_pyramid),
    Of::new("architecture.pyramid.down", "downsampling", |s| {
        pyramid(s).down.name().into()
    })
    .where_(has_pyramid),
    Of::new("architecture.pyramid.up", "upsampling", |s| {
        match pyramid(s).up {
            Up::Nearest => "nearest",
            Up::Transposed => "transposed",
        }
        .into()
    })
    .where_(has_pyramid),
    Of::new("architecture.pyramid.batch_norm", "batch norm", |s| {
        switch(pyramid(s).batch_norm)
    })
    .where_(has_pyramid)
    .called("batch normalisation"),
    Of::new("architecture.pyramid.activation", "map activation", |s| {
        pyramid(s).activation.name().into()
    })
    .where_(has_pyramid)
    .called("the activation of the pyramid"),
    Of::new(
        "architecture.pyramid.weights",
        "front layers",
        |s| match pyramid(s).weights {
            PyramidWeights::Fresh => "fresh".into(),
            PyramidWeights::Pretrained { set, frozen } => {
                let frozen = if frozen { ", frozen" } else { "" };
                format!("of a {} classifier{frozen}", set.name())
            }
        },
    )
    .where_(has_pyramid)
    .called("the first weights of the pyramid"),
    Of::new("architecture.sequence", "sequence layers", |s| {
        let layers = s.architecture.sequence.as_ref();
        layers.map_or_else(|| NONE.into(), |layers| layers.name().to_owned())
    })
    .where_(has_sequence)
    .in_names(|s| match &s.architecture.sequence {
        Some(layers) => layers.name().to_owned(),
        None => "dense".into(),
    }),
    Of::new("architecture.sequence.hidden", "hidden width", |s| {
        recurrent(s).hidden.to_string()
    })
    .where_(has_recurrent)
    .called("the width of the state")
    .in_names(|s| format!("hidden {}", recurrent(s).hidden)),
    Of::new("architecture.sequence.layers", "recurrent layers", |s| {
        recurrent(s).layers.to_string()
    })
    .where_(has_recurrent)
    .called("the number of recurrent layers"),
    Of::new("architecture.sequence.summary", "code from", |s| {
        recurrent(s).summary.name().into()
    })
    .where_(has_recurrent)
    .called("what the code is made from"),
    Of::new(
        "architecture.sequence.decoder_input",
        "decoder input",
        |s| recurrent(s).decoder_input.name().into(),
    )
    .where_(has_recurrent)
    .called("what the decoder reads")
    .in_names(|s| recurrent(s).decoder_input.name().into()),
    Of::new(
        "architecture.sequence.channels",
        "channels over time",
        |s| joined(&convolutions(s).channels),
    )
    .where_(has_convolutions)
    .called("the channels over time")
    .in_names(|s| format!("channels {}", joined(&convolutions(s).channels))),
    Of::new("architecture.sequence.kernel", "kernel over time", |s| {
        format!("{} steps", convolutions(s).kernel)
    })
    .where_(has_convolutions)
    .called("the steps that convolutions see"),
    Of::new(
        "architecture.sequence.down",
        "downsampling over time",
        |s| convolutions(s).down.name().into(),
    )
    .where_(has_convolutions),
    Of::new(
        "architecture.sequence.activation",
        "activation over time",
        |s| convolutions(s).activation.name().into(),
    )
    .where_(has_convolutions)
    .called("the activation of the convolutions over time"),
    Of::new("architecture.embedding", "embedding", |s| {
        let embedding = s.architecture.embedding;
        embedding.map_or_else(|| NONE.into(), |width| width.to_string())
    })
    .where_(|s| s.architecture.embedding.is_some())
    .called("the embedding of tokens")
    .in_names(|s| match s.architecture.embedding {
        Some(width) => format!("embedding {width}"),
        None => "no embedding".into(),
    }),
    Of::new("architecture.output", "output", |s| {
        s.architecture.output.name().into()
    })
    .called("the output activation"),
    Of::new("architecture.adversary", "adversary", |s| {
        match s.architecture.adversary {
            None => NONE.into(),
            Some(Adversary::Code { prior }) => format!("on the code, {}", prior.name()),
            Some(Adversary::Output) => "on the output".into(),
        }
    })
    .in_names(|s| match s.architecture.adversary {
        None => "no adversary".into(),
        Some(Adversary::Code { .. }) => "adversarial".into(),
        Some(Adversary::Output) => "GAN".into(),
    }),
    Of::new("architecture.initialisation", "first weights", |s| {
        s.architecture.initialisation.name().into()
    })
    .called("the initialisation"),
];

/// "code 2", "VAE 2".
fn code(settings: &VariantSettings) -> String {
    let code = &settings.architecture.code;
    let kind = match code.distribution {
        Distribution::Point => "code",
        Distribution::Gaussian => "VAE",
    };
    match code.shape {
        CodeShape::Flat => format!("{kind} {}", code.width),
        CodeShape::Spatial => format!("{kind} of maps"),
    }
}

fn has_pyramid(settings: &VariantSettings) -> bool {
    settings.architecture.pyramid.is_some()
}

/// The pyramid, or the default one where there is none.
fn pyramid(settings: &VariantSettings) -> Pyramid {
    settings.architecture.pyramid.clone().unwrap_or_default()
}

fn has_sequence(settings: &VariantSettings) -> bool {
    settings.architecture.sequence.is_some()
}

fn has_recurrent(settings: &VariantSettings) -> bool {
    let layers = settings.architecture.sequence.as_ref();
    layers.is_some_and(|layers| layers.recurrent().is_some())
}

/// The recurrent layers, or the default ones where there are none.
fn recurrent(settings: &VariantSettings) -> Recurrent {
    let layers = settings.architecture.sequence.as_ref();
    let layers = layers.and_then(SequenceLayers::recurrent);
    layers.copied().unwrap_or_default()
}

/// Whether the decoder reads what it made of the step before.
pub(super) fn reads_its_output(settings: &VariantSettings) -> bool {
    has_recurrent(settings) && recurrent(settings).decoder_input == DecoderInput::PreviousOutput
}

fn has_convolutions(settings: &VariantSettings) -> bool {
    let layers = settings.architecture.sequence.as_ref();
    layers.is_some_and(|layers| layers.convolutions().is_some())
}

/// The convolutions over time, or the default ones where there are none.
fn convolutions(settings: &VariantSettings) -> StepConvolutions {
    let layers = settings.architecture.sequence.as_ref();
    let layers = layers.and_then(SequenceLayers::convolutions);
    layers.cloned().unwrap_or_default()
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

/// "the number of encoder layers", or what differs in each of them.
fn changed_layers(part: &str, before: &[Layer], after: &[Layer]) -> Vec<String> {
    if before.len() != after.len() {
        return vec![format!("the number of {part} layers")];
    }
    let mut names = Vec::new();
    for (index, (old, new)) in before.iter().zip(after).enumerate() {
        let of = format!("of {part} layer {}", index + 1);
        for name in named(&[
            (old.width != new.width, "the width"),
            (old.activation != new.activation, "the activation"),
            (old.dropout != new.dropout, "the dropout"),
        ]) {
            names.push(format!("{name} {of}"));
        }
    }
    names
}

/// The names of those that differ.
fn named(all: &[(bool, &str)]) -> Vec<String> {
    let differing = all.iter().filter(|(differs, _)| *differs);
    differing.map(|(_, name)| (*name).to_owned()).collect()
}
