//! How a share looks on paper.

pub mod card;
pub mod font;
pub mod grid;
pub mod pdf;
pub mod photo;
pub mod qr;
pub mod sheet;
