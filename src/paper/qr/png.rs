//! A QR code as a PNG picture, black on white.

use png::{BitDepth, ColorType, Encoder};
use zeroize::Zeroize as _;

use super::QrCode;
use crate::crypto::secret::SecretBytes;

/// Pixels a module.
const MODULE: usize = 8;

/// The file.
///
/// # Errors
///
/// None that could happen in memory; the encoder does not say so.
pub fn draw(code: &QrCode) -> Result<SecretBytes, png::EncodingError> {
    let modules = code.side_with_quiet_zone();
    let side = modules * MODULE;
    let bytes_a_row = modules;
    // One bit a pixel, 1 is white: with eight pixels a module, a module is a byte.
    let rows = SecretBytes::build(bytes_a_row * side, |bits| {
        for (y, row) in bits.chunks_exact_mut(bytes_a_row).enumerate() {
            for (column, byte) in row.iter_mut().enumerate() {
                *byte = if code.is_dark(column, y / MODULE) { 0x00 } else { 0xff };
            }
        }
    });
    let pixels = u32::try_from(side).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(64 * 1024);
    let mut encoder = Encoder::new(&mut file, pixels, pixels);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rows.expose())?;
    writer.finish()?;
    let picture = SecretBytes::copy_of(&file);
    file.zeroize();
    Ok(picture)
}
