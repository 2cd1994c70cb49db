//! The fonts that drawings become pixels with: the program's own, so that pictures look alike everywhere, and the
//! system's for letters that these lack.

use std::sync::{Arc, LazyLock};

use resvg::usvg::FontResolver;
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source};
use skrifa::{FontRef, MetadataProvider};

use crate::export::faces::{CHINESE, REGULAR, SEMIBOLD};

/// The program's own, in the order in which letters are looked for.
static OWN: LazyLock<(Arc<Database>, Vec<ID>)> = LazyLock::new(|| {
    let mut fonts = Database::new();
    let mut order = Vec::new();
    for bytes in [REGULAR, SEMIBOLD, CHINESE] {
        order.extend(fonts.load_font_source(Source::Binary(Arc::new(bytes))));
    }
    // Its file calls the semibold face a family of its own; drawings ask for a weight.
    let regular = order.first().and_then(|id| fonts.face(*id));
    let families = regular.map(|face| face.families.clone());
    if let (Some(families), Some(&id)) = (families, order.get(1))
        && let Some(semibold) = fonts.face(id).cloned()
    {
        fonts.remove_face(id);
        order[1] = fonts.push_face_info(FaceInfo {
            families,
            ..semibold
        });
    }
    // Text of families that are not there would be left out otherwise.
    fonts.set_serif_family("Inter");
    fonts.set_sans_serif_family("Inter");
    (Arc::new(fonts), order)
});

/// Looked through when a letter is in none of the program's own.
static SYSTEM: LazyLock<Database> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts
});

pub(super) fn own() -> Arc<Database> {
    Arc::clone(&OWN.0)
}

/// Finds fonts by family, and one for each letter that its family lacks.
pub(super) fn resolver() -> FontResolver<'static> {
    FontResolver {
        select_font: FontResolver::default_font_selector(),
        select_fallback: Box::new(|letter, used, fonts| {
            let mut own = OWN.1.iter().copied();
            own.find(|id| !used.contains(id))
                .or_else(|| of_system(letter, used, fonts))
        }),
    }
}

/// A font of the system that has `letter` and is not among the `used` ones, put among `fonts`.
fn of_system(letter: char, used: &[ID], fonts: &mut Arc<Database>) -> Option<ID> {
    let used = used.iter().filter_map(|id| fonts.face(*id));
    let used: Vec<&str> = used.map(|face| face.post_script_name.as_str()).collect();
    let has = |face: &&FaceInfo| {
        let found = SYSTEM.with_face_data(face.id, |bytes, index| {
            let font = FontRef::from_index(bytes, index).ok();
            font.is_some_and(|font| font.charmap().map(letter).is_some())
        });
        found == Some(true)
    };
    let mut others = SYSTEM
        .faces()
        .filter(|face| !used.contains(&&*face.post_script_name));
    let face = others.find(has)?.clone();
    Some(Arc::make_mut(fonts).push_face_info(face))
}
