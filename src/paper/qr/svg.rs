//! A QR code as SVG, to be printed at any size: one white square, one black path.

use std::fmt::Write as _;

use zeroize::Zeroize as _;

use super::QrCode;
use crate::crypto::secret::SecretText;

/// Millimetres a module: a code of 33 words comes to 49 mm, which a phone reads from a hand's breadth away.
const MODULE: f32 = 0.8;

/// The file.
#[must_use]
pub fn draw(code: &QrCode) -> SecretText {
    let side = code.side_with_quiet_zone();
    let millimetres = side as f32 * MODULE;
    // Each run takes 24 characters at most, and a row has no more runs than half its modules.
    let mut svg = SecretText::with_capacity(512 + side * side * 12);
    let mut put = |text: &str| svg.push_str(text);
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{millimetres:.1}mm\" "));
    put(&format!(
        "height=\"{millimetres:.1}mm\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\n"
    ));
    put(&format!("<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\n<path fill=\"#000\" d=\"\n"));
    let mut run = String::with_capacity(32);
    for (column, row, length) in code.runs() {
        run.clear();
        let _ = writeln!(run, "M{column} {row}h{length}v1h-{length}z");
        put(&run);
    }
    run.zeroize();
    put("\"/>\n</svg>\n");
    svg
}

/// Whether a finished file shows this code.
#[must_use]
pub fn shows(svg: &SecretText, code: &QrCode) -> bool {
    code.is_drawn_by(runs(svg.expose()))
}

/// The dark runs of a file: column, row and length, counted from the corner of the quiet zone.
pub fn runs(svg: &str) -> impl Iterator<Item = (usize, usize, usize)> {
    svg.lines().filter_map(run)
}

fn run(line: &str) -> Option<(usize, usize, usize)> {
    let (from, length) = line.strip_prefix('M')?.split_once('h')?;
    let (column, row) = from.split_once(' ')?;
    let (length, _) = length.split_once('v')?;
    Some((column.parse().ok()?, row.parse().ok()?, length.parse().ok()?))
}
