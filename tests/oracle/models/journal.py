"""The format of journal and receipts, from docs/build/record.md: lines bound by hashes, challenges, and who signed what."""

import hashlib
import hmac
import json
from functools import lru_cache

import ed25519

# Version of a receipt: digits of the record's hash and of the challenge.
DIGITS = {1: (16, 20), 2: (32, 32)}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def challenge(version, head):
    return sha256(f"quorate challenge {version}\n{head}".encode())[:DIGITS[version][1]]


@lru_cache(maxsize=None)
def share_key(words, salt):
    """The key of a share, by HKDF-SHA256 of its words, and the public one of it."""
    secret = hmac.digest(bytes.fromhex(salt), words.encode(), "sha256")
    seed = hmac.digest(secret, b"quorate share key 1\x01", "sha256")
    return seed, ed25519.public(seed)


@lru_cache(maxsize=None)
def signature(words, salt, version, line):
    """What the share answers with; a receipt is right if it is this, for there is one signature only."""
    message = f"quorate receipt {version}\n{line.upper()}".encode()
    return ed25519.sign(*share_key(words, salt), message).hex()


def receipt(record, record_hash, words, card, asked, day, version):
    """A receipt of this card, in answer to the challenge after the head `asked`."""
    digits = record_hash[:DIGITS[version][0]]
    line = f"QUORATE-RECEIPT/{version}/{record['set']['identifier']}/{digits}/{card}/{challenge(version, asked)}/{day}"
    return f"{line}/{signature(words, record['salt'], version, line)}".upper()


def write(record_text, begun, drawn, words):
    """The journal that goes on with what was drawn. A receipt that is to be signed says which line it answers."""
    record, record_hash = json.loads(record_text), sha256(record_text.encode())
    heads, text = [record_hash], ""
    for line in begun.splitlines():
        # The record may have been changed since.
        line = line.replace(json.loads(line)["previous"], heads[-1])
        heads.append(sha256(line.encode()))
        text += line + "\n"
    for entry in drawn:
        entry = dict(entry)
        asked = entry.pop("sign", None)
        if asked:
            card, after = asked["card"], min(asked["after"], len(heads) - 1)
            line = receipt(record, record_hash, words[asked["by"]], card, heads[after], asked["day"], asked["version"])
            entry["receipt"] = line.replace(*asked["swap"]) if "swap" in asked else line
        nonce = sha256(f"nonce {text}".encode())[:32]
        line = json.dumps({"previous": heads[-1], "nonce": nonce, **entry}, separators=(",", ":"), ensure_ascii=False)
        heads.append(sha256(line.encode()))
        text += line + "\n"
    return text, heads


def read(record_hash, text):
    """The entries up to the first line that is not as it was written, the heads, and what is wrong with that one."""
    entries, heads = [], [record_hash]
    if not text:
        return entries, heads, ("journal-missing", [])
    for at, line in enumerate(text.splitlines(keepends=True), 1):
        if line.endswith("\r\n"):
            return entries, heads, ("line-ends", [str(at)])
        try:
            entry = json.loads(line)
            assert line.endswith("\n") and entry["previous"] == heads[-1]
        except (ValueError, KeyError, AssertionError):
            return entries, heads, ("journal-altered", [str(at)])
        entries.append(entry)
        heads.append(sha256(line[:-1].encode()))
    return entries, heads, None


def code(head):
    return "-".join(head[at:at + 4] for at in range(0, 32, 4))


def answered(record, record_hash, heads, lines, entry, words):
    """After how many lines the challenge of a receipt was given, and the day in it, if it is signed by the card of its
    line, for this record, in answer to a challenge that stands before the line."""
    fields = entry.get("receipt", "").upper().split("/")
    if len(fields) != 8 or fields[0] != "QUORATE-RECEIPT" or fields[1] not in ("1", "2"):
        return None
    version, card = int(fields[1]), fields[4]
    digits = record_hash[:DIGITS[version][0]].upper()
    if fields[2] != str(record["set"]["identifier"]) or fields[3] != digits or entry.get("cards") != [card]:
        return None
    has_key = any(f"{share['group']}.{share['member']}" == card and share["key"] for share in record["shares"])
    line = "/".join(fields[:7])
    if not has_key or fields[7].lower() != signature(words[card], record["salt"], version, line):
        return None
    given = [challenge(version, head).upper() for head in heads[:lines + 1]]
    return (given.index(fields[5]), fields[6]) if fields[5] in given else None
