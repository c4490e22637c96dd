//! Two worker threads for large files. The seccomp filter forbids new threads, so they are spawned before it, for the
//! commands that may need them. The sandbox holds for them as well: the filter is installed for all threads at once, and
//! they inherit what confines the files.
//!
//! A large file passes through the workers one run of chunks after the other, and comes out in order. Where no worker
//! could be spawned, the main thread does their work.

use std::sync::Arc;
use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use crate::{
    crypto::{hash::RunningSha256, stack},
    formats::age::{Chunks, StreamError},
    host::failure::{Code, Failure},
};

/// What is done with each run of chunks.
pub type Stage = Box<dyn FnMut(&mut Chunks) -> Result<(), StreamError> + Send>;

/// Runs that are on their way at once: enough that three threads on two processors hardly ever wait for each other, few
/// enough to be locked in memory, 5 MiB of the 8 that an ordinary user has.
const ON_THE_WAY: usize = 20;

/// Worker threads: one seals or opens, one hashes; the main thread reads and writes.
const HANDS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// Idle workers.
static FREE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// Spawns the workers; to be called before the sandbox is put up. A failure costs speed and nothing else.
pub fn hire() {
    let (ready, readiness) = channel();
    for _ in 0..HANDS {
        let (give, work) = channel::<Job>();
        let ready = ready.clone();
        let worker = move || {
            let _ = ready.send(());
            work.into_iter().for_each(|job| job());
        };
        if thread::Builder::new().spawn(worker).is_err() {
            return;
        }
        // Until it runs, it makes system calls that the filter would forbid.
        if readiness.recv().is_ok() {
            free().push(give);
        }
    }
}

fn free() -> std::sync::MutexGuard<'static, Vec<Sender<Job>>> {
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a large file from `read` to `write`, through all `stages` in this order, run by run.
///
/// # Errors
///
/// Whatever any of them returns.
pub fn along(
    stages: Vec<Stage>,
    mut read: impl FnMut(&mut Chunks) -> Result<(), Failure>,
    mut write: impl FnMut(&Chunks) -> Result<(), Failure>,
) -> Result<(), Ended> {
    let mut pipeline = Pipeline::of(stages);
    let mut idle: Vec<Chunks> = Vec::with_capacity(ON_THE_WAY);
    let (mut is_read, mut on_the_way) = (false, 0);
    loop {
        while !is_read && on_the_way < ON_THE_WAY {
            let mut chunks = idle.pop().unwrap_or_default();
            read(&mut chunks)?;
            is_read = chunks.is_last();
            pipeline.put(chunks)?;
            on_the_way += 1;
        }
        if on_the_way == 0 {
            return Ok(());
        }
        let (chunks, done) = pipeline.take()?;
        done?;
        write(&chunks)?;
        on_the_way -= 1;
        idle.push(chunks);
    }
}

/// How a file ends on its way.
#[derive(Debug)]
pub enum Ended {
    /// It could not be read or written.
    Failure(Failure),
    /// A stage has refused a chunk.
    Stream(StreamError),
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<StreamError> for Ended {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

/// Some chunks, and how they went.
type Done = (Chunks, Result<(), StreamError>);

enum Pipeline {
    /// Each stage has a worker. The ends are dropped first, which tells the workers that no more comes.
    Workers { ends: Option<(Sender<Done>, Receiver<Done>)>, busy: Receiver<()> },
    /// The main thread does it all.
    Alone { stages: Vec<Stage>, done: VecDeque<Done> },
}

impl Pipeline {
    fn of(stages: Vec<Stage>) -> Self {
        let mut free = free();
        if stages.is_empty() || free.len() < stages.len() {
            return Self::Alone { stages, done: VecDeque::new() };
        }
        let (first, mut last) = channel();
        let (is_busy, busy) = channel::<()>();
        for stage in stages {
            let (on, next) = channel();
            if let Some(worker) = free.pop() {
                let (again, is_busy) = (worker.clone(), is_busy.clone());
                let job = work(std::mem::replace(&mut last, next), stage, on);
                let _ = worker.send(Box::new(move || {
                    job();
                    self::free().push(again);
                    drop(is_busy);
                }));
            }
        }
        Self::Workers { ends: Some((first, last)), busy }
    }

    fn put(&mut self, chunks: Chunks) -> Result<(), Failure> {
        match self {
            Self::Workers { ends, .. } => {
                let (first, _) = ends.as_ref().ok_or_else(lost)?;
                first.send((chunks, Ok(()))).map_err(|_| lost())
            }
            Self::Alone { stages, done } => {
                let mut chunks = (chunks, Ok(()));
                stages.iter_mut().for_each(|stage| through(stage, &mut chunks));
                done.push_back(chunks);
                Ok(())
            }
        }
    }

    fn take(&mut self) -> Result<Done, Failure> {
        match self {
            Self::Workers { ends, .. } => {
                let (_, last) = ends.as_ref().ok_or_else(lost)?;
                last.recv().map_err(|_| lost())
            }
            Self::Alone { done, .. } => done.pop_front().ok_or_else(lost),
        }
    }
}

impl Drop for Pipeline {
    /// Waits until every worker is idle again, even after a failure: the next file may follow at once.
    fn drop(&mut self) {
        if let Self::Workers { ends, busy } = self {
            drop(ends.take());
            busy.iter().for_each(drop);
        }
    }
}

/// What a worker does until no more comes. It has a stack of its own, which nobody else wipes.
fn work(from: Receiver<Done>, mut stage: Stage, to: Sender<Done>) -> impl FnOnce() + Send {
    move || {
        stack::wiped_deeply(|| {
            for mut chunks in from {
                through(&mut stage, &mut chunks);
                if to.send(chunks).is_err() {
                    return;
                }
            }
        });
    }
}

/// Chunks that have failed are passed on as they are.
fn through(stage: &mut Stage, (chunks, done): &mut Done) {
    if done.is_ok() {
        *done = stage(chunks);
    }
}

/// A worker that ends before its work does has panicked.
fn lost() -> Failure {
    Failure::new(Code::Internal, "internal error", "please report what was run, without any secret")
}

/// Adds all chunks, sealed, to the hash.
#[must_use]
pub fn hashing(hash: Arc<Mutex<RunningSha256>>) -> Stage {
    Box::new(move |chunks| {
        hashed(&hash, chunks.sealed());
        Ok(())
    })
}

/// Adds these bytes to the hash, whoever else holds it.
pub fn hashed(hash: &Mutex<RunningSha256>, piece: &[u8]) {
    hash.lock().unwrap_or_else(PoisonError::into_inner).add(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes 100 runs of one chunk through two stages, and gives the numbers that came out.
    fn numbers(fails_at: Option<u64>) -> (Vec<u64>, Result<(), Ended>) {
        let (mut number, mut out) = (0, Vec::new());
        let first: Stage = Box::new(move |chunks| match fails_at {
            Some(at) if chunks.next() > at => Err(StreamError::Altered { chunk: at }),
            _ => Ok(()),
        });
        let second: Stage = Box::new(|_| Ok(()));
        let ended = along(
            vec![first, second],
            |chunks| {
                chunks.take_plain::<Failure>(number, |place| Ok(place.len()), || Ok(number >= 400))?;
                number = chunks.next();
                Ok(())
            },
            |chunks| {
                out.push(chunks.next());
                Ok(())
            },
        );
        (out, ended)
    }

    #[test]
    fn chunks_come_out_in_order_with_workers_and_without() {
        let expected: Vec<u64> = (1..=101).map(|run| 4 * run).collect();
        let (alone, ended) = numbers(None);
        assert!(ended.is_ok() && alone == expected, "{alone:?}");
        hire();
        for _ in 0..5 {
            let (together, ended) = numbers(None);
            assert!(ended.is_ok() && together == expected, "{together:?}");
            let (some, ended) = numbers(Some(200));
            assert!(matches!(ended, Err(Ended::Stream(StreamError::Altered { chunk: 200 }))));
            assert!(expected.starts_with(&some) && some.len() == 50);
        }
    }
}
