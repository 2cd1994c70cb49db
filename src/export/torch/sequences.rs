//! The sequence part of the Python file: scaling by feature, and steps that are not there.

use crate::data::{Scaler, SequenceShape};

/// What a reader should know of the sequences, as lines of the docstring.
pub fn explained(shape: SequenceShape) -> String {
    let SequenceShape { steps, features } = shape;
    format!(
        "A sequence is a row of {} numbers, step after step, {features} to a step, in units of their own: NaN\n\
         where one is missing, and from its end to the last of {steps} steps. Scaling is done inside.\n",
        steps * features,
    )
}

/// How each feature is scaled, and what stands for a missing value beside others of its step.
pub fn tables(scaler: &Scaler) -> String {
    let list = |read: &dyn Fn(usize) -> f32| {
        let numbers = (0..scaler.columns().len()).map(|column| format!("{:?}", read(column)));
        numbers.collect::<Vec<_>>().join(", ")
    };
    let columns = scaler.columns();
    format!(
        "\n# What is taken off each feature, and what the rest is divided by.\n\
         MEAN = [{}]\nDEVIATION = [{}]\n\
         # What stands for a missing value in a step that has others, scaled.\nFILL = [{}]\n",
        list(&|column| columns[column].mean),
        list(&|column| columns[column].deviation),
        list(&|column| columns[column].fill.first().copied().unwrap_or(0.0)),
    )
}

/// The methods `prepare` and `restore`.
pub fn methods(shape: SequenceShape) -> String {
    let SequenceShape { steps, features } = shape;
    METHODS
        .replace("STEPS", &steps.to_string())
        .replace("FEATURES", &features.to_string())
        .replace("VALUES", &(steps * features).to_string())
}

const METHODS: &str = r#"
    def prepare(self, x):
        """Sequences (batch, VALUES) scaled, and filled in steps that are there in part."""
        x = x.reshape(-1, STEPS, FEATURES)
        missing = x.isnan()
        x = torch.where(missing, self.fill, (x - self.mean) / self.deviation)
        gap = missing.all(2, keepdim=True)
        return torch.where(gap, float("nan"), x).flatten(1)

    def restore(self, y):
        """What the decoder makes (batch, VALUES) in units of its own."""
        return (y.reshape(-1, STEPS, FEATURES) * self.deviation + self.mean).flatten(1)
"#;

/// Makes up sequences of all lengths to try the model on.
pub fn random(shape: SequenceShape) -> String {
    let SequenceShape { steps, features } = shape;
    RANDOM
        .replace("STEPS", &steps.to_string())
        .replace("FEATURES", &features.to_string())
}

const RANDOM: &str = r#"def random_sequences(count):
    """Made-up sequences of different lengths."""
    x = torch.tensor(MEAN) + torch.tensor(DEVIATION) * torch.randn(count, STEPS, FEATURES)
    for sequence in range(count):
        x[sequence, 1 + (sequence * 7 + STEPS - 1) % STEPS :] = float("nan")
    return x.flatten(1)


"#;
