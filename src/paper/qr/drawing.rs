//! Whether a picture is a drawing of a code, as this program makes one, and not a photograph or scan of paper.

use super::{QUIET_ZONE, QrCode};
use crate::paper::photo::grey::Grey;

/// So far from black or white are pixels still those of a drawing, for it may have been saved as JPEG.
const NEARLY: u8 = 40;

/// Whether nothing but this code is in the picture, upright, and every pixel of it where a drawing has it, in whatever size
/// and with whatever margin. What a camera or scanner saw of paper has shades at the edges of its modules.
#[must_use]
pub fn is_drawing(picture: &Grey, code: &QrCode) -> bool {
    let is_light = |shade: u8| shade >= u8::MAX - NEARLY;
    let (width, height) = (picture.width(), picture.height());
    let rows = || picture.pixels().chunks_exact(width.max(1));
    // Upright, a code has its finders in the corners: its first row and column have dark modules.
    let Some(top) = rows().position(|row| !row.iter().all(|&shade| is_light(shade))) else { return false };
    let Some(left) = rows().filter_map(|row| row.iter().position(|&shade| !is_light(shade))).min() else {
        return false;
    };
    let Some(right) = rows().filter_map(|row| row.iter().rposition(|&shade| !is_light(shade))).max() else {
        return false;
    };
    let module = (right + 1 - left) / code.side();
    let side = module * code.side();
    if module == 0 || right + 1 - left != side || top + side > height {
        return false;
    }
    let is_dark = |x: usize, y: usize| {
        let at =
            |pixel: usize, from: usize| pixel.checked_sub(from).map(|inside| inside / module + QUIET_ZONE);
        at(x, left).zip(at(y, top)).is_some_and(|(column, row)| code.is_dark(column, row))
    };
    (0..).zip(rows()).all(|(y, row)| {
        (0..).zip(row).all(|(x, &shade)| if is_dark(x, y) { shade <= NEARLY } else { is_light(shade) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{photo::decode, qr::png};

    #[test]
    fn only_what_has_every_pixel_of_the_code_is_a_drawing() {
        let code = |text: &str| QrCode::of_text(text).unwrap();
        let drawn = decode::decode(png::draw(&code("A SHARE")).unwrap().expose()).unwrap();
        let changed = |width, height, shade: &dyn Fn(usize, usize) -> u8| {
            Grey::build(width, height, |pixels| {
                for (at, pixel) in pixels.iter_mut().enumerate() {
                    *pixel = shade(at % width, at / width);
                }
            })
        };
        let (width, height) = (drawn.width(), drawn.height());
        let of = |x: usize, y: usize| drawn.pixels()[y * width + x];
        assert!(is_drawing(&drawn, &code("A SHARE")) && !is_drawing(&drawn, &code("ANOTHER")));
        // Larger, cut to the code, on a larger page, and with the shades of a JPEG.
        assert!(is_drawing(&changed(3 * width, 3 * height, &|x, y| of(x / 3, y / 3)), &code("A SHARE")));
        let margin = 8 * QUIET_ZONE;
        let cut = changed(width - 2 * margin, height - 2 * margin, &|x, y| of(x + margin, y + margin));
        assert!(is_drawing(&cut, &code("A SHARE")));
        let larger = |x: usize, y: usize| if x < width && y < height { of(x, y) } else { 255 };
        assert!(is_drawing(&changed(width + 9, height + 5, &larger), &code("A SHARE")));
        assert!(is_drawing(&changed(width, height, &|x, y| of(x, y).clamp(30, 230)), &code("A SHARE")));
        // One grey pixel, one dark one beside the code, and soft edges: something has seen it.
        let with =
            |at, shade| changed(width, height, &move |x, y| if (x, y) == at { shade } else { of(x, y) });
        assert!(!is_drawing(&with((margin, margin), 128), &code("A SHARE")));
        assert!(!is_drawing(&with((width / 2, height - 1), 0), &code("A SHARE")));
        assert!(!is_drawing(&drawn.turned(1.0), &code("A SHARE")));
        assert!(!is_drawing(&changed(40, 40, &|_, _| 255), &code("A SHARE")), "nothing is drawn here");
    }
}
