"""Deals shares as Vault does, by a port of its code: one JSON request a line on stdin, hex shares a line on stdout."""

import json
import sys
from importlib.metadata import version

from pyshamir import split

EXPECTED = "1.1.0"

if version("pyshamir") != EXPECTED:
    sys.exit(f"pyshamir {EXPECTED} is asked for, {version('pyshamir')} is here")

for line in sys.stdin:
    request = json.loads(line)
    parts = split(bytes.fromhex(request["secret"]), request["count"], request["threshold"])
    print(json.dumps([bytes(part).hex() for part in parts]))
