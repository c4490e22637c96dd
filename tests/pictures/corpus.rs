//! The corpus: six codes, each in 64 conditions, all from fixed seeds.

use std::f32::consts::TAU;

use quorate::{
    ceremony::practice::KEY,
    slip39::{Deal, Exponent, MasterSecret, Passphrase},
};

use crate::{
    canvas::Canvas,
    chance::Chance,
    file,
    scene::{Print, Scene},
    stream::Stream,
};

/// One picture as a file, and the text that is right.
pub struct Picture {
    pub family: &'static str,
    pub name: String,
    pub file: Vec<u8>,
    pub text: String,
}

/// What a photograph is saved as.
enum Saved {
    Png(Canvas),
    Jpeg(Canvas, u8),
}

/// Two shares each of 20, 33 and 59 words, in capitals.
pub fn shares() -> Vec<String> {
    let mut found = Vec::new();
    for bytes in [16, 32, 64] {
        let mut stream = Stream::new(bytes as u64);
        let key: Vec<u8> = KEY.iter().copied().cycle().take(bytes).collect();
        let secret = MasterSecret::copy_of(&key).unwrap();
        let exponent = Exponent::new(0).unwrap();
        let ems = secret.encrypt(&Passphrase::empty(), exponent, &mut stream, &mut |_| {}).unwrap();
        let deal = Deal::new(&"2of3".parse().unwrap(), ems, &mut stream).unwrap();
        found.extend(deal.groups()[0].iter().take(2).map(|share| share.mnemonic().expose().to_uppercase()));
    }
    found
}

/// All pictures.
pub fn pictures() -> Vec<Picture> {
    FAMILIES.iter().flat_map(|(family, _)| of_family(family)).collect()
}

/// A text's code, flat and clean, in a square of so many pixels.
pub fn canvas_of(text: &str, side: usize) -> Canvas {
    Scene::FLAT.show(&Print::of(text)).resized(side, side)
}

/// The pictures of one family.
pub fn of_family(only: &str) -> Vec<Picture> {
    let texts = shares();
    let prints: Vec<Print> = texts.iter().map(|text| Print::of(text)).collect();
    let mut found = Vec::new();
    for (number, (text, print)) in texts.iter().zip(&prints).enumerate() {
        for (family, variants) in FAMILIES.iter().filter(|(family, _)| *family == only) {
            for variant in 0..*variants {
                let seed = family
                    .bytes()
                    .fold(number as u64, |seed, byte| (seed * 31 + u64::from(byte)) % (1 << 40));
                let mut chance = Chance::new(seed * 64 + variant as u64);
                let (kind, file) = match condition(family, variant, print, &mut chance) {
                    Saved::Png(canvas) => ("png", file::png(&canvas)),
                    Saved::Jpeg(canvas, quality) => ("jpg", file::jpeg(&canvas, quality)),
                };
                let words = text.split(' ').count();
                let name = format!("{family}-{variant}-{words}-{number}.{kind}");
                found.push(Picture { family, name, file, text: text.clone() });
            }
        }
    }
    found
}

const FAMILIES: [(&str, usize); 15] = [
    ("clean", 1),
    ("clutter", 2),
    ("rotated", 7),
    ("blurred", 5),
    ("jpeg", 3),
    ("small", 4),
    ("perspective", 4),
    ("light", 7),
    ("noise", 6),
    ("contrast", 3),
    ("motion", 3),
    ("warped", 3),
    ("blots", 3),
    ("several", 5),
    ("phone", 8),
];

fn condition(family: &str, variant: usize, print: &Print, chance: &mut Chance) -> Saved {
    let flat = || Scene::FLAT.show(print);
    let mut canvas = match family {
        "rotated" => {
            Scene { turn: [3.0, 7.0, 15.0, 30.0, 45.0, 90.0, 180.0][variant], ..Scene::FLAT }.show(print)
        }
        "perspective" => Scene::tilted([0.05, 0.10, 0.15, 0.20][variant], chance).show(print),
        "warped" => {
            let (wave, phase) = ([4.0, 8.0, 12.0][variant], chance.between(0.0, TAU));
            Scene { wave, phase, ..Scene::FLAT }.show(print)
        }
        "several" => return several(variant, print, chance),
        "phone" => return phone(print, chance),
        _ => flat(),
    };
    match family {
        "clutter" => clutter(&mut canvas, variant, chance),
        "blurred" => canvas.blur([1.0, 2.0, 3.0, 4.0, 5.0][variant]),
        "jpeg" => return Saved::Jpeg(canvas, [30, 10, 5][variant]),
        "small" => {
            // The code itself, so that the frame is as many times larger.
            let side = [300.0, 250.0, 200.0, 160.0][variant] / Scene::FLAT.side * Scene::FLAT.frame as f32;
            canvas = canvas.resized(side as usize, side as usize);
        }
        "light" => light(&mut canvas, variant, chance),
        "noise" => match variant {
            0..3 => canvas.grain([20.0, 40.0, 60.0][variant], chance),
            _ => canvas.salt([0.03, 0.08, 0.15][variant - 3], chance),
        },
        "contrast" => {
            let (black, white) = [(110.0, 145.0), (8.0, 55.0), (255.0, 0.0)][variant];
            canvas.change(|pixel, _, _| black + (white - black) * pixel / 255.0);
        }
        "motion" => canvas.shake([7, 13, 19][variant], chance.between(0.0, TAU)),
        "blots" => blots(&mut canvas, [(4, 14.0), (6, 18.0), (8, 22.0)][variant], chance),
        _ => {}
    }
    Saved::Png(canvas)
}

/// Print around the code: lines of text, and a frame close to it.
fn clutter(canvas: &mut Canvas, variant: usize, chance: &mut Chance) {
    let lines: Vec<f32> = (0..80).map(|_| chance.unit()).collect();
    let inside = |at: f32| (140.0..660.0).contains(&at);
    canvas.change(|pixel, x, y| {
        if inside(x) && inside(y) {
            return pixel;
        }
        let (row, column) = ((y / 12.0) as usize, (x / 7.0) as usize);
        let letter = y % 12.0 < 8.0 && x % 7.0 < 5.0 && lines[(row * 31 + column * 17) % 80] < 0.6;
        let frame = variant == 1
            && [x, y].iter().any(|at| (120.0..128.0).contains(at) || (672.0..680.0).contains(at));
        if letter || frame { 30.0 } else { pixel }
    });
}

fn light(canvas: &mut Canvas, variant: usize, chance: &mut Chance) {
    let (sin, cos) = chance.between(0.0, TAU).sin_cos();
    let (spot_x, spot_y) = (chance.between(250.0, 550.0), chance.between(250.0, 550.0));
    let along = |x: f32, y: f32| ((x - 400.0) * cos + (y - 400.0) * sin) / 400.0;
    let glow = |x: f32, y: f32, reach: f32| {
        (-((x - spot_x).powi(2) + (y - spot_y).powi(2)) / (2.0 * reach * reach)).exp()
    };
    canvas.change(|pixel, x, y| match variant {
        // Light from one side; more of it; from the middle.
        0 => pixel * (0.65 - 0.35 * along(x, y)),
        1 => pixel * (0.55 - 0.45 * along(x, y)).max(0.08),
        2 => pixel * (1.0 - 0.75 * ((x - 400.0).hypot(y - 400.0) / 566.0).powi(2)),
        // The edge of a shadow; a band of it.
        3 => pixel * if along(x, y) > 0.1 { 0.4 } else { 1.0 },
        4 => pixel * if along(x, y).abs() < 0.2 { 0.35 } else { 1.0 },
        // A lamp's reflection; a small, white one in the shadow.
        5 => pixel + 150.0 * glow(x, y, 110.0),
        _ => pixel * (0.6 - 0.3 * along(x, y)) + 230.0 * glow(x, y, 35.0),
    });
    canvas.change(|pixel, _, _| pixel.clamp(0.0, 255.0));
}

fn blots(canvas: &mut Canvas, (count, radius): (usize, f32), chance: &mut Chance) {
    for _ in 0..count {
        let (x, y) = (chance.between(150.0, 650.0), chance.between(150.0, 650.0));
        let (shade, stretch) = (chance.between(15.0, 110.0), chance.between(0.6, 1.4));
        canvas.change(|pixel, at_x, at_y| {
            let is_in = ((at_x - x) * stretch).hypot((at_y - y) / stretch) < radius;
            if is_in { shade } else { pixel }
        });
    }
}

/// Two or three things at once.
fn several(variant: usize, print: &Print, chance: &mut Chance) -> Saved {
    match variant {
        0 => {
            let mut canvas = Scene::FLAT.show(print);
            canvas.blur(2.0);
            canvas.grain(15.0, chance);
            Saved::Jpeg(canvas, 30)
        }
        1 => {
            let mut canvas = Scene { turn: 15.0, ..Scene::FLAT }.show(print);
            light(&mut canvas, 1, chance);
            Saved::Jpeg(canvas, 20)
        }
        2 => {
            let mut canvas = Scene::FLAT.show(print).resized(460, 460);
            canvas.grain(15.0, chance);
            Saved::Png(canvas)
        }
        3 => {
            let mut canvas = Scene::tilted(0.10, chance).show(print);
            canvas.blur(2.0);
            canvas.change(|pixel, _, _| 90.0 + pixel * 0.25);
            Saved::Png(canvas)
        }
        _ => {
            let mut canvas = Scene { turn: 30.0, ..Scene::FLAT }.show(print);
            light(&mut canvas, 3, chance);
            canvas.blur(1.5);
            canvas.salt(0.02, chance);
            Saved::Png(canvas)
        }
    }
}

/// A card held before a telephone: from the side, turned, a little out of focus, badly lit, with its noise.
fn phone(print: &Print, chance: &mut Chance) -> Saved {
    let pulls = [(); 4].map(|()| (chance.between(0.0, 0.10), chance.between(0.0, 0.10)));
    let frame = chance.between(640.0, 1000.0);
    let scene = Scene {
        frame: frame as usize,
        side: frame * 0.68,
        turn: chance.between(-25.0, 25.0),
        pulls,
        wave: chance.between(0.0, 2.0),
        phase: chance.between(0.0, TAU),
    };
    let mut canvas = scene.show(print);
    canvas.blur(chance.between(0.6, 1.6));
    let (sin, cos) = chance.between(0.0, TAU).sin_cos();
    let fall = chance.between(0.1, 0.4);
    canvas.change(|pixel, x, y| {
        let along = ((x - frame / 2.0) * cos + (y - frame / 2.0) * sin) / (frame / 2.0);
        pixel * (0.7 - fall * along)
    });
    canvas.grain(chance.between(6.0, 16.0), chance);
    Saved::Jpeg(canvas, chance.between(45.0, 85.0) as u8)
}
