"""What is said of the medium, and how other programs are asked."""

import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target/image"
FIRMWARE = pathlib.Path("/usr/share/OVMF")
BEGAN = time.monotonic()
FAILED = []


def not_run(reason):
    print(f"NOT RUN: {reason}")
    sys.exit(77)


def say(text):
    print(f"{time.monotonic() - BEGAN:5.0f} s  {text}", flush=True)


def expect(what, holds, seen=""):
    say(f"{what}: {'yes' if holds else 'NO'}")
    if not holds:
        FAILED.append(what)
        print(seen, flush=True)


def went_well(seen):
    return re.search(r"^END \d+: 0$", seen, re.MULTILINE) is not None


def run(*command, **options):
    return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
