//! Changes of the levels of a pyramid, of convolutions over time, or of recurrent layers. Both sides of the model change:
//! the decoder's levels mirror the encoder's.

use super::ladder;
use super::place::{self, Place};
use crate::model::{Architecture, CHANNELS, MAX_LEVELS, MAX_RECURRENT_LAYERS, Recurrent};

/// The channels of convolutions, unless pretrained ones fix their shape.
fn channels_mut(architecture: &mut Architecture) -> Option<&mut Vec<usize>> {
    match (&mut architecture.pyramid, &mut architecture.sequence) {
        (Some(pyramid), _) if place::is_pretrained(pyramid) => None,
        (Some(pyramid), _) => Some(&mut pyramid.channels),
        (None, layers) => Some(&mut layers.as_mut()?.convolutions_mut()?.channels),
    }
}

/// The recurrent layers, where these are the levels.
fn recurrent_mut(architecture: &mut Architecture) -> Option<&mut Recurrent> {
    architecture.sequence.as_mut()?.recurrent_mut()
}

/// Most levels of its kind; none where pretrained convolutions fix their shape.
pub fn most(architecture: &Architecture) -> Option<usize> {
    match &architecture.pyramid {
        Some(pyramid) if place::is_pretrained(pyramid) => None,
        _ if place::is_recurrent(architecture) => Some(MAX_RECURRENT_LAYERS),
        _ => (place::levels(architecture) > 0).then_some(MAX_LEVELS),
    }
}

/// Whether there is room for another level.
pub fn can_add(architecture: &Architecture) -> bool {
    most(architecture).is_some_and(|most| place::levels(architecture) < most)
}

/// Whether a level can go; one always stays.
pub fn can_remove(architecture: &Architecture) -> bool {
    most(architecture).is_some() && place::levels(architecture) > 1
}

/// Of recurrent layers, which are all as wide, the width.
pub fn set_channels(architecture: &mut Architecture, level: usize, channels: usize) {
    if let Some(layers) = recurrent_mut(architecture) {
        layers.hidden = channels;
    } else if let Some(place) = channels_mut(architecture).and_then(|all| all.get_mut(level)) {
        *place = channels;
    }
}

pub fn remove(architecture: &mut Architecture, level: usize) {
    if !can_remove(architecture) || level >= place::levels(architecture) {
        return;
    }
    if let Some(layers) = recurrent_mut(architecture) {
        layers.layers -= 1;
    } else if let Some(channels) = channels_mut(architecture) {
        channels.remove(level);
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
        Place::Up(_) => place::level(architecture, place).unwrap_or(0),
        _ => levels,
    };
    if let Some(layers) = recurrent_mut(architecture) {
        layers.layers += 1;
        let new = match place {
            Place::Up(index) => Place::Up(index + 1),
            _ => Place::Down(index),
        };
        return Some(new.within(architecture));
    }
    let all = channels_mut(architecture)?;
    let at = |index: usize| all.get(index).copied();
    let before = index.checked_sub(1).and_then(at);
    let channels = match (before, at(index)) {
        (Some(before), Some(after)) => ladder::between(&CHANNELS, before, after),
        (before, after) => before.or(after).unwrap_or(CHANNELS[0]),
    };
    all.insert(index.min(levels), channels);
    let new = match place {
        Place::Up(index) => Place::Up(index + 1),
        Place::Maps => Place::Up(0),
        Place::Code => Place::Code,
        _ => Place::Down(index),
    };
    Some(new.within(architecture))
}

/// Makes it `count` levels deep: the deepest go, or the deepest is repeated.
pub fn set_count(architecture: &mut Architecture, count: usize) {
    if let Some(layers) = recurrent_mut(architecture) {
        layers.layers = count.clamp(1, MAX_RECURRENT_LAYERS);
    } else if let Some(channels) = channels_mut(architecture) {
        let last = channels.last().copied().unwrap_or(CHANNELS[0]);
        channels.resize(count.clamp(1, MAX_LEVELS), last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::PictureSet;
    use crate::model::{Pyramid, PyramidWeights};

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
