//! Programs run under a debugger, and what is found in their memory.

pub mod meddling;
pub mod memory;
pub mod needles;
pub mod set;
pub mod traced;
