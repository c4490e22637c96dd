//! Secret memory, random bytes, and the doors to SHA-2 and SHA-3.

pub mod entropy;
pub mod fips202;
pub mod hash;
#[cfg(unix)]
pub mod random;
pub mod secret;
pub mod stack;
