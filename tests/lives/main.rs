//! Lives of keys, night by night for up to ten years: what `status` tells each night, held against the story's own bookkeeping.
//!
//! | file | what |
//! | --- | --- |
//! | `key.rs` | a key that the program dealt, with its cards |
//! | `book.rs` | what happened, in plain facts, and what a night must tell because of them |
//! | `life.rs` | the days: what is noted, what each night tells, and what it is compared with |
//! | `noted.rs` | what can be noted: a line of the journal, and a fact of the book |
//! | `rhythm.rs` | calls, checks and drills, and what people do when something is told |
//! | `alarms.rs` | how often anybody is woken |
//! | `stories/` | the lives, each readable without the rest |
//!
//! Every life is the same in every run. `cargo test --test lives -- --nocapture` prints the figures of the alarms.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop where it stands"
)]

mod alarms;
mod book;
mod key;
mod life;
mod noted;
mod rhythm;
mod stories;
#[expect(dead_code, reason = "lives draw from it, and shuffle nothing")]
#[path = "../standard/stream.rs"]
mod stream;
