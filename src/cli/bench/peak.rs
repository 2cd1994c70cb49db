//! `bench peak`: the machine's arithmetic peak, which training steps are compared with.

use serde_json::json;

use super::Setting;
use super::report::{Readings, Row};
use super::spread::Spread;
use crate::cli::failure::{Failure, Result};
use crate::cli::pool;
use crate::export::digits::three_digits;
use crate::model::matmul_gflops;

/// Side of the matrices: large enough that nothing but arithmetic counts.
const SIZE: usize = 1_536;

/// The best of several matrix products.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let (speeds, threads) = pool::with_threads(setting.threads, || {
        let speeds = matmul_gflops(SIZE, setting.seconds);
        Ok((speeds, rayon::current_num_threads()))
    })?;
    let spread = Spread::new(speeds).ok_or_else(|| Failure::new("nothing was measured"))?;
    let best = spread.max();
    setting.peak.get_or_init(|| best);
    let row = Row {
        name: "matrix product, best",
        figure: three_digits(best),
        unit: "GFLOP/s",
        spread: format!(
            "median {}, {} products, {threads} threads",
            three_digits(spread.median()),
            spread.count()
        ),
    };
    let values = json!({
        "gflops": best,
        "median": spread.median(),
        "min": spread.min(),
        "products": spread.count(),
        "threads": threads,
    });
    Ok(Readings::new(vec![row], values))
}
