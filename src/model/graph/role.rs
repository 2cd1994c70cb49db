//! Whether layers are the encoder's or the decoder's.

/// One half of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Encoder,
    Decoder,
}

impl Role {
    /// What the names of its parameters begin with.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Encoder => "encoder",
            Self::Decoder => "decoder",
        }
    }

    /// Second coordinate of the random streams that draw its weights, counted from that of the encoder: 0 of dense layers,
    /// 1 of convolutions over images, 3 of layers over steps.
    pub(super) fn stream(self, encoder: u64) -> u64 {
        match self {
            Self::Encoder => encoder,
            Self::Decoder => encoder + 1,
        }
    }
}
