//! What is called sealed was opened again, from the bytes that lie there, and gave the file back: other bytes under the
//! name, a file that changed where no date tells, and one of another length than is said of it.

use tempfile::TempDir;

use super::*;
use crate::host::failure::Code;

struct Bench {
    folder: TempDir,
    identity: Identity,
}

impl Bench {
    /// With a file of more pieces than one.
    fn new() -> Self {
        let identity = Identity::new(SecretBytes::build(32, |place| place.fill(7))).unwrap();
        let bench = Self { folder: tempfile::tempdir().unwrap(), identity };
        fs::write(bench.path("big"), plain()).unwrap();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn growing(&self, name: &str) -> Growing {
        Growing::within(&self.path(name), &self.path("big.age")).unwrap()
    }

    /// Seals the file `name` into this one.
    fn seal(&self, name: &str, growing: &mut Growing) -> Result<RecordedSealed, Failure> {
        let file = ToSeal::new(self.path(name).to_str().unwrap()).unwrap();
        seal(&file, &self.identity, growing, &Console::SILENT)
    }

    /// What a file with these bytes becomes.
    fn sealed(&self, plain: &[u8]) -> Vec<u8> {
        fs::write(self.path("other"), plain).unwrap();
        self.seal("other", &mut self.growing("sealed")).unwrap();
        let sealed = fs::read(self.path("sealed")).unwrap();
        fs::remove_file(self.path("sealed")).unwrap();
        sealed
    }
}

fn plain() -> Vec<u8> {
    (0..5 * CHUNK_BYTES + 3).map(|at| (at % 251) as u8).collect()
}

fn with_another_byte(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at] ^= 1;
    bytes
}

#[test]
fn what_lies_under_the_name_is_opened_and_not_what_was_to_be_written() {
    let bench = Bench::new();
    let sealed = bench.sealed(&plain());
    let last = sealed.len() - 1;
    let others = [
        ("the same file, sealed another time", sealed.clone()),
        ("another file, sealed to the same key", bench.sealed(&with_another_byte(plain(), 70_000))),
        ("altered in its last byte", with_another_byte(sealed.clone(), last)),
        ("without its last byte", sealed[..last].to_vec()),
        ("nothing", Vec::new()),
    ];
    for (what, other) in others {
        let mut growing = bench.growing("stage");
        // What is written from now on goes elsewhere, as it would on a medium that lies.
        fs::rename(bench.path("stage"), bench.path("elsewhere")).unwrap();
        fs::write(bench.path("stage"), other).unwrap();
        assert!(bench.seal("big", &mut growing).is_err(), "{what}");
        fs::remove_file(bench.path("stage")).unwrap();
    }
    let mut growing = bench.growing("stage");
    let recorded = bench.seal("big", &mut growing).unwrap();
    assert_eq!(recorded.bytes, fs::metadata(bench.path("stage")).unwrap().len());
}

#[test]
fn a_file_that_changes_and_keeps_its_date_is_not_what_was_sealed() {
    let changes: [(&str, Option<usize>, Option<Code>); 4] = [
        ("nothing", None, None),
        ("its first byte", Some(0), Some(Code::SelfCheck)),
        ("a byte of its third piece", Some(2 * CHUNK_BYTES + 9), Some(Code::SelfCheck)),
        ("its last byte", Some(plain().len() - 1), Some(Code::SelfCheck)),
    ];
    for (what, changed, expected) in changes {
        let bench = Bench::new();
        let (path, mut growing) = (bench.path("big"), bench.growing("stage"));
        let mut input = Input::open(&path).unwrap();
        let (sha256, bytes) =
            write_sealed(&mut input, &bench.identity, &mut growing, &Console::SILENT).unwrap();
        if let Some(at) = changed {
            let date = fs::metadata(&path).unwrap().modified().unwrap();
            fs::write(&path, with_another_byte(plain(), at)).unwrap();
            File::options().write(true).open(&path).unwrap().set_modified(date).unwrap();
        }
        let written = (sha256.as_str(), bytes);
        let ended = refuse_other_than(&mut input, &bench.identity, &growing, written, &Console::SILENT);
        assert_eq!(ended.err().map(|failure| failure.code), expected, "{what}");
    }
}

#[test]
fn a_file_is_read_to_its_end_whatever_is_said_of_its_length() {
    let bench = Bench::new();
    let length = plain().len();
    for (said, is_refused) in [(length, false), (length - 1, true), (1, true), (length + 1, true)] {
        fs::write(bench.path("said"), vec![0; said]).unwrap();
        let mut input = Input::open(&bench.path("big")).unwrap();
        input.found = fs::metadata(bench.path("said")).unwrap();
        // As much as is said, and not a byte more, so that only the look behind it can tell.
        let filled = input.fill(&mut vec![0; said]).unwrap();
        assert_eq!(filled, said.min(length));
        assert_eq!(input.is_at_end().is_err(), is_refused, "{said} of {length} bytes");
    }
}
