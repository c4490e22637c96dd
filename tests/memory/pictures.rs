//! Shares in photographs and screenshots.

use crate::{
    debugger::needles::Needles,
    desk::Desk,
    files::{desk_with_shares, words},
};

/// A desk with the codes of a set of 3of5 as pictures, `1.png` and `1.jpeg` and so on, and nothing else.
fn desk_with_pictures() -> (Desk, Needles) {
    let (desk, _, needles) = desk_with_shares("");
    for number in 1..=5 {
        let line = format!("card {number}.txt --format png -o paper{number}");
        desk.prepare(&words(&line));
        let png = std::fs::read(desk.path(&format!("paper{number}/secret/share-{number}.png"))).unwrap();
        desk.put(&format!("{number}.jpeg"), jpeg_of(&png)).put(&format!("{number}.png"), png);
    }
    (desk, needles)
}

/// The same picture, as a camera saves it.
fn jpeg_of(picture: &[u8]) -> Vec<u8> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(picture));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(frame.color_type, png::ColorType::Grayscale);
    let mut file = Vec::new();
    let (width, height) = (frame.width.try_into().unwrap(), frame.height.try_into().unwrap());
    let encoder = jpeg_encoder::Encoder::new(&mut file, 80);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Luma).unwrap();
    file
}

#[test]
fn pictures_of_shares() {
    let (desk, needles) = desk_with_pictures();
    for line in [
        "recover 1.png 3.png 5.png",
        "recover 1.jpeg 3.jpeg 5.jpeg",
        "recover 1.png 3.jpeg 5.txt",
        "check 2.jpeg",
        "drill 1.png 2.jpeg 3.png",
        "reissue 1.png 2.jpeg 3.png --member 4",
    ] {
        desk.run(&words(line)).exits(0).leaves_nothing_of(&needles);
    }
    let picture = std::fs::read(desk.path("2.png")).unwrap();
    desk.pipe(&picture, &words("check -")).exits(0).leaves_nothing_of(&needles);
}

#[test]
fn pictures_that_are_damaged_or_hold_no_share() {
    let (desk, needles) = desk_with_pictures();
    for name in ["2.png", "2.jpeg"] {
        let whole = std::fs::read(desk.path(name)).unwrap();
        for (cut, length) in [("half", whole.len() / 2), ("most", whole.len() - 40)] {
            desk.put(cut, &whole[..length]);
            let line = format!("check {cut}");
            let ran = desk.run(&words(&line));
            assert!([0, 3].contains(&ran.ended.code), "{}", ran.ended.code);
            ran.leaves_nothing_of(&needles);
        }
    }
}
