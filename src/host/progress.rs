//! How far long work has come, on stderr: in one line that is written over, on a terminal; into a pipe only where each step is
//! told, and then a line a second.

use std::{
    io::{self, IsTerminal as _},
    time::{Duration, Instant},
};

use super::console::{Console, tell_as_it_is};

/// Iterations that take a second or more.
const LONG: u64 = 4_000_000;

/// Recombinations that take about as long where memory and processor are old and slow.
const MANY: u64 = 50_000;

/// What takes less is not told; and so long a line stands in a pipe before the next.
const A_SECOND: Duration = Duration::from_secs(1);

impl Console {
    /// The progress of a derivation, shown on a terminal in one line, if it takes long.
    pub fn progress(&self, total: u64) -> impl FnMut(u64) {
        self.progress_of("deriving the key from the passphrase", total, LONG)
    }

    /// The same for recombinations of shares.
    pub fn progress_of_quorums(&self, total: u64) -> impl FnMut(u64) {
        self.progress_of("trying every quorum", total, MANY)
    }

    /// The same for a file of `total` bytes, if it has `long` or more.
    pub fn progress_of_file(&self, what: &'static str, total: u64, long: u64) -> impl FnMut(u64) + use<> {
        self.progress_of(what, total, long)
    }

    fn progress_of(&self, what: &'static str, total: u64, long: u64) -> impl FnMut(u64) + use<> {
        let is_told = self.tells_progress() && total >= long && io::stderr().is_terminal();
        let mut line = Percent { what, total, done: 0, percent: None };
        move |passed| {
            if is_told {
                line.advance(passed);
            }
        }
    }

    /// The progress of work on things that people can count, such as `card` for "card 17 of 48", told once it has taken a second.
    #[must_use]
    pub fn counting(&self, what: &'static str, of: usize) -> Counting {
        let place = match (self.tells_progress(), io::stderr().is_terminal(), self.verbose) {
            (true, true, _) => Destination::Terminal,
            (true, false, true) => Destination::Pipe,
            _ => Destination::Nowhere,
        };
        Counting { what, of, done: 0, told: Instant::now(), is_shown: false, width: 0, place }
    }

    const fn tells_progress(&self) -> bool {
        !self.quiet && !self.json && !self.silent
    }
}

/// Where progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Terminal,
    Pipe,
    Nowhere,
}

/// Things that are done one after the other.
#[derive(Debug)]
pub struct Counting {
    what: &'static str,
    of: usize,
    done: usize,
    /// When the last line was told, or the work began.
    told: Instant,
    is_shown: bool,
    /// Signs of the longest line that was shown.
    width: usize,
    place: Destination,
}

impl Counting {
    /// So many are done of what is counted by itself; each time it says so.
    pub fn at(&mut self, what: &'static str, done: usize, of: usize) {
        (self.what, self.of, self.done) = (what, of, done);
        self.tell();
    }

    /// The next begins.
    pub fn next(&mut self) {
        self.done += 1;
        self.tell();
    }

    fn tell(&mut self) {
        if let Some(line) = self.line(Instant::now()) {
            tell_as_it_is(&line);
        }
    }

    /// What is told of as many as are done at this time.
    fn line(&mut self, now: Instant) -> Option<String> {
        let is_due = now.duration_since(self.told) >= A_SECOND;
        if !is_due && !self.is_shown {
            return None;
        }
        let line = format!("quorate: {} {} of {}", self.what, self.done, self.of);
        match self.place {
            Destination::Terminal => {
                self.is_shown = true;
                self.width = self.width.max(line.len());
                Some(format!("\r{line:width$}", width = self.width))
            }
            Destination::Pipe if is_due => {
                self.told = now;
                Some(format!("{line}\n"))
            }
            Destination::Pipe | Destination::Nowhere => None,
        }
    }
}

impl Drop for Counting {
    fn drop(&mut self) {
        if self.is_shown {
            tell_as_it_is("\n");
        }
    }
}

/// A line on stderr that is written over until it is done.
struct Percent {
    what: &'static str,
    total: u64,
    done: u64,
    percent: Option<u64>,
}

impl Percent {
    fn advance(&mut self, passed: u64) {
        self.done += passed;
        let percent = (self.done.saturating_mul(100) / self.total.max(1)).min(100);
        if self.percent.replace(percent) != Some(percent) {
            tell_as_it_is(&format!("\rquorate: {}: {percent:3} %", self.what));
        }
    }
}

impl Drop for Percent {
    fn drop(&mut self) {
        if self.percent.is_some() {
            tell_as_it_is(&format!("\rquorate: {}: 100 %\n", self.what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of five cards that begin at these milliseconds.
    fn told(place: Destination, begin: [u64; 5]) -> Vec<Option<String>> {
        let told = Instant::now();
        let mut counting = Counting { what: "card", of: 5, done: 0, told, is_shown: false, width: 0, place };
        let lines = begin.map(|at| {
            counting.done += 1;
            counting.line(told + Duration::from_millis(at))
        });
        // Nothing is told of a line that was shown here.
        counting.is_shown = false;
        lines.to_vec()
    }

    #[test]
    fn what_takes_a_second_is_counted_and_what_does_not_is_not() {
        let line = |text: &str| Some(text.to_owned());
        for place in [Destination::Terminal, Destination::Pipe, Destination::Nowhere] {
            assert_eq!(told(place, [0, 100, 200, 300, 999]), vec![None; 5]);
        }
        let begin = [0, 600, 1200, 1300, 2300];
        let [three, four, five] = [3, 4, 5].map(|card| format!("quorate: card {card} of 5"));
        let terminal = [three.as_str(), &four, &five].map(|text| line(&format!("\r{text}")));
        assert_eq!(told(Destination::Terminal, begin), [vec![None, None], terminal.to_vec()].concat());
        let pipe = [None, None, line(&format!("{three}\n")), None, line(&format!("{five}\n"))];
        assert_eq!(told(Destination::Pipe, begin), pipe);
        assert_eq!(told(Destination::Nowhere, begin), vec![None; 5]);
    }

    #[test]
    fn what_counts_itself_is_told_in_its_own_things_over_the_whole_line() {
        let begun = Instant::now() - A_SECOND;
        let mut counting = Counting {
            what: "card",
            of: 0,
            done: 0,
            told: begun,
            is_shown: false,
            width: 0,
            place: Destination::Terminal,
        };
        let mut told = |what, done, of| {
            (counting.what, counting.of, counting.done) = (what, of, done);
            let line = counting.line(Instant::now());
            counting.is_shown = line.is_some();
            line.unwrap()
        };
        assert_eq!(told("set", 65_536, 1 << 24), "\rquorate: set 65536 of 16777216");
        assert_eq!(told("card", 2, 39), format!("\r{:30}", "quorate: card 2 of 39"));
        counting.is_shown = false;
    }
}
