//! A folder to run the program in, under the debugger, and what must be true of every run.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::debugger::{
    meddling::Meddling,
    memory::Memory,
    needles::Needles,
    traced::{Ended, FEW, Traced},
};
use nix::unistd::setsid;
use quorate::{crypto::stack::COMMAND, slip39::Share};
use tempfile::TempDir;

/// The program to look into: `QUORATE_BIN`, or the release build of this checkout.
pub fn program() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/release/quorate");
    let program = env::var_os("QUORATE_BIN").map_or(built, PathBuf::from);
    assert!(program.is_file(), "build it first: cargo build --release --locked, or name it in QUORATE_BIN");
    program.canonicalize().unwrap()
}

pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Another desk with the same files on it.
    pub fn like(&self) -> Self {
        let other = Self::new();
        copy(self.folder.path(), other.folder.path());
        other
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), contents).unwrap();
        self
    }

    /// Puts each share in a file of its own, `1.txt` and so on.
    pub fn put_shares<S: AsRef<str>>(&self, shares: &[S]) -> &Self {
        for (number, share) in (1..).zip(shares) {
            self.put(&format!("{number}.txt"), format!("{}\n", share.as_ref()));
        }
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the program with nothing on standard input.
    pub fn run(&self, arguments: &[&str]) -> Ran<'_> {
        self.pipe([], arguments)
    }

    /// Runs the program with `input` piped in: less than a pipe holds.
    pub fn pipe(&self, input: impl AsRef<[u8]>, arguments: &[&str]) -> Ran<'_> {
        self.meddled(input, arguments, None)
    }

    /// The same with calls that go wrong.
    #[allow(unsafe_code, reason = "between fork and exec nothing is done but one system call")]
    pub fn meddled(
        &self,
        input: impl AsRef<[u8]>,
        arguments: &[&str],
        meddling: Option<Meddling>,
    ) -> Ran<'_> {
        let (stdin, mut hand) = io::pipe().unwrap();
        hand.write_all(input.as_ref()).unwrap();
        drop(hand);
        let mut command = Command::new(program());
        command.args(arguments).stdin(stdin).current_dir(self.folder.path());
        command.env_clear().env("TMPDIR", self.folder.path());
        command.stdout(fs::File::create(self.path("stdout")).unwrap());
        command.stderr(fs::File::create(self.path("stderr")).unwrap());
        // SAFETY: `setsid` is async-signal-safe. Without a terminal nothing can be asked.
        unsafe { command.pre_exec(|| setsid().map(drop).map_err(io::Error::from)) };
        let arguments = arguments.join(" ");
        Ran { desk: self, arguments, ended: Traced::start_meddled(&mut command, meddling).ended() }
    }

    /// Runs what only prepares a case, and must succeed.
    pub fn prepare(&self, arguments: &[&str]) -> &Self {
        self.run(arguments).exits(0);
        self
    }

    /// The shares in a text, one a line.
    pub fn shares_in(&self, name: &str) -> Vec<String> {
        let is_share = |line: &&str| Share::parse(line).is_ok();
        self.read(name).lines().filter(is_share).map(str::to_owned).collect()
    }

    /// The shares in all the files of words in a folder.
    pub fn shares_under(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(self.path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        let words = names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
        words.flat_map(|path| self.shares_in(path.to_str().unwrap())).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A run that is over.
pub struct Ran<'a> {
    desk: &'a Desk,
    arguments: String,
    pub ended: Ended,
}

impl Ran<'_> {
    /// It ended with this exit code.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.ended.code, code, "{}: {}", self.arguments, self.desk.read("stderr"));
        self
    }

    /// Nothing of these was left in its memory.
    pub fn leaves_nothing_of(self, needles: &Needles) -> Self {
        leaves_nothing(&self.arguments, &self.ended, needles);
        self
    }
}

/// Nothing of these needles was left in the memory of a run, and to its last moment the walls stood: `programs` has
/// one without any.
pub fn leaves_nothing(name: &str, ended: &Ended, needles: &Needles) {
    // A wrong command line ends before there is anything to wall in.
    let walls = [("Seccomp", "2"), ("NoNewPrivs", "1")];
    for (wall, stands) in walls.into_iter().filter(|_| ended.code != 2) {
        assert_eq!(ended.status(wall), stands, "quorate {name}: {wall}");
    }
    let below = ended.left_below(COMMAND as u64);
    assert!(below < FEW, "quorate {name}: {below} bytes of its stack lie below what is wiped of it");
    leaves_nothing_in(&format!("{name}, exit {}", ended.code), &ended.memory, needles);
}

/// Nothing of these needles is in a memory.
pub fn leaves_nothing_in(name: &str, memory: &Memory, needles: &Needles) {
    // What is public has files of its own: the program, and the libraries that it is linked with.
    let files: BTreeSet<&str> = memory.mappings.iter().map(|mapping| mapping.name.as_str()).collect();
    let public = files.into_iter().filter(|name| name.contains(".so") || Path::new(name) == program());
    let needles = public.fold(needles.clone(), |needles, name| needles.without(&fs::read(name).unwrap()));
    assert!(needles.count() > 100, "{name}: there is nothing to look for");
    let residues = needles.residues(memory);
    assert_eq!(residues.count(), 0, "quorate {name}: left in memory:\n{residues:?}");
}
