"""Makes wallets as the packages `mnemonic` and `bip32` do: one JSON request a line on stdin, one answer a line on stdout."""

import json
import sys
from importlib.metadata import version

from bip32 import BIP32
from mnemonic import Mnemonic

EXPECTED = {"bip32": "5.0.0", "mnemonic": "0.21"}


def master(seed):
    return BIP32.from_seed(bytes.fromhex(seed)).get_xpriv()


def wallet(entropy, language, passphrase):
    words = Mnemonic(language.replace("-", "_")).to_mnemonic(bytes.fromhex(entropy))
    seed = Mnemonic.to_seed(words, passphrase)
    return {"words": words, "seed": seed.hex(), "xprv": master(seed.hex())}


for package, expected in EXPECTED.items():
    if version(package) != expected:
        sys.exit(f"{package} {expected} is asked for, {version(package)} is here")

for line in sys.stdin:
    request = json.loads(line)
    task = {"master": master, "wallet": wallet}[request.pop("task")]
    print(json.dumps(task(**request)))
