"""What wallets show of a key, as the package `bip_utils` derives it: one JSON request a line on stdin, one answer a line on
stdout."""

import json
import sys
from importlib.metadata import version

import bip_utils as wallet
from bip_utils import Bip32Slip10Ed25519, Bip32Slip10Secp256k1

if version("bip_utils") != "2.12.3":
    sys.exit(f"bip_utils 2.12.3 is asked for, {version('bip_utils')} is here")

SHORT = {"main": {"net": "bc", "p2pkh": b"\x00", "p2sh": b"\x05"}, "test": {"net": "tb", "p2pkh": b"\x6f", "p2sh": b"\xc4"}}


def bitcoin(public, network):
    """Every kind of address of a key."""
    net = SHORT[network]
    return {
        "p2pkh": wallet.P2PKHAddrEncoder.EncodeKey(public, net_ver=net["p2pkh"]),
        "p2sh": wallet.P2SHAddrEncoder.EncodeKey(public, net_ver=net["p2sh"]),
        "p2wpkh": wallet.P2WPKHAddrEncoder.EncodeKey(public, hrp=net["net"]),
        "p2tr": wallet.P2TRAddrEncoder.EncodeKey(public, hrp=net["net"]),
    }


def of_point(public):
    return {
        "main": bitcoin(public, "main"),
        "test": bitcoin(public, "test"),
        "ethereum": wallet.EthAddrEncoder.EncodeKey(public),
        "compressed": public.RawCompressed().ToHex(),
        "uncompressed": public.RawUncompressed().ToHex(),
    }


def node(seed, path):
    """A node below the master key of a seed."""
    at = Bip32Slip10Secp256k1.FromSeed(bytes.fromhex(seed)).DerivePath(path.replace("h", "'"))
    public = at.PublicKey()
    return of_point(public.KeyObject()) | {"xpub": public.ToExtended()}


def fingerprint(seed):
    return Bip32Slip10Secp256k1.FromSeed(bytes.fromhex(seed)).FingerPrint().ToHex()


def private(key):
    """A private key of secp256k1."""
    return of_point(wallet.Secp256k1PrivateKey.FromBytes(bytes.fromhex(key)).PublicKey())


def edwards(seed, path):
    """A node of Ed25519 (SLIP-0010)."""
    at = Bip32Slip10Ed25519.FromSeed(bytes.fromhex(seed)).DerivePath(path.replace("h", "'"))
    return of_edwards(at.PublicKey().KeyObject())


def of_edwards(public):
    return {"key": public.RawCompressed().ToHex()[2:], "solana": wallet.SolAddrEncoder.EncodeKey(public)}


def edwards_private(key):
    return of_edwards(wallet.Ed25519PrivateKey.FromBytes(bytes.fromhex(key)).PublicKey())


def seed(entropy, passphrase):
    words = wallet.Bip39MnemonicGenerator().FromEntropy(bytes.fromhex(entropy))
    return wallet.Bip39SeedGenerator(words).Generate(passphrase).hex()


TASKS = {
    "node": node,
    "fingerprint": fingerprint,
    "private": private,
    "edwards": edwards,
    "edwards_private": edwards_private,
    "seed": seed,
}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(TASKS[request.pop("task")](**request)))
