//! Every contact with the machine: the terminal, files, the streams, the kernel's sandbox and its random bytes.

pub mod console;
pub mod document;
pub mod failure;
pub mod files;
pub mod hardening;
mod lines;
pub mod memory;
mod progress;
pub mod signals;
pub mod terminal;
