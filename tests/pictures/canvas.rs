//! A grey picture that things happen to, in the order in which they happen to a photograph.

use crate::chance::Chance;

/// Grey pixels, 0 black and 255 white, not yet rounded.
#[derive(Clone)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<f32>,
}

impl Canvas {
    /// A picture whose pixel at (x, y) is `shade(x, y)`.
    pub fn paint(width: usize, height: usize, mut shade: impl FnMut(usize, usize) -> f32) -> Self {
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            pixels.extend((0..width).map(|x| shade(x, y)));
        }
        Self { width, height, pixels }
    }

    /// The nearest pixel there is: a picture goes on beyond its edge as it ends.
    pub fn at(&self, x: isize, y: isize) -> f32 {
        let inside = |value: isize, end: usize| value.clamp(0, end as isize - 1) as usize;
        self.pixels[inside(y, self.height) * self.width + inside(x, self.width)]
    }

    /// Changes each pixel by its place.
    pub fn change(&mut self, mut change: impl FnMut(f32, f32, f32) -> f32) {
        for (place, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = ((place % self.width) as f32, (place / self.width) as f32);
            *pixel = change(*pixel, x, y);
        }
    }

    /// Out of focus: a Gaussian of `sigma` pixels.
    pub fn blur(&mut self, sigma: f32) {
        let reach = (3.0 * sigma).ceil() as isize;
        let weights: Vec<f32> =
            (-reach..=reach).map(|step| (-((step * step) as f32) / (2.0 * sigma * sigma)).exp()).collect();
        let taps: Vec<(isize, f32)> = (-reach..=reach).zip(weights).collect();
        *self = self.mixed(taps.iter().map(|&(step, weight)| ((step, 0), weight)));
        *self = self.mixed(taps.iter().map(|&(step, weight)| ((0, step), weight)));
    }

    /// A hand that moved `length` pixels in the direction of `angle` (radians).
    pub fn shake(&mut self, length: usize, angle: f32) {
        let steps = (0..length).map(|step| step as f32 - (length as f32 - 1.0) / 2.0);
        let place =
            |step: f32| (((step * angle.cos()).round()) as isize, ((step * angle.sin()).round()) as isize);
        *self = self.mixed(steps.map(|step| (place(step), 1.0)));
    }

    /// Each pixel becomes the weighted mean of those at the given distances.
    fn mixed(&self, taps: impl Iterator<Item = ((isize, isize), f32)>) -> Self {
        let taps: Vec<_> = taps.collect();
        let whole: f32 = taps.iter().map(|(_, weight)| weight).sum();
        let mean = |x: usize, y: usize| {
            let part = |((across, down), weight): &((isize, isize), f32)| {
                weight * self.at(x as isize + across, y as isize + down)
            };
            taps.iter().map(part).sum::<f32>() / whole
        };
        Self::paint(self.width, self.height, mean)
    }

    /// The same picture at another size: each new pixel the mean of what it covers.
    pub fn resized(&self, width: usize, height: usize) -> Self {
        let (across, down) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let samples = across.max(down).ceil().max(2.0) as usize;
        Self::paint(width, height, |x, y| {
            let mut sum = 0.0;
            for place in 0..samples * samples {
                let part = |step: usize| (step as f32 + 0.5) / samples as f32;
                let u = (x as f32 + part(place % samples)) * across - 0.5;
                let v = (y as f32 + part(place / samples)) * down - 0.5;
                sum += self.between(u, v);
            }
            sum / (samples * samples) as f32
        })
    }

    /// Bilinear.
    fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (right, low) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let upper = self.at(left, top) * (1.0 - right) + self.at(left + 1, top) * right;
        let lower = self.at(left, top + 1) * (1.0 - right) + self.at(left + 1, top + 1) * right;
        upper * (1.0 - low) + lower * low
    }

    /// Sensor noise.
    pub fn grain(&mut self, sigma: f32, chance: &mut Chance) {
        self.change(|pixel, _, _| pixel + sigma * chance.normal());
    }

    /// Dead pixels, this part of all, black and white.
    pub fn salt(&mut self, part: f32, chance: &mut Chance) {
        self.change(|pixel, _, _| match chance.unit() {
            hit if hit < part / 2.0 => 0.0,
            hit if hit < part => 255.0,
            _ => pixel,
        });
    }

    /// What a file can hold.
    pub fn bytes(&self) -> Vec<u8> {
        self.pixels.iter().map(|pixel| pixel.round().clamp(0.0, 255.0) as u8).collect()
    }
}
