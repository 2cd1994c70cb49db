//! Changes of a pyramid's levels. Both sides of the model change: the decoder's pyramid mirrors the encoder's.

use super::ladder;
use super::place::{self, Place};
use crate::model::{Architecture, CHANNELS, MAX_LEVELS, Pyramid};

/// The pyramid, unless pretrained convolutions fix its shape.
fn free(architecture: &Architecture) -> Option<&Pyramid> {
    let pyramid = architecture.pyramid.as_ref();
    pyramid.filter(|pyramid| !place::is_pretrained(pyramid))
}

fn free_mut(architecture: &mut Architecture) -> Option<&mut Pyramid> {
    let pyramid = architecture.pyramid.as_mut();
    pyramid.filter(|pyramid| !place::is_pretrained(pyramid))
}

/// Whether there is room for another level.
pub fn can_add(architecture: &Architecture) -> bool {
    free(architecture).is_some_and(|pyramid| pyramid.channels.len() < MAX_LEVELS)
}

/// Whether a level can go; one always stays.
pub fn can_remove(architecture: &Architecture) -> bool {
    free(architecture).is_some_and(|pyramid| pyramid.channels.len() > 1)
}

pub fn set_channels(architecture: &mut Architecture, level: usize, channels: usize) {
    let pyramid = free_mut(architecture);
    if let Some(place) = pyramid.and_then(|pyramid| pyramid.channels.get_mut(level)) {
        *place = channels;
    }
}

pub fn remove(architecture: &mut Architecture, level: usize) {
    if can_remove(architecture)
        && let Some(pyramid) = free_mut(architecture)
        && level < pyramid.channels.len()
    {
        pyramid.channels.remove(level);
    }
}

/// Puts a level after `place`, on whichever side, with channels between its neighbours'. Returns where it is on
/// that side.
pub fn insert_after(architecture: &mut Architecture, place: Place) -> Option<Place> {
    if !can_add(architecture) {
        return None;
    }
    let levels = place::levels(architecture);
    // Counted from the image. On the way out, what comes after a level lies nearer to the image than it.
    let index = match place {
        Place::Input => 0,
        Place::Down(index) => index + 1,
        Place::Up(index) => levels.saturating_sub(index + 1),
        _ => levels,
    };
    let pyramid = free_mut(architecture)?;
    let at = |index: usize| pyramid.channels.get(index).copied();
    let before = index.checked_sub(1).and_then(at);
    let channels = match (before, at(index)) {
        (Some(before), Some(after)) => ladder::between(&CHANNELS, before, after),
        (before, after) => before.or(after).unwrap_or(CHANNELS[0]),
    };
    pyramid.channels.insert(index.min(levels), channels);
    let new = match place {
        Place::Up(index) => Place::Up(index + 1),
        Place::Maps => Place::Up(0),
        Place::Code => Place::Code,
        _ => Place::Down(index),
    };
    Some(new.within(architecture))
}

/// Makes the pyramid `count` levels deep: the deepest go, or the deepest is repeated.
pub fn set_count(architecture: &mut Architecture, count: usize) {
    if let Some(pyramid) = free_mut(architecture) {
        let last = pyramid.channels.last().copied().unwrap_or(CHANNELS[0]);
        pyramid.channels.resize(count.clamp(1, MAX_LEVELS), last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::PictureSet;
    use crate::model::PyramidWeights;

    fn pyramid(channels: &[usize]) -> Architecture {
        Architecture {
            pyramid: Some(Pyramid {
                channels: channels.to_vec(),
                ..Pyramid::default()
            }),
            ..Architecture::default()
        }
    }

    fn channels(architecture: &Architecture) -> &[usize] {
        architecture.pyramid.as_ref().map_or(&[], |p| &p.channels)
    }

    #[test]
    fn levels_are_put_where_asked_on_both_sides() {
        let mut model = pyramid(&[8, 32]);
        assert_eq!(
            insert_after(&mut model, Place::Down(0)),
            Some(Place::Down(1))
        );
        assert_eq!(channels(&model), [8, 16, 32]);
        let mut model = pyramid(&[8, 32]);
        assert_eq!(insert_after(&mut model, Place::Up(0)), Some(Place::Up(1)));
        assert_eq!(channels(&model), [8, 16, 32]);
        let mut model = pyramid(&[8, 32]);
        assert_eq!(insert_after(&mut model, Place::Input), Some(Place::Down(0)));
        assert_eq!(channels(&model), [8, 8, 32]);
        let mut model = pyramid(&[8, 32]);
        assert_eq!(insert_after(&mut model, Place::Maps), Some(Place::Up(0)));
        assert_eq!(channels(&model), [8, 32, 32]);
    }

    #[test]
    fn one_level_stays_and_four_are_the_most() {
        let mut model = pyramid(&[8]);
        remove(&mut model, 0);
        assert_eq!(channels(&model), [8]);
        set_count(&mut model, 9);
        assert_eq!(channels(&model), [8, 8, 8, 8]);
        assert_eq!(insert_after(&mut model, Place::Input), None);
        remove(&mut model, 7);
        assert_eq!(channels(&model), [8, 8, 8, 8]);
        set_count(&mut model, 0);
        assert_eq!(channels(&model), [8]);
    }

    #[test]
    fn a_trained_front_stays_as_it_is() {
        let mut model = pyramid(&[16, 32]);
        if let Some(pyramid) = &mut model.pyramid {
            pyramid.weights = PyramidWeights::Pretrained {
                set: PictureSet::Mnist.into(),
                frozen: false,
            };
        }
        let before = model.clone();
        set_channels(&mut model, 0, 64);
        set_count(&mut model, 1);
        remove(&mut model, 0);
        assert_eq!(insert_after(&mut model, Place::Input), None);
        assert_eq!(model, before);
    }
}
