"""Recomputes a deal of people's rolls with hashlib, hmac, bip39-slip39 and the reference, by docs/trust/randomness.md alone:
one JSON request a line on stdin, one answer a line on stdout."""

import hashlib
import hmac
import json
import sys
from importlib.metadata import version

from bip39_slip39.__main__ import _entropy, _rolls_needed
from shamir_mnemonic import cipher, shamir

for package, expected in (("shamir-mnemonic", "0.3.0"), ("bip39-slip39", "2026.10.24")):
    if version(package) != expected:
        sys.exit(f"{package} {expected} is asked for, {version(package)} is here")


def expand(extracted, info, length):
    """RFC 5869, 2.3."""
    filled, block = b"", b""
    for number in range(1, 256):
        if len(filled) >= length:
            return filled[:length]
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        filled += block
    raise ValueError(length)


def deal(rolls, sides, machine, bits, dice_only, key, passphrase, exponent, groups_needed, groups, plan_hash):
    machine = bytes.fromhex(machine)
    if sides != 52:
        assert {len(contributor) for contributor in rolls} == {_rolls_needed(bits, sides)}
    key_bytes = bits // 8 if key is None else None
    if key is not None:
        key = bytes.fromhex(key)
    elif dice_only:
        digits = "".join(str(roll) for contributor in rolls for roll in contributor)
        key = hashlib.sha256(digits.encode()).digest()[:key_bytes]
    else:
        key = _entropy(bits, rolls, machine)
        by_hand = hashlib.sha256(b"".join(bytes(contributor) for contributor in rolls) + machine).digest()
        assert key == by_hand[:key_bytes]
    context = json.dumps(
        {
            "exponent": exponent,
            "extendable": True,
            "groups": groups,
            "groups_needed": groups_needed,
            "plan_hash": plan_hash,
        },
        separators=(",", ":"),
    )
    contributions = b"".join(bytes([sides]) + len(one).to_bytes(2, "big") + bytes(one) for one in rolls)
    encrypted = cipher.encrypt(key, passphrase.encode(), exponent, 0, True)
    extracted = hmac.digest(
        b"quorate dealing 1",
        machine
        + hashlib.sha256(contributions).digest()
        + hashlib.sha256(context.encode()).digest()
        + encrypted,
        "sha256",
    )
    sizes = []

    def draw(length):
        value = expand(extracted, b"quorate deal 1" + len(sizes).to_bytes(2, "big"), length)
        sizes.append(length)
        return value

    shamir.RANDOM_BYTES = draw
    shares = shamir.generate_mnemonics(
        groups_needed, [tuple(group) for group in groups], key, passphrase.encode(), True, exponent
    )
    identity = hmac.digest(b"quorate dealing 1", machine + hashlib.sha256(contributions).digest(), "sha256")
    return {
        "key": key.hex(),
        "commitment": hashlib.sha256(machine).hexdigest(),
        "shares": [share for group in shares for share in group],
        "salt": expand(extracted, b"quorate record salt 1", 32).hex(),
        "identity": expand(identity, b"quorate sealed identity 1", 32).hex(),
        "draws": sizes,
    }


for line in sys.stdin:
    print(json.dumps(deal(**json.loads(line))))
