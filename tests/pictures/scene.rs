//! Where a code lies in front of the camera: turned, tilted, and on paper that is not flat.

use qrcode::{Color, EcLevel, QrCode};

use crate::{canvas::Canvas, chance::Chance};

/// Modules of quiet zone, as the standard wants them.
const QUIET: usize = 4;

const INK: f32 = 20.0;
const PAPER: f32 = 240.0;

/// A printed code.
pub struct Print {
    side: usize,
    dark: Vec<bool>,
}

impl Print {
    /// As quorate prints a share: capitals, level M.
    pub fn of(text: &str) -> Self {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).unwrap();
        let dark = code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Self { side: code.width(), dark }
    }

    /// Modules on a side, quiet zone included.
    pub const fn modules(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// The shade at (u, v), each from 0 to 1 over the code with its quiet zone.
    fn shade(&self, u: f32, v: f32) -> f32 {
        let module = |part: f32| ((part * self.modules() as f32).floor() as isize - QUIET as isize) as usize;
        let (column, row) = (module(u), module(v));
        if column < self.side && row < self.side && self.dark[row * self.side + column] { INK } else { PAPER }
    }
}

/// How it lies.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Pixels of the square frame.
    pub frame: usize,
    /// Pixels of the code's side in it, quiet zone included.
    pub side: f32,
    /// Degrees.
    pub turn: f32,
    /// How far each corner is pulled inwards, as a part of the side.
    pub pulls: [(f32, f32); 4],
    /// Pixels that the paper's wave moves a point, at the most.
    pub wave: f32,
    /// Where the wave begins, in radians.
    pub phase: f32,
}

impl Scene {
    /// Flat, straight, in the middle.
    pub const FLAT: Self =
        Self { frame: 800, side: 520.0, turn: 0.0, pulls: [(0.0, 0.0); 4], wave: 0.0, phase: 0.0 };

    /// Keystone: one edge of the four is shorter by this part of it at both ends, and nearer.
    pub fn tilted(part: f32, chance: &mut Chance) -> Self {
        let mut pulls = [(0.0, 0.0); 4];
        let first = chance.0.below(4);
        for corner in [first, (first + 1) % 4] {
            pulls[corner] = if first.is_multiple_of(2) { (part, part / 2.0) } else { (part / 2.0, part) };
        }
        Self { pulls, ..Self::FLAT }
    }

    /// The picture of one code.
    pub fn show(&self, print: &Print) -> Canvas {
        let back = self.back();
        let half = self.frame as f32 / 2.0;
        let wavelength = 400.0;
        let samples = 3;
        Canvas::paint(self.frame, self.frame, |x, y| {
            let mut sum = 0.0;
            for place in 0..samples * samples {
                let part = |step: usize| (step as f32 + 0.5) / samples as f32;
                let (x, y) = (x as f32 + part(place % samples), y as f32 + part(place / samples));
                let swing =
                    |along: f32| self.wave * (along * std::f32::consts::TAU / wavelength + self.phase).sin();
                let (x, y) = (x + swing(y) - half, y + swing(x) - half);
                let down = back[6] * x + back[7] * y + back[8];
                let u = (back[0] * x + back[1] * y + back[2]) / down;
                let v = (back[3] * x + back[4] * y + back[5]) / down;
                sum += if (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                    print.shade(u, v)
                } else {
                    PAPER
                };
            }
            sum / (samples * samples) as f32
        })
    }

    /// The map from a point of the frame (from its middle) to one of the code, as a matrix by rows.
    fn back(&self) -> [f32; 9] {
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let corner = |which: usize| {
            let (right, low) = ([false, true, true, false][which], which >= 2);
            let sign = |far: bool| if far { 1.0 } else { -1.0 };
            let (x, y) = (
                sign(right) * self.side * (0.5 - self.pulls[which].0),
                sign(low) * self.side * (0.5 - self.pulls[which].1),
            );
            (cos * x - sin * y, sin * x + cos * y)
        };
        invert(square_to(corner(0), corner(1), corner(2), corner(3)))
    }
}

type Point = (f32, f32);

/// Heckbert's map of the unit square to a quadrilateral.
fn square_to(a: Point, b: Point, c: Point, d: Point) -> [f32; 9] {
    let (sx, sy) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let (bx, by, dx, dy) = (b.0 - c.0, b.1 - c.1, d.0 - c.0, d.1 - c.1);
    let whole = bx * dy - dx * by;
    let (g, h) = ((sx * dy - dx * sy) / whole, (bx * sy - sx * by) / whole);
    [b.0 - a.0 + g * b.0, d.0 - a.0 + h * d.0, a.0, b.1 - a.1 + g * b.1, d.1 - a.1 + h * d.1, a.1, g, h, 1.0]
}

/// The inverse up to a factor, which a projective map does not feel.
fn invert(m: [f32; 9]) -> [f32; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ]
}
