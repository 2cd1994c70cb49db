//! The random numbers of one stream, drawn many at once.

use rand::RngCore;
use rand_chacha::ChaCha8Rng;

/// Bytes that the stream makes at a time.
const BLOCK: usize = 256;

/// The numbers of a stream that has given none yet, in their order, without the cost of asking for each.
pub(super) struct Drawn<'a> {
    random: &'a mut ChaCha8Rng,
    block: [u8; BLOCK],
    used: usize,
}

impl<'a> Drawn<'a> {
    pub(super) fn new(random: &'a mut ChaCha8Rng) -> Self {
        Self {
            random,
            block: [0; BLOCK],
            used: BLOCK,
        }
    }

    #[inline(always)]
    fn take<const N: usize>(&mut self) -> [u8; N] {
        if self.used + N > BLOCK {
            self.random.fill_bytes(&mut self.block);
            self.used = 0;
        }
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.block[self.used..self.used + N]);
        self.used += N;
        bytes
    }
}

impl RngCore for Drawn<'_> {
    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            [*byte] = self.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::random::{Purpose, stream};

    #[test]
    fn numbers_are_those_of_the_stream() {
        let new = || stream(4, Purpose::Corruption, 1, 9);
        let (mut plain, mut taken) = (new(), new());
        let mut drawn = Drawn::new(&mut taken);
        for place in 0..1_000 {
            assert_eq!(drawn.next_u64(), plain.next_u64(), "{place}");
        }
    }
}
