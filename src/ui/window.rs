//! The real window: opens it, gives it the workbench, and keeps its title and the user's preferences.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::{CreationContext, NativeOptions};
use egui::{Context, Ui, ViewportBuilder, ViewportCommand};

use super::icons::app_icon;
use super::pace::Pace;
use super::shell::{Motion, Preferences, Workbench};
use super::theme;
use crate::app::{App, AppOptions};
use crate::system::{NAMES_DISPLAY, choose_display, wishes_stillness};

/// Whether a window can be expected to open. On Linux and its kin a display must be named in the environment;
/// elsewhere there always is one.
pub fn display_available() -> bool {
    missing_display().is_none()
}

/// What is missing for a window, in a sentence.
fn missing_display() -> Option<String> {
    if !NAMES_DISPLAY {
        return None;
    }
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    sentence_without_display(
        set("DISPLAY"),
        set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET"),
    )
}

fn sentence_without_display(x11: bool, wayland: bool) -> Option<String> {
    (!x11 && !wayland).then(|| {
        "No window can open: there is no display, neither DISPLAY nor WAYLAND_DISPLAY is set".into()
    })
}

/// Opens the window and stays until it is closed. `project` is a bundle folder, its `project.json`, or the name
/// of a shipped example; the default project otherwise.
///
/// # Errors
/// One sentence on what is missing when no window can be opened.
pub fn run(project: Option<String>, options: AppOptions) -> Result<(), String> {
    if let Some(sentence) = missing_display() {
        return Err(sentence);
    }
    let folder = options.config_folder.clone();
    let is_new = project.is_none();
    // Read here, before there is a frame to hold up.
    let mut preferences = folder.as_deref().map(Preferences::load).unwrap_or_default();
    if wishes_stillness() {
        preferences.system_motion = Motion::Reduced;
    }
    let native = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Hourglass")
            .with_app_id("hourglass")
            .with_icon(app_icon())
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([900.0, 600.0])
            .with_drag_and_drop(true),
        renderer: eframe::Renderer::Glow,
        event_loop_builder: Some(Box::new(choose_display)),
        ..NativeOptions::default()
    };
    eframe::run_native(
        "hourglass",
        native,
        Box::new(move |creation: &CreationContext<'_>| {
            let ctx = creation.egui_ctx.clone();
            theme::install(&ctx);
            let pace = Arc::new(Pace::default());
            let paced = Arc::clone(&pace);
            let wake = Arc::new(move || ctx.request_repaint_after(paced.news()));
            let terminated = Arc::new(AtomicBool::new(false));
            listen(&creation.egui_ctx, &terminated);
            let mut workbench = Workbench::new(App::start(wake, project.as_deref(), options));
            workbench.preferences = preferences.clone();
            if is_new {
                workbench.ask_what_to_begin_with();
            }
            Ok(Box::new(Window {
                workbench,
                pace,
                terminated,
                title: String::new(),
                saved: preferences,
                folder,
            }))
        }),
    )
    .map_err(|error| format!("No window can open: {error}"))
}

/// Takes requests to end (Ctrl-C in the terminal it was started from, the end of the session) as such: the first asks
/// the application, the second ends the program at once.
fn listen(ctx: &Context, terminated: &Arc<AtomicBool>) {
    let (ctx, terminated) = (ctx.clone(), Arc::clone(terminated));
    let heard = ctrlc::set_handler(move || {
        if terminated.swap(true, Ordering::AcqRel) {
            std::process::exit(130);
        }
        ctx.request_repaint();
    });
    if let Err(error) = heard {
        log::warn!("requests to end the program are not heard: {error}");
    }
}

/// The workbench in its window.
struct Window {
    workbench: Workbench,
    pace: Arc<Pace>,
    /// The system asked the program to end.
    terminated: Arc<AtomicBool>,
    /// As last given to the system.
    title: String,
    /// As last written to disk.
    saved: Preferences,
    folder: Option<PathBuf>,
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let minimised = ctx.input(|input| input.viewport().minimized == Some(true));
        if minimised {
            self.workbench.hidden();
        }
        if self.terminated.load(Ordering::Acquire) {
            let app = &mut self.workbench.app;
            app.terminate();
            app.poll();
            if app.quit {
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.pace.frame();
        // An answer can be there before the frame that asks for it has ended.
        self.pace.expect(ui.input(|input| input.pointer.any_down()));
        self.workbench.frame_ui(ui);
        self.pace.expect(self.workbench.app.awaits_decoded());
        let title = title(&self.workbench.app);
        if title != self.title {
            ui.ctx()
                .send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let Some(folder) = &self.folder else {
            return;
        };
        if self.workbench.preferences != self.saved
            && let Err(error) = self.workbench.preferences.save(folder)
        {
            log::warn!(
                "the window's layout was not kept, {error}: {}",
                folder.display()
            );
        }
    }
}

/// "• digits – Hourglass", the dot for unsaved changes.
fn title(app: &App) -> String {
    let mark = if app.has_unsaved_changes() {
        "• "
    } else {
        ""
    };
    let looks = if app.only_looks() {
        " (open to look)"
    } else {
        ""
    };
    format!("{mark}{}{looks} – Hourglass", app.document.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::SaveState;
    use crate::project::Document;

    #[test]
    fn without_a_display_the_sentence_names_both_variables() {
        assert_eq!(sentence_without_display(true, false), None);
        assert_eq!(sentence_without_display(false, true), None);
        let sentence = sentence_without_display(false, false).unwrap_or_default();
        assert!(sentence.contains("DISPLAY") && sentence.contains("WAYLAND_DISPLAY"));
    }

    #[test]
    fn the_title_marks_unsaved_changes() {
        let mut app = App::detached(Document::default());
        assert_eq!(title(&app), "untitled – Hourglass");
        app.save = SaveState::Unsaved;
        assert_eq!(title(&app), "• untitled – Hourglass");
    }
}
