"""What `quorate status --json` has to answer, from the record and its journal alone: one JSON request a line on stdin, one
answer a line. By docs/build/record.md and the help of the command. Each fact is asked of all lines anew: nothing is carried
from line to line but the last day that can be believed.
"""

import json
import sys
from datetime import date, timedelta

import document
import findings
import journal
import left_out
import lines
import sets

# Why a card of a record that was made anew has no key.
UNPROVED = ("this share was not there when the record was made anew",
            "this share was there when the record was made anew, and nothing proved it")
WHOLE_KEY = "this share is the whole key: a public value of it would let anybody test guesses"


class Set:
    """A set on a day."""

    def __init__(self, request):
        self.request = request
        self.record, self.today = json.loads(request["record"]), request["today"]
        self.plan, self.own = once(self.record["plan"]), self.record["set"]["identifier"]
        self.hash = journal.sha256(request["record"].encode())
        entries, self.heads, self.fault = journal.read(self.hash, request["journal"])
        if request["unreadable"]:
            self.fault = "journal-unreadable", []
        dealt = self.record["date"] and self.record["date"]["day"]
        self.dealt = min(dealt, self.today) if dealt else None
        first = entries[0]["day"] if entries else self.today
        self.begun = self.dealt or min(first, self.today)
        self.lines, self.believed = lines.dated(entries, self.begun, self.today)
        self.cards = {f"{at}.{member}": card for (at, member), card in sets.cards(self.plan)}
        nobody = {sets.number(self.plan, place) for place, card in sets.cards(self.plan) if not card["access"]}
        self.people = sets.people(self.plan) | nobody
        # Receipts: after how many lines each was asked for, of which card, and of which version.
        self.proofs = []
        for line in self.lines:
            if line.event == "receipt":
                self.judge_receipt(line, request["words"])
            else:
                line.fault, line.told = lines.fault(line, self.record, self.people, self.today)
            # However a name is capitalised, it is one.
            spelt = {name.lower(): name for name in sorted(self.people, reverse=True)}
            if line.who is not None:
                line.who = spelt.get(line.who.lower(), line.who)
            if line.event == "handed-over" and line.to is not None:
                line.to = spelt.get(line.to.lower(), line.to)
            if line.harms and line.event == "handed-over" and line.to and line.entry.get("set", self.own) == self.own:
                self.people.add(line.to)
        self.own_lines = self.of_own_set()
        # A card that was stolen, lost or destroyed by then proves nothing for anybody.
        for line in self.lines:
            told = [proof for proof in self.proofs if proof[3] == line.number]
            if told and self.is_gone_by(told[0][1], told[0][0]):
                self.proofs.remove(told[0])
                line.fault = "receipt-proves-nothing"
        lines.mend(self.lines)
        # Those at whose fault a drill was are so, whether it counts or not.
        self.own_lines = self.of_own_set()
        self.is_whole = self.fault is None and not self.is_begun_anew()

    def after(self, lines, today):
        """The set as it was after so many lines, seen from a day."""
        journal_ = "".join(self.request["journal"].splitlines(keepends=True)[:lines])
        return Set(dict(self.request, journal=journal_, today=today, unreadable=False))

    def of_own_set(self):
        is_heard = lambda line: line.harms or line.fault == "no-quorum"
        return [line for line in self.lines if line.entry.get("set", self.own) == self.own and is_heard(line)]

    def is_gone_by(self, card, after):
        """Whether a card was stolen, whatever came of it, or lost or destroyed and not found or made again, after so many lines."""
        here = [line for line in self.own_lines if line.number <= after and card in line.cards]
        if any(line.event == "stolen" for line in here):
            return True
        state = False
        for line in here:
            if line.event in ("lost", "destroyed"):
                state = True
            elif line.event in ("found", "reissued") and line.counts:
                state = False
        return state

    def is_begun_anew(self):
        begins = bool(self.lines) and self.lines[0].event in ("dealt", "rebuilt")
        return self.fault is None and bool(self.record.get("journal")) and not begins

    def judge_receipt(self, line, words):
        """A receipt counts if it is right, was signed after it was asked for and before it was noted, names nobody who never
        had the card, and stands in a line that counts."""
        found = journal.answered(self.record, self.hash, self.heads, line.number - 1, line.entry, words)
        line.fault = "receipt-proves-nothing"
        if found is None:
            return
        after, signed = found
        # Of a line with a day that cannot be, nobody knows when it was noted, but by today.
        noted = date.fromisoformat(line.day if line.is_believed else self.today)
        if not self.believed[after] <= signed <= (noted + timedelta(days=1)).isoformat():
            return
        if line.who is not None and line.who not in self.ever_had(line.cards[0], line.number):
            return
        if line.passed is not True:
            line.fault = "unsaid"
        elif not line.is_believed:
            line.fault = "ahead" if line.day > self.today else "backwards"
        else:
            line.fault = None
            self.proofs.append((after, line.cards[0], line.entry["receipt"].split("/")[1], line.number))

    def ever_had(self, card, until):
        """Who is said to have had the card, by the plan or by a line before this one."""
        own = sets.holder(self.cards[card]) or sets.number(self.plan, tuple(map(int, card.split("."))))
        given = [line.to for line in self.lines[:until - 1]
                 if line.event == "handed-over" and line.harms and card in line.cards
                 and line.entry.get("set", self.own) == self.own]
        return {own, *given}

    def since(self, harms, heals, proofs=()):
        """Since when something bad is so, if nothing heals after it: the day of the last line that tells it; a day that
        cannot be believed stands in for none, and counts only where there is no other."""
        healed = [(line.number, 0) for line in self.own_lines if line.counts and heals(line)]
        healed = max(healed + [(after, 1) for after in proofs], default=(0, 0))
        harmed = [line for line in self.own_lines if harms(line) and (line.number, 0) > healed]
        believed = [line for line in harmed if line.is_believed]
        told = [line.day for line in believed[-1:] + harmed[:1]]
        return told[0] if told else None

    def newest(self, tells, proofs=()):
        """The last good day on which a line tells it, or a receipt proves it."""
        told = [line.day for line in self.own_lines if line.counts and tells(line)]
        return max(told + [self.believed[after] for after in proofs], default=None)

    def handovers(self, card, until=None):
        """To whom the card went, and after which line."""
        came = [(line.number, line.to, line.day) for line in self.own_lines
                if line.event == "handed-over" and line.counts and card in line.cards]
        return [one for one in came if one[1] and (until is None or one[0] <= until)]

    def holding(self, card, until=None):
        """Who has the card, and who reaches it and what opens it: whoever handed it on reaches neither any more."""
        holder, access = sets.holder(self.cards[card]), set(self.cards[card]["access"])
        opening = sets.opening(self.cards[card])
        for _, to, _ in self.handovers(card, until):
            if to != holder:
                access = access - {holder} | {to}
                opening = opening and opening - {holder} | {to}
                holder = to
        return holder, access, opening

    def handed_on(self, card):
        """Who gave the card to somebody else on a day that cannot be believed: whoever has it, they should not count on it."""
        gave = [line for line in self.own_lines
                if line.event == "handed-over" and not line.counts and line.to and card in line.cards]
        before = [(self.holding(card, line.number - 1)[0], line.to) for line in gave]
        return {holder for holder, to in before if holder and holder != to}

    def plan_today(self):
        groups = []
        for at, group in enumerate(self.plan["groups"], 1):
            cards = []
            for member, card in enumerate(group["cards"], 1):
                holder, access, opening = self.holding(f"{at}.{member}")
                is_moved = lambda line: line.event == "moved" and line.counts and f"{at}.{member}" in line.cards
                moved = [line.to for line in self.own_lines if is_moved(line)]
                cards.append({"custodian": holder, "role": None, "place": (moved or [card["place"]])[-1],
                              "access": sorted(access), "opening": opening,
                              "identity_places": card.get("identity_places", [])})
            groups.append(dict(group, cards=cards))
        return dict(self.plan, groups=groups)

    def held(self, name):
        """After which lines receipts prove that somebody had a card."""
        return [after for after, card, *_ in self.proofs if self.known_holder(card, after) == name]

    def got(self, name):
        """Lines by which a card came into their hands: another's, or their own from whoever made it."""
        def came(line):
            if line.event != "handed-over" or not line.counts:
                return False
            to = lambda card: line.to or self.holding(card, line.number - 1)[0]
            return any(to(card) == name for card in line.cards)
        return came

    def person(self, name):
        about = lambda line, *events: line.event in events and line.who == name
        got = self.got(name)
        is_there = lambda line: about(line, "heard", "back") or got(line)
        absent = self.absent_since(name)
        left = self.since(lambda line: about(line, "left"), lambda line: about(line, "back") or got(line))
        return {
            "name": name,
            "heard": self.newest(is_there, self.held(name)),
            "absent_since": absent,
            "absent_until": self.expected(name) if absent else None,
            "back": self.back(name),
            "left": left is not None,
            "left_since": left,
        }

    def story(self, name):
        """When somebody was noted absent, and when they were there, in order: with how much a line counts for."""
        got, told = self.got(name), []
        for line in self.own_lines:
            if line.event == "absent" and line.who == name:
                told.append((line.number, 0, "absent", line))
            elif line.counts and (line.event in ("heard", "back") and line.who == name or got(line)):
                told.append((line.number, 0, "there", line.day))
        told += [(after, 1, "there", self.believed[after]) for after in self.held(name)]
        return sorted(told, key=lambda one: one[:2])

    def absent_since(self, name):
        """The first day of an absence that nobody broke; one that cannot be believed stands in for none."""
        since, is_believed = None, False
        for _, _, what, line in self.story(name):
            if what == "there":
                since, is_believed = None, False
            elif line.counts and not is_believed:
                since, is_believed = line.day, True
            elif since is None:
                since = line.day
        return since

    def expected(self, name):
        """Until when somebody is expected to be away, by the last line that can be believed and was not followed by them."""
        until = None
        for _, _, what, line in self.story(name):
            if what == "there":
                until = None
            elif line.counts:
                until = (date.fromisoformat(line.day) + timedelta(days=lines.AWAY_DAYS)).isoformat()
        return until

    def back(self, name):
        """When somebody came back from the last absence that is over; none while they are noted as away once more."""
        back, is_away = None, False
        for _, _, what, line in self.story(name):
            if what == "there":
                back, is_away = (line if is_away else back), False
            else:
                back, is_away = (None if line.counts else back), True
        return back

    def is_released(self, name):
        """Whether nobody waits to hear somebody who left: on a day that can be believed, and did not come back."""
        got = self.got(name)
        gone = self.since(lambda line: line.event == "left" and line.who == name and line.counts,
                          lambda line: line.event == "back" and line.who == name or got(line))
        return gone is not None

    def known_holder(self, card, until=None):
        place = tuple(map(int, card.split(".")))
        return self.holding(card, until)[0] or sets.number(self.plan, place)

    def is_whole_key(self, name):
        group = self.plan["groups"][int(name.split(".")[0]) - 1]
        return self.plan["groups_needed"] == 1 and group["threshold"] == 1

    def share(self, name):
        return next(one for one in self.record["shares"] if f"{one['group']}.{one['member']}" == name)

    def is_changed(self, name):
        """Whether the record has no key of a card, and no reason for that which its plan bears out."""
        reasons = UNPROVED + ((WHOLE_KEY,) if self.is_whole_key(name) else ())
        return self.share(name)["key"] is None and self.share(name).get("reason") not in reasons

    def made_again(self, name):
        """The last line that says that a card was made again, and its day."""
        again = [line for line in self.own_lines if line.event == "reissued" and line.counts and name in line.cards]
        return (again[-1].number, again[-1].day) if again else (0, None)

    def waits_since(self, name):
        """The last line, and its day, since when a sealed card waits for its holder: it was made again, or another has it."""
        holder, since = sets.holder(self.cards[name]), self.made_again(name)
        for number, to, day in self.handovers(name):
            if to != holder:
                holder, since = to, max(since, (number, day), key=lambda one: one[0])
        return since

    def openings(self, name, proofs):
        """Receipts that prove that a sealed card was opened: of a challenge that was drawn since, and not by whoever dealt."""
        is_drawn = lambda after: after and self.lines[after - 1].event == "challenge"
        return [after for after in proofs if after >= self.waits_since(name)[0] and is_drawn(after)]

    def card(self, name, today):
        takes_a_drill = self.share(name)["key"] is None
        is_new = takes_a_drill and self.share(name).get("reason") in UNPROVED
        made, _ = self.made_again(name)
        proofs = [after for after, card, *_ in self.proofs if card == name]
        here = lambda line, *events: line.event in events and name in line.cards
        checked = lambda line: here(line, "checked", "read-back") and line.passed is True and not takes_a_drill
        good = lambda line: line.passes() and name in line.cards or checked(line)
        failed = lambda line: (
            line.harms and here(line, "checked", "read-back") and line.passed is False or name in line.blamed)
        # What was known of a paper is known of no other.
        of_paper = lambda line: line.counts and line.number > made
        was = lambda *events: any(of_paper(line) and here(line, *events) for line in self.own_lines)
        at, member = map(int, name.split("."))
        planned = today["groups"][at - 1]["cards"][member - 1]
        since_made = [after for after in proofs if after >= made]
        recipient = self.cards[name].get("recipient")
        of_sealed = recipient and {
            "sealed_to": recipient if recipient == "passphrase" else sets.recipient_code(recipient),
            "opened": self.newest(lambda line: False, self.openings(name, proofs)),
        }
        return {
            "group": at,
            "member": member,
            "custodian": planned["custodian"],
            "place": planned["place"],
            "read_back": any(of_paper(line) and here(line, "read-back") and line.passed for line in self.own_lines),
            "handed_over": was("handed-over"),
            **(of_sealed or {}),
            "checked": self.newest(lambda line: of_paper(line) and good(line), since_made),
            "sealed": self.newest(lambda line: of_paper(line) and here(line, "seal")),
            "lost": self.since(
                lambda line: here(line, "lost", "destroyed"), lambda line: here(line, "found", "reissued")),
            "stolen": self.since(lambda line: here(line, "stolen"), lambda line: False),
            "takes_a_drill": takes_a_drill,
            "never_seen": is_new and self.newest(good, proofs) is None,
            "failed": self.since(failed, lambda line: good(line) or here(line, "reissued"), proofs),
        }

    def is_gone(self, name, card):
        """Whether its holder has none: a thief has the old one for ever, and one that was made again since is the holder's."""
        stolen = [line.number for line in self.own_lines if line.event == "stolen" and name in line.cards]
        is_with_thief = bool(stolen) and self.made_again(name)[0] < max(stolen)
        return bool(card["lost"]) or card["never_seen"] or is_with_thief


def once(plan):
    """The plan with one spelling for each person: the first in the order of the alphabet."""
    spelt = {}
    for name in sorted(sets.people(plan)):
        spelt.setdefault(name.lower(), name)
    one = lambda name: spelt.get(name.lower(), name) if name else name
    groups = [
        dict(group, cards=[
            dict(card, custodian=one(card["custodian"]), role=one(card["role"]), access=sorted({one(name) for name in card["access"]}),
                 identity_access=[one(name) for name in card.get("identity_access", [])])
            for card in group["cards"]
        ])
        for group in plan["groups"]
    ]
    required = [dict(thing, access=sorted({one(name) for name in thing["access"]})) for thing in plan["required"]]
    return dict(plan, groups=groups, required=required)


def answer(request):
    if request["task"] == "write":
        text, heads = journal.write(request["record"], request["begun"], request["drawn"], request["words"])
        return {"text": text, "heads": [journal.code(head) for head in heads]}
    seen = Set(request)
    if request["wrong"]:
        # The control: all is told of a plan in which one threshold is off by one.
        group = seen.plan["groups"][0]
        group["threshold"] += 1 if group["threshold"] < len(group["cards"]) else -1
    day = findings.Day(seen)
    told = document.of(day, request["head"], request["sealed"])
    return {"told": told, "left_out": left_out.reasons(day)}


for request in sys.stdin:
    print(json.dumps(answer(json.loads(request))))
