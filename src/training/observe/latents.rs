//! Makes the latent view batch by batch, so that it can be stopped after any of them.

use super::Observed;
use crate::data::Corruption;
use crate::training::codes::CodesSoFar;
use crate::training::loader::BatchBuffer;
use crate::training::{LatentView, RunError};

/// Images encoded at a time: as fast as more at once, and a part takes a few milliseconds.
const CHUNK: usize = 250;

/// A latent view under way.
#[derive(Default)]
pub(in crate::training) struct LatentPass {
    /// Images encoded so far.
    done: usize,
    codes: CodesSoFar,
    buffer: BatchBuffer,
}

impl LatentPass {
    /// With the codes of all `images` at hand, so that only their statistics are left to find.
    pub(in crate::training) fn of(codes: CodesSoFar, images: usize) -> Self {
        Self {
            done: images,
            codes,
            buffer: BatchBuffer::default(),
        }
    }
}

impl Observed<'_> {
    /// Does a part of `pass`, of which all must be done with the same weights; the view after the last.
    pub(in crate::training) fn advance_latents(
        &self,
        pass: &mut LatentPass,
    ) -> Result<Option<LatentView>, RunError> {
        let subset = self.loader.test();
        if pass.done < subset.len() {
            if pass.done == 0 {
                pass.codes = CodesSoFar::with_room_for(subset.len(), self.model.code_width());
            }
            let clean = Corruption::None;
            let batch = self
                .loader
                .read(&subset, pass.done, CHUNK, &clean, &mut pass.buffer);
            pass.codes.add(self.model.codes(batch.inputs, batch.rows)?);
            pass.done += batch.rows;
            return Ok(None);
        }
        let codes = std::mem::take(&mut pass.codes);
        let width = self.model.code_width();
        Ok(Some(codes.into_view(width, self.step, self.past)))
    }
}
