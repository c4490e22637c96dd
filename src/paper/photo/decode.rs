//! Photographs and screenshots: from the bytes of a file to grey pixels, within limits.

use std::io::Cursor;

use png::{InterlaceInfo, Transformations, expand_interlaced_row};
use thiserror::Error;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

use super::{contained::contained, drawn, grey::Grey, pages::PdfPages};
use crate::crypto::secret::SecretBytes;

/// Bytes of a file, at the most.
pub const LARGEST_FILE: usize = 32 << 20;

/// Pixels of a picture, at the most: what the largest telephones take. It is asked before anything is allocated.
pub const MOST_PIXELS: usize = 50_000_000;

/// The same of a JPEG in colours that give no light of their own: four bytes of each pixel are held at once.
const MOST_COLOURED: usize = 16_000_000;

/// What a picture is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Read.
    Png,
    /// Read.
    Jpeg,
    /// A code in half blocks, as this program writes it.
    Blocks,
    /// Not read, but known, so that an error can name it; unless this program drew it.
    Other(&'static str),
}

impl PictureFormat {
    /// The format of a file that begins with `head`, 16 bytes if there are so many.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        let brand = head.get(8..12).unwrap_or_default();
        match head {
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x1b, b'[', b'3', b'0', b';', b'1', b'0', b'7', b'm', ..] => Some(Self::Blocks),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Other("GIF")),
            [b'B', b'M', _, _, _, _, 0, 0, ..] => Some(Self::Other("BMP")),
            [b'<', b's', b'v', b'g', ..] | [b'<', b'?', b'x', b'm', b'l', ..] => Some(Self::Other("SVG")),
            [b'P', b'1'..=b'6', b'\n', ..] => Some(Self::Other("a portable anymap")),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Self::Other("TIFF")),
            [b'%', b'P', b'D', b'F', ..] => Some(Self::Other("PDF")),
            [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Some(Self::Other("WebP")),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => match brand {
                b"avif" | b"avis" => Some(Self::Other("AVIF")),
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" => {
                    Some(Self::Other("HEIC"))
                }
                _ => None,
            },
            [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', ..] => Some(Self::Other("JPEG XL")),
            _ => None,
        }
    }
}

/// Why a file gives no pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    /// It is something else.
    #[error("this is not a picture")]
    NoPicture,
    /// It is a picture, but not one that is read here.
    #[error("this is {0}, which cannot be read here")]
    Format(&'static str),
    /// It is a PDF that this program did not make.
    #[error("{}", pdf(*.0))]
    Pdf(PdfPages),
    /// It is a JPEG of an unusual kind.
    #[error("the picture is saved in colours that cannot be read here")]
    Colours,
    /// It has more pixels than are read.
    #[error("the picture has more than {} million pixels", MOST_PIXELS / 1_000_000)]
    TooLarge,
    /// It is cut off or damaged.
    #[error("the picture is cut off or damaged")]
    Damaged,
}

/// The pixels of a PNG or JPEG file. How a camera was held does not matter, so what a file says of it is not asked.
///
/// # Errors
///
/// When it is something else, or too large, or damaged.
pub fn decode(file: &[u8]) -> Result<Grey, PictureError> {
    match PictureFormat::of(file) {
        Some(PictureFormat::Png) => contained(|| decode_png(file)).unwrap_or(Err(PictureError::Damaged)),
        Some(PictureFormat::Jpeg) => contained(|| decode_jpeg(file)).unwrap_or(Err(PictureError::Damaged)),
        Some(PictureFormat::Blocks) => drawn::code(file).ok_or(PictureError::Damaged),
        Some(PictureFormat::Other("PDF")) => {
            drawn::code(file).ok_or_else(|| PictureError::Pdf(PdfPages::of(file)))
        }
        Some(PictureFormat::Other(name)) => drawn::code(file).ok_or(PictureError::Format(name)),
        None => Err(PictureError::NoPicture),
    }
}

const fn pdf(pages: PdfPages) -> &'static str {
    match pages {
        PdfPages::Pictures => "this is a PDF whose pages are pictures, which cannot be read here",
        PdfPages::Text => "this is a PDF with text, which cannot be read here",
        PdfPages::Untold => "this is a PDF, which cannot be read here",
    }
}

/// Refuses what is too large, or empty.
fn fits(width: usize, height: usize) -> Result<(), PictureError> {
    match width.checked_mul(height) {
        Some(0) => Err(PictureError::Damaged),
        Some(pixels) if pixels <= MOST_PIXELS => Ok(()),
        _ => Err(PictureError::TooLarge),
    }
}

fn decode_png(file: &[u8]) -> Result<Grey, PictureError> {
    let damaged = |_| PictureError::Damaged;
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(Transformations::normalize_to_color8());
    // Texts and colour profiles are compressed too, and nobody asks for them.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (header.width as usize, header.height as usize);
    fits(width, height)?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let samples = reader.output_color_type().0.samples();
    let mut line = 0;
    Grey::try_build(width, height, |pixels| {
        let mut shades = Vec::with_capacity(width);
        // Row by row, so that the colours of all rows are never in memory at once.
        while let Some(row) = reader.next_interlaced_row().map_err(damaged)? {
            shades.clear();
            match samples {
                1 => shades.extend_from_slice(row.data()),
                _ => shades.extend(row.data().chunks_exact(samples).map(shade)),
            }
            match row.interlace() {
                InterlaceInfo::Null(_) => {
                    let place = pixels.get_mut(line * width..).and_then(|rest| rest.get_mut(..shades.len()));
                    place.ok_or(PictureError::Damaged)?.copy_from_slice(&shades);
                    line += 1;
                }
                InterlaceInfo::Adam7(pass) => expand_interlaced_row(pixels, width, &shades, pass, 8),
            }
        }
        Ok(())
    })
}

/// How light a pixel is, of two to four samples, on white paper.
fn shade(pixel: &[u8]) -> u8 {
    let over_white = |shade: u32, alpha: u8| (shade * u32::from(alpha) + 255 * u32::from(255 - alpha)) / 255;
    // The weights of JPEG, in 1/256.
    let light = |red: u8, green: u8, blue: u8| {
        (77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) / 256
    };
    let shade = match *pixel {
        [grey, alpha] => over_white(grey.into(), alpha),
        [red, green, blue] => light(red, green, blue),
        [red, green, blue, alpha] => over_white(light(red, green, blue), alpha),
        _ => 255,
    };
    shade.min(255) as u8
}

fn decode_jpeg(file: &[u8]) -> Result<Grey, PictureError> {
    let damaged = |_| PictureError::Damaged;
    let luma = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma);
    let largest = luma.set_max_width(usize::from(u16::MAX)).set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), largest);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Damaged)?;
    fits(width, height)?;
    // Only the first two have the light as a channel of its own; the others are for printers, or rare.
    let (colours, samples) = match decoder.input_colorspace() {
        Some(ColorSpace::YCbCr | ColorSpace::Luma) => {
            return Grey::try_build(width, height, |pixels| decoder.decode_into(pixels).map_err(damaged));
        }
        Some(ColorSpace::RGB | ColorSpace::YCCK) => (ColorSpace::RGB, 3),
        Some(ColorSpace::CMYK) => (ColorSpace::CMYK, 4),
        _ => return Err(PictureError::Colours),
    };
    if width * height > MOST_COLOURED {
        return Err(PictureError::TooLarge);
    }
    decoder.set_options(largest.jpeg_set_out_colorspace(colours));
    let coloured = SecretBytes::try_build(width * height * samples, |place| {
        decoder.decode_into(place).map_err(damaged)
    })?;
    let is_inverted = has_adobe_mark(file);
    let light = |pixel: &[u8]| match *pixel {
        [cyan, magenta, yellow, black] => shade(&printed([cyan, magenta, yellow], black, is_inverted)),
        _ => shade(pixel),
    };
    Grey::try_build(width, height, |pixels| {
        for (place, pixel) in pixels.iter_mut().zip(coloured.expose().chunks_exact(samples)) {
            *place = light(pixel);
        }
        Ok(())
    })
}

/// The colours of printer's ink on white paper. Whatever has Adobe's mark stores them the other way round.
fn printed(inks: [u8; 3], black: u8, is_inverted: bool) -> [u8; 3] {
    let paper = |ink: u8| u32::from(if is_inverted { ink } else { 255 - ink });
    inks.map(|ink| (paper(ink) * paper(black) / 255) as u8)
}

/// Whether a JPEG has the segment APP14, which tells how Adobe's programs store colours.
fn has_adobe_mark(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    while let [0xff, kind @ 0xc0..=0xfe, high, low, after @ ..] = rest {
        if *kind == 0xee && after.starts_with(b"Adobe") {
            return true;
        }
        // Behind the start of a scan stands the picture.
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = if *kind == 0xda { &[] } else { after.get(length.saturating_sub(2)..).unwrap_or_default() };
    }
    false
}
