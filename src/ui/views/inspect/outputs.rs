//! The outputs in the inspector, and when it asks for a code to be decoded.

use crate::app::{Action, App};
use crate::training::{Asker, VariantId};

/// Outputs of the picked image's own code and of the code the sliders made.
#[derive(Default)]
pub struct Outputs {
    /// What this is about: another variant or image starts afresh.
    about: Option<(VariantId, u32)>,
    /// The code the sliders made of the image's own; `None` before they moved.
    pub edited: Option<Vec<f32>>,
    /// The last request, and the updates done when it was made.
    asked: Option<(Vec<f32>, u64)>,
    /// Decoded from the image's own code, for images that are not in the gallery.
    own: Option<Vec<f32>>,
    /// Decoded from the edited code.
    edited_output: Option<Vec<f32>>,
}

impl Outputs {
    /// Starts afresh when another image or variant is looked at, or when codes have another width by now.
    pub fn look_at(&mut self, variant: VariantId, index: u32, width: Option<usize>) {
        if self.about != Some((variant, index)) {
            *self = Self {
                about: Some((variant, index)),
                ..Self::default()
            };
        }
        let other = self
            .edited
            .as_ref()
            .is_some_and(|edited| Some(edited.len()) != width);
        if other {
            self.reset();
        }
    }

    /// Forgets what the sliders did.
    pub fn reset(&mut self) {
        self.edited = None;
        self.edited_output = None;
    }

    /// Takes in what was decoded and asks for what is missing: the edited code, or else the image's own code when
    /// `in_gallery` says that nobody else shows its output. Asks again after each new view of the weights.
    pub fn decode(
        &mut self,
        app: &App,
        own: &[f32],
        step: u64,
        in_gallery: bool,
        actions: &mut Vec<Action>,
    ) {
        if let Some(decoded) = &app.decoded.latest.sliders
            && Some(decoded.variant) == self.about.map(|(variant, _)| variant)
        {
            let output = Some(&decoded.output);
            if same(&decoded.code, own) && self.own.as_ref() != output {
                self.own = output.cloned();
            }
            if let Some(edited) = &self.edited
                && same(&decoded.code, edited)
                && self.edited_output.as_ref() != output
            {
                self.edited_output = output.cloned();
            }
        }
        let wanted = match &self.edited {
            Some(edited) => edited,
            None if in_gallery => return,
            None => own,
        };
        let asked = self
            .asked
            .as_ref()
            .is_some_and(|(code, at)| *at == step && same(code, wanted));
        if !asked {
            let wanted = wanted.to_vec();
            self.asked = Some((wanted.clone(), step));
            actions.push(Action::Decode(Asker::Sliders, wanted));
        }
    }

    pub fn own(&self) -> Option<&[f32]> {
        self.own.as_deref()
    }

    pub fn edited_output(&self) -> Option<&[f32]> {
        self.edited_output.as_deref()
    }
}

/// Equal bit by bit, so that a number that is not one equals itself.
fn same(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Document;
    use crate::training::Decoded;

    const A: VariantId = VariantId(1);

    #[test]
    fn an_image_outside_the_gallery_is_decoded_once_a_view() {
        let mut app = App::detached(Document::default());
        let mut outputs = Outputs::default();
        let mut actions = Vec::new();
        for step in [5, 5, 5, 6] {
            outputs.look_at(A, 3, Some(2));
            outputs.decode(&app, &[1.0, f32::NAN], step, false, &mut actions);
        }
        assert_eq!(actions.len(), 2);

        app.decoded.latest.sliders = Some(Decoded {
            variant: A,
            code: vec![1.0, f32::NAN],
            output: vec![0.25],
        });
        outputs.decode(&app, &[1.0, f32::NAN], 6, false, &mut actions);
        assert_eq!(outputs.own(), Some(&[0.25][..]));
        assert_eq!(actions.len(), 2);
    }

    #[test]
    fn an_image_of_the_gallery_needs_decoding_only_once_a_slider_moved() {
        let mut app = App::detached(Document::default());
        let mut outputs = Outputs::default();
        let mut actions = Vec::new();
        outputs.look_at(A, 3, Some(2));
        outputs.decode(&app, &[1.0, 2.0], 5, true, &mut actions);
        assert_eq!(actions, []);
        outputs.edited = Some(vec![1.0, 3.0]);
        outputs.decode(&app, &[1.0, 2.0], 5, true, &mut actions);
        assert_eq!(actions, [Action::Decode(Asker::Sliders, vec![1.0, 3.0])]);

        // An answer to what is no longer asked leaves it alone.
        for (code, output) in [([1.0, 3.0], 0.5), ([9.0, 9.0], 0.9)] {
            app.decoded.latest.sliders = Some(Decoded {
                variant: A,
                code: code.to_vec(),
                output: vec![output],
            });
            outputs.decode(&app, &[1.0, 2.0], 5, true, &mut actions);
            assert_eq!(outputs.edited_output(), Some(&[0.5][..]));
        }
    }

    #[test]
    fn another_image_or_width_forgets_the_sliders() {
        let mut outputs = Outputs::default();
        outputs.look_at(A, 3, Some(2));
        outputs.edited = Some(vec![1.0, 3.0]);
        outputs.look_at(A, 3, Some(2));
        assert!(outputs.edited.is_some());
        outputs.look_at(A, 4, Some(2));
        assert!(outputs.edited.is_none());
        outputs.edited = Some(vec![1.0, 3.0]);
        outputs.look_at(A, 4, Some(8));
        assert!(outputs.edited.is_none());
    }
}
