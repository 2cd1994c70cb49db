//! Notices reach whoever listens to the worker, as warnings.

mod training_support;

use std::sync::Arc;

use hourglass::training::{Command, Event, RunState, VariantId};
use training_support::{Probe, events_until_state, load, send, settings, worker};

#[test]
fn a_notice_is_a_warning_sent_once() {
    let probe = Arc::new(Probe::default());
    *probe.script.lock().unwrap() = [0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.56, 0.57, 0.58].into();
    let worker = worker(&probe);
    load(&worker, 1, settings(9));
    send(&worker, Command::Train(vec![VariantId(1)]));
    let events = events_until_state(&worker, 1, RunState::Finished);
    let warnings: Vec<(u32, String, Option<u32>)> = events
        .iter()
        .scan(0, |epoch, event| {
            if let Event::Epoch { record, .. } = event {
                *epoch = record.epoch;
            }
            Some((*epoch, event))
        })
        .filter_map(|(epoch, event)| match event {
            Event::Warning {
                advice, best_epoch, ..
            } => Some((epoch, advice.clone(), *best_epoch)),
            _ => None,
        })
        .collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0].0, 6);
    assert!(warnings[0].1.starts_with("Switch early stopping on"));
    assert_eq!(warnings[0].2, Some(1));
}
