//! The only random source that ships: the kernel's own call. There is no option to choose another or to seed it, and no
//! file replaces it: what is found under the name of a device may be anything, zeros too.

use crate::crypto::entropy::{Entropy, NoEntropy};

/// The kernel's random bytes.
#[derive(Clone, Copy, Debug)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        from_kernel(buffer)
    }
}

#[cfg(target_os = "linux")]
fn from_kernel(mut buffer: &mut [u8]) -> Result<(), NoEntropy> {
    use rustix::{
        io::Errno,
        rand::{GetRandomFlags, getrandom},
    };
    while !buffer.is_empty() {
        match getrandom(&mut *buffer, GetRandomFlags::empty()) {
            Ok(filled @ 1..) => buffer = buffer.get_mut(filled..).ok_or(NoEntropy)?,
            // A signal came before the first byte.
            Err(Errno::INTR) => {}
            Ok(0) | Err(_) => return Err(NoEntropy),
        }
    }
    Ok(())
}

/// Elsewhere this crate makes the kernel's call; on Linux alone it would turn to a file where the call is denied.
#[cfg(not(target_os = "linux"))]
fn from_kernel(buffer: &mut [u8]) -> Result<(), NoEntropy> {
    getrandom::fill(buffer).map_err(|_| NoEntropy)
}
