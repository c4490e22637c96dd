//! What the manual says beside the declarations: of the program as a whole, of files, and of the environment.

/// The day on which the manual was last changed.
pub(super) const DAY: &str = "2026-12-01";

/// What the program is.
pub(super) const WHOLE: &str = "\
quorate splits a private key into shares by the standard SLIP-0039. Any quorum of
them brings the key back; no single keyholder can freeze it or take it.
It proves that the backup works without showing the key, and needs no network.

A key of any form can be split: hex digits, BIP-39 words, WIF, xprv, an age
identity or raw bytes. A file of any size is sealed to a new key, which is split.
Hardware wallets and other programs for SLIP-0039 read the shares, too.

No secret comes by an argument or by the environment. Secrets come from files,
from standard input for -, or from a hidden prompt. Standard output gets what was
asked for, and all else goes to standard error.

Nothing is ever overwritten: a file or folder to be made must not exist.";

/// The first things to try.
pub(super) const WHOLE_EXAMPLES: &str = "\
quorate practice                              all of it, on a published key
quorate plan 3of5 > plan.toml                 who has which card: edit it
quorate policy --plan plan.toml               who can freeze it, who can take it
quorate split --plan plan.toml -o ceremony    make the shares
quorate check alice.txt --record record.json  is this card still good?
quorate drill *.txt --record record.json      does the backup work?
quorate status record.json                    what is due?
quorate recover a.txt b.txt c.txt -o key.txt  bring the key back";

/// Files and folders: the name, what it is, and the commands that read or make it.
pub(super) const FILES: [(&str, &str, &[&str]); 14] = [
    (
        "plan.toml",
        "A plan: who has which card, and the rules. It holds no secret, but names people.",
        &["plan", "policy", "split", "reissue", "note"],
    ),
    (
        "record.json",
        "The record of a set: its public facts, and the plan of its deal. It never changes.",
        &[
            "plan", "policy", "split", "check", "drill", "card", "reissue", "recover", "note", "status",
            "evidence",
        ],
    ),
    (
        "journal.jsonl",
        "Beside the record: what happened since, a line each, bound to the line before.",
        &[
            "plan", "policy", "split", "check", "drill", "card", "reissue", "recover", "note", "status",
            "evidence",
        ],
    ),
    (
        "DIR/secret",
        "Of `-o DIR`: the files with shares, for their holders alone.",
        &["split", "card", "reissue"],
    ),
    (
        "DIR/public",
        "Of `-o DIR`: what holds no secret, such as the record and the cover sheet.",
        &["split", "card", "reissue"],
    ),
    (
        "NAME.age",
        "A sealed file, or a share that is sealed to its holder, in the age format.",
        &["split", "check", "drill", "card", "reissue", "recover", "status"],
    ),
    (
        "DIR/MANIFEST.json, DIR/CHECKLIST.txt",
        "Of `evidence -o DIR`: the sums of all other files, and what is signed.",
        &["evidence"],
    ),
    (
        "DIR/quorate.1, DIR/quorate-COMMAND.1",
        "Of `man DIR`: the pages, for their owner. Installed, they lie in /usr/share/man/man1.",
        &["man"],
    ),
    (
        "/usr/share/bash-completion/completions/quorate",
        "Where bash looks for its completions.",
        &["completions"],
    ),
    (
        "/usr/share/zsh/vendor-completions/_quorate",
        "Where zsh looks for them, or any folder of its fpath.",
        &["completions"],
    ),
    (
        "/usr/share/fish/vendor_completions.d/quorate.fish",
        "Where fish looks for them; for one user it is ~/.config/fish/completions.",
        &["completions"],
    ),
    ("/dev/tty", "The terminal: there quorate asks for secrets, and shows them.", TAKING_SECRETS),
    (
        "/proc, /sys",
        "What the system says of itself. It is read before a ceremony, too.",
        &["preflight", "split", "recover", "drill", "reissue"],
    ),
    (
        "TMPDIR/quorate-PRACTICE-NUMBER",
        "The folder of the exercise. It is removed at the end.",
        &["practice"],
    ),
];

/// The commands that ask for shares, keys or passphrases.
const TAKING_SECRETS: &[&str] = &["split", "check", "drill", "card", "reissue", "recover"];

/// Variables: the name, what it does, and the commands that it is for; all of them, if none is named.
pub(super) const ENVIRONMENT: [(&str, &str, &[&str]); 6] = [
    ("COLUMNS", "How wide the help is, where no terminal says it.", &[]),
    ("NO_COLOR", "If it is set and not empty, there is no colour, unless --color says always.", &[]),
    ("TERM", "If it is `dumb` or not set, output is as with --plain.", &[]),
    ("TMPDIR", "Where the folder of the exercise is made [default: /tmp]", &["practice"]),
    (
        "SSH_CONNECTION, SSH_TTY, SSH_CLIENT, ASCIINEMA_REC, TMUX, STY",
        "Signs of a session that is remote, recorded or kept: the machine is not fit then.",
        &["preflight"],
    ),
    (
        "LD_PRELOAD, LD_AUDIT",
        "Signs of foreign code in this program: the machine is unfit then.",
        &["preflight"],
    ),
];
