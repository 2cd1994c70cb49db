//! What a view alone can draw: it decoded what it shows, or a person picked it there.

use super::about::{ExportAbout, Makes, Need};
use crate::training::ObservationId;

pub(super) static SAMPLES: ExportAbout = ExportAbout {
    text: "Samples…",
    sentence: "Saves what the decoder makes of random codes as a picture",
    name: "samples",
    what: "picture",
    kind: "samples",
    needs: &[Need::Data, Need::Selected(ObservationId::Latents)],
    makes: Makes::View,
};

pub(super) static SAMPLE: ExportAbout = ExportAbout {
    text: "Inspected sample…",
    sentence: "Saves the picked image, its reconstruction, their difference and its code as a picture",
    name: "the inspected sample",
    what: "picture",
    kind: "sample",
    needs: &[
        Need::Data,
        Need::ImagesOrSequences,
        Need::Selected(ObservationId::Gallery),
    ],
    makes: Makes::View,
};
