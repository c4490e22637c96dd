//! Files: read into guarded memory, written whole or not at all, added to.

pub mod append;
pub mod large;
pub mod leftovers;
pub mod medium;
pub mod read;
pub mod staging;
pub mod tree;
pub mod write;
