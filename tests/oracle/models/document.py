"""The document that tells how a set stands: all facts, and what is due or wrong, the worst first."""

import hashlib

import findings
import journal
import lines
import soon


def of_sealed(recorded, file):
    """What became of the sealed file, whose bytes are these, if it is there; and what is wrong with that."""
    if file is None:
        return "missing", ("sealed-missing", [recorded["name"]])
    file = bytes.fromhex(file)
    if len(file) != recorded["bytes"]:
        return "other-length", ("sealed-altered", [recorded["name"], str(len(file))])
    if hashlib.sha256(file).hexdigest() != recorded["sha256"]:
        return "altered", ("sealed-altered", [recorded["name"]])
    return "as-it-was", None


def of_record(record):
    """What the record says of where it comes from."""
    told = {"origin": record["origin"]} if record.get("origin") else {}
    if record.get("remade"):
        told["remade"] = {"date_source" if name == "source" else name: said for name, said in record["remade"].items()}
    return told


def of(day, head, file):
    """What is told; `head` is one that somebody holds, `file` the sealed one as it is found."""
    seen, is_whole, told = day.seen, day.seen.is_whole, {}
    found = findings.all_of(day)
    recorded = seen.record.get("sealed")
    if recorded:
        standing, wrong = of_sealed(recorded, file)
        told["sealed"] = dict(recorded, standing=standing)
        found += [(4, *wrong)] if wrong and day.is_in_use else []
    if head:
        was = [lines for lines, one in enumerate(seen.heads) if journal.code(one) == head]
        told["history"] = "as-it-was" if was else "changed"
        if was:
            told["head_after_line"] = was[0]
        else:
            found.append((0, "other-head", []))
            is_whole = False
    found.sort(key=lambda finding: finding[0])
    can_ask = seen.fault is None or seen.fault[0] == "journal-missing"
    first = found[0][1] if found else None
    is_of_journal = first is not None and (first.startswith("journal-") and found[0][0] == 1 or first == "line-ends")
    code = None if first is None else "other-head" if first == "other-head" else "journal" if is_of_journal else "due"
    # What is missing may freeze the key, and cannot be counted on to thaw it.
    is_frozen = day.freezing == [[]]
    # The cards of a set of which another was made are to be destroyed: nobody asks how many of its people may stay away.
    freezing = day.freezing if day.is_in_use and (is_whole or is_frozen) else None
    return {
        "set": seen.own,
        "label": seen.record["label"],
        "practice": False,
        **of_record(seen.record),
        "plan_hash": seen.record["plan_hash"],
        "journal_head": journal.code(seen.heads[-1]),
        "journal_lines": len(seen.lines),
        "misdated_lines": sum(line.fault in lines.MISDATED and not line.is_mended for line in seen.lines),
        "history": "not-compared",
        **told,
        "challenge": journal.challenge(2, seen.heads[-1]) if can_ask else None,
        "challenge_day": seen.believed[-1],
        "weak_receipts": sum(version == "1" for _, _, version, _ in seen.proofs),
        "deadlines": {**{f"{name}_within_days": value for name, value in day.deadlines.items()}, "usual": day.is_usual},
        "date": seen.today,
        "date_source": "given",
        "complete": day.is_complete,
        "superseded_by": day.superseded_by,
        "supersedes": [old["identifier"] for old in seen.record["supersedes"]],
        "frozen": None if freezing is None else is_frozen,
        "frozen_if_silent": None if freezing is None else is_frozen or any(one[1] == "frozen-if-silent" for one in found),
        "tolerates_absent": max(len(freezing[0]) - 1, 0) if freezing else None,
        "freezing_sets": (freezing or [])[:100],
        "drilled": day.drilled,
        "drills_left_open": day.left_open,
        "drill_failed": day.drill_failed,
        "due_soon": soon.days(day) if day.is_in_use else [],
        **({"today": soon.today(day, freezing)} if day.is_in_use and seen.is_whole and (day.absent or day.lost) else {}),
        "people": day.people,
        "cards": day.cards,
        "findings": [{"finding": name, "facts": facts} for _, name, facts in found],
        "exit": 6 if found else 0,
        "code": code,
    }
