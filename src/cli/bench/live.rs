//! `bench live`: training throughput with all views live against throughput with none.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use super::Setting;
use super::report::{Readings, Row};
use super::spread::Spread;
use super::watched::Watched;
use crate::cli::failure::{Failure, Result};
use crate::data::{Prepared, Split};
use crate::export::digits::three_digits;

/// Images and the time they took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Period {
    images: u64,
    seconds: f64,
    /// Latent views made in it.
    views: u32,
}

impl Period {
    fn speed(&self) -> f64 {
        self.images as f64 / self.seconds.max(f64::EPSILON)
    }
}

/// Images per second in both ways, in turns in the same worker. A watched period goes from one latent view to the
/// next, so that it has its share of them, and the one without has the same length.
pub fn measure(setting: &Setting) -> Result<Readings> {
    let watched = Watched::start(setting, |job| {
        // What measuring at the end of an epoch costs is the same in both ways, and in few periods.
        let mut data = Prepared::clone(&job.data);
        data.split = Split::new(data.dataset.train.len(), 1, 0);
        job.data = Arc::new(data);
    })?;
    let began = Instant::now();
    let (mut live, mut alone) = (Vec::new(), Vec::new());
    while live.is_empty() || began.elapsed() < setting.seconds {
        watched.watch(true)?;
        let seen = period(&watched, true, setting.seconds)?;
        watched.watch(false)?;
        let length = Duration::from_secs_f64(seen.seconds);
        alone.push(period(&watched, false, length)?);
        live.push(seen);
    }
    readings(&live, &alone)
}

/// Trains for `most`, or until the next latent view where it is watched.
fn period(watched: &Watched, views: bool, most: Duration) -> Result<Period> {
    // The first view is made at once, and is none of the period.
    while views && watched.news()?.latents.is_none() {}
    let (mut first, mut made) = (None, 0);
    loop {
        let news = watched.news()?;
        made += u32::from(news.latents.is_some());
        let Some((now, trained)) = news.trained else {
            continue;
        };
        let (start, before) = *first.get_or_insert((now, trained));
        let over = (views && made > 0) || now - start >= most;
        if over && trained > before {
            return Ok(Period {
                images: trained - before,
                seconds: (now - start).as_secs_f64(),
                views: made,
            });
        }
    }
}

fn readings(live: &[Period], alone: &[Period]) -> Result<Readings> {
    let speeds = |periods: &[Period]| {
        Spread::new(periods.iter().map(Period::speed).collect())
            .ok_or_else(|| Failure::new("nothing was measured"))
    };
    let (seen, unseen) = (speeds(live)?, speeds(alone)?);
    let lost = lost(live, alone);
    let views: u32 = live.iter().map(|period| period.views).sum();
    let rows = vec![
        Row::speed("all views live", &seen),
        Row::speed("nobody looks", &unseen),
        Row {
            name: "lost to views",
            figure: three_digits(100.0 * lost),
            unit: "%",
            spread: format!("{views} latent views"),
        },
    ];
    let values = json!({
        "samples_per_second": seen.median(),
        "min": seen.min(),
        "max": seen.max(),
        "alone_samples_per_second": unseen.median(),
        "alone_min": unseen.min(),
        "alone_max": unseen.max(),
        "repeats": seen.count(),
        "latent_views": views,
        "lost": lost,
    });
    Ok(Readings::new(rows, values))
}

/// Share of the speed of all periods together that looking takes; below 0 where chance was larger.
fn lost(live: &[Period], alone: &[Period]) -> f64 {
    let speed = |periods: &[Period]| {
        let all = periods.iter().fold(Period::default(), |all, one| Period {
            images: all.images + one.images,
            seconds: all.seconds + one.seconds,
            views: 0,
        });
        all.speed()
    };
    1.0 - speed(live) / speed(alone).max(f64::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_is_that_of_all_periods_together() {
        let period = |images, seconds| Period {
            images,
            seconds,
            views: 1,
        };
        // 950 in a second against 1,000.
        let live = [period(600, 0.5), period(350, 0.5)];
        let alone = [period(1_500, 1.5), period(500, 0.5)];
        assert!((lost(&live, &alone) - 0.05).abs() < 1e-12);
    }
}
