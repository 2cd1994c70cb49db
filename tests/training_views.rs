//! Views of runs: made for those who look, at once when asked, and decoded codes.

mod training_support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use hourglass::training::{
    Asker, Command, DecodeRequest, Event, GalleryChoice, GalleryRequest, GalleryView, LatentView,
    ObservationRequest, VariantId,
};
use training_support::*;

const ONE: VariantId = VariantId(1);

/// Waits until something was put into the cell.
fn taken<T>(mut take: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(value) = take() {
            return value;
        }
        assert!(Instant::now() < deadline, "nothing was put into the cell");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn nothing_is_computed_for_what_nobody_watches() {
    let probe = Arc::new(Probe::default());
    let worker = worker(&probe);
    load(&worker, 1, settings(2));
    settle(&worker, 1);
    assert_eq!(probe.encoded.load(Ordering::SeqCst), 0);
    assert!(worker.views.take::<LatentView>().is_none());

    let watch = |views| {
        send(
            &worker,
            Command::Watch {
                variant: ONE,
                views,
            },
        );
    };
    watch(true);
    let step = |views: BTreeMap<VariantId, Arc<LatentView>>| views[&ONE].step;
    assert_eq!(step(taken(|| worker.views.take::<LatentView>())), 0);
    assert_eq!(taken(|| worker.views.take::<GalleryView>())[&ONE].step, 0);
    settle(&worker, 1);
    let once = probe.encoded.load(Ordering::SeqCst);
    // Asked again with nothing new, nothing is made.
    watch(true);
    settle(&worker, 1);
    settle(&worker, 1);
    assert_eq!(probe.encoded.load(Ordering::SeqCst), once);

    send(&worker, Command::Step(ONE));
    assert_eq!(step(taken(|| worker.views.take::<LatentView>())), 1);
    let request = GalleryRequest {
        choice: GalleryChoice::Best,
        count: 3,
        seed: 0,
        ..Default::default()
    };
    taken(|| worker.views.take::<GalleryView>());
    send(
        &worker,
        Command::Observe(ObservationRequest::Gallery(request)),
    );
    let view = Arc::clone(&taken(|| worker.views.take::<GalleryView>())[&ONE]);
    assert_eq!((view.request, view.indices.len()), (request, 3));
    assert!(worker.views.take::<LatentView>().is_none());
}

#[test]
fn codes_are_decoded_by_an_idle_worker_and_wrong_ones_ignored() {
    let worker = worker(&Arc::default());
    load(&worker, 1, settings(1));
    let ask = |code: Vec<f32>| {
        assert!(worker.decode(Asker::Probe, DecodeRequest { variant: ONE, code }));
    };
    for code in [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]] {
        ask(code.to_vec());
        let decoded = taken(|| worker.views.decoded.probe.take());
        assert_eq!(decoded.code, code);
        assert_eq!(
            decoded.output,
            run(job(1, settings(1))).decode(&code).unwrap()
        );
    }
    ask(vec![0.0; 2]);
    let events = settle(&worker, 1);
    assert!(!events.iter().any(|e| matches!(e, Event::Failed { .. })));
    assert!(worker.views.decoded.probe.take().is_none());
}
