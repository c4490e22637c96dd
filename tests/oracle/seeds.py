"""Deals shares of codex32, and judges texts, as the package `codex32` does: one JSON request a line on stdin, one answer a
line on stdout."""

import json
import sys
from importlib.metadata import version

from codex32 import Codex32String
from codex32.errors import CodexError

EXPECTED = "0.6.1"


def deal(seed, threshold, identifier, others, count):
    """The secret, then so many shares: one for each of the payloads, the rest on the polynomial through them."""
    indices = "acdefghjklmnpqrtuvwxyz023456789"[:count]
    name = f"ms1{threshold}{identifier}"
    secret = Codex32String.from_seed(bytes.fromhex(seed), name + "s")
    given = [Codex32String.from_seed(bytes.fromhex(other), name + index) for other, index in zip(others, indices)]
    rest = [Codex32String.interpolate_at([secret, *given], index) for index in indices[len(given):]]
    return [share.s for share in [secret, *given, *rest]]


def judge(text):
    try:
        return Codex32String.from_string("ms", text).data.hex()
    except CodexError:
        return None


if version("codex32") != EXPECTED:
    sys.exit(f"codex32 {EXPECTED} is asked for, {version('codex32')} is here")

for line in sys.stdin:
    request = json.loads(line)
    task = {"deal": deal, "judge": judge}[request.pop("task")]
    print(json.dumps(task(**request)))
