//! What valgrind is told by the program that it watches.
//!
//! Memcheck keeps eight bits beside every byte of memory and every register, which say what of it is defined, and carries
//! them along through every instruction. It complains when what is undefined decides a jump or an address, and never when
//! it is only moved or computed with: for a secret, that is exactly the question. So secrets are said to be undefined.

#![allow(
    unsafe_code,
    reason = "a request to valgrind is a sequence of instructions that do nothing elsewhere"
)]

use std::{
    arch::asm,
    sync::atomic::{AtomicUsize, Ordering},
};

#[cfg(not(target_arch = "x86_64"))]
compile_error!("the request to valgrind is written for x86_64 only");

/// The requests, as valgrind.h and memcheck.h number them.
const RUNNING_ON_VALGRIND: usize = 0x1001;
const MAKE_MEM_UNDEFINED: usize = 0x4d43_0001;
const MAKE_MEM_DEFINED: usize = 0x4d43_0002;
const GET_VBITS: usize = 0x4d43_0008;

static MARKS: AtomicUsize = AtomicUsize::new(0);
static MARKED_BYTES: AtomicUsize = AtomicUsize::new(0);
static REVEALS: AtomicUsize = AtomicUsize::new(0);

/// Whether anybody is watching.
#[must_use]
pub fn is_watching() -> bool {
    request(RUNNING_ON_VALGRIND, 0, 0, 0) > 0
}

/// Says that these bytes are secret: nothing may depend on them but values.
pub fn mark<T: ?Sized>(secret: &mut T) {
    mark_at(address(secret), size_of_val(secret));
}

/// The same for bytes that are known by their address.
pub fn mark_at(address: usize, bytes: usize) {
    MARKS.fetch_add(1, Ordering::Relaxed);
    MARKED_BYTES.fetch_add(bytes, Ordering::Relaxed);
    request(MAKE_MEM_UNDEFINED, address, bytes, 0);
}

/// Says that these bytes are not secret any more. Each call is a named point: why there, stands beside it.
pub fn reveal<T: ?Sized>(bytes: &mut T) {
    REVEALS.fetch_add(1, Ordering::Relaxed);
    request(MAKE_MEM_DEFINED, address(bytes), size_of_val(bytes), 0);
}

/// The same for a copy that only this package looks at.
pub fn unmark_for_a_look(copy: &mut [u8]) {
    request(MAKE_MEM_DEFINED, address(copy), copy.len(), 0);
}

/// What valgrind holds of a byte: 0 where all of it is defined, 255 where nothing is.
#[must_use]
pub fn definedness(byte: &mut u8) -> u8 {
    let mut bits = 0x5au8;
    request(GET_VBITS, address(byte), address(&mut bits), 1);
    std::hint::black_box(bits)
}

/// How much was marked and revealed, for people to read.
#[must_use]
pub fn account() -> String {
    let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    format!("{} marks, {} bytes, {} reveals", of(&MARKS), of(&MARKED_BYTES), of(&REVEALS))
}

/// Exposed, so that the compiler takes the memory behind it for changed.
fn address<T: ?Sized>(place: &mut T) -> usize {
    (&raw mut *place).cast::<u8>().expose_provenance()
}

/// Rotations by 128 bits in all, and a register exchanged with itself: valgrind knows the sequence.
#[inline(never)]
fn request(number: usize, first: usize, second: usize, third: usize) -> usize {
    let arguments = [number, first, second, third, 0, 0];
    let mut answer = 0usize;
    // SAFETY: the instructions change no register but the answer, and no memory but what the request names, which the
    // callers hold mutably.
    unsafe {
        asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            inout("rdx") answer,
            in("rax") arguments.as_ptr(),
        );
    }
    answer
}
