//! The layers over the steps of sequences in PyTorch: `nn.GRU`, `nn.LSTM`, `nn.Conv1d`, or none.

use super::activation::applied;
use crate::data::SequenceShape;
use crate::model::{
    Activation, DecoderInput, Down, Recurrent, SequenceLayers, StepConvolutions, Summary,
};

/// What lies between sequences and dense layers.
#[derive(Debug, Clone)]
pub struct OverSteps {
    pub layers: Option<SequenceLayers>,
    pub shape: SequenceShape,
    /// Whether steps are tokens of texts.
    pub are_tokens: bool,
    /// Numbers of each token's embedding, where steps are tokens and have one.
    pub embedding: Option<usize>,
    /// Numbers that a recurrent decoder sees at each step.
    pub fed: usize,
    /// The activation of the numbers of sequences.
    pub output: Activation,
}

/// A convolution over time.
struct Level {
    from: usize,
    to: usize,
    kernel: usize,
    stride: usize,
    activation: Activation,
    /// Steps that come out.
    steps: usize,
}

impl OverSteps {
    /// Names in the file and shapes of the tensors of a part.
    pub fn tensors(&self, part: &str) -> Vec<(String, Vec<usize>)> {
        let mut all = Vec::new();
        if let Some(width) = self.embedding_of(part) {
            let weight = vec![width, self.shape.features];
            all.push((format!("{part}.embedding.weight"), weight));
        }
        match &self.layers {
            None => {}
            Some(SequenceLayers::Conv1d(choice)) => {
                for (index, level) in self.levels(part, choice).iter().enumerate() {
                    let weight = vec![level.to, level.from, level.kernel];
                    all.push((format!("{part}.conv.{index}.weight"), weight));
                    all.push((format!("{part}.conv.{index}.bias"), vec![level.to]));
                }
            }
            Some(SequenceLayers::Gru(choice)) => self.recurrent(part, ("gru", 3), choice, &mut all),
            Some(SequenceLayers::Lstm(choice)) => {
                self.recurrent(part, ("lstm", 4), choice, &mut all);
            }
        }
        all
    }

    fn recurrent(
        &self,
        part: &str,
        (name, gates): (&str, usize),
        choice: &Recurrent,
        all: &mut Vec<(String, Vec<usize>)>,
    ) {
        let gates = gates * choice.hidden;
        for layer in 0..choice.layers {
            let inputs = if layer == 0 {
                self.inputs(part, choice)
            } else {
                choice.hidden
            };
            for (share, width) in [("ih", inputs), ("hh", choice.hidden)] {
                let named = |what: &str| format!("{part}.{name}.{what}_{share}_l{layer}");
                all.push((named("weight"), vec![gates, width]));
                all.push((named("bias"), vec![gates]));
            }
        }
        if part == "decoder" {
            let shape = vec![self.shape.features, choice.hidden];
            all.push(("decoder.output.weight".into(), shape));
            all.push(("decoder.output.bias".into(), vec![self.shape.features]));
        }
    }

    /// Numbers of the embedding that a part begins with.
    fn embedding_of(&self, part: &str) -> Option<usize> {
        self.embedding.filter(|_| part == "encoder")
    }

    /// Numbers that the encoder's first layer sees at each step.
    fn seen(&self) -> usize {
        self.embedding.unwrap_or(self.shape.features)
    }

    /// Numbers that the first recurrent layer of a part sees at each step.
    fn inputs(&self, part: &str, choice: &Recurrent) -> usize {
        match part {
            "encoder" => self.seen(),
            _ => choice.decoder_inputs(self.fed, self.shape.features),
        }
    }

    /// The convolutions of a part, in the order in which numbers pass them.
    fn levels(&self, part: &str, choice: &StepConvolutions) -> Vec<Level> {
        let steps = [vec![self.shape.steps], choice.steps(self.shape.steps)].concat();
        let channels = [vec![self.shape.features], choice.channels.clone()].concat();
        let count = choice.channels.len();
        let level = |from: usize, to: usize| Level {
            from: channels[from],
            to: channels[to],
            kernel: choice.kernel,
            stride: 1,
            activation: choice.activation,
            steps: steps[to],
        };
        match part {
            "encoder" => (0..count)
                .map(|index| Level {
                    from: match index {
                        0 => self.seen(),
                        _ => channels[index],
                    },
                    stride: match choice.down {
                        Down::MaxPool => 1,
                        Down::Stride => 2,
                    },
                    ..level(index, index + 1)
                })
                .collect(),
            _ => (0..count)
                .rev()
                .map(|index| Level {
                    activation: if index == 0 {
                        self.output
                    } else {
                        choice.activation
                    },
                    ..level(index + 1, index)
                })
                .collect(),
        }
    }

    /// The modules that hold the weights, one a line of `__init__`: name, and one expression or a list of them.
    pub fn modules(&self, part: &str) -> Vec<(&'static str, Vec<String>)> {
        let mut all = self.layers_of(part);
        if let Some(width) = self.embedding_of(part) {
            let features = self.shape.features;
            let module = format!("nn.Linear({features}, {width}, bias=False)");
            all.insert(0, ("embedding", vec![module]));
        }
        all
    }

    fn layers_of(&self, part: &str) -> Vec<(&'static str, Vec<String>)> {
        match &self.layers {
            None => Vec::new(),
            Some(SequenceLayers::Conv1d(choice)) => {
                let levels = self.levels(part, choice);
                let each = levels.iter().map(|level| {
                    let Level {
                        from,
                        to,
                        kernel,
                        stride,
                        ..
                    } = level;
                    let padding = kernel / 2;
                    format!("nn.Conv1d({from}, {to}, {kernel}, stride={stride}, padding={padding})")
                });
                vec![("conv", each.collect())]
            }
            Some(layers @ (SequenceLayers::Gru(choice) | SequenceLayers::Lstm(choice))) => {
                let (name, inputs) = (layers.name(), self.inputs(part, choice));
                let Recurrent { hidden, layers, .. } = choice;
                let cell =
                    format!("nn.{name}({inputs}, {hidden}, num_layers={layers}, batch_first=True)");
                let lower = if name == "GRU" { "gru" } else { "lstm" };
                let mut all = vec![(lower, vec![cell])];
                if part == "decoder" {
                    let features = self.shape.features;
                    all.push(("output", vec![format!("nn.Linear({hidden}, {features})")]));
                }
                all
            }
        }
    }

    /// Whether the module called so is a list.
    pub fn is_list(name: &str) -> bool {
        name == "conv"
    }

    /// From scaled sequences, in which steps that are not there are NaN, to what the dense layers read.
    pub fn inward(&self) -> Vec<String> {
        let SequenceShape { steps, features } = self.shape;
        let mut all = vec![format!(
            "x = x.reshape(-1, {steps}, {features})  # steps, features"
        )];
        let mut add = |line: &str| all.push(line.to_owned());
        let embedded = |x: &str| match self.embedding {
            Some(_) => format!("self.embedding({x})"),
            None => x.to_owned(),
        };
        match &self.layers {
            None => {
                add("# What is not there is zero.");
                add("x = x.nan_to_num(0.0).flatten(1)");
            }
            Some(SequenceLayers::Conv1d(choice)) => {
                add("# What is not there is zero, after each level too.");
                add("there = (~x.isnan().all(2)).to(x.dtype)[:, None]  # (batch, 1, steps)");
                add(&format!(
                    "x = {}.transpose(1, 2)  # (batch, features, steps)",
                    embedded("x.nan_to_num(0.0)")
                ));
                for (index, level) in self.levels("encoder", choice).iter().enumerate() {
                    let y = applied(level.activation, &format!("self.conv[{index}](x)"));
                    let halved = "F.max_pool1d(there, 2, ceil_mode=True)";
                    match choice.down {
                        Down::MaxPool => {
                            add(&format!("x = F.max_pool1d({y} * there, 2, ceil_mode=True)"));
                            add(&format!("there = {halved}"));
                        }
                        Down::Stride => {
                            add(&format!("there = {halved}"));
                            add(&format!("x = {y} * there"));
                        }
                    }
                }
                add("x = x.transpose(1, 2).flatten(1)");
            }
            Some(layers @ (SequenceLayers::Gru(choice) | SequenceLayers::Lstm(choice))) => {
                let name = if layers.name() == "GRU" {
                    "gru"
                } else {
                    "lstm"
                };
                add(
                    "# Steps that are not there leave a state as it is: those that are come first.",
                );
                add("there = ~x.isnan().all(2)");
                add("order = (~there).int().argsort(dim=1, stable=True)[:, :, None].expand_as(x)");
                add(&format!(
                    "x = {}",
                    embedded("x.nan_to_num(0.0).gather(1, order)")
                ));
                add("lengths = there.sum(1)");
                add("counts = lengths.clamp(min=1).cpu()");
                add("packed = nn.utils.rnn.pack_padded_sequence(");
                add("    x, counts, batch_first=True, enforce_sorted=False)");
                match choice.summary {
                    Summary::Last => {
                        let state = if name == "gru" { "state" } else { "(state, _)" };
                        add(&format!("_, {state} = self.{name}(packed)"));
                        add("x = state[-1]");
                    }
                    Summary::Mean => {
                        add(&format!("states, _ = self.{name}(packed)"));
                        add(
                            "states, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)",
                        );
                        add("x = states.sum(1) / lengths.clamp(min=1)[:, None]");
                    }
                }
                add("x = x * (lengths > 0)[:, None]");
            }
        }
        all
    }

    /// From what the dense layers left to scaled sequences.
    pub fn outward(&self) -> Vec<String> {
        let SequenceShape { steps, features } = self.shape;
        let made = format!("# (batch, {})", steps * features);
        let mut all = Vec::new();
        match &self.layers {
            None => {}
            Some(SequenceLayers::Conv1d(choice)) => {
                let inner = choice.steps(steps).last().copied().unwrap_or(steps);
                let channels = choice.channels.last().copied().unwrap_or(1);
                all.push(format!(
                    "x = x.reshape(-1, {inner}, {channels}).transpose(1, 2)  # (batch, channels, steps)"
                ));
                for (index, level) in self.levels("decoder", choice).iter().enumerate() {
                    let cut = level.steps;
                    all.push(format!(
                        "x = F.interpolate(x, scale_factor=2)[:, :, :{cut}]"
                    ));
                    let y = applied(level.activation, &format!("self.conv[{index}](x)"));
                    all.push(format!("x = {y}"));
                }
                all.push(format!("x = x.transpose(1, 2).flatten(1)  {made}"));
            }
            Some(layers @ (SequenceLayers::Gru(choice) | SequenceLayers::Lstm(choice))) => {
                let name = if layers.name() == "GRU" {
                    "gru"
                } else {
                    "lstm"
                };
                match choice.decoder_input {
                    DecoderInput::Code => {
                        all.push("# The same at every step.".into());
                        all.push(format!(
                            "states, _ = self.{name}(x[:, None].expand(-1, {steps}, -1).contiguous())"
                        ));
                        let y = applied(self.output, "self.output(states)");
                        all.push(format!("x = {y}.flatten(1)  {made}"));
                    }
                    DecoderInput::PreviousOutput => {
                        let mut add = |line: &str| all.push(line.to_owned());
                        add(
                            "# Each step reads what was made of the one before, and the code beside it.",
                        );
                        add(&format!(
                            "step, state, made = x.new_zeros(len(x), {features}), None, []"
                        ));
                        add(&format!("for _ in range({steps}):"));
                        add(
                            "    seen = torch.cat([step, x], dim=1)[:, None]  # (batch, 1, features + code)",
                        );
                        add(&format!("    states, state = self.{name}(seen, state)"));
                        let y = applied(self.output, "self.output(states[:, 0])");
                        add(&format!("    step = {y}"));
                        add("    made.append(step)");
                        add(&format!("x = torch.cat(made, dim=1)  {made}"));
                    }
                }
            }
        }
        all
    }
}
