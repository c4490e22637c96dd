//! The stack: what a computation leaves on it is wiped.
//!
//! What moves by value is copied, and only the last copy has a destructor: hashes, keys and points of the libraries do.
//! A register that holds a secret may be spilled. Both stay readable below the frame of whoever called, until something
//! else happens to lie there. `tests/memory/` looks for such residues, in the release build.

use zeroize::zeroize_stack;

/// What a hash or a form of a key uses, twice: measured below 3 KiB. It is wiped thousands of times when every quorum is
/// tried.
const SHALLOW: usize = 8 << 10;

/// Far more than a signature uses, which takes 7 KiB, or a decapsulation.
const DEEP: usize = 256 << 10;

/// What a decoder of pictures uses, and more: with the command around it, it was measured below 68 KiB.
const PICTURE: usize = 80 << 10;

/// What a whole command uses without a decoder of pictures, and more: measured below 50 KiB. `tests/memory/` looks after every
/// run whether anything was left below it. A page that nothing has touched must be had from the kernel before it is wiped:
/// 256 KiB took a tenth of what the check of a share takes.
pub const COMMAND: usize = 56 << 10;

/// Runs `work`, a hash or the like, and wipes the stack that it has used. What it returns must hold no secret by value.
pub fn wiped<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    zeroize_stack::<SHALLOW>();
    result
}

/// The same for a signature, or whatever may go deeper than is known.
pub fn wiped_deeply<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    zeroize_stack::<DEEP>();
    result
}

/// The same for a decoder of pictures.
pub fn wiped_as_a_picture<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    zeroize_stack::<PICTURE>();
    result
}

/// The same for a whole command.
pub fn wiped_as_a_command<T>(work: impl FnOnce() -> T) -> T {
    let result = in_a_frame_of_its_own(work);
    zeroize_stack::<COMMAND>();
    result
}

/// Inlined it would lie above what is wiped.
#[inline(never)]
fn in_a_frame_of_its_own<T>(work: impl FnOnce() -> T) -> T {
    work()
}
