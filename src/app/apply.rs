//! Dispatch: each action to the function that does it.

use super::{Action, App, Question};
use crate::project::ViewSettings;
use crate::training::{Command, VariantId};

impl App {
    /// Does what a person asked. What is not possible now ([`Self::check`]) changes nothing and becomes a
    /// message.
    pub fn apply(&mut self, action: Action) {
        if let Err(reason) = self.check(&action) {
            // The pointer over the latent plane asks many times a second.
            match action {
                Action::Decode(..) => {}
                Action::Open(_) => self.fail(reason, "The project of before is kept"),
                _ if self.only_looks() => self.refuse_while_looking(&action, reason),
                _ => self.warn(reason, ""),
            }
            return;
        }
        if self.must_look_before(&action) {
            self.look_first(Some(action));
            return;
        }
        match action {
            Action::New
            | Action::NewWithImport
            | Action::Open(_)
            | Action::OpenShipped(_)
            | Action::Revert
            | Action::TakeOver
            | Action::Quit => self.leave(action),
            Action::CopyData => self.copy_data(),
            Action::ImportSource(source) => self.import_source(source),
            Action::Preview(path) => self.preview(&path),
            Action::PreviewAs(settings) => self.preview_as(*settings),
            Action::TakeImport(take) => self.take_import(take),
            Action::LeaveImport => self.leave_import(),
            Action::StopLoading => self.stop_loading(),
            Action::Save => self.save_here(),
            Action::SaveAs(path) => self.save_as(&path),
            Action::ForgetRecent(path) => self.forget_recent(path),
            Action::Answer(answer) => self.answer(answer),

            Action::Train => self.train_scope(),
            Action::TrainMore => self.train_more(),
            Action::Pause => self.pause_scope(),
            Action::Step => self.step_scope(),
            Action::Stop => self.stop_scope(),
            Action::Restart => {
                self.snapshot_if_training(self.selected().id);
                self.question = Some(Question::Restart);
            }

            Action::TrainVariants(ids) => self.train_all(ids),
            Action::PauseVariants(ids) => ids.into_iter().for_each(|id| self.pause(id)),

            Action::ChooseDevice(choice) => self.choose_device(choice),
            Action::ChooseFolder => self.question = Some(Question::SaveAs),
            Action::GoOnWithCpu(variant) => self.go_on_with_cpu(variant),
            Action::TryRemedy(variant, remedy) => self.try_remedy(variant, remedy),

            Action::Look => self.look_first(None),
            Action::UseInstead(keys) => self.use_instead(&keys),
            Action::Edit(edit) => self.edit(edit),
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),

            Action::Use(action) => self.do_use(action),
            Action::Classifier(action) => self.classify(&action),
            Action::Select(id) => self.select(id),
            Action::View(view) => self.view(view),
            Action::Decode(asker, code) => self.decode(asker, code),
            Action::Watch(watching) => {
                self.runs.show_views(watching);
                self.runs.watch(&self.document);
            }
            Action::Variants(edit) => self.edit_variants(edit),
            Action::Together(together) => self.train_together(together),
            Action::CheckpointMegabytes(most) => self.keep_at_most(most),
            Action::Autosave(wanted) => {
                if self.document.autosave != wanted {
                    self.document.autosave = wanted;
                    self.touch();
                }
            }
            Action::LookAt(epochs) => self.look_at(epochs),
            Action::Figures => self.want_figures(),
            Action::Export(export) => self.export(export),
            Action::SavePicture(shot, form) => self.save_picture(shot, form),
            Action::CopyPicture(export) => self.copy(export),
            Action::CopyShot(shot, form) => self.copy_picture(shot, form),
            Action::CopyText(what, text) => self.copy_text(what, text),
            Action::SaveFile(file) => self.question = Some(Question::SaveFile(file)),
            Action::WriteFile { path, replace } => self.write_file(&path, replace),
            Action::Dismiss(number) => self.dismiss(number),
            Action::ReadMessages => self.read_messages(),
            Action::ClearMessages => self.clear_messages(),
            Action::Diagnose(display) => self.diagnose(display),
        }
    }

    pub(super) fn select(&mut self, id: VariantId) {
        self.document.selected = id;
        self.decoded.forget_all();
        self.sync_runs();
    }

    /// Tells the worker what the project's views want of it.
    pub(super) fn ask_for_views(&mut self) {
        for request in self.document.view.requests() {
            self.runs.link.send(Command::Observe(request));
        }
    }

    fn view(&mut self, view: ViewSettings) {
        if self.document.view == view {
            return;
        }
        let wanted = view.requests().into_iter();
        for (request, before) in wanted.zip(self.document.view.requests()) {
            if request != before {
                self.runs.link.send(Command::Observe(request));
            }
        }
        // How many images fit is up to the window's size, not to the person's work.
        let mut resized = self.document.view.clone();
        resized.gallery.count = view.gallery.count;
        let chosen = resized != view;
        self.document.view = view;
        if chosen {
            self.touch();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;
    use crate::training::GalleryChoice;

    #[test]
    fn room_for_more_images_is_no_change_to_save() {
        let mut app = App::detached(Document::default());
        let mut view = app.document.view.clone();
        view.gallery.count = 31;
        app.apply(Action::View(view.clone()));
        assert_eq!(app.document.view.gallery.count, 31);
        assert!(!app.has_unsaved_changes());
        view.gallery.choice = GalleryChoice::Worst;
        app.apply(Action::View(view));
        assert!(app.has_unsaved_changes());
    }
}
