//! A panic in the middle of a ceremony: the terminal is given back, nothing of what was worked on is told or left.
//!
//! The program has no fault to provoke, and no hook that a test could pull. So the kernel lies to it: it says that more
//! was read from the terminal than there was room for, which no program can go on from.

use nix::libc;

use crate::{
    debugger::{
        meddling::{How, Meddling},
        needles::Needles,
        set::{PASSPHRASE, Stream},
    },
    desk::{Desk, leaves_nothing},
    files::{desk_with_shares, words},
    hands::{ENTER, TAB, Tty},
};

/// Four times the room that there is.
const LIE: Meddling = Meddling { calls: &[libc::SYS_read], from: 0, lasts: true, how: How::Lie(1024) };

/// Brings the program to one kind of prompt, with a secret on the screen where one can be.
fn at(prompt: &str, desk: &Desk) -> Tty {
    let mut tty = match prompt {
        "key" => Tty::run(desk, &["split", "2of3"]),
        "typing" => Tty::run(desk, &["recover"]),
        "shown" => Tty::run(desk, &words("recover shares --passphrase-file pass")),
        _ => Tty::run(desk, &words("recover shares")),
    };
    match prompt {
        "key" => tty.wait_for("private key").type_in(&key()).type_in(TAB).wait_for(&key()),
        "typing" => {
            tty.wait_for("type its words").type_in(TAB).type_in(&desk.read("1.txt")[..100]).wait_for("13.")
        }
        "passphrase" => {
            tty.wait_for("keyboard test").type_in(ENTER).wait_for("passphrase (hidden");
            tty.type_in(PASSPHRASE).type_in(TAB).wait_for(PASSPHRASE)
        }
        "shown" => tty.wait_for("Enter"),
        _ => unreachable!("{prompt} is no prompt"),
    };
    tty
}

fn key() -> String {
    Stream::new(63).bytes(32).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_panic_at_any_prompt_gives_the_terminal_back_and_leaves_nothing() {
    for prompt in ["key", "typing", "passphrase", "shown"] {
        let (desk, _, needles): (Desk, _, Needles) = desk_with_shares(PASSPHRASE);
        let needles = needles.bytes("typed key", key().as_bytes());
        let mut tty = at(prompt, &desk);
        tty.meddle(LIE).type_in("x");
        let (ended, screen) = tty.ends_and_gives_back();
        assert_eq!(ended.code, 1, "{prompt}: {screen}");
        assert!(screen.contains("quorate: error: internal error"), "{prompt}: {screen}");
        assert!(!needles.are_in(screen.as_bytes()), "{prompt}: {screen}");
        leaves_nothing(&format!("a panic at {prompt}"), &ended, &needles);
    }
}
