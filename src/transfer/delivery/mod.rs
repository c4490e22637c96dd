//! Where shares go: into a folder, onto a screen, read back from paper.

pub mod difference;
pub mod folder;
pub mod handout;
pub mod names;
pub mod read_back;
pub mod reveal;
pub mod style;
pub mod taken;
pub mod tool;
