//! A setting that somebody looked for: its section unfolds, its row comes into view with the focus, and is marked for a
//! moment.

use egui::{Align, Context, Id, Rect, Response, Shape, Ui, layers::ShapeIdx};

use crate::ui::theme::palette;

/// How long the row is marked, in seconds.
const MARKED: f64 = 1.5;
/// How long what unfolds and scrolls is followed.
const FOLLOWED: f64 = 0.4;
/// Frames in which rows say whether it is theirs; the next one acts.
const LOOKED_FOR: u32 = 2;

/// What is looked for, until it is found and was marked for long enough.
#[derive(Clone)]
struct Wanted {
    key: String,
    section: &'static str,
    since: Option<f64>,
    frames: u32,
    /// The row that fits best, and how well.
    row: Option<(usize, &'static str)>,
    focused: bool,
}

fn wanted_id() -> Id {
    Id::unique("the setting that is looked for")
}

/// Shows the setting at `key` in `section` from the next frame on.
pub fn ask(ctx: &Context, section: &'static str, key: &str) {
    let wanted = Wanted {
        key: key.to_owned(),
        section,
        since: None,
        frames: 0,
        row: None,
        focused: false,
    };
    ctx.data_mut(|data| data.insert_temp(wanted_id(), wanted));
    ctx.request_repaint();
}

fn wanted(ui: &Ui) -> Option<Wanted> {
    ui.data(|data| data.get_temp(wanted_id()))
}

/// Before the heading of `section` is drawn: whether the section is to be unfolded.
pub fn unfolds(ui: &Ui, section: &str) -> bool {
    let Some(mut wanted) = wanted(ui).filter(|wanted| wanted.section == section) else {
        return false;
    };
    let now = ui.input(|input| input.time);
    let since = *wanted.since.get_or_insert(now);
    wanted.frames += 1;
    let is_over = wanted.frames > LOOKED_FOR + 1 && now - since > MARKED;
    let follows = wanted.follows(now);
    if wanted.row.is_none() && follows {
        ui.scroll_to_cursor(Some(Align::TOP));
    }
    ui.data_mut(|data| match is_over {
        true => data.remove::<Wanted>(wanted_id()),
        false => {
            data.insert_temp(wanted_id(), wanted);
        }
    });
    if follows {
        ui.ctx().request_repaint();
    } else if !is_over {
        let rest = (MARKED - (now - since)).max(0.0) + 0.05;
        let rest = std::time::Duration::from_secs_f64(rest);
        ui.ctx().request_repaint_after(rest);
    }
    follows
}

impl Wanted {
    /// Whether things are still on their way.
    fn follows(&self, now: f64) -> bool {
        let since = self.since.unwrap_or(now);
        self.frames <= LOOKED_FOR + 2 || now - since < FOLLOWED
    }

    /// How well the row of `key` fits; `None` for not at all. A setting may be shown by a row for a part of it, or the
    /// other way round.
    fn fit(&self, key: &str) -> Option<usize> {
        let below = |long: &str, short: &str| {
            let rest = long.strip_prefix(short);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let fits = below(key, &self.key) || below(&self.key, key);
        fits.then(|| key.len().min(self.key.len()))
    }
}

/// The ground of a row, drawn once it is known where the row is.
pub struct Ground(Option<ShapeIdx>);

/// Before a row is drawn.
pub fn before_row(ui: &Ui, key: &str) -> Ground {
    let is_near = || wanted(ui).is_some_and(|wanted| wanted.fit(key).is_some());
    Ground((!key.is_empty() && is_near()).then(|| ui.painter().add(Shape::Noop)))
}

/// After the row of the setting `key` was drawn into `rect`, with its control.
pub fn after_row(ui: &Ui, ground: Ground, key: &'static str, rect: Rect, control: &Response) {
    let (Some(ground), Some(mut wanted)) = (ground.0, wanted(ui)) else {
        return;
    };
    let Some(fit) = wanted.fit(key) else {
        return;
    };
    if wanted.frames <= LOOKED_FOR {
        if wanted.row.is_none_or(|(best, _)| fit > best) {
            wanted.row = Some((fit, key));
        }
    } else if wanted.row.is_some_and(|(_, row)| row == key) {
        let shape = Shape::rect_filled(rect.expand(3.0), 4.0, palette(ui).control_hovered);
        ui.painter().set(ground, shape);
        if wanted.follows(ui.input(|input| input.time)) {
            ui.scroll_to_rect(rect, Some(Align::Center));
        }
        if !wanted.focused {
            wanted.focused = true;
            control.request_focus();
        }
    }
    ui.data_mut(|data| data.insert_temp(wanted_id(), wanted));
}
