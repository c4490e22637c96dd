//! Secret memory, random bytes, and the door to SHA-2.

pub mod entropy;
pub mod hash;
pub mod secret;
pub mod stack;
