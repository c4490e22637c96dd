//! How a share looks on paper.

pub mod card;
pub mod contained;
pub mod drawn;
pub mod font;
pub mod grey;
pub mod grid;
pub mod pdf;
pub mod picture;
pub mod qr;
pub mod scan;
pub mod sheet;
