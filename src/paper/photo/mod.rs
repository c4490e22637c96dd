//! What a photograph, a screenshot or a drawing of our own says: the codes in it.

pub mod contained;
pub mod decode;
pub mod drawn;
pub mod grey;
pub mod pages;
pub mod scan;
