//! Plays the checkpoints one after the other, never faster than the views can follow.

use egui::Context;

use crate::app::{Action, App};

/// Seconds a moment is shown.
const PACE: f64 = 0.25;
/// Seconds after which views that do not come are no longer waited for: their weights may be unreadable.
const PATIENCE: f64 = 5.0;

/// Whether the checkpoints are being played.
#[derive(Default)]
pub struct Play(Option<Playing>);

struct Playing {
    /// The moment that was asked for last; a person who asks for another ends the playback.
    at: Option<f64>,
    /// When that was, in seconds.
    since: f64,
}

impl Play {
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Begins, from the start when the end is on screen, or pauses.
    pub fn toggle(&mut self, ctx: &Context, app: &App, actions: &mut Vec<Action>) {
        if self.0.take().is_some() {
            return;
        }
        let times = app.times();
        let is_at_the_end = app
            .looking_at()
            .is_none_or(|at| times.last().is_none_or(|&last| at >= last));
        let at = if is_at_the_end {
            let first = times.first().copied();
            actions.push(Action::LookAt(first));
            first
        } else {
            app.looking_at()
        };
        self.0 = Some(Playing {
            at,
            since: ctx.input(|input| input.time),
        });
        ctx.request_repaint();
    }

    /// Asks for the next moment when it is time and the views of this one have come; after the last comes the first.
    pub fn go_on(&mut self, ctx: &Context, app: &App, times: &[f64], actions: &mut Vec<Action>) {
        let Some(playing) = &mut self.0 else {
            return;
        };
        let another = |action: &Action| matches!(action, Action::LookAt(_));
        if app.looking_at() != playing.at || actions.iter().any(another) || times.len() < 2 {
            self.0 = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let shown_for = now - playing.since;
        let is_there = app.past_has_come() || shown_for > PATIENCE;
        if shown_for >= PACE && is_there {
            let at = playing.at.unwrap_or_default();
            let next = times.iter().copied().find(|&time| time > at);
            playing.at = next.or_else(|| times.first().copied());
            playing.since = now;
            actions.push(Action::LookAt(playing.at));
        }
        let wait = std::time::Duration::from_secs_f64(PACE / 4.0);
        ctx.request_repaint_after(wait);
    }
}
