//! Tolerant reading: what fits stays, what does not becomes its default with a warning that names its key.
//!
//! No code here knows a field. When a tree does not read as a `T`, it is laid piece by piece over the JSON of
//! `T::default()`: a piece after which the whole still reads and passes its check stays; one that does not is
//! opened and its own pieces are tried, down to the smallest that is wrong.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::encode::to_json;
use super::templates::templates;
use super::unknown::unknown;
use super::warnings::Warnings;

/// Tree nodes that trials may read in all: enough for any project, a second or two for a hostile file.
const BUDGET_NODES: usize = 20_000_000;

/// A value made of what fits, and the keys that its type does not know.
#[derive(Debug)]
pub struct Fitted<T> {
    pub value: T,
    pub unknown: Option<Value>,
}

/// Reads `json` as a `T`. `key` is where it stands in the file; `check` gives one clause when a value makes no
/// sense. `T::default()` must pass it.
pub fn fit<T: Default + Serialize + DeserializeOwned>(
    json: Value,
    key: &str,
    check: fn(&T) -> Result<(), String>,
    warnings: &mut Warnings,
) -> Fitted<T> {
    let read = |json: &Value| -> Result<T, String> {
        let value = T::deserialize(json).map_err(|error| error.to_string())?;
        check(&value)?;
        Ok(value)
    };
    let tree = match read(&json) {
        Ok(_) => json,
        Err(_) => {
            let mut repair = Repair {
                tree: to_json(&T::default()).unwrap_or_default(),
                fits: &|tree| read(tree).map(drop),
                nodes: count_nodes(&json),
                budget: BUDGET_NODES,
                warnings,
            };
            repair.place(&mut Vec::new(), key, json);
            repair.tree
        }
    };
    let value = read(&tree).unwrap_or_default();
    let unknown = to_json(&value).ok().and_then(|own| unknown(&tree, &own));
    Fitted { value, unknown }
}

struct Repair<'a> {
    /// Reads as a `T` before and after every [`Repair::place`].
    tree: Value,
    fits: &'a dyn Fn(&Value) -> Result<(), String>,
    /// Size of what is read: what one trial costs at most.
    nodes: usize,
    budget: usize,
    warnings: &'a mut Warnings,
}

#[derive(Clone)]
enum Step {
    Key(String),
    /// The list's next element.
    Push,
    Index(usize),
}

impl Repair<'_> {
    /// Puts as much of `piece` as fits at `at`; `key` names it in warnings.
    fn place(&mut self, at: &mut Vec<Step>, key: &str, piece: Value) {
        let is_new_element = matches!(at.last(), Some(Step::Push));
        let before = self.put(at, Some(piece.clone()));
        let Err(problem) = self.trial() else { return };
        match piece {
            Value::Object(pieces) if self.start_object(at, &pieces, before.as_ref()) => {
                for (name, piece) in pieces {
                    let inner = if key.is_empty() {
                        name.clone()
                    } else {
                        format!("{key}.{name}")
                    };
                    at.push(Step::Key(name));
                    self.place(at, &inner, piece);
                    at.pop();
                }
            }
            Value::Array(pieces) if self.start(at, Value::Array(Vec::new())) => {
                for (index, piece) in pieces.into_iter().enumerate() {
                    at.push(Step::Push);
                    self.place(at, &format!("{key}[{index}]"), piece);
                    at.pop();
                }
            }
            // Of a fixed length, or one that may not be empty: its elements take the places of the default's.
            Value::Array(pieces) if self.start_array(at, &pieces, before.as_ref()) => {
                for (index, piece) in pieces.into_iter().enumerate() {
                    at.push(Step::Index(index));
                    self.place(at, &format!("{key}[{index}]"), piece);
                    at.pop();
                }
            }
            _ => {
                self.put(at, before);
                let outcome = if is_new_element {
                    "it is left out"
                } else {
                    "the default is used"
                };
                self.warnings.add(key, format!("{problem}; {outcome}"));
            }
        }
    }

    /// Lays a valid object at `at` on which the pieces can be placed: an example of the same kind, what stood
    /// there before, or nothing but defaults.
    fn start_object(
        &mut self,
        at: &mut [Step],
        pieces: &Map<String, Value>,
        before: Option<&Value>,
    ) -> bool {
        let kind = pieces.get("kind").and_then(Value::as_str);
        let mut starts = kind.map(templates).unwrap_or_default();
        starts.extend(before.filter(|value| value.is_object()).cloned());
        starts.push(Value::Object(Map::new()));
        starts.into_iter().any(|start| self.start(at, start))
    }

    /// Lays what stood there before at `at` again, when that is a list as long as `pieces`.
    fn start_array(&mut self, at: &mut [Step], pieces: &[Value], before: Option<&Value>) -> bool {
        match before {
            Some(Value::Array(items)) if items.len() == pieces.len() => {
                self.start(at, Value::Array(items.clone()))
            }
            _ => false,
        }
    }

    fn start(&mut self, at: &mut [Step], value: Value) -> bool {
        self.put(at, Some(value));
        self.trial().is_ok()
    }

    fn trial(&mut self) -> Result<(), String> {
        match self.budget.checked_sub(self.nodes) {
            Some(left) => self.budget = left,
            None => return Err("too much of the file is wrong".into()),
        }
        (self.fits)(&self.tree)
    }

    /// Replaces what stands at `at` (`None`: nothing) and gives it back. A pushed element turns its step into an
    /// index, and back once it is taken away.
    fn put(&mut self, at: &mut [Step], value: Option<Value>) -> Option<Value> {
        let Some((last, way)) = at.split_last_mut() else {
            return Some(std::mem::replace(&mut self.tree, value.unwrap_or_default()));
        };
        let mut parent = &mut self.tree;
        for step in way {
            parent = match step {
                Step::Key(name) => parent.get_mut(name.as_str())?,
                Step::Index(index) => parent.get_mut(*index)?,
                Step::Push => return None,
            };
        }
        match (parent, &*last, value) {
            (Value::Object(map), Step::Key(name), Some(value)) => map.insert(name.clone(), value),
            (Value::Object(map), Step::Key(name), None) => map.shift_remove(name),
            (Value::Array(items), Step::Push, Some(value)) => {
                *last = Step::Index(items.len());
                items.push(value);
                None
            }
            (Value::Array(items), Step::Index(index), Some(value)) => items
                .get_mut(*index)
                .map(|item| std::mem::replace(item, value)),
            (Value::Array(items), Step::Index(_), None) => {
                *last = Step::Push;
                items.pop()
            }
            _ => None,
        }
    }
}

fn count_nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count_nodes).sum::<usize>(),
        Value::Object(map) => map.values().map(count_nodes).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate;
    use super::*;
    use crate::data::{BuiltIn, Corruption};
    use crate::model::{
        Activation, Adversary, Decoder, Layer, Optimiser, Parts, Prior, PyramidWeights,
    };
    use crate::project::{ReadWarning, VariantSettings};
    use serde_json::json;

    fn read(json: Value) -> (VariantSettings, Vec<ReadWarning>, Option<Value>) {
        let mut warnings = Warnings::default();
        let fitted = fit(json, "s", validate::settings, &mut warnings);
        (fitted.value, warnings.into_list(), fitted.unknown)
    }

    fn keys(warnings: &[ReadWarning]) -> Vec<&str> {
        warnings.iter().map(|w| w.key.as_str()).collect()
    }

    #[test]
    fn what_is_absent_is_default_without_a_word() {
        let (settings, warnings, unknown) = read(json!({}));
        assert_eq!(settings, VariantSettings::default());
        assert_eq!((warnings, unknown), (vec![], None));
        let (settings, warnings, _) =
            read(json!({"training": {"optimiser": {"kind": "rms_prop"}}}));
        assert_eq!(settings.training.optimiser, Optimiser::ALL[3]);
        assert_eq!(warnings, vec![]);
    }

    #[test]
    fn only_the_wrong_pieces_are_lost() {
        let (settings, warnings, unknown) = read(json!({
            "architecture": {
                "encoder": [{"width": 64, "dropout": 0.5}, {"width": 65, "activation": "tanh"}, 7],
                "code": {"width": 10, "activation": "wavy"},
                "decoder": {"kind": "own", "layers": [{"width": 16, "dropout": 1.0}], "new": 1},
                "output": 3,
            },
            "loss": "bce",
            "training": {"batch": 0, "epochs": 7, "learning_rate": -1.0, "weight_decay": 1e300,
                "optimiser": {"kind": "adam_w", "beta1": 2.0, "beta2": 0.5},
                "early_stopping": {"patience": "long", "min_delta": 0.25}},
        }));
        assert_eq!(
            keys(&warnings),
            [
                "s.architecture.encoder[1].width",
                "s.architecture.encoder[2]",
                "s.architecture.code.activation",
                "s.architecture.decoder.layers[0].dropout",
                "s.architecture.output",
                "s.training.batch",
                "s.training.learning_rate",
                "s.training.weight_decay",
                "s.training.optimiser.beta1",
                "s.training.early_stopping.patience",
            ]
        );
        assert_eq!(
            warnings[5].problem,
            "The batch size must be at least 1 and at most 1048576, not 0; the default is used"
        );
        let encoder = &settings.architecture.encoder;
        assert_eq!((encoder[0].width, encoder[0].dropout), (64, 0.5));
        assert_eq!(
            (encoder[1].width, encoder[1].activation),
            (128, Activation::Tanh)
        );
        assert_eq!(settings.architecture.code.width, 10);
        let own = Decoder::Own {
            layers: vec![Layer {
                width: 16,
                ..Layer::default()
            }],
        };
        assert_eq!(settings.architecture.decoder, own);
        assert_eq!(
            (settings.training.batch, settings.training.epochs),
            (128, 7)
        );
        assert_eq!(
            settings.training.optimiser,
            Optimiser::AdamW {
                beta1: 0.9,
                beta2: 0.5,
                epsilon: 1e-8
            }
        );
        let early = settings.training.early_stopping.unwrap();
        assert_eq!((early.patience, early.min_delta), (5, 0.25));
        assert_eq!(
            unknown,
            Some(json!({"architecture": {"decoder": {"new": 1, "kind": "own"}}}))
        );
    }

    #[test]
    fn choices_of_a_family_keep_what_is_right_in_them() {
        let (settings, warnings, _) = read(json!({
            "architecture": {
                "pyramid": {"channels": [8, "many"], "kernel": 5, "down": "slide",
                    "weights": {"kind": "pretrained", "set": "letters", "frozen": false}},
                "code": {"distribution": "cauchy", "shape": "flat", "width": 20},
                "adversary": {"kind": "code", "prior": "spiral"},
            },
            "loss": "hinge",
            "objective": {
                "variational": {"beta": -4, "warm_up_epochs": 2},
                "penalties": {"l1": 1e-4, "sparsity": {"weight": 1, "target": 2}},
                "wavelet": {"family": "morlet", "levels": 3, "details": [1, 2, -3, 4, "five"]},
            },
            "corruption": {"kind": "masking", "fraction": "half", "block": 4},
            "phases": [
                {"epochs": 3, "parts": {"kind": "layer", "index": -1}},
                "more",
                {"parts": {"kind": "decoder"}, "corruption": {"kind": "gaussian", "std": 0.5}},
            ],
        }));
        assert_eq!(
            keys(&warnings),
            [
                "s.architecture.pyramid.channels[1]",
                "s.architecture.pyramid.down",
                "s.architecture.pyramid.weights.set",
                "s.architecture.code.distribution",
                "s.architecture.adversary.prior",
                "s.loss",
                "s.objective.variational.beta",
                "s.objective.penalties.sparsity.target",
                "s.objective.wavelet.family",
                "s.objective.wavelet.details[2]",
                "s.objective.wavelet.details[4]",
                "s.corruption.fraction",
                "s.phases[0].parts.index",
                "s.phases[1]",
            ]
        );
        let ended = |index: usize, end: &str| warnings[index].problem.ends_with(end);
        assert!(ended(9, "the default is used") && ended(13, "it is left out"));
        let architecture = &settings.architecture;
        let pyramid = architecture.pyramid.as_ref().unwrap();
        assert_eq!((pyramid.channels[0], pyramid.kernel), (8, 5));
        let frozen = false;
        let set = BuiltIn::Mnist;
        assert_eq!(pyramid.weights, PyramidWeights::Pretrained { set, frozen });
        let prior = Prior::Gaussian;
        assert_eq!(architecture.adversary, Some(Adversary::Code { prior }));
        assert_eq!(architecture.code.width, 20);
        let objective = &settings.objective;
        assert_eq!(objective.variational.warm_up_epochs, 2.0);
        assert_eq!(
            (objective.variational.beta, objective.penalties.l1),
            (1.0, 1e-4)
        );
        assert_eq!(objective.wavelet.details, [1.0, 2.0, 1.0, 4.0, 1.0]);
        let (fraction, block) = (0.25, 4);
        assert_eq!(settings.corruption, Corruption::Masking { fraction, block });
        assert_eq!(settings.phases.len(), 2);
        assert_eq!(settings.phases[0].parts, Parts::Layer { index: 0 });
        assert_eq!(settings.phases[1].parts, Parts::Decoder);
        let noise = Corruption::Gaussian { std: 0.5 };
        assert_eq!(settings.phases[1].corruption, Some(noise));
    }

    #[test]
    fn an_unknown_kind_is_named() {
        let (settings, warnings, _) = read(
            json!({"training": {"optimiser": {"kind": "lion", "beta1": 0.5}, "seed": 18446744073709551615u64}}),
        );
        assert_eq!(keys(&warnings), ["s.training.optimiser.kind"]);
        assert!(warnings[0].problem.contains("lion"), "{warnings:?}");
        assert_eq!(settings.training.seed, u64::MAX);
    }

    #[test]
    fn something_else_altogether_is_one_warning() {
        for wrong in [json!(null), json!(5), json!("text"), json!(["a"])] {
            let (settings, warnings, _) = read(wrong);
            assert_eq!(settings, VariantSettings::default());
            assert_eq!(keys(&warnings).len(), 1, "{warnings:?}");
        }
    }

    #[test]
    fn a_hostile_list_ends_soon_and_in_few_words() {
        let layers = vec![json!({"width": 3}); 20_000];
        let (settings, warnings, _) = read(json!({"architecture": {"encoder": layers}}));
        assert!(warnings.len() <= 101, "{}", warnings.len());
        assert!(settings.architecture.encoder.len() <= 256);
    }
}
