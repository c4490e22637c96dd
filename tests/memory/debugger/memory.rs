//! The memory of another process, as it was at one moment.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    os::unix::fs::FileExt as _,
};

use nix::unistd::Pid;

/// What the kernel calls the stack of the first thread.
pub const STACK: &str = "[stack]";

/// A way into the memory of a process. Whoever has opened it keeps it, whatever the process forbids later.
#[derive(Debug)]
pub struct Window {
    maps: File,
    memory: File,
}

impl Window {
    /// Opens the memory of a process that may be looked into now.
    pub fn open(process: Pid) -> io::Result<Self> {
        let open = |name: &str| File::open(format!("/proc/{process}/{name}"));
        Ok(Self { maps: open("maps")?, memory: open("mem")? })
    }

    /// Everything that can be read, which is everything but what is the kernel's own.
    pub fn read(&mut self) -> io::Result<Memory> {
        let mut maps = String::new();
        self.maps.seek(SeekFrom::Start(0))?;
        self.maps.read_to_string(&mut maps)?;
        let mut memory = Memory::default();
        for line in maps.lines() {
            let mut fields = line.split_whitespace();
            let (Some(range), Some(rights)) = (fields.next(), fields.next()) else { continue };
            let name = fields.nth(3).unwrap_or("[anonymous]").to_owned();
            if name.starts_with("[vvar") || name == "[vsyscall]" {
                continue;
            }
            let (start, end) = range.split_once('-').unwrap();
            let number = |hex: &str| u64::from_str_radix(hex, 16).unwrap();
            let (start, end) = (number(start), number(end));
            let mut bytes = vec![0; (end - start) as usize];
            match self.memory.read_exact_at(&mut bytes, start) {
                Ok(()) => memory.mappings.push(Mapping { name, start, bytes }),
                // What not even the process may read is tried all the same: it may have been readable before.
                Err(_) if !rights.starts_with('r') => {}
                Err(error) => return Err(io::Error::new(error.kind(), format!("{line}: {error}"))),
            }
        }
        Ok(memory)
    }
}

/// What a process had in its memory.
#[derive(Debug, Default)]
pub struct Memory {
    /// One after the other.
    pub mappings: Vec<Mapping>,
}

/// A stretch of it.
#[derive(Debug)]
pub struct Mapping {
    /// The file it is of, or what the kernel calls it.
    pub name: String,
    /// The address of its first byte.
    pub start: u64,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Memory {
    /// How many bytes of the stack are not zero before an address: deeper than that, for a stack grows downwards.
    #[must_use]
    pub fn left_on_stack_before(&self, address: u64) -> usize {
        let stack = self.mappings.iter().filter(|mapping| mapping.name == STACK);
        let bytes = stack.flat_map(|mapping| (mapping.start..address).zip(&mapping.bytes));
        bytes.filter(|(_, byte)| **byte != 0).count()
    }

    /// The stack alone.
    #[must_use]
    pub fn stack(mut self) -> Self {
        self.mappings.retain(|mapping| mapping.name == STACK);
        self
    }
}
