//! The Python classes of encoder and decoder.

use crate::settings::words::capital;
use std::fmt::Write as _;

use super::half::Half;
use super::over_steps::OverSteps;

impl Half {
    /// `class Encoder` or `class Decoder`, without empty lines around.
    pub fn class(&self) -> String {
        let samples = match &self.over_steps {
            Some(layers) if layers.are_tokens => "texts",
            Some(_) => "sequences",
            None if self.side > 0 => "images",
            None => "rows",
        };
        let (name, doc) = match (self.part, self.heads) {
            ("encoder", None) => ("Encoder", format!("{samples} to codes")),
            ("encoder", Some(_)) => (
                "Encoder",
                format!("{samples} to mean and log-variance of their codes"),
            ),
            _ => ("Decoder", format!("codes to {samples}")),
        };
        let doc = capital(&doc);
        let mut text = format!("class {name}(nn.Module):\n    \"\"\"{doc}.\"\"\"\n\n");
        text += "    def __init__(self):\n        super().__init__()\n";
        self.modules(&mut text);
        text += "\n    def forward(self, x):\n";
        for statement in self.statements() {
            // Formatting into a String cannot fail.
            let _ = writeln!(text, "        {statement}");
        }
        text
    }

    /// The modules that hold the weights, under names close to those in the file.
    fn modules(&self, text: &mut String) {
        let convolutions = self.levels.iter().map(super::level::Level::module);
        list(text, "conv", &convolutions.collect::<Vec<_>>());
        let norms = self.levels.iter().filter(|level| level.norm);
        let norms: Vec<String> = norms
            .map(|level| format!("nn.BatchNorm2d({})", level.to))
            .collect();
        list(text, "norm", &norms);
        let over_steps = self.over_steps.iter();
        for (name, modules) in over_steps.flat_map(|layers| layers.modules(self.part)) {
            match (OverSteps::is_list(name), &modules[..]) {
                (false, [module]) => {
                    let _ = writeln!(text, "        self.{name} = {module}");
                }
                _ => list(text, name, &modules),
            }
        }
        let dense: Vec<String> = self.dense.iter().map(super::dense::Dense::module).collect();
        list(text, "dense", &dense);
        if let Some(head) = self.heads {
            for name in ["mean", "log_variance"] {
                let _ = writeln!(text, "        self.{name} = {}", head.module());
            }
        }
    }

    /// The body of `forward`.
    fn statements(&self) -> Vec<String> {
        let levels = self.levels.iter().enumerate();
        let mut maps: Vec<String> = levels.flat_map(|(i, level)| level.statements(i)).collect();
        let dense = self.dense.iter().enumerate();
        let dense = dense.map(|(index, dense)| dense.statement(index));
        let mut all = Vec::new();
        if self.part == "encoder" {
            all.push(format!("# x: (batch, {})", self.outer));
            if let (Some(first), Some(last)) = (self.levels.first(), self.levels.last()) {
                let (side, channels) = (self.side, first.from);
                all.push("# Images lie with the channels innermost, PyTorch's maps do not.".into());
                all.extend(to_maps(side, channels));
                all.append(&mut maps);
                let features = last.side() * last.side() * last.to;
                all.push(to_rows(features));
            }
            all.extend(self.over_steps.iter().flat_map(OverSteps::inward));
            all.extend(dense);
            all.push(match self.heads {
                Some(head) => format!(
                    "return self.mean(x), self.log_variance(x)  # (batch, {}) each",
                    head.to
                ),
                None => "return x".into(),
            });
            return all;
        }
        let code = match (self.dense.first(), self.levels.first()) {
            (Some(dense), _) => dense.from,
            (None, Some(level)) => level.features(),
            (None, None) => self
                .over_steps
                .as_ref()
                .map_or(self.outer, |layers| layers.fed),
        };
        all.push(format!("# x: (batch, {code})"));
        all.extend(dense);
        if let Some(first) = self.levels.first() {
            all.extend(to_maps(first.side_before(), first.from));
            all.append(&mut maps);
            all.push(to_rows(self.outer));
        }
        all.extend(self.over_steps.iter().flat_map(OverSteps::outward));
        all.push("return x".into());
        all
    }
}

/// `self.name = nn.ModuleList([...])`, unless there is nothing in it.
fn list(text: &mut String, name: &str, modules: &[String]) {
    if modules.is_empty() {
        return;
    }
    let _ = writeln!(text, "        self.{name} = nn.ModuleList([");
    for module in modules {
        let _ = writeln!(text, "            {module},");
    }
    *text += "        ])\n";
}

/// Rows with the channels innermost as maps with the channels outermost.
fn to_maps(side: usize, channels: usize) -> [String; 2] {
    [
        format!("x = x.reshape(-1, {side}, {side}, {channels})  # height, width, channels"),
        format!("x = x.permute(0, 3, 1, 2)  # (batch, {channels}, {side}, {side})"),
    ]
}

/// The way back.
fn to_rows(width: usize) -> String {
    format!("x = x.permute(0, 2, 3, 1).flatten(1)  # (batch, {width})")
}
