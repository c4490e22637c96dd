"""What the programs beside this one measure with: peers that are had, programs in equal places, and one run of a command.

A machine's speed changes from second to second, so no time is compared with one of another moment. Each round starts
every command once, directly and without a shell, in an order of its own, so that none always runs in the wake of the
same other. Each round gives one ratio or one difference, and the median of these is told.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUSL, GNU = "x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"
KEY = bytes(range(32)).hex()


# What is compared, built or fetched.


def static_target():
    """What static programs are built for: musl where the compiler has it."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, check=True, text=True).stdout.strip()
    return MUSL if Path(sysroot, "lib/rustlib", MUSL, "lib").is_dir() else GNU


def build(manifest, target_folder, static=None, profile="release", *more):
    """Builds a package as anyone would, or with nothing to load at start, and returns where its programs are."""
    command = ["cargo", "build", "--profile", profile, "--locked", "--manifest-path", ROOT / manifest, *more]
    command += ["--target-dir", target_folder]
    environment = dict(os.environ)
    if static:
        command += ["--target", static]
        environment["RUSTFLAGS"] = "-C target-feature=+crt-static --cfg chacha20_avx512"
    subprocess.run(command, check=True, env=environment)
    return Path(target_folder) / (static or "") / profile


def given_out(target):
    """The program as it is given out."""
    subprocess.run([ROOT / "release/build", target], check=True, stdout=subprocess.DEVNULL)
    return ROOT / "target/dist" / target / "quorate"


def in_equal_places(folder, programs):
    """Copies of programs, by name. One that the linker wrote lies otherwise in the page cache, and starts slower."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, program in programs.items():
        (folder / name).unlink(missing_ok=True)
        subprocess.run(["cp", program, folder / name], check=True)
    return {name: str(folder / name) for name in programs}


def had(what, fetch):
    """The program that `fetch` brings, or nothing, and a line that says so."""
    try:
        program = fetch()
        if program and Path(program).exists():
            return str(program)
        reason = "not found"
    except (OSError, subprocess.CalledProcessError) as error:
        reason = error
    print(f"could not be had, and is left out: {what} ({reason})")
    return None


def python_reference(folder):
    """Of the Python that `QUORATE_PYTHON` names, or of one that is made."""
    if "QUORATE_PYTHON" in os.environ:
        return Path(os.environ["QUORATE_PYTHON"]).parent / "shamir"
    program = folder / "python/bin/shamir"
    if not program.exists():
        venv.create(folder / "python", with_pip=True)
        subprocess.run([program.parent / "pip", "install", "--quiet", "shamir-mnemonic[cli]==0.3.0"], check=True)
    return program


def slip39_crate(folder):
    program = folder / "slip39/bin/slip39"
    if not program.exists():
        # Only its own lock file has dependencies that still build.
        install = ["cargo", "install", "--locked", "slip39", "--version", "0.1.1", "--root", program.parent.parent]
        subprocess.run(install, check=True)
    return program


def debian(package, program):
    if not shutil.which(program) and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-q"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-qy", package], check=True, stdout=subprocess.DEVNULL)
    return shutil.which(program)


# How it is measured.


def run(command, stdin="/dev/null"):
    """What a command says on stdout."""
    with open(stdin) as source:
        return subprocess.run(command, stdin=source, capture_output=True, check=True, text=True).stdout


def milliseconds(command, stdin="/dev/null"):
    """How long a command takes from its start to its end: by the clock, and of the processor's time."""
    files = [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
    ]
    before = time.perf_counter_ns()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=files)
    _, status, used = os.wait4(child, 0)
    after = time.perf_counter_ns()
    if status:
        sys.exit(f"{' '.join(command)} failed while it was measured")
    return (after - before) / 1e6, (used.ru_utime + used.ru_stime) * 1e3


def rounds_of(commands, rounds):
    """For each round, by the clock and of the processor, what each command took, by name."""
    clock, processor = [], []
    for _ in range(rounds):
        order = random.sample(list(commands), len(commands))
        times = {name: milliseconds(*commands[name]) for name in order}
        clock.append({name: time[0] for name, time in times.items()})
        processor.append({name: time[1] for name, time in times.items()})
    return clock, processor


def median(rounds, of):
    """The median of what `of` makes of each round."""
    return statistics.median(of(one) for one in rounds)


class Walls:
    """What all walls together cost `quorate check` of one share: the program against the same command without them."""

    MOST_MILLISECONDS = 0.4

    def __init__(self, program, bare, share, rounds):
        share.write_text(run([program, "split", "3of5", "--generate", "256", "--no-input"]).splitlines()[0] + "\n")
        check = ["check", str(share)]
        assert run([program, *check]) == run([bare, *check]), "it is not the same work"
        self.pages, self.page = int(run([bare, "count", *check]).split()[-1]), float(run([bare, "page"]))
        self.locking = self.pages * self.page / 1e3
        clock, processor = rounds_of({0: ([program, *check],), 1: ([bare, *check],)}, rounds)
        clock_itself, processor_itself = rounds_of({0: ([program, *check],), 1: ([program, *check],)}, rounds)
        self.clock, self.clock_itself = self.of_the_clock(clock), self.of_the_clock(clock_itself)
        self.processor, self.processor_itself = map(self.of_the_processor, (processor, processor_itself))

    @staticmethod
    def of_the_clock(rounds):
        """Where nothing came between: the quickest tenth of each side, and what the one has more."""
        one, other = (statistics.quantiles([times[side] for times in rounds], n=10)[0] for side in (0, 1))
        return one, other, one - other

    @staticmethod
    def of_the_processor(rounds):
        """The medians of both, and of the differences."""
        return tuple(median(rounds, of) for of in (lambda r: r[0], lambda r: r[1], lambda r: r[0] - r[1]))

    def total(self):
        """With the pages that are locked on both sides."""
        return self.locking + max(self.processor[2], self.clock[2])
