//! Shares in photographs and screenshots: what is read, and what a hostile picture can do.

use qrcode::{Color, EcLevel, QrCode};

use crate::{
    desk::{Desk, HUSH},
    known,
};

/// Pixels of a module.
const MODULE: usize = 4;

/// Rows of shades.
type Shades = Vec<Vec<u8>>;

/// The code of a text, as it is printed.
fn code(text: &str) -> Shades {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    let side = code.width() + 8;
    let shade = |x: usize, y: usize| {
        let inside = (4..side - 4).contains(&x) && (4..side - 4).contains(&y);
        if inside && code[(x - 4, y - 4)] == Color::Dark { 0 } else { 255 }
    };
    let row = |y: usize| (0..side * MODULE).map(|x| shade(x / MODULE, y / MODULE)).collect();
    (0..side * MODULE).map(row).collect()
}

/// The code of a share, in capitals.
fn card(share: &str) -> Shades {
    code(&share.to_uppercase())
}

/// Pictures one below the other.
fn below_each_other(pictures: impl IntoIterator<Item = Shades>) -> Shades {
    let rows: Shades = pictures.into_iter().flatten().collect();
    let width = rows.iter().map(Vec::len).max().unwrap();
    rows.into_iter().map(|row| row.into_iter().chain(std::iter::repeat(255)).take(width).collect()).collect()
}

fn png_of(shades: &Shades) -> Vec<u8> {
    png_with(shades, png::ColorType::Grayscale, png::BitDepth::Eight, |shade| vec![shade])
}

/// The same picture in other colours: `sample` makes the bytes of a pixel.
fn png_with(
    shades: &Shades,
    colour: png::ColorType,
    depth: png::BitDepth,
    sample: impl Fn(u8) -> Vec<u8>,
) -> Vec<u8> {
    let (width, height) = (shades[0].len().try_into().unwrap(), shades.len().try_into().unwrap());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![250, 240, 200, 10, 20, 60]);
    }
    let pixels: Vec<u8> = shades.iter().flatten().flat_map(|&shade| sample(shade)).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    file
}

fn jpeg_of(shades: &Shades, colour: jpeg_encoder::ColorType, progressive: bool) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, 80);
    encoder.set_progressive(progressive);
    let samples = match colour {
        jpeg_encoder::ColorType::Luma => 1,
        jpeg_encoder::ColorType::CmykAsYcck => 4,
        _ => 3,
    };
    let pixels: Vec<u8> =
        shades.iter().flatten().flat_map(|&shade| std::iter::repeat_n(shade, samples)).collect();
    let (width, height) = (shades[0].len().try_into().unwrap(), shades.len().try_into().unwrap());
    encoder.encode(&pixels, width, height, colour).unwrap();
    file
}

/// A PNG that says it is `width` by `height`, and holds whatever `image` says.
fn forged_png(width: u32, height: u32, image: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let named = [kind, data].concat();
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &named, &crc32(&named).to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", image), chunk(b"IEND", &[])]
        .concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

#[test]
fn a_share_is_read_from_every_common_kind_of_picture() {
    use jpeg_encoder::ColorType::{CmykAsYcck, Luma, Rgb};
    use png::{BitDepth, ColorType};
    let desk = Desk::new();
    let shades = card(&known::shares("three_of_five")[3]);
    desk.put("grey.png", png_of(&shades))
        .put("deep.png", png_with(&shades, ColorType::Grayscale, BitDepth::Sixteen, |shade| vec![shade, 0]))
        .put(
            "colour.png",
            png_with(&shades, ColorType::Rgb, BitDepth::Eight, |shade| vec![shade / 2, shade, 40]),
        )
        .put(
            "indexed.png",
            png_with(&shades, ColorType::Indexed, BitDepth::Eight, |shade| vec![u8::from(shade == 0)]),
        )
        .put(
            "see-through.png",
            png_with(&shades, ColorType::Rgba, BitDepth::Eight, |shade| vec![0, 0, 0, 255 - shade]),
        )
        .put(
            "half.png",
            png_with(&shades, ColorType::GrayscaleAlpha, BitDepth::Eight, |shade| vec![0, 255 - shade]),
        )
        .put(
            "inverted.png",
            png_with(&shades, ColorType::Grayscale, BitDepth::Eight, |shade| vec![255 - shade]),
        )
        .put("grey.jpg", jpeg_of(&shades, Luma, false))
        .put("photo.jpg", jpeg_of(&shades, Rgb, false))
        .put("progressive.jpg", jpeg_of(&shades, Rgb, true))
        .put("printed.jpg", include_bytes!("../data/printed.jpg"))
        .put("ink.jpg", in_ink(&shades, true))
        .put("ink-unmarked.jpg", in_ink(&shades, false))
        .put("ink-as-light.jpg", jpeg_of(&shades, CmykAsYcck, false));
    for name in desk.names() {
        let ran = desk.run(&["check", &name]);
        assert!(ran.product().starts_with(&format!("{name}: good, all 33 words are whole")), "{ran:?}");
    }
}

/// The same in black ink alone: as Adobe's programs store it, with their mark, or the other way round and without.
fn in_ink(shades: &Shades, has_mark: bool) -> Vec<u8> {
    let ink = |shade: u8| if has_mark { [0, 0, 0, 255 - shade] } else { [255, 255, 255, shade] };
    let pixels: Vec<u8> = shades.iter().flatten().flat_map(|&shade| ink(shade)).collect();
    let (width, height) = (shades[0].len().try_into().unwrap(), shades.len().try_into().unwrap());
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 80);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Cmyk).unwrap();
    let mark = file.windows(9).position(|bytes| bytes == b"\xff\xee\0\x0eAdobe").unwrap();
    if !has_mark {
        file.drain(mark..mark + 16);
    }
    file
}

#[test]
fn a_key_comes_back_from_pictures_and_texts_together() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let two = below_each_other([card(&shares[4]), card(&shares[0])]);
    desk.put("cards.jpg", jpeg_of(&two, jpeg_encoder::ColorType::Rgb, false)).put("share.txt", &shares[2]);
    let recovered = desk.run(&["recover", "cards.jpg", "share.txt"]);
    assert_eq!(recovered.product().trim_end(), known::reference_key());

    let report = desk.run(&["check", "cards.jpg"]).product().to_owned();
    assert!(report.contains("cards.jpg, code 1: good") && report.contains("share 5;"), "{report}");
    assert!(report.contains("cards.jpg, code 2: good") && report.contains("share 1;"), "{report}");
    let one = desk.pipe(png_of(&card(&shares[1])), &["check", "-"]);
    assert!(one.product().starts_with("standard input: good"), "{one:?}");
}

#[test]
fn six_cards_on_a_table_are_all_read() {
    let desk = Desk::new();
    let shares: Vec<String> = known::groups().concat();
    desk.put("table.png", png_of(&below_each_other(shares[..6].iter().map(|share| card(share)))));
    let document = desk.run(&["check", "table.png", "--json"]).json();
    let rows = document["shares"].as_array().unwrap();
    let places: Vec<_> =
        rows.iter().map(|row| (row["line"].clone(), row["group"].clone(), row["member"].clone())).collect();
    let expected = [(1, 1, 1), (2, 1, 2), (3, 1, 3), (4, 2, 1), (5, 2, 2), (6, 2, 3)];
    assert_eq!(places, expected.map(|(line, group, member)| (line.into(), group.into(), member.into())));
    assert_eq!(
        (&rows[0]["source"], &document["together"]["sufficient"]),
        (&"table.png".into(), &true.into())
    );
}

/// With a stain in the middle, where no corner of the code is.
fn stained(mut shades: Shades) -> Shades {
    let side = shades.len();
    for row in &mut shades[side / 3..2 * side / 3] {
        row[side / 4..3 * side / 4].fill(255);
    }
    shades
}

#[test]
fn codes_that_are_seen_and_not_read_are_told_whatever_the_others_say() {
    let desk = Desk::new();
    let (shares, foreign) = (known::shares("three_of_five"), known::foreign("sskr", "shares"));
    for (name, cards, format) in
        [("ours", &shares, &[][..]), ("theirs", &foreign, &["--from-format", "sskr"])]
    {
        let whole = |at: usize| card(&cards[at]);
        for (number, stains, told) in
            [(0, 0, "seem"), (1, 1, "1 more code seems to be there"), (2, 2, "2 more codes seem to be there")]
        {
            let table = (0..3).map(|at| if at < stains { stained(whole(at)) } else { whole(at) });
            let file = format!("{name}-{number}.png");
            desk.put(&file, png_of(&below_each_other(table)));
            for more in [&["-q"][..], &["-q", "--json"]] {
                let ran = desk.run(&[&["check", &file], format, more].concat());
                assert_eq!((ran.code, ran.says(told)), (0, stains > 0), "{file}: {ran:?}");
            }
        }
    }
}

#[test]
fn small_letters_and_bytes_are_read_too() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    desk.put("small.png", png_of(&code(share))).put("short.png", png_of(&code(&known::abbreviated(share))));
    for name in ["small.png", "short.png"] {
        assert!(desk.run(&["check", name]).product().contains("share 1;"));
    }
}

#[test]
fn a_code_that_is_no_share_is_told_and_not_repeated() {
    let desk = Desk::new();
    let link = format!("https://example.org/{HUSH}");
    let shares = known::shares("three_of_five");
    desk.put("link.png", png_of(&code(&link)))
        .put("links.png", png_of(&below_each_other([code(&link), code("WIFI:T:WPA;S:hunter2;;")])))
        .put("both.png", png_of(&below_each_other([code(&link), card(&shares[0])])));
    let refused = desk.refused(3, &["check", "link.png"]);
    assert_eq!(refused.error, "link.png: a QR code, but no share");
    assert_eq!(desk.refused(3, &["recover", "links.png"]).error, "links.png: QR codes, but no share");
    assert_eq!(desk.refused_json(3, &["check", "link.png"])["code"], "not-share");
    assert!(desk.run(&["check", "both.png"]).product().starts_with("both.png, code 2: good"));
}

#[test]
fn words_in_a_code_get_the_same_diagnosis_as_words_in_a_text() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let wrong = known::misspelt(&shares[1], 9, "acid");
    // The words as text too, so that the desk sees when one is repeated.
    desk.put("wrong.txt", wrong.to_uppercase())
        .put("wrong.png", png_of(&card(&wrong)))
        .put("wallet.png", png_of(&code(known::ABANDON)))
        .put("right.png", png_of(&card(&shares[0])));
    let refused = desk.refused(3, &["check", "wrong.png", "right.png"]);
    assert_eq!(refused.error, "wrong.png: word 9 (row 3, column 1) is wrong");
    let document = desk.refused_json(3, &["check", "wallet.png"]);
    assert_eq!((&document["code"], &document["share"]), (&"bip39-words".into(), &"wallet.png".into()));
}

#[test]
fn other_formats_are_named() {
    let desk = Desk::new();
    desk.put("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0")
        .put("a.avif", b"\0\0\0\x1cftypavif\0\0\0\0")
        .put("a.webp", b"RIFF\x24\0\0\0WEBPVP8 ")
        .put("a.gif", b"GIF89a\x01\0\x01\0\0\0\0")
        .put("a.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0")
        .put("a.tif", b"II*\0\x08\0\0\0")
        .put("a.pgm", b"P5\n2 2\n255\n\0\0\0\0")
        .put("a.svg", b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg/>\n")
        .put("a.jxl", b"\xff\x0a\0\0\0\0")
        .put("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        .put("scan.pdf", b"%PDF-1.4\n5 0 obj <</Type/XObject /Subtype /Image /Filter/DCTDecode>> /Font\n")
        .put("text.pdf", b"%PDF-1.4\n3 0 obj <</Type/Font /Subtype/Type1>>\n");
    for (name, format, hint) in [
        ("a.heic", "HEIC", "heif-convert FILE card.png"),
        ("a.avif", "AVIF", "avifdec FILE card.png"),
        ("a.webp", "WebP", "dwebp FILE -o card.png"),
        ("a.gif", "GIF", "magick FILE card.png"),
        ("a.bmp", "BMP", "magick FILE card.png"),
        ("a.tif", "TIFF", "magick FILE card.png"),
        ("a.pgm", "a portable anymap", "pnmtopng FILE > card.png"),
        ("a.svg", "SVG", "rsvg-convert -o card.png FILE"),
        ("a.jxl", "JPEG XL", "djxl FILE card.png"),
        ("a.pdf", "a PDF", "pdftoppm -png -r 200 FILE PREFIX; or take its text: pdftotext FILE -"),
        ("scan.pdf", "a PDF whose pages are pictures", "give those: pdftoppm -png -r 200 FILE PREFIX"),
        ("text.pdf", "a PDF with text", "pdftotext FILE - | quorate check -"),
    ] {
        for command in ["check", "recover"] {
            let refused = desk.refused(3, &[command, name]);
            assert_eq!(refused.error, format!("{name}: this is {format}, which cannot be read here"));
            assert!(
                refused.hint.ends_with(hint) || name == "a.heic" && refused.hint.contains(hint),
                "{refused:?}"
            );
            assert_eq!(desk.refused_json(3, &[command, name])["code"], "picture-format");
        }
    }
}

#[test]
fn hostile_pictures_are_refused() {
    let desk = Desk::new();
    let shades = card(&known::shares("three_of_five")[0]);
    let (png, jpeg) = (png_of(&shades), jpeg_of(&shades, jpeg_encoder::ColorType::Luma, false));
    let mut huge_jpeg = jpeg.clone();
    let frame = jpeg.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    huge_jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    desk.put("cut.png", &png[..png.len() / 2])
        .put("begun.png", &png[..20])
        .put("cut.jpg", &jpeg[..200])
        .put("begun.jpg", &jpeg[..3])
        .put("huge.png", forged_png(60_000, 60_000, &[]))
        .put("none.png", forged_png(0, 7, &[]))
        .put("wrong.png", forged_png(7_000, 7_000, b"not compressed at all"))
        .put("huge.jpg", &huge_jpeg)
        .put("blank.png", png_of(&vec![vec![255; 300]; 200]))
        .put("tiny.png", png_of(&vec![vec![0; 1]; 1]))
        .put(
            "noise.bin",
            (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
        );
    for (name, code) in [
        ("cut.png", "picture-damaged"),
        ("begun.png", "picture-damaged"),
        ("cut.jpg", "picture-damaged"),
        ("begun.jpg", "picture-damaged"),
        ("huge.png", "too-large"),
        ("none.png", "picture-damaged"),
        ("wrong.png", "picture-damaged"),
        ("huge.jpg", "too-large"),
        ("blank.png", "no-code"),
        ("tiny.png", "no-code"),
        ("noise.bin", "not-text"),
    ] {
        desk.refused(3, &["check", name]);
        desk.refused(3, &["recover", name]);
        assert_eq!(desk.refused_json(3, &["check", name])["code"], code, "{name}");
    }
}

#[test]
fn a_file_is_read_as_far_as_its_kind_may_be_large() {
    let desk = Desk::new();
    // More than a text may have, and still a picture.
    let padded = |mut picture: Vec<u8>, bytes: usize| {
        picture.resize(bytes, 0);
        picture
    };
    let png = png_of(&card(&known::shares("three_of_five")[0]));
    desk.put("large.png", padded(png.clone(), 3 << 20));
    assert!(desk.run(&["check", "large.png"]).product().contains("share 1;"));
    desk.put("larger.png", padded(png, 33 << 20)).put("larger.txt", vec![b'a'; 3 << 20]);
    assert!(desk.refused(3, &["check", "larger.png"]).error.contains("too large a file for a picture"));
    assert!(desk.refused(3, &["check", "larger.txt"]).error.contains("too large to be shares"));
    // From a file, whose length is known, no more is taken than from a pipe.
    for (bytes, is_too_large) in [((1 << 20) - 1, false), (1 << 20, true)] {
        let text = vec![b'a'; bytes];
        desk.put("text", &text);
        for refused in [desk.refused(3, &["check", "./text"]), desk.refused_piped(3, &text, &["check", "-"])]
        {
            assert_eq!(refused.error.contains("too large to be shares"), is_too_large, "{bytes}");
        }
    }
}
