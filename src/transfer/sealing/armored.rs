//! A sealed file as it is read: with or without armor, it comes out as bytes.

use std::{
    fs::File,
    io::{self, Seek as _, SeekFrom},
    path::Path,
    sync::{Mutex, PoisonError},
};

use crate::{
    crypto::hash::RunningSha256,
    formats::age::{Armor, HeaderError},
    host::{
        failure::Failure,
        files::read::{fill, shown},
    },
    transfer::explain::sealed::{of_armor, of_header},
};

/// Bytes that are read at once where they do not go straight to their place.
const PIECE: usize = 64 << 10;

/// The same, to see whether anything follows.
const GLANCE: usize = 4 << 10;

/// The bytes of a sealed file without its armor, if it has any.
pub(super) struct Text<'a> {
    file: &'a File,
    path: &'a Path,
    /// Where the file is hashed as it is taken, if it is.
    hash: Option<&'a Mutex<RunningSha256>>,
    armor: Option<Armor>,
    /// Bytes that were read and not taken yet; from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    is_file_at_end: bool,
    /// Whether the bytes go straight to where they are opened, and are hashed there.
    is_straight: bool,
}

impl<'a> Text<'a> {
    /// From the beginning of the file.
    pub(super) fn begin(
        mut file: &'a File,
        path: &'a Path,
        hash: Option<&'a Mutex<RunningSha256>>,
    ) -> Result<Self, Failure> {
        file.seek(SeekFrom::Start(0)).map_err(|error| Failure::system(shown(path), &error))?;
        let mut text = Self {
            file,
            path,
            hash,
            armor: None,
            ahead: Vec::new(),
            taken: 0,
            is_file_at_end: false,
            is_straight: false,
        };
        text.look_ahead()?;
        if Armor::is_meant(&text.ahead) {
            let mut armor = Armor::default();
            let begun = std::mem::take(&mut text.ahead);
            text.hashed(&begun);
            armor.push(&begun, &mut text.ahead).map_err(|error| of_armor(path, error))?;
            text.armor = Some(armor);
            text.end_armor()?;
        }
        Ok(text)
    }

    /// Whether the file is text.
    pub(super) const fn is_armored(&self) -> bool {
        self.armor.is_some()
    }

    /// The chunks follow. Where there is no armor they are the file byte for byte, and whoever takes them hashes them:
    /// true.
    pub(super) fn begin_chunks(&mut self) -> bool {
        self.is_straight = !self.is_armored();
        self.is_straight
    }

    /// Takes the bytes up to where `length` finds an end, or all of them.
    pub(super) fn until(
        &mut self,
        length: impl Fn(&[u8]) -> Result<Option<usize>, HeaderError>,
    ) -> Result<Vec<u8>, Failure> {
        loop {
            let found = length(&self.ahead).map_err(|error| of_header(self.path, error))?;
            if let Some(end) = found.or(self.is_file_at_end.then_some(self.ahead.len())) {
                let bytes = self.ahead[..end].to_vec();
                self.take(end);
                return Ok(bytes);
            }
            self.look_ahead()?;
        }
    }

    /// Fills the place, as far as there is anything left.
    pub(super) fn fill(&mut self, place: &mut [u8]) -> Result<usize, Failure> {
        let mut filled = 0;
        loop {
            let now = (self.ahead.len() - self.taken).min(place.len() - filled);
            place[filled..][..now].copy_from_slice(&self.ahead[self.taken..][..now]);
            self.take(now);
            filled += now;
            if filled == place.len() || self.is_file_at_end {
                return Ok(filled);
            }
            if self.is_straight {
                // Straight to its place.
                let more = fill(&mut self.file, &mut place[filled..]).map_err(|error| self.failed(&error))?;
                self.is_file_at_end = filled + more < place.len();
                return Ok(filled + more);
            }
            self.look_ahead()?;
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_at_end(&mut self) -> Result<bool, Failure> {
        while self.taken == self.ahead.len() && !self.is_file_at_end {
            self.look_ahead()?;
        }
        Ok(self.taken == self.ahead.len())
    }

    fn take(&mut self, bytes: usize) {
        if !self.is_straight && !self.is_armored() {
            self.hashed(&self.ahead[self.taken..][..bytes]);
        }
        self.taken += bytes;
    }

    /// Reads one piece more of the file.
    fn look_ahead(&mut self) -> Result<(), Failure> {
        self.ahead.drain(..self.taken);
        self.taken = 0;
        let mut piece = vec![0; if self.is_straight { GLANCE } else { PIECE }];
        let filled = fill(&mut self.file, &mut piece).map_err(|error| self.failed(&error))?;
        self.is_file_at_end = filled < piece.len();
        if self.is_armored() {
            self.hashed(&piece[..filled]);
        }
        match &mut self.armor {
            Some(armor) => {
                armor.push(&piece[..filled], &mut self.ahead).map_err(|error| of_armor(self.path, error))?;
                self.end_armor()
            }
            None => {
                self.ahead.extend_from_slice(&piece[..filled]);
                Ok(())
            }
        }
    }

    fn end_armor(&mut self) -> Result<(), Failure> {
        match &mut self.armor {
            Some(armor) if self.is_file_at_end => {
                armor.finish(&mut self.ahead).map_err(|error| of_armor(self.path, error))
            }
            _ => Ok(()),
        }
    }

    fn hashed(&self, piece: &[u8]) {
        if let Some(hash) = self.hash {
            hash.lock().unwrap_or_else(PoisonError::into_inner).add(piece);
        }
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::system(shown(self.path), error)
    }
}
