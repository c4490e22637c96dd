"""What is due or wrong with a set on a day, and the document that tells it. A finding is its name and the facts that its
sentence tells, in their order; the words around them are the program's own.
"""

from datetime import date

import journal
import sets

USUAL = {"heard": 45, "checked": 190, "drilled": 370}
COMPLETE_WITHIN_DAYS = 30


class Day:
    """All that is known of a set on a day."""

    def __init__(self, seen):
        self.seen, self.plan = seen, seen.plan_today()
        rules = seen.plan["rules"]
        own = {name: rules[f"{name}_within_days"] for name in USUAL}
        self.is_usual = not any(value is not None for value in own.values())
        self.deadlines = USUAL if self.is_usual else own
        superseded = [line.entry["set"] for line in seen.lines if line.event == "superseded" and seen.counts(line)]
        self.superseded_by = (superseded or [None])[-1]
        self.people = [seen.person(name) for name in sorted(seen.people)]
        self.cards = [seen.card(name, self.plan) for name in seen.cards]
        self.silent = {} if self.superseded_by is not None else self.those_silent()
        for person in self.people:
            is_away = person["absent_since"] is not None or person["left"]
            person["counts_as_absent"] = is_away or person["name"] in self.silent
        self.absent = {person["name"] for person in self.people if person["counts_as_absent"]}
        is_gone = lambda card: card["lost"] or card["stolen"] or card["never_seen"]
        self.lost = {(card["group"], card["member"]) for card in self.cards if is_gone(card)}
        self.freezing = sets.freezing(self.plan, self.absent, self.lost)
        proves_all = lambda line: not line.entry.get("drill", {}).get("unproved")
        drilled = lambda line: line.event in ("drilled", "recovered") and line.passed is True and proves_all(line)
        self.drilled = seen.newest(drilled)
        self.drill_failed = seen.last(lambda line: line.event == "drilled" and line.passed is False, drilled)
        self.is_complete = all(card["read_back"] and card["handed_over"] for card in self.cards)

    def since(self, last):
        return None if last is None else days(self.seen.today, last)

    def waited_for(self):
        """Who reaches anything today; whoever handed on all that he had is not waited for."""
        nobody = {sets.number(self.plan, place) for place, card in sets.cards(self.plan) if not card["access"]}
        return sets.people(self.plan) | nobody

    def those_silent(self):
        silent, allowed = {}, self.deadlines["heard"]
        for person in self.people:
            name = person["name"]
            if allowed is None or person["absent_since"] or person["left"] or name not in self.waited_for():
                continue
            came = [day for card in self.seen.cards for at, to, day in self.seen.handovers(card)
                    if to == name and self.seen.holding(card, at - 1)[0] != to]
            quiet = self.since(max([self.seen.begun, person["heard"] or self.seen.begun] + came))
            if quiet > allowed:
                silent[name] = quiet
        return silent

    def deputies(self, name):
        """Who else reaches what somebody reaches, and is there."""
        reach = [card["access"] for _, card in sets.cards(self.plan)]
        reach += [thing["access"] for thing in self.plan["required"]]
        return sorted({one for access in reach if name in access for one in access} - {name} - self.absent)


def days(later, earlier):
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def of_journal(day):
    seen, found = day.seen, []
    if seen.fault:
        found.append((1, *seen.fault))
    elif seen.record.get("journal") and (not seen.lines or seen.lines[0].event not in ("dealt", "rebuilt")):
        found.append((1, "journal-begun-anew", []))
    dealt = seen.record["date"] and seen.record["date"]["day"]
    if dealt and seen.today < dealt:
        found.append((2, "impossible-day", [seen.today, dealt]))
    ahead = [line.day for line in seen.lines if line.fault == "ahead"]
    if ahead:
        found.append((2, "impossible-day", [seen.today, max(ahead)]))
    for line in seen.lines:
        if line.fault in ("backwards", "unsaid", "journal-line"):
            found.append((16, "journal-line", [str(line.number)] + line.told))
        if line.fault == "receipt-proves-nothing":
            found.append((16, "receipt-proves-nothing", [str(line.number)]))
    return found


def destroyed(seen, of_set):
    """The cards of a set that are known to be destroyed."""
    gone = set()
    for line in seen.lines:
        if line.event == "destroyed" and line.fault is None and line.entry.get("set", seen.own) == of_set:
            gone.update(tuple(map(int, card.split("."))) for card in line.cards)
    return gone


def left_of(plan, gone):
    return {place for place, _ in sets.cards(plan)} - gone


def known_to(plan, reached, who):
    """The smallest sets of these people who know enough: `reached` says who knows each card."""
    groups = []
    for at, group in enumerate(plan["groups"], 1):
        knowing = [reached.get((at, member), set()) & who for member in range(1, len(group["cards"]) + 1)]
        cards = [dict(card, access=sorted(names)) for card, names in zip(group["cards"], knowing)]
        groups.append(dict(group, cards=cards))
    things = [dict(thing, access=sorted(set(thing["access"]) & who)) for thing in plan["required"]]
    if any(not thing["access"] for thing in things):
        # Somebody else keeps it, or nobody knows who.
        return []
    exists = {place for place, names in reached.items() if names & who}
    return sets.taking(dict(plan, groups=groups, required=things), exists)


def former(seen):
    """Who has left or handed a card on, and the cards that they ever reached."""
    who = {line.entry["who"] for line in seen.own_lines if line.event == "left"}
    reached = {}
    for name in seen.cards:
        place = tuple(map(int, name.split(".")))
        reached[place] = set(seen.cards[name]["access"])
        for at, to, _ in seen.handovers(name):
            before = seen.holding(name, at - 1)[0]
            reached[place].add(to)
            if before and before != to:
                who.add(before)
    return who, reached


def of_old_cards(day):
    seen, found = day.seen, []
    left = {person["name"] for person in day.people if person["left"]}
    for old in seen.record["supersedes"]:
        plan, number = old["plan"], str(old["identifier"])
        if not plan:
            continue
        here = left_of(plan, destroyed(seen, old["identifier"]))
        reached = {place: set(card["access"]) for place, card in sets.cards(plan) if place in here}
        strangers = sets.people(plan) - (sets.people(day.plan) - left)
        by = known_to(plan, reached, strangers)
        all_ = sets.taking(plan, here)
        if by:
            found.append((5, "former-holders", [by[0][0] if len(by[0]) == 1 else str(len(by[0])), number]))
        elif all_:
            found.append((7, "old-cards", ([str(len(all_[0]))] if len(all_[0]) > 1 else []) + [number]))
    who, reached = former(seen)
    by = known_to(seen.plan, reached, who)
    if by:
        found.append((5, "former-holders", [by[0][0] if len(by[0]) == 1 else str(len(by[0])), str(seen.own)]))
    if day.superseded_by is not None:
        if sets.taking(seen.plan, left_of(seen.plan, destroyed(seen, seen.own)), things=False):
            found.append((6, "superseded", [str(day.superseded_by)]))
    return found


def of_cards(day):
    found, allowed = [], day.deadlines["checked"]
    for card in day.cards:
        who = [f"{card['group']}.{card['member']}"] + ([card["custodian"]] if card["custodian"] else [])
        if card["stolen"]:
            found.append((4, "stolen", who + [card["stolen"]]))
        if day.superseded_by is not None:
            continue
        if card["lost"]:
            found.append((10, "lost", who + [card["lost"]]))
            continue
        if card["failed"]:
            found.append((11, "failed-check", who + [card["failed"]]))
        quiet = day.since(card["checked"] or day.seen.dealt)
        if card["never_seen"]:
            found.append((13, "never-seen", who))
        elif allowed is not None and (quiet is None or quiet > allowed):
            found.append((13, "unchecked", who + ([] if quiet is None else [str(quiet)])))
    return found


def due(day):
    found = []
    alone = [one[0] for one in day.freezing if len(one) == 1]
    if day.freezing == [[]]:
        found.append((3, "frozen", []))
    elif alone and (day.absent or day.lost):
        found.append((8, "margin", alone[:3]))
    for who, quiet in sorted(day.silent.items()):
        found.append((9, "silent", [who, str(quiet)] + day.deputies(who)))
    if day.drill_failed:
        found.append((12, "drill-failed", [day.drill_failed]))
    quiet, allowed = day.since(day.drilled or day.seen.dealt), day.deadlines["drilled"]
    if allowed is not None and (quiet is None or quiet > allowed):
        found.append((14, "not-drilled", [] if quiet is None else [str(quiet)]))
    quiet = day.since(day.seen.begun)
    if quiet > COMPLETE_WITHIN_DAYS and not day.is_complete:
        found.append((15, "not-complete", [str(quiet)]))
    return found + [(18, "rule-broken", rule["numbers"]) for rule in sets.broken(day.plan)]


def document(day, head):
    """What is told; `head` is one that somebody holds."""
    seen = day.seen
    found = of_journal(day) + of_old_cards(day) + of_cards(day)
    found += due(day) if day.superseded_by is None else []
    told = {}
    if head:
        was = [lines for lines, one in enumerate(seen.heads) if journal.code(one) == head]
        told["history"] = "as-it-was" if was else "changed"
        if was:
            told["head_after_line"] = was[0]
        else:
            found.append((0, "other-head", []))
    found.sort(key=lambda finding: finding[0])
    is_whole = seen.fault is None or seen.fault[0] == "journal-missing"
    code = {0: "other-head", 1: "journal"}.get(found[0][0], "due") if found else None
    return {
        "set": seen.own,
        "label": seen.record["label"],
        "practice": False,
        "plan_hash": seen.record["plan_hash"],
        "journal_head": journal.code(seen.heads[-1]),
        "journal_lines": len(seen.lines),
        "misdated_lines": sum(line.fault in ("ahead", "backwards") for line in seen.lines),
        "history": "not-compared",
        **told,
        "challenge": journal.challenge(2, seen.heads[-1]) if is_whole else None,
        "challenge_day": seen.believed[-1],
        "weak_receipts": sum(version == "1" for _, _, version in seen.proofs),
        "deadlines": {**{f"{name}_within_days": value for name, value in day.deadlines.items()}, "usual": day.is_usual},
        "date": seen.today,
        "date_source": "given",
        "complete": day.is_complete,
        "superseded_by": day.superseded_by,
        "supersedes": [old["identifier"] for old in seen.record["supersedes"]],
        "frozen": day.freezing == [[]],
        "tolerates_absent": max(len(day.freezing[0]) - 1, 0) if day.freezing else None,
        "freezing_sets": day.freezing[:100],
        "drilled": day.drilled,
        "drill_failed": day.drill_failed,
        "people": day.people,
        "cards": day.cards,
        "findings": [{"finding": name, "facts": facts} for _, name, facts in found],
        "exit": 6 if found else 0,
        "code": code,
    }
