//! Applications without threads, and what is asked of them.

use std::sync::Arc;

use hourglass::app::{Action, App, VariantsEdit};
use hourglass::model::{Tensor, Tensors};
use hourglass::project::{Document, Trained, Variant};
use hourglass::training::{
    Checkpoint, EpochRecord, History, Position, ResumeState, RunState, StepRecord, VariantId,
};

pub const A: VariantId = VariantId(1);
pub const B: VariantId = VariantId(2);
pub const C: VariantId = VariantId(3);

pub fn edit(app: &mut App, edit: VariantsEdit) {
    app.apply(Action::Variants(edit));
}

pub fn names(app: &App) -> String {
    let variants = app.document.variants.iter();
    variants.map(|v| format!("{} ", v.name)).collect()
}

pub fn variant(app: &App, id: VariantId) -> &Variant {
    app.document.variant(id).expect("it is there")
}

pub fn trained(app: &App, id: VariantId) -> &ResumeState {
    &variant(app, id)
        .trained
        .as_ref()
        .expect("trained")
        .resume_state
}

pub fn last_message(app: &App) -> &str {
    app.messages.last().map_or("", |message| &message.text)
}

/// A, B and C, of which C is selected.
pub fn three() -> App {
    let mut app = App::detached(Document::default());
    edit(&mut app, VariantsEdit::New);
    edit(&mut app, VariantsEdit::New);
    app
}

pub fn tensors(number: f32) -> Tensors {
    let tensor = Tensor {
        shape: vec![1],
        data: vec![number],
    };
    Tensors::from([("encoder.0.bias".into(), tensor)])
}

/// Two epochs of 4 updates, weights kept at the beginning, after 0.5 epochs and after each.
pub fn past(checkpoint_of_epoch_1: Checkpoint) -> Trained {
    let kept = |epochs: f64| {
        let step = (epochs * 4.0) as u64;
        Checkpoint::new(epochs, step, None, Arc::new(tensors(step as f32)))
    };
    let epoch = |epoch: u32| EpochRecord {
        epoch,
        step: u64::from(epoch) * 4,
        ..EpochRecord::default()
    };
    let step = |step| StepRecord {
        step,
        ..StepRecord::default()
    };
    let mut resume_state = ResumeState {
        position: Position {
            epoch: 2,
            step: 8,
            ..Position::default()
        },
        history: History {
            steps: (1..=8).map(step).collect(),
            epochs: vec![epoch(1), epoch(2)],
            ..History::default()
        },
        checkpoints: [kept(0.0), kept(0.5), checkpoint_of_epoch_1, kept(2.0)]
            .map(Arc::new)
            .into(),
        ..ResumeState::default()
    };
    Arc::get_mut(&mut resume_state.state)
        .expect("unshared")
        .weights = tensors(8.0);
    Trained {
        resume_state: Arc::new(resume_state),
        settings: Document::default().variants[0].settings.clone(),
        state: RunState::Finished,
    }
}

pub fn trained_app() -> App {
    let mut document = Document::default();
    let kept = Checkpoint::new(1.0, 4, None, Arc::new(tensors(4.0)));
    document.variants[0].trained = Some(past(kept));
    App::detached(document)
}

pub fn fork_at(app: &mut App, epochs: Option<f64>) {
    edit(app, VariantsEdit::Fork { variant: A, epochs });
}
