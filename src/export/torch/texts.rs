//! The text part of the Python file: the vocabulary, tokens as numbers of it, and texts made of what the decoder leaves.

use super::rows::{list, literal};
use crate::data::{TextShape, TokenUnit};

/// What a reader should know of the texts, as lines of the docstring.
pub fn explained(text: &TextShape) -> String {
    let (steps, known) = (text.steps, text.vocabulary.len());
    format!(
        "A text is a row of {steps} numbers, each the index of a token in VOCABULARY, NaN past its end.\n\
         What comes back are {} numbers: for each step the probability of each of the {known} tokens.\n",
        steps * known,
    )
}

/// The vocabulary.
pub fn tables(text: &TextShape) -> String {
    let tokens = text.vocabulary.all().iter().map(|token| literal(token));
    let tokens: Vec<String> = tokens.collect();
    format!(
        "\n# The tokens by their index: the first stands for all others, the second for the end of a text.\n\
         VOCABULARY = {}\n",
        list(&tokens, 0)
    )
}

/// The methods `prepare` and `restore`, and one that reads texts out of outputs.
pub fn methods(text: &TextShape) -> String {
    let between = match text.unit {
        TokenUnit::Characters => "",
        TokenUnit::Words => " ",
    };
    METHODS
        .replace("STEPS", &text.steps.to_string())
        .replace("TOKENS", &text.vocabulary.len().to_string())
        .replace("BETWEEN", &literal(between))
}

const METHODS: &str = r#"
    def prepare(self, x):
        """Tokens (batch, STEPS) as the encoder sees them: 1 for the token of a step, 0 for others."""
        seen = x[:, :, None] == torch.arange(TOKENS, device=x.device)
        return torch.where(x.isnan()[:, :, None], float("nan"), seen.to(x.dtype)).flatten(1)

    def restore(self, y):
        """The probability of each token at each step."""
        return y.reshape(-1, STEPS, TOKENS).softmax(2).flatten(1)

    def texts(self, y):
        """What outputs say, token by token the likeliest."""
        texts = []
        for tokens in y.reshape(-1, STEPS, TOKENS).argmax(2).tolist():
            end = tokens.index(1) if 1 in tokens else len(tokens)
            texts.append(BETWEEN.join(VOCABULARY[token] for token in tokens[:end]))
        return texts
"#;

/// Makes up texts of all lengths to try the model on.
pub fn random(text: &TextShape) -> String {
    RANDOM.replace("STEPS", &text.steps.to_string())
}

const RANDOM: &str = r#"def random_texts(count):
    """Made-up texts of different lengths."""
    x = torch.randint(len(VOCABULARY), (count, STEPS)).float()
    for text in range(count):
        x[text, 1 + (text * 7 + STEPS - 1) % STEPS :] = float("nan")
    return x


"#;
