//! Merges two versions of a project that have the same origin: what only one of them changed is as there.

use std::path::Path;

use super::read::read_bytes;
use super::version::Version;
use crate::project::{Document, Variant};
use crate::training::VariantId;

/// What two versions become together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    pub document: Document,
    /// Whether both changed the same thing, which is then as in the first.
    pub conflict: bool,
}

/// A project that another program changed meanwhile, and what is to be written of both.
pub(super) struct Merging {
    pub(super) document: Document,
    /// What is there, where not all of it goes into the document.
    pub(super) conflict: Option<Vec<u8>>,
}

impl Merging {
    pub(super) fn new(ours: &Document, text: Vec<u8>, version: &Version, folder: &Path) -> Self {
        match read_bytes(&text, Some(folder)) {
            Ok(theirs) if theirs.warnings.is_empty() => {
                let Merged { document, conflict } = merge(version, ours, theirs.document);
                Self {
                    document,
                    conflict: conflict.then_some(text),
                }
            }
            // What is not understood would be taken for a change.
            _ => Self {
                document: ours.clone(),
                conflict: Some(text),
            },
        }
    }
}

/// `ours` with what `theirs` has changed since `origin`. How a project is looked at is no conflict, nor is what both
/// changed to the same.
pub fn merge(origin: &Version, ours: &Document, theirs: Document) -> Merged {
    let mut conflict = false;
    let before = &origin.document;
    let mut document = Document {
        name: pick(&before.name, &ours.name, theirs.name, &mut conflict),
        notes: pick(&before.notes, &ours.notes, theirs.notes, &mut conflict),
        data: pick(&before.data, &ours.data, theirs.data, &mut conflict),
        extra: pick(&before.extra, &ours.extra, theirs.extra, &mut conflict),
        misread: ours.misread.clone(),
        selected: pick(
            &before.selected,
            &ours.selected,
            theirs.selected,
            &mut false,
        ),
        view: pick(&before.view, &ours.view, theirs.view, &mut false),
        together: pick(
            &before.together,
            &ours.together,
            theirs.together,
            &mut false,
        ),
        checkpoint_megabytes: pick(
            &before.checkpoint_megabytes,
            &ours.checkpoint_megabytes,
            theirs.checkpoint_megabytes,
            &mut false,
        ),
        autosave: pick(
            &before.autosave,
            &ours.autosave,
            theirs.autosave,
            &mut false,
        ),
        next_id: ours.next_id.max(theirs.next_id),
        classifiers: ours.classifiers.clone(),
        variants: Vec::new(),
    };
    for classifier in theirs.classifiers {
        document.add_classifier(classifier);
    }
    let mut there = theirs.variants;
    for variant in &ours.variants {
        let place = there.iter().position(|other| other.id == variant.id);
        let other = place.map(|place| there.remove(place));
        let origin_of = before.variant(variant.id);
        let merged = match (origin_of, other) {
            (Some(before), Some(other)) => {
                Some(merge_variant(origin, before, variant, other, &mut conflict))
            }
            (None, Some(mut other)) => {
                // Both made one, under the same number.
                if other != *variant {
                    other.id = VariantId(document.next_id);
                    document.next_id += 1;
                    there.push(other);
                }
                Some(variant.clone())
            }
            // Deleted there, unless there is something new in it.
            (Some(before), None) => {
                (!is_as_before(origin, before, variant)).then(|| variant.clone())
            }
            (None, None) => Some(variant.clone()),
        };
        document.variants.extend(merged);
    }
    for other in there {
        match before.variant(other.id) {
            // Deleted here.
            Some(before) => conflict |= !is_as_before(origin, before, &other),
            None => document.variants.push(other),
        }
    }
    if document.variant(document.selected).is_none()
        && let Some(first) = document.variants.first()
    {
        document.selected = first.id;
    }
    Merged { document, conflict }
}

/// What became of one thing: theirs where only they changed it.
fn pick<T: PartialEq + Clone>(before: &T, ours: &T, theirs: T, conflict: &mut bool) -> T {
    if theirs == *before || theirs == *ours {
        return ours.clone();
    }
    if ours == before {
        return theirs;
    }
    *conflict = true;
    ours.clone()
}

fn merge_variant(
    origin: &Version,
    before: &Variant,
    ours: &Variant,
    theirs: Variant,
    conflict: &mut bool,
) -> Variant {
    let id = ours.id;
    let reached = |variant: &Variant| origin.has_reached(id, variant.trained.as_ref());
    let (here, there) = (!reached(ours), !reached(&theirs));
    *conflict |= here && there;
    // A name that nobody gave is no loss.
    let mut nobodys = false;
    let is_given = !ours.is_unnamed() && !theirs.is_unnamed();
    let names = if is_given {
        &mut *conflict
    } else {
        &mut nobodys
    };
    let name = pick(&before.name, &ours.name, theirs.name, names);
    let trained = match there && !here {
        true => theirs.trained,
        false => ours.trained.clone(),
    };
    Variant {
        id,
        name,
        auto_name: pick(
            &before.auto_name,
            &ours.auto_name,
            theirs.auto_name,
            &mut false,
        ),
        notes: pick(&before.notes, &ours.notes, theirs.notes, conflict),
        colour: pick(&before.colour, &ours.colour, theirs.colour, conflict),
        parent: pick(&before.parent, &ours.parent, theirs.parent, conflict),
        hidden: pick(&before.hidden, &ours.hidden, theirs.hidden, &mut false),
        settings: pick(&before.settings, &ours.settings, theirs.settings, conflict),
        start: pick(&before.start, &ours.start, theirs.start, conflict),
        results: pick(&before.results, &ours.results, theirs.results, &mut false),
        extra: pick(&before.extra, &ours.extra, theirs.extra, conflict),
        trained,
    }
}

/// Whether nobody changed or trained `variant` since.
fn is_as_before(origin: &Version, before: &Variant, variant: &Variant) -> bool {
    let bare = Variant {
        trained: None,
        ..variant.clone()
    };
    bare == *before && origin.has_reached(variant.id, variant.trained.as_ref())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::project::Trained;
    use crate::training::{Position, ResumeState, RunState};

    /// Two variants, the first of them trained for some updates.
    fn document() -> Document {
        let second = Variant {
            id: VariantId(2),
            name: "B".into(),
            ..Variant::default()
        };
        let mut document = Document::default();
        document.variants.push(second);
        document.next_id = 3;
        train(&mut document, 0, 5);
        document
    }

    fn train(document: &mut Document, variant: usize, step: u64) {
        let variant = &mut document.variants[variant];
        let position = Position {
            step,
            ..Position::default()
        };
        variant.trained = Some(Trained {
            resume_state: Arc::new(ResumeState {
                position,
                ..ResumeState::default()
            }),
            settings: variant.settings.clone(),
            state: RunState::Paused,
        });
    }

    fn steps(document: &Document) -> Vec<Option<u64>> {
        let step = |v: &Variant| Some(v.trained.as_ref()?.resume_state.position.step);
        document.variants.iter().map(step).collect()
    }

    #[test]
    fn each_side_keeps_what_it_alone_changed() {
        let origin = Version::of_document(&document());
        let (mut ours, mut theirs) = (document(), document());
        train(&mut ours, 0, 9);
        ours.notes = "ours".into();
        train(&mut theirs, 1, 7);
        theirs.name = "theirs".into();
        theirs.variants[0].settings.training.epochs = 99;
        theirs.variants[0].name = "renamed".into();
        let Merged { document, conflict } = merge(&origin, &ours, theirs);
        assert!(!conflict);
        assert_eq!(steps(&document), [Some(9), Some(7)]);
        assert_eq!((&*document.name, &*document.notes), ("theirs", "ours"));
        assert_eq!(document.variants[0].settings.training.epochs, 99);
        assert_eq!(document.variants[0].name, "renamed");
    }

    #[test]
    fn what_both_changed_is_ours_and_a_conflict() {
        let origin = Version::of_document(&document());
        let conflict = |change: &dyn Fn(&mut Document, u64)| {
            let (mut ours, mut theirs) = (document(), document());
            change(&mut ours, 1);
            change(&mut theirs, 2);
            let merged = merge(&origin, &ours, theirs);
            let is_ours = merged.document == ours;
            (merged.conflict, is_ours)
        };
        assert_eq!(conflict(&|d, n| train(d, 0, 10 + n)), (true, true));
        assert_eq!(conflict(&|d, n| d.notes = n.to_string()), (true, true));
        assert_eq!(
            conflict(&|d, n| d.variants[1].notes = n.to_string()),
            (true, true)
        );
        assert_eq!(conflict(&|d, _| d.notes = "same".into()), (false, true));
        // Where a person looks is no work.
        let looks = |d: &mut Document, n: u64| d.view.gallery.count = n as usize;
        assert_eq!(conflict(&looks), (false, true));
    }

    #[test]
    fn variants_come_and_go_on_both_sides() {
        let origin = Version::of_document(&document());
        let fork = |name: &str| Variant {
            id: VariantId(3),
            name: name.into(),
            ..Variant::default()
        };
        let (mut ours, mut theirs) = (document(), document());
        ours.variants.push(fork("ours"));
        ours.next_id = 4;
        theirs.variants.push(fork("theirs"));
        theirs.next_id = 4;
        theirs.variants.remove(1);
        let Merged {
            document: both,
            conflict,
        } = merge(&origin, &ours, theirs);
        let names: Vec<_> = both.variants.iter().map(|v| (v.id.0, &*v.name)).collect();
        assert_eq!(names, [(1, "A"), (3, "ours"), (4, "theirs")]);
        assert_eq!((both.next_id, conflict), (5, false));

        // Deleted here, trained there; trained here, deleted there.
        let (mut ours, mut theirs) = (document(), document());
        ours.variants.remove(1);
        train(&mut theirs, 1, 3);
        let merged = merge(&origin, &ours, theirs);
        assert_eq!((merged.document.variants.len(), merged.conflict), (1, true));
        let (mut ours, mut theirs) = (document(), document());
        train(&mut ours, 1, 3);
        theirs.variants.remove(1);
        let merged = merge(&origin, &ours, theirs);
        assert_eq!(steps(&merged.document), [Some(5), Some(3)]);
        assert!(!merged.conflict);
    }
}
