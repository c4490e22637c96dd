"""Asks the reference implementation: one JSON request a line on stdin, one answer a line on stdout."""

import json
import sys
from importlib.metadata import version

from shamir_mnemonic import combine_mnemonics, generate_mnemonics

EXPECTED = "0.3.0"


def combine(mnemonics, passphrase):
    return combine_mnemonics(mnemonics, passphrase.encode()).hex()


def generate(groups_needed, groups, secret, passphrase, extendable, exponent):
    groups = [tuple(group) for group in groups]
    secret = bytes.fromhex(secret)
    return generate_mnemonics(groups_needed, groups, secret, passphrase.encode(), extendable, exponent)


if version("shamir-mnemonic") != EXPECTED:
    sys.exit(f"shamir-mnemonic {EXPECTED} is asked for, {version('shamir-mnemonic')} is here")

for line in sys.stdin:
    request = json.loads(line)
    task = {"combine": combine, "generate": generate}[request.pop("task")]
    print(json.dumps(task(**request)))
