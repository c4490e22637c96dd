//! How a share looks on paper.

pub mod grid;
