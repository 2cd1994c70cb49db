//! The codes of a variant as bars: the divergence of each dimension, or how all numbers are distributed.

use super::bars::{Bars, Below, Scale};
use crate::eval::{CodeStatistics, NEAR_ZERO, PosteriorStatistics};
use crate::export::digits::three_digits;
use crate::export::dimensions::{Order, is_active, places};
use crate::training::LatentView;

/// From this share of numbers near zero on, counts are logarithmic unless a person says otherwise: beside the zeros of a
/// sparse code nothing else could be seen.
pub const MANY_ZEROS: f64 = 0.3;

/// How codes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CodeLook {
    /// Of a Gaussian code too.
    pub histogram: bool,
    pub order: Order,
    /// Logarithmic counts; as the codes want it with `None`.
    pub log: Option<bool>,
}

/// The bars for the codes of `name`.
///
/// # Errors
/// One clause, where codes are not finite.
pub fn codes(view: &LatentView, name: &str, colour: u8, look: CodeLook) -> Result<Bars, String> {
    let statistics = view.statistics.as_ref();
    let statistics = statistics.ok_or("some codes are not finite, the run has diverged")?;
    let bars = match &view.posterior {
        Some(posterior) if !look.histogram => divergence(posterior, look.order),
        _ => histogram(statistics, look.log),
    };
    Ok(Bars {
        name: name.into(),
        colour,
        ..bars
    })
}

fn divergence(posterior: &PosteriorStatistics, order: Order) -> Bars {
    let (active, all) = (posterior.active_units(), posterior.kl.len());
    let total: f64 = posterior.kl.iter().sum();
    let places = places(posterior, order);
    let parted = order == Order::Active && (1..all).contains(&active);
    Bars {
        name: String::new(),
        colour: 0,
        bars: places
            .iter()
            .map(|&at| (posterior.kl[at], !is_active(posterior, at)))
            .collect(),
        scale: Scale::Plain,
        below: Below::Names(places.iter().map(|at| (at + 1).to_string()).collect()),
        names: ["dimension".into(), "KL divergence (nats)".into()],
        mark: parted.then(|| (active as f64 / all as f64, String::new())),
        notes: vec![
            format!("{active} of {all} active"),
            format!("{} nats a sample in all", three_digits(total)),
        ],
    }
}

fn histogram(statistics: &CodeStatistics, log: Option<bool>) -> Bars {
    let log = log.unwrap_or(statistics.near_zero > MANY_ZEROS);
    let total: u64 = statistics.histogram.iter().map(|&n| u64::from(n)).sum();
    let height = |&count: &u32| match log {
        true => f64::from(count).ln_1p() / std::f64::consts::LN_10,
        false => 100.0 * f64::from(count) / total.max(1) as f64,
    };
    let [low, high] = statistics.range.map(f64::from);
    let mean = (statistics.mean - low) / (high - low).max(f64::MIN_POSITIVE);
    Bars {
        name: String::new(),
        colour: 0,
        bars: statistics
            .histogram
            .iter()
            .map(|count| (height(count), false))
            .collect(),
        scale: if log { Scale::Counts } else { Scale::Percent },
        below: Below::Ends([low, high]),
        names: [
            "number in a code".into(),
            if log { "count" } else { "share of all" }.into(),
        ],
        mark: Some((
            mean.clamp(0.0, 1.0),
            format!("mean {}", three_digits(statistics.mean)),
        )),
        notes: vec![format!(
            "{:.1}% within {NEAR_ZERO} of zero",
            100.0 * statistics.near_zero
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::svg::{Figure, Page};

    fn view() -> LatentView {
        LatentView {
            width: 3,
            statistics: Some(CodeStatistics {
                range: [-1.0, 3.0],
                mean: 1.0,
                near_zero: 0.1,
                histogram: vec![99, 0, 1, 0],
                ..CodeStatistics::default()
            }),
            posterior: Some(PosteriorStatistics {
                kl: vec![0.5, 3.0, 0.001],
                variance: vec![0.2, 0.9, 0.0],
            }),
            ..LatentView::default()
        }
    }

    #[test]
    fn a_gaussian_code_has_a_bar_for_each_dimension_the_idle_ones_last() {
        let bars = codes(&view(), "变分", 2, CodeLook::default()).unwrap();
        assert_eq!(bars.bars, [(3.0, false), (0.5, false), (0.001, true)]);
        let text = bars.draw(&Page::default()).unwrap().document();
        for words in ["变分", "2 of 3 active", "3.50 nats a sample in all"] {
            assert!(text.contains(words), "{words}");
        }
    }

    #[test]
    fn a_histogram_is_in_percent_or_counts() {
        let with = |log| {
            let look = CodeLook {
                histogram: true,
                log,
                ..CodeLook::default()
            };
            codes(&view(), "A", 0, look).unwrap()
        };
        assert_eq!(with(None).bars[0], (99.0, false));
        assert_eq!(with(Some(true)).bars[0], (2.0, false));
        assert_eq!(with(None).mark, Some((0.5, "mean 1.00".into())));
        let text = with(Some(true)).draw(&Page::default()).unwrap().document();
        assert!(text.contains(">100</text>") && text.contains(">count</text>"));
        let lost = LatentView {
            statistics: None,
            ..view()
        };
        assert!(codes(&lost, "A", 0, CodeLook::default()).is_err());
    }
}
