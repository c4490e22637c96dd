//! Why a sealed file does not open, and where.

use std::path::Path;

use crate::{
    formats::age::{ArmorError, HeaderError, SEALED_CHUNK_BYTES, StreamError},
    host::{
        failure::{Code, Failure},
        files::read::shown,
    },
};

/// Why a header does not open. What cannot be read as a sealed file is input like any other; what can, and is not sealed to these shares or was
/// altered, does not belong to them.
#[must_use]
pub fn of_header(path: &Path, error: HeaderError) -> Failure {
    let (code, hint) = match error {
        HeaderError::NotAge => (Code::NotSealed, "give the sealed file: its name usually ends with .age"),
        HeaderError::Version => (Code::SealedVersion, "use a later version of quorate, or of age"),
        HeaderError::LineEnds => {
            (Code::SealedDamaged, "use another copy of it, and send that as a file, not as text")
        }
        HeaderError::NotForThis => (
            Code::NotOfThisSet,
            "look for the file sealed to these shares; if there is a passphrase, try another one",
        ),
        HeaderError::Altered | HeaderError::LowOrder { .. } => {
            (Code::SealedAltered, "use another copy of it, and find out who altered this one")
        }
        HeaderError::WorkFactor { .. } => {
            (Code::TooLarge, "ask whoever sealed it to do so with a work factor of 20 or less")
        }
        HeaderError::Memory { .. } => (Code::System, "end other programs, or use a machine with more memory"),
        HeaderError::Malformed { .. } | HeaderError::CutOff | HeaderError::TooLong => {
            (Code::SealedDamaged, "use another copy of it: any copy will do")
        }
    };
    let message = match error {
        HeaderError::NotForThis => {
            format!("{}: these shares do not open it: it is sealed to another key", shown(path))
        }
        _ => format!("{}: {error}", shown(path)),
    };
    Failure::new(code, message, hint)
}

/// Why a text is no armor.
#[must_use]
pub fn of_armor(path: &Path, error: ArmorError) -> Failure {
    let hint = "use another copy of it, and send that unchanged";
    Failure::new(Code::SealedDamaged, format!("{}: {error}", shown(path)), hint)
}

/// Why a chunk does not open; with its place, where the first begins at `first_chunk` of the file.
#[must_use]
pub fn of_stream(path: &Path, error: StreamError, first_chunk: Option<usize>) -> Failure {
    let chunk = match error {
        StreamError::Altered { chunk }
        | StreamError::EndAltered { chunk }
        | StreamError::CutOff { chunk }
        | StreamError::Extended { chunk } => chunk,
    };
    let place = first_chunk.map_or_else(String::new, |first| {
        format!(", which begins at byte {}", first as u64 + chunk * SEALED_CHUNK_BYTES as u64)
    });
    let message = format!("{}: {error}{place}", shown(path));
    let hint = "nothing of it was kept: use another copy, and find out what happened to this one";
    Failure::new(Code::SealedAltered, message, hint)
}
