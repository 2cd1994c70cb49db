//! The range coder of symbols with known frequencies.

use constriction::stream::model::ContiguousCategoricalEntropyModel;
use constriction::stream::queue::{DefaultRangeDecoder, DefaultRangeEncoder};
use constriction::stream::{Decode, Encode};

use crate::eval::frequencies::PRECISION;

type Model = ContiguousCategoricalEntropyModel<u32, Vec<u32>, PRECISION>;

/// One for each table; `None` where one is none of frequencies.
fn models(tables: &[Vec<u32>]) -> Option<Vec<Model>> {
    let model = |table: &Vec<u32>| Model::from_nonzero_fixed_point_probabilities(table, false).ok();
    tables.iter().map(model).collect()
}

/// `symbols`, the first of each `tables.len()` coded by the first of `tables` and so on.
pub fn encode(symbols: &[u8], tables: &[Vec<u32>]) -> Option<Vec<u32>> {
    let models = models(tables)?;
    let mut coder = DefaultRangeEncoder::new();
    for (&symbol, model) in symbols.iter().zip(models.iter().cycle()) {
        coder.encode_symbol(usize::from(symbol), model).ok()?;
    }
    coder.into_compressed().ok()
}

/// The symbols of `count` codes; `None` where `words` hold no such.
pub fn decode(words: Vec<u32>, count: usize, tables: &[Vec<u32>]) -> Option<Vec<u8>> {
    let models = models(tables)?;
    let mut coder = DefaultRangeDecoder::from_compressed(words).ok()?;
    let mut symbols = Vec::new();
    for _ in 0..count {
        for model in &models {
            symbols.push(coder.decode_symbol(model).ok()? as u8);
        }
    }
    Some(symbols)
}
