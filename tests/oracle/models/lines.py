"""The lines of a journal: which of their days can be believed, and why a line counts for nothing (docs/build/record.md). What a line
does to people and cards is asked elsewhere.
"""

import sets

ABOUT_PEOPLE = {"heard", "absent", "back", "left"}
TRIED = {"checked", "read-back", "drilled"}
PASSED_WITH_CARDS = {"drilled", "recovered"}
NEED_CARDS = {"lost", "stolen", "found", "moved", "handed-over", "seal", "destroyed", "checked", "read-back", "reissued"}
OTHERS = {"dealt", "rebuilt", "challenge", "receipt", "superseded"}
# Days for which somebody is expected to be away, where nobody said.
AWAY_DAYS = 30
EVENTS = ABOUT_PEOPLE | PASSED_WITH_CARDS | NEED_CARDS | OTHERS
MISDATED = ("ahead", "backwards")
# Which faults end when the same is noted once more.
MENDED = MISDATED + ("unsaid", "no-quorum")


class Line:
    """A line: its number from 1, what it says, and whether its day can be believed."""

    def __init__(self, number, entry, is_believed):
        self.number, self.entry, self.is_believed = number, entry, is_believed
        self.day, self.event, self.who, self.to = entry["day"], entry["event"], entry.get("who"), entry.get("to")
        self.cards, self.passed = entry.get("cards", []), entry.get("passed")
        self.drill = entry.get("drill", {})
        self.blamed = self.drill.get("blamed", [])
        # Why it counts for nothing, or of a misdated one for what harms alone; and the facts that are told of that.
        self.fault, self.told, self.is_mended = None, [], False

    @property
    def counts(self):
        return self.fault is None

    @property
    def harms(self):
        """Whether what harms in it is believed: on a day that cannot be, too."""
        return self.fault is None or self.fault in MISDATED

    def passes(self):
        """A drill or a recovery of a quorum that passed, whatever it left open."""
        return self.event in PASSED_WITH_CARDS and self.passed is True and self.counts

    def said(self):
        """What a later line has to say to mend this one; a drill is made good by another, whatever cards came."""
        cards = [] if self.event in PASSED_WITH_CARDS else self.cards
        return self.event, self.who, cards, self.to, self.entry.get("set")

    def left_open(self, record):
        """What it did not prove of all that recovery needs, and whether it says so; none where it proved all."""
        said = self.drill.get("unproved", []) if "drill" in self.entry else self.entry.get("unproved")
        if said is not None:
            open_ = [one if one in ("passphrase", "sealed-file") else "unknown" for one in said]
        else:
            was_compared = self.event == "recovered" and record.get("fingerprint") is not None
            open_ = [] if record["passphrase"] is False or was_compared else ["passphrase"]
            open_ += ["sealed-file"] if record.get("sealed") else []
        return {"line": self.number, "unproved": open_, "said": said is not None} if open_ else None


def dated(entries, begun, today):
    """The lines, and the last day that can be believed before the first and after each."""
    lines, last = [], [begun]
    for number, entry in enumerate(entries, 1):
        lines.append(Line(number, entry, last[-1] <= entry["day"] <= today))
        last.append(entry["day"] if lines[-1].is_believed else last[-1])
    return lines, last


def says_too_little(line):
    return (
        line.event in ABOUT_PEOPLE and line.who is None
        or line.event in NEED_CARDS and not line.cards
        or line.event == "moved" and line.to is None
        or line.event == "superseded" and "set" not in line.entry
    )


def is_quorum(plan, numbers):
    have = {tuple(map(int, number.split("."))) for number in numbers}
    return sets.brings(plan, lambda place: place in have, lambda thing: True)


def fault(line, record, people, today):
    """Why a line that is no receipt counts for nothing, with the facts told of it. `people` are those known by then."""
    own, plan = record["set"]["identifier"], record["plan"]
    plans = {one["identifier"]: one["plan"] for one in record["supersedes"]} | {own: plan}
    of_set = line.entry.get("set", own)
    is_bare = line.event in ("dealt", "rebuilt", "challenge", "superseded")
    if line.event not in EVENTS or says_too_little(line) or line.event in ("dealt", "rebuilt") and line.number > 1:
        return "journal-line", []
    if line.event in TRIED and line.passed is None and not (line.event == "drilled" and "drill" in line.entry):
        return "unsaid", []
    if not is_bare and of_set not in plans:
        return "journal-line", [str(of_set)]
    if of_set == own and line.event in ABOUT_PEOPLE:
        if line.who.lower() not in {name.lower() for name in people}:
            return "journal-line", [line.who]
    elif not is_bare and plans[of_set]:
        there = {f"{group}.{member}" for (group, member), _ in sets.cards(plans[of_set])}
        named = line.cards + (line.blamed if of_set == own else [])
        strange = [card for card in named if card not in there]
        if strange:
            return "journal-line", strange[:1]
        is_passed = line.event in PASSED_WITH_CARDS and line.passed is True
        if of_set == own and is_passed and not is_quorum(plan, line.cards):
            return "no-quorum", []
    if not line.is_believed:
        return "ahead" if line.day > today else "backwards", []
    return None, []


def mend(lines):
    """A line is told no longer once a later one says the same, and counts."""
    for line in lines:
        later = [one.said() for one in lines[line.number:] if one.counts]
        line.is_mended = line.fault in MENDED and line.said() in later
