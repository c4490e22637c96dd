//! Secret memory, random bytes, and the door to SHA-2.

pub mod entropy;
pub mod hash;
#[cfg(unix)]
pub mod random;
pub mod secret;
pub mod stack;
