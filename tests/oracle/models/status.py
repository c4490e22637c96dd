"""What `quorate status --json` has to answer, from the record and its journal alone: one JSON request a line on stdin, one
answer a line. By docs/record.md and the help of the command. Each fact is asked of all lines anew: nothing is carried
from line to line but the last day that can be believed.
"""

import json
import sys

import findings
import journal
import left_out
import sets

ABOUT_PEOPLE = {"heard", "absent", "back", "left"}
TRIED = {"checked", "read-back", "drilled"}
OF_CARDS = {"lost", "destroyed", "stolen", "found", "moved", "handed-over", "seal", "receipt", "reissued", "recovered"}
EVENTS = ABOUT_PEOPLE | TRIED | OF_CARDS | {"dealt", "rebuilt", "challenge", "superseded"}


class Line:
    """A line: its number from 1, what it says, its day, and whether the day can be."""

    def __init__(self, number, entry, is_good):
        self.number, self.entry, self.is_good = number, entry, is_good
        self.day, self.event = entry["day"], entry["event"]
        self.cards, self.passed = entry.get("cards", []), entry.get("passed")
        # Why it counts for nothing, as the name of a finding; misdated lines still tell what harms.
        self.fault, self.told = None, []


class Set:
    """A set on a day."""

    def __init__(self, record_text, text, today, words):
        self.record, self.today = json.loads(record_text), today
        self.plan = self.record["plan"]
        self.hash = journal.sha256(record_text.encode())
        entries, self.heads, self.fault = journal.read(self.hash, text)
        self.own = self.record["set"]["identifier"]
        dealt = self.record["date"] and self.record["date"]["day"]
        self.dealt = min(dealt, today) if dealt else None
        first = entries[0]["day"] if entries else today
        self.begun = self.dealt or min(first, today)
        self.believed = [self.begun]
        self.lines = []
        for number, entry in enumerate(entries, 1):
            is_good = self.believed[-1] <= entry["day"] <= today
            self.believed.append(entry["day"] if is_good else self.believed[-1])
            self.lines.append(Line(number, entry, is_good))
        self.cards = {f"{at}.{member}": card for (at, member), card in sets.cards(self.plan)}
        nobody = {sets.number(self.plan, place) for place, card in sets.cards(self.plan) if not card["access"]}
        self.people = sets.people(self.plan) | nobody
        # Receipts: after how many lines each was asked for, of which card, and of which version.
        self.proofs = []
        for line in self.lines:
            self.judge(line, words)
        self.mend()
        of_own = [line for line in self.lines if line.entry.get("set", self.own) == self.own]
        self.own_lines = [line for line in of_own if self.counts(line)]

    def judge(self, line, words):
        """Why this line counts for nothing, if it does."""
        old = {one["identifier"]: one["plan"] for one in self.record["supersedes"]}
        of_set = line.entry.get("set", self.own)
        known = self.cards
        if line.event == "receipt":
            after = journal.answered(self.record, self.hash, self.heads, line.number - 1, line.entry, words)
            if after is None:
                line.fault = "receipt-proves-nothing"
            elif line.passed is not True:
                line.fault = "unsaid"
            else:
                self.proofs.append((after, line.cards[0], line.entry["receipt"].split("/")[1]))
            return
        if line.event == "superseded":
            pass
        elif line.event not in EVENTS or line.event in ("dealt", "rebuilt") and line.number > 1:
            line.fault = "journal-line"
        elif line.event in TRIED and line.passed is None and "drill" not in line.entry:
            line.fault = "unsaid"
        elif of_set != self.own and not old.get(of_set):
            line.fault, line.told = "journal-line", [str(of_set)]
        elif of_set == self.own and line.event in ABOUT_PEOPLE:
            if line.entry["who"] not in self.people:
                line.fault, line.told = "journal-line", [line.entry["who"]]
        else:
            if of_set != self.own:
                known = {f"{at}.{member}" for (at, member), _ in sets.cards(old[of_set])}
            strange = [card for card in line.cards if card not in known]
            if strange:
                line.fault, line.told = "journal-line", strange[:1]
        if line.fault is None and not line.is_good and line.event not in ("dealt", "rebuilt"):
            line.fault = "ahead" if line.day > self.today else "backwards"
        if line.fault is None and line.event == "handed-over" and line.entry.get("to"):
            self.people.add(line.entry["to"])

    def mend(self):
        """A misdated line, or one without its end, is mended by a later one that says the same."""
        def said(line):
            cards = [] if line.event == "drilled" else line.cards
            return line.event, line.entry.get("who"), cards, line.entry.get("to"), line.entry.get("set")

        for line in self.lines:
            later = self.lines[line.number:]
            is_mended = any(one.fault is None and said(one) == said(line) for one in later)
            if line.fault in ("ahead", "backwards", "unsaid") and is_mended:
                line.fault = line.fault + ", mended"

    def counts(self, line):
        """Whether the line tells anything; if its day cannot be, only what harms."""
        return line.fault is None or line.fault.split(",")[0] in ("ahead", "backwards")

    def last(self, harms, heals, proofs=()):
        """The day of the last line that harms, if nothing heals after it."""
        harmed = [(line.number, 0, line.day) for line in self.own_lines if harms(line)]
        healed = [(line.number, 0) for line in self.own_lines if line.is_good and heals(line)]
        healed += [(after, 1) for after in proofs]
        is_harmed = harmed and not any(one > harmed[-1][:2] for one in healed)
        return harmed[-1][2] if is_harmed else None

    def newest(self, tells, proofs=()):
        """The last good day on which a line tells it, or a receipt proves it."""
        told = [line.day for line in self.own_lines if line.is_good and tells(line)]
        return max(told + [self.believed[after] for after in proofs], default=None)

    def handovers(self, card, until=None):
        """To whom the card went, and after which line."""
        came = [(line.number, line.entry.get("to"), line.day) for line in self.own_lines
                if line.event == "handed-over" and line.is_good and card in line.cards]
        return [one for one in came if one[1] and (until is None or one[0] <= until)]

    def holding(self, card, until=None):
        """Who has the card, and who reaches it: whoever handed it on reaches it no more."""
        holder, access = sets.holder(self.cards[card]), set(self.cards[card]["access"])
        for _, to, _ in self.handovers(card, until):
            if to != holder:
                access = access - {holder} | {to}
                holder = to
        return holder, access

    def plan_today(self):
        groups = []
        for at, group in enumerate(self.plan["groups"], 1):
            cards = []
            for member, card in enumerate(group["cards"], 1):
                holder, access = self.holding(f"{at}.{member}")
                is_moved = lambda line: line.event == "moved" and line.is_good and f"{at}.{member}" in line.cards
                moved = [line.entry["to"] for line in self.own_lines if is_moved(line)]
                cards.append({"custodian": holder, "role": None, "place": (moved or [card["place"]])[-1],
                              "access": sorted(access)})
            groups.append(dict(group, cards=cards))
        return dict(self.plan, groups=groups)

    def person(self, name):
        about = lambda line, *events: line.event in events and line.entry.get("who") == name
        held = [after for after, card, _ in self.proofs if self.known_holder(card, after) == name]
        return {
            "name": name,
            "heard": self.newest(lambda line: about(line, "heard", "back"), held),
            "absent_since": self.last(
                lambda line: about(line, "absent"), lambda line: about(line, "heard", "back"), held),
            "left": any(about(line, "left") for line in self.own_lines),
        }

    def known_holder(self, card, until=None):
        place = tuple(map(int, card.split(".")))
        return self.holding(card, until)[0] or sets.number(self.plan, place)

    def card(self, name, today):
        share = next(one for one in self.record["shares"] if f"{one['group']}.{one['member']}" == name)
        takes_a_drill = share["key"] is None
        is_new = takes_a_drill and "made anew" in share["reason"]
        proofs = [after for after, card, _ in self.proofs if card == name]
        here = lambda line, *events: line.event in events and name in line.cards
        drilled = lambda line: here(line, "drilled", "recovered") and line.passed is True
        checked = lambda line: here(line, "checked", "read-back") and line.passed is True and not takes_a_drill
        good = lambda line: drilled(line) or checked(line)
        blamed = lambda line: name in line.entry.get("drill", {}).get("blamed", [])
        failed = lambda line: here(line, "checked", "read-back") and line.passed is False or blamed(line)
        was = lambda *events: any(line.is_good and here(line, *events) for line in self.own_lines)
        at, member = map(int, name.split("."))
        planned = today["groups"][at - 1]["cards"][member - 1]
        checked_on = self.newest(good, proofs)
        return {
            "group": at,
            "member": member,
            "custodian": planned["custodian"],
            "place": planned["place"],
            "read_back": any(line.is_good and here(line, "read-back") and line.passed for line in self.own_lines),
            "handed_over": was("handed-over"),
            "checked": checked_on,
            "sealed": self.newest(lambda line: here(line, "seal")),
            "lost": self.last(
                lambda line: here(line, "lost", "destroyed"), lambda line: here(line, "found", "reissued")),
            "stolen": self.last(lambda line: here(line, "stolen"), lambda line: False),
            "takes_a_drill": takes_a_drill,
            "never_seen": is_new and checked_on is None,
            "failed": self.last(failed, lambda line: good(line) or here(line, "reissued"), proofs),
        }


def answer(request):
    if request["task"] == "write":
        text, heads = journal.write(request["record"], request["begun"], request["drawn"], request["words"])
        return {"text": text, "heads": [journal.code(head) for head in heads]}
    seen = Set(request["record"], request["journal"], request["today"], request["words"])
    if request["wrong"]:
        # The control: all is told of a plan in which one threshold is off by one.
        group = seen.plan["groups"][0]
        group["threshold"] += 1 if group["threshold"] < len(group["cards"]) else -1
    day = findings.Day(seen)
    told = findings.document(day, request["head"])
    return {"told": told, "left_out": left_out.reasons(day), "not_compared": left_out.fields(day)}


for request in sys.stdin:
    print(json.dumps(answer(json.loads(request))))
