//! Chance with a seed.

use crate::stream::Stream;

pub struct Chance(pub Stream);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(Stream::new(seed))
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f32 {
        (self.0.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }

    /// Of mean 0 and deviation 1, by the central limit.
    pub fn normal(&mut self) -> f32 {
        (0..6).map(|_| self.unit()).sum::<f32>() * std::f32::consts::SQRT_2 - 3.0 * std::f32::consts::SQRT_2
    }
}
