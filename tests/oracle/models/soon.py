"""What falls due within two weeks, and what would thaw the key, by trying."""

from datetime import date, timedelta
from itertools import combinations

import findings
import sets

TOLD_BEFORE = 14
MOST_RETURNS = 4


def later(day, days):
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def ends(day):
    """The last day on which each thing is in time that is to be done."""
    seen, rules = day.seen, day.deadlines
    for person in day.people:
        name, back = person["name"], person["back"]
        if name not in day.waited_for() or seen.is_released(name):
            continue
        if person["absent_until"] is not None:
            yield person["absent_until"]
            continue
        if rules["heard"] is not None:
            yield later(day.silent_since(person), rules["heard"])
        theirs = [card for card, gone in zip(day.cards, day.gone) if card["custodian"] == name and not gone]
        if back and any((card["checked"] or "") < back for card in theirs):
            yield later(back, findings.SEEN_WITHIN_DAYS)
    for name, card, gone in zip(seen.cards, day.cards, day.gone):
        last = card["checked"] or seen.made_again(name)[1] or seen.dealt
        if rules["checked"] is not None and last and not gone:
            yield later(last, rules["checked"])
    last = day.drilled or seen.dealt
    if rules["drilled"] is not None and last:
        yield later(last, rules["drilled"])
    for _, _, since in day.unopened:
        yield later(since, findings.COMPLETE_WITHIN_DAYS)
    if day.undone:
        yield later(min(day.undone), findings.COMPLETE_WITHIN_DAYS)


def days(day):
    today = day.seen.today
    return sorted(one for one in ends(day) if today <= one <= later(today, TOLD_BEFORE))


def thaws(day):
    """The smallest sets of people and cards whose return thaws the key, as they are called."""
    seen = day.seen
    people = [person["name"] for person in day.people if person["absent_since"] and not person["left"]]
    is_lost = lambda name, card: (
        card["lost"] and not card["stolen"] and not card["never_seen"] and not is_destroyed(seen, name))
    cards = [name for name, card in zip(seen.cards, day.cards) if is_lost(name, card)]
    back = [("person", name) for name in people] + [("card", name) for name in cards]
    for size in range(1, MOST_RETURNS + 1):
        found = []
        for returned in combinations(back, size):
            here = {name for what, name in returned if what == "person"}
            there = {tuple(map(int, name.split("."))) for what, name in returned if what == "card"}
            if sets.freezing(day.plan, day.absent - here, day.lost - there) != [[]]:
                found.append([f"card {name}" if what == "card" else name for what, name in returned])
        if found:
            return found
    return []


def is_destroyed(seen, name):
    return seen.since(lambda line: line.event == "destroyed" and name in line.cards,
                      lambda line: line.event in ("found", "reissued") and name in line.cards) is not None


def too_late(day):
    """When so many of those who are there will be silent that nobody knows whether they are a quorum."""
    allowed = day.deadlines["heard"]
    if allowed is None:
        return None
    there = [person for person in day.people if person["name"] in day.waited_for() and not person["counts_as_absent"]]
    ends = sorted((later(day.silent_since(person), allowed), person["name"]) for person in there)
    away = set(day.absent)
    for on, name in ends:
        away.add(name)
        if sets.freezing(day.plan, away, day.lost) == [[]]:
            return on
    return None


def today(day, freezing):
    is_frozen = day.freezing == [[]]
    return {
        "frozen": is_frozen,
        "further_absences": len(freezing[0]) if freezing and freezing[0] else None,
        "thaws": thaws(day) if is_frozen else [],
        "before": None if is_frozen else too_late(day),
    }
