//! Grey pixels, and what can be done to them so that a code in them is read after all.

use crate::crypto::secret::SecretBytes;

/// A picture of a card: as secret as the share on it.
#[derive(Debug)]
pub struct Grey {
    width: usize,
    pixels: SecretBytes,
}

impl Grey {
    /// So many pixels, row by row, 0 black and 255 white, filled in place by `fill`.
    #[must_use]
    pub fn build(width: usize, height: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        Self { width, pixels: SecretBytes::build(width * height, fill) }
    }

    /// The same, wiped again when `fill` fails.
    ///
    /// # Errors
    ///
    /// Whatever `fill` returns.
    pub fn try_build<E>(
        width: usize,
        height: usize,
        fill: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<Self, E> {
        Ok(Self { width, pixels: SecretBytes::try_build(width * height, fill)? })
    }

    /// Pixels in a row.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        self.pixels.expose()
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels()[y * self.width..][..self.width]
    }

    /// Another picture of the same size, made row by row from the number of the row.
    fn by_rows(&self, mut fill: impl FnMut(usize, &mut [u8])) -> Self {
        Self::build(self.width, self.height(), |pixels| {
            (0..).zip(pixels.chunks_exact_mut(self.width.max(1))).for_each(|(y, row)| fill(y, row));
        })
    }

    /// One pixel for each square of `side` by `side`: their mean.
    #[must_use]
    pub fn shrunk(&self, side: usize) -> Self {
        let (width, height) = (self.width / side, self.height() / side);
        let mut sums = vec![0u32; width];
        Self::build(width, height, |pixels| {
            for (y, row) in pixels.chunks_exact_mut(width.max(1)).enumerate() {
                sums.fill(0);
                for below in 0..side {
                    let squares = self.row(y * side + below).chunks_exact(side);
                    for (sum, square) in sums.iter_mut().zip(squares) {
                        *sum += square.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
                    }
                }
                let mean = |sum: u32| byte(sum as usize / (side * side));
                row.iter_mut().zip(&sums).for_each(|(pixel, &sum)| *pixel = mean(sum));
            }
        })
    }

    /// The part that begins at (`left`, `top`) and has `side` pixels each way, or less where the picture ends.
    #[must_use]
    pub fn part(&self, left: usize, top: usize, side: usize) -> Self {
        let (left, top) = (left.min(self.width), top.min(self.height()));
        let (width, height) = (side.min(self.width - left), side.min(self.height() - top));
        Self::build(width, height, |pixels| {
            for (y, row) in (top..).zip(pixels.chunks_exact_mut(width.max(1))) {
                row.copy_from_slice(&self.row(y)[left..left + width]);
            }
        })
    }

    /// White on black.
    #[must_use]
    pub fn inverted(&self) -> Self {
        self.by_rows(|y, row| row.iter_mut().zip(self.row(y)).for_each(|(new, old)| *new = 255 - old))
    }

    /// The mean of all pixels that are at most `reach` away, in each direction.
    #[must_use]
    pub fn mean(&self, reach: usize) -> Self {
        let means = Means::up_to(2 * reach + 1);
        let mut before = vec![0; self.width + 1];
        let across = self.by_rows(|y, row| means_of_row(self.row(y), reach, &means, &mut before, row));
        let height = self.height();
        let mut sums = vec![0u32; self.width];
        let mut count = 0;
        self.by_rows(|y, row| {
            // The rows that come into reach with this one, and the one that falls behind.
            for next in
                if y == 0 { 0..(reach + 1).min(height) } else { y + reach..(y + reach + 1).min(height) }
            {
                sums.iter_mut().zip(across.row(next)).for_each(|(sum, &pixel)| *sum += u32::from(pixel));
                count += 1;
            }
            if let Some(last) = y.checked_sub(reach + 1) {
                sums.iter_mut().zip(across.row(last)).for_each(|(sum, &pixel)| *sum -= u32::from(pixel));
                count -= 1;
            }
            let part = means.part(count);
            row.iter_mut().zip(&sums).for_each(|(pixel, &sum)| *pixel = mean(sum, part));
        })
    }

    /// Without single wrong pixels: the median of three across, and of three of these down.
    #[must_use]
    pub fn median(&self) -> Self {
        let across = self.by_rows(|y, row| {
            row.copy_from_slice(self.row(y));
            for (new, three) in row.iter_mut().skip(1).zip(self.row(y).windows(3)) {
                *new = middle(three[0], three[1], three[2]);
            }
        });
        let last = self.height().saturating_sub(1);
        self.by_rows(|y, row| {
            let (above, here) = (across.row(y.saturating_sub(1)), across.row(y));
            let below = across.row((y + 1).min(last));
            let three = above.iter().zip(here).zip(below);
            row.iter_mut().zip(three).for_each(|(new, ((&a, &b), &c))| *new = middle(a, b, c));
        })
    }

    /// Farther from the mean of its surroundings, by `gain` times the distance.
    #[must_use]
    pub fn sharpened(&self, reach: usize, gain: i32) -> Self {
        self.against_mean(reach, |pixel, mean| {
            (i32::from(pixel) + gain * (i32::from(pixel) - i32::from(mean))).clamp(0, 255) as u8
        })
    }

    /// Black where a pixel has less than `percent` of the light around it, and white elsewhere.
    #[must_use]
    pub fn inked(&self, reach: usize, percent: u32) -> Self {
        self.against_mean(
            reach,
            |pixel, mean| {
                if u32::from(pixel) * 100 < u32::from(mean) * percent { 0 } else { 255 }
            },
        )
    }

    fn against_mean(&self, reach: usize, change: impl Fn(u8, u8) -> u8) -> Self {
        let mean = self.mean(reach);
        self.by_rows(|y, row| {
            let both = self.row(y).iter().zip(mean.row(y));
            row.iter_mut().zip(both).for_each(|(new, (&pixel, &mean))| *new = change(pixel, mean));
        })
    }

    /// Turned about its middle, in a square that holds all of it; the edge goes on outside.
    #[must_use]
    pub fn turned(&self, degrees: f32) -> Self {
        if self.pixels.is_empty() {
            return Self::build(0, 0, |_| {});
        }
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (width, height) = (self.width as f32, self.height() as f32);
        let side = (width.max(height) * (sin.abs() + cos.abs())) as usize;
        let half = side as f32 / 2.0;
        Self::build(side, side, |pixels| {
            for (y, row) in pixels.chunks_exact_mut(side.max(1)).enumerate() {
                let down = y as f32 - half;
                for (x, pixel) in row.iter_mut().enumerate() {
                    let across = x as f32 - half;
                    let from_x = (cos * across - sin * down + width / 2.0).clamp(0.0, width - 1.0) as usize;
                    let from_y = (sin * across + cos * down + height / 2.0).clamp(0.0, height - 1.0) as usize;
                    *pixel = self.row(from_y)[from_x];
                }
            }
        })
    }
}

/// A mean of bytes is a byte.
fn byte(mean: usize) -> u8 {
    mean.min(255) as u8
}

fn middle(a: u8, b: u8, c: u8) -> u8 {
    a.min(b).max(a.max(b).min(c))
}

/// Means by a product: a division takes several times as long, and there are two for every pixel.
struct Means(Vec<u64>);

impl Means {
    /// Of up to `most` bytes, which are fewer than 4,000.
    ///
    /// The part of one among `count` is 2^32 / `count`, too large by one at the most. A sum of 255 · `count` at the most
    /// then comes out too large by less than 1 / `count`, which lifts none to the next whole number.
    fn up_to(most: usize) -> Self {
        Self((0..=most as u64).map(|count| (1 << 32) / count.max(1) + 1).collect())
    }

    fn part(&self, count: usize) -> u64 {
        self.0[count]
    }
}

/// Of the bytes that have this sum, and this part each.
const fn mean(sum: u32, part: u64) -> u8 {
    ((sum as u64 * part) >> 32) as u8
}

/// `before` takes the sum of all pixels before each.
fn means_of_row(from: &[u8], reach: usize, means: &Means, before: &mut [u32], to: &mut [u8]) {
    let mut sum = 0;
    for (before, &pixel) in before[1..].iter_mut().zip(from) {
        sum += u32::from(pixel);
        *before = sum;
    }
    for (x, pixel) in to.iter_mut().enumerate() {
        let (first, end) = (x.saturating_sub(reach), (x + reach + 1).min(from.len()));
        *pixel = mean(before[end] - before[first], means.part(end - first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, pixels: &[u8]) -> Grey {
        Grey::build(width, pixels.len() / width, |place| place.copy_from_slice(pixels))
    }

    #[test]
    fn shrinking_takes_means_and_drops_what_is_over() {
        let small = grey(5, &[0, 4, 8, 8, 9, 4, 8, 8, 8, 9, 9, 9, 9, 9, 9]).shrunk(2);
        assert_eq!((small.width(), small.height(), small.pixels()), (2, 1, &[4, 8][..]));
        assert!(grey(1, &[7]).shrunk(3).pixels().is_empty());
    }

    #[test]
    fn a_part_ends_where_the_picture_ends() {
        let part = grey(3, &[1, 2, 3, 4, 5, 6, 7, 8, 9]).part(1, 1, 5);
        assert_eq!((part.width(), part.height(), part.pixels()), (2, 2, &[5, 6, 8, 9][..]));
        assert!(part.part(7, 7, 2).pixels().is_empty());
    }

    #[test]
    fn a_mean_stops_at_the_edge() {
        let picture = grey(3, &[0, 30, 60, 0, 30, 60, 90, 120, 150]);
        assert_eq!(picture.mean(1).pixels(), [15, 30, 45, 45, 60, 75, 60, 75, 90]);
        assert!(picture.mean(9).pixels().iter().all(|&pixel| pixel == 60));
    }

    #[test]
    fn a_mean_is_rounded_down_and_nothing_else() {
        let means = Means::up_to(81);
        for count in 1..=81 {
            for sum in 0..=255 * count as u32 {
                assert_eq!(u32::from(mean(sum, means.part(count))), sum / count as u32, "{sum} of {count}");
            }
        }
    }

    #[test]
    fn a_single_wrong_pixel_goes() {
        let mut pixels = [200; 25];
        pixels[12] = 0;
        assert_eq!(grey(5, &pixels).median().pixels(), [200; 25]);
    }

    #[test]
    fn sharpening_parts_and_ink_is_what_is_darker_than_around_it() {
        let picture = grey(3, &[100, 50, 100]);
        assert_eq!(picture.sharpened(1, 1).pixels(), [125, 17, 125]);
        assert_eq!(picture.inked(1, 90).pixels(), [255, 0, 255]);
        assert_eq!(picture.inverted().pixels(), [155, 205, 155]);
    }

    #[test]
    fn turning_keeps_the_middle_and_all_of_the_rest() {
        let turned = grey(2, &[1, 2, 3, 4]).turned(180.0);
        assert_eq!((turned.width(), turned.height()), (2, 2));
        let wide = grey(40, &[9; 400]).turned(45.0);
        assert_eq!((wide.width(), wide.height()), (56, 56));
        assert!(wide.pixels().iter().all(|&pixel| pixel == 9));
    }

    #[test]
    fn nothing_can_be_done_to_an_empty_picture_and_nothing_goes_wrong() {
        for (width, height) in [(0, 0), (1, 0), (200, 0), (0, 200)] {
            let empty = Grey::build(width, height, |_| {});
            let done = [
                empty.shrunk(1),
                empty.shrunk(2),
                empty.part(3, 3, 9),
                empty.inverted(),
                empty.mean(9),
                empty.median(),
                empty.sharpened(9, 2),
                empty.inked(40, 95),
                empty.turned(60.0),
            ];
            assert!(done.iter().all(|picture| picture.height() == 0 && picture.pixels().is_empty()));
        }
    }
}
