//! The whole Python file: docstring, classes, loading, and what it does as a script.

use super::half::{Half, is_output_left};
use super::rows;
use super::sequences;
use super::subject::Subject;
use super::texts;
use crate::data::{ColumnKind, ColumnScale, ImageShape, SampleShape};
use crate::model::{Activation, CodeShape, Distribution};

/// What stands in a file that this program made, and in no other: such a file may be replaced.
pub const MADE_BY: &str = ": an autoencoder trained with Hourglass";

/// The text of the file.
pub fn write(subject: &Subject, encoder: &Half, decoder: &Half) -> String {
    let has_dense = !(encoder.dense.is_empty() && decoder.dense.is_empty());
    let body = format!(
        "{}\n\n{}\n\n{}\n\n{}\n\n{}",
        encoder.class(),
        decoder.class(),
        autoencoder(subject),
        load(has_dense),
        main(subject)
    );
    let functional = if body.contains("F.") {
        "import torch.nn.functional as F\n"
    } else {
        ""
    };
    format!(
        "{}\n{}import sys\nfrom array import array\nfrom pathlib import Path\n\n\
         import torch\n{functional}from safetensors.torch import load_file\nfrom torch import nn\n{}\n\n{body}",
        docstring(subject),
        if has_dense { "import re\n" } else { "" },
        scale(subject),
    )
}

/// What a reader should know first.
fn docstring(subject: &Subject) -> String {
    let (what, explained) = samples(subject.scaler.shape());
    let plural = plural(subject);
    let adversary = match subject.architecture.adversary {
        Some(_) => "The discriminator that it was trained against is left out.\n",
        None => "",
    };
    let spatial = if subject.architecture.code.shape == CodeShape::Spatial {
        "A code is the innermost maps as a row, the channels of a pixel together.\n"
    } else {
        ""
    };
    format!(
        "\"\"\"{}{MADE_BY} {}.\n\n\
         Data: {}, {what}.\n\
         Training: {}.\n{adversary}\n\
         {explained}{spatial}\
         The weights are in the safetensors file of the same name beside this one.\n\n\
         Without arguments, this script prints the model and tries it on random {plural}. Given a file\n\
         of {plural} as raw float32 numbers, it writes their codes and reconstructions beside it.\n\"\"\"\n",
        words(subject.name),
        env!("CARGO_PKG_VERSION"),
        words(subject.data),
        training(subject),
    )
}

/// What the samples are, in a few words and in lines of the docstring.
fn samples(shape: &SampleShape) -> (String, String) {
    if let Some(columns) = shape.columns() {
        let count = |wanted: fn(&ColumnKind) -> bool, what: &str| {
            let kinds = columns.list().iter().filter(|column| wanted(&column.kind));
            match kinds.count() {
                0 => None,
                count => Some(format!("{count} {what}")),
            }
        };
        let kinds = [
            count(|kind| *kind == ColumnKind::Numeric, "numeric"),
            count(|kind| matches!(kind, ColumnKind::YesNo { .. }), "yes/no"),
            count(
                |kind| matches!(kind, ColumnKind::Category { .. }),
                "of categories",
            ),
        ];
        let kinds: Vec<String> = kinds.into_iter().flatten().collect();
        let what = format!("rows of {} columns: {}", columns.len(), kinds.join(", "));
        return (what, rows::explained(columns));
    }
    if let Some(text) = shape.text() {
        let what = format!("texts of up to {shape}");
        return (what, texts::explained(text));
    }
    if let Some(sequence) = shape.sequence() {
        let what = format!("sequences of up to {shape}");
        return (what, sequences::explained(sequence));
    }
    let image = image(shape);
    let channels = match image.channels {
        1 => "1 channel".to_owned(),
        count => format!("{count} channels"),
    };
    let innermost = if image.channels > 1 {
        "The channels of a pixel stand together.\n"
    } else {
        ""
    };
    (
        format!(
            "images of {} x {} pixels in {channels}",
            image.height, image.width
        ),
        format!(
            "An image is a row of {} numbers from 0 to 1 (byte / 255), row by row from the top.\n{innermost}",
            image.size()
        ),
    )
}

/// "images" or "rows".
fn plural(subject: &Subject) -> &'static str {
    match subject.scaler.shape() {
        SampleShape::Row(_) => "rows",
        SampleShape::Image(_) => "images",
        SampleShape::Sequence(_) => "sequences",
        SampleShape::Text(_) => "texts",
    }
}

/// "12 epochs, 5160 steps".
fn training(subject: &Subject) -> String {
    let hundredths = (subject.epochs * 100.0).round() / 100.0;
    let epochs = if hundredths == 1.0 { "epoch" } else { "epochs" };
    let steps = if subject.steps == 1 { "step" } else { "steps" };
    format!("{hundredths} {epochs}, {} {steps}", subject.steps)
}

/// A person's words inside of a docstring: on one line, and nothing that ends it.
fn words(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '"' => safe.extend(['\\', letter]),
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// Mean and deviation where pixels were standardised; nothing where they are byte / 255. Of a table its columns too.
fn scale(subject: &Subject) -> String {
    if let Some(columns) = subject.scaler.shape().columns() {
        return rows::tables(columns, subject.scaler);
    }
    if let Some(text) = subject.scaler.shape().text() {
        return texts::tables(text);
    }
    if subject.scaler.shape().sequence().is_some() {
        return sequences::tables(subject.scaler);
    }
    if !is_scaled(subject) {
        return String::new();
    }
    if let Some(scale) = subject.scaler.single() {
        return format!(
            "\n# What is taken off each pixel (byte / 255), and what the rest is divided by.\n\
             MEAN, DEVIATION = {:?}, {:?}\n",
            scale.mean, scale.deviation
        );
    }
    let image = image(subject.scaler.shape());
    let each = |read: fn(&ColumnScale) -> f32| {
        let numbers = subject.scaler.columns().iter().map(read);
        let numbers: Vec<String> = numbers.map(|number| format!("{number:?}")).collect();
        format!(
            "torch.tensor([{}] * {})",
            numbers.join(", "),
            image.height * image.width
        )
    };
    format!(
        "\n# What is taken off each channel of a pixel (byte / 255), and what the rest is divided by.\n\
         MEAN = {}\nDEVIATION = {}\n",
        each(|scale| scale.mean),
        each(|scale| scale.deviation),
    )
}

fn is_scaled(subject: &Subject) -> bool {
    let columns = subject.scaler.columns();
    columns
        .iter()
        .any(|scale| (scale.mean, scale.deviation) != (0.0, 1.0))
}

/// The images that the model is for.
fn image(shape: &SampleShape) -> ImageShape {
    shape.image().unwrap_or(ImageShape {
        height: 1,
        width: shape.values(),
        channels: 1,
    })
}

/// `class Autoencoder`.
fn autoencoder(subject: &Subject) -> String {
    let shape = subject.scaler.shape();
    let (mut buffers, mut methods) = ("", String::new());
    let made = match subject.is_softmax() {
        true => "torch.softmax(self.decoder(z), 1)",
        false => "self.decoder(z)",
    };
    let (x, y) = if let Some(columns) = shape.columns() {
        buffers = rows::BUFFERS;
        let architecture = &subject.without_softmax();
        let output = match is_output_left(architecture, shape) {
            true => architecture.output,
            false => Activation::Identity,
        };
        methods = rows::methods(columns, output);
        ("self.prepare(x)", format!("self.restore({made})"))
    } else if let Some(text) = shape.text() {
        methods = texts::methods(text);
        ("self.prepare(x)", format!("self.restore({made})"))
    } else if let Some(sequence) = shape.sequence() {
        buffers = rows::BUFFERS;
        methods = sequences::methods(sequence);
        ("self.prepare(x)", format!("self.restore({made})"))
    } else if is_scaled(subject) {
        (
            "(x - MEAN) / DEVIATION",
            format!("{made} * DEVIATION + MEAN"),
        )
    } else {
        ("x", made.to_owned())
    };
    let (values, code) = (shape.values(), subject.architecture.code_width(shape));
    let plural = plural(subject);
    let gaussian = subject.architecture.code.distribution == Distribution::Gaussian;
    let encode = if gaussian {
        format!(
            "\n    def distribution(self, x):\n        \
             \"\"\"Mean and log-variance of the codes of {plural}.\"\"\"\n        \
             return self.encoder({x})\n\
             \n    def encode(self, x):\n        \
             \"\"\"The mean, which is the likeliest code.\"\"\"\n        \
             mean, log_variance = self.distribution(x)\n        return mean\n"
        )
    } else {
        format!("\n    def encode(self, x):\n        return self.encoder({x})\n")
    };
    let sample = if gaussian {
        format!(
            "\n    def sample(self, count):\n        \
             \"\"\"New {plural}: codes drawn from the prior, a standard normal, and decoded.\"\"\"\n        \
             device = next(self.parameters()).device\n        \
             return self.decode(torch.randn(count, {code}, device=device))\n"
        )
    } else {
        String::new()
    };
    format!(
        "class Autoencoder(nn.Module):\n    \
         \"\"\"{} (batch, {values}) to codes (batch, {code}) and back.\"\"\"\n\n    \
         def __init__(self):\n        super().__init__()\n        \
         self.encoder = Encoder()\n        self.decoder = Decoder()\n{buffers}\
         {methods}{encode}\n    def decode(self, z):\n        return {y}\n\
         \n    def forward(self, x):\n        return self.decode(self.encode(x))\n{sample}",
        crate::settings::words::capital(plural),
    )
}

/// `load`; where there are dense layers, with their other names in the file.
fn load(has_dense: bool) -> String {
    let read = if has_dense { RENAMED } else { AS_NAMED };
    format!(
        "def load(path=Path(__file__).with_suffix(\".safetensors\")):\n    \
         \"\"\"The trained model, set to evaluation: no dropout, batch norm by its running statistics.\"\"\"\n    \
         model = Autoencoder()\n{read}    return model.eval()\n"
    )
}

const AS_NAMED: &str = "    model.load_state_dict(load_file(path))\n";

const RENAMED: &str = r#"    weights = {}
    for name, tensor in load_file(path).items():
        # In the file a dense layer is "encoder.0", here "encoder.dense.0".
        weights[re.sub(r"^(encoder|decoder)\.(\d)", r"\1.dense.\2", name)] = tensor
    model.load_state_dict(weights)
"#;

fn main(subject: &Subject) -> String {
    let (random, x) = match subject.scaler.shape() {
        SampleShape::Row(_) => (rows::RANDOM.to_owned(), "random_rows(4)"),
        SampleShape::Sequence(shape) => (sequences::random(*shape), "random_sequences(4)"),
        SampleShape::Text(text) => (texts::random(text), "random_texts(4)"),
        SampleShape::Image(_) => (String::new(), "torch.rand(4, PIXELS)"),
    };
    let main = MAIN
        .replace("torch.rand(4, PIXELS)", x)
        .replace("images", plural(subject))
        .replace("PIXELS", &subject.scaler.shape().values().to_string());
    format!("{random}{main}")
}

const MAIN: &str = r#"def try_out(model):
    """Prints the model and what it makes of random images."""
    print(model)
    x = torch.rand(4, PIXELS)
    codes = model.encode(x)
    images = model.decode(codes)
    shapes = [tuple(numbers.shape) for numbers in (x, codes, images)]
    print("images {} -> codes {} -> images {}".format(*shapes))
    if not (codes.isfinite().all() and images.isfinite().all()):
        sys.exit("the model makes numbers that are not finite")


def convert(model, path):
    """Writes codes and reconstructions of the raw float32 images in the file at `path`."""
    data = bytearray(path.read_bytes())
    if not data or len(data) % (4 * PIXELS):
        sys.exit(f"not images of PIXELS float32 numbers each: {path}")
    x = torch.frombuffer(data, dtype=torch.float32).reshape(-1, PIXELS)
    codes = torch.cat([model.encode(batch) for batch in x.split(1000)])
    images = torch.cat([model.decode(batch) for batch in codes.split(1000)])
    for what, numbers in (("codes", codes), ("reconstructions", images)):
        out = path.with_name(f"{path.stem}.{what}.f32")
        out.write_bytes(array("f", numbers.flatten().tolist()).tobytes())
        print(f"{out}: {numbers.shape[0]} rows of {numbers.shape[1]} float32 numbers")


if __name__ == "__main__":
    with torch.inference_mode():
        if len(sys.argv) == 1:
            try_out(load())
        elif len(sys.argv) == 2:
            convert(load(), Path(sys.argv[1]))
        else:
            sys.exit(f"usage: {sys.argv[0]} [FILE]")
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_leave_the_docstring() {
        assert_eq!(words("a \"\"\" b\\"), r#"a \"\"\" b\\"#);
        assert_eq!(words("one\ntwo\r\u{0}é"), "one two  é");
    }
}
