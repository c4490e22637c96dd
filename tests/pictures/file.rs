//! Pictures as files.

use jpeg_encoder::{ColorType, Encoder};

use crate::canvas::Canvas;

pub fn png(canvas: &Canvas) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, canvas.width as u32, canvas.height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().unwrap().write_image_data(&canvas.bytes()).unwrap();
    file
}

/// As a picture on the web is saved.
pub fn progressive(canvas: &Canvas, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    encoder.set_progressive(true);
    encoder.encode(&canvas.bytes(), canvas.width as u16, canvas.height as u16, ColorType::Luma).unwrap();
    file
}

/// In the warm colours of a lamp, as a camera writes it.
pub fn jpeg(canvas: &Canvas, quality: u8) -> Vec<u8> {
    let tinted = |grey: u8| [grey, (f32::from(grey) * 0.96) as u8, (f32::from(grey) * 0.85) as u8];
    let rgb: Vec<u8> = canvas.bytes().into_iter().flat_map(tinted).collect();
    let mut file = Vec::new();
    let encoder = Encoder::new(&mut file, quality);
    encoder.encode(&rgb, canvas.width as u16, canvas.height as u16, ColorType::Rgb).unwrap();
    file
}
