"""What is due or wrong with a set on a day. A finding is its rank, its name, and the facts that its sentence tells, in their
order; the words around them are the program's own.
"""

from datetime import date

import old_cards
import sets

USUAL = {"heard": 45, "checked": 190, "drilled": 370}
COMPLETE_WITHIN_DAYS = 30
SEEN_WITHIN_DAYS = 14
# So many lines with a day that is ahead are named.
NAMED = 10


class Day:
    """All that is known of a set on a day."""

    def __init__(self, seen):
        self.seen, self.plan = seen, seen.plan_today()
        rules = seen.plan["rules"]
        own = {name: rules[f"{name}_within_days"] for name in USUAL}
        self.is_usual = not any(value is not None for value in own.values())
        self.deadlines = USUAL if self.is_usual else own
        superseded = [line for line in seen.lines if line.event == "superseded" and line.harms]
        believed = [line.entry["set"] for line in superseded if line.counts]
        self.superseded_by = (believed[-1:] + [line.entry["set"] for line in superseded[:1]] + [None])[0]
        # On a day that cannot be, nobody is let off for it.
        self.is_in_use = not believed
        self.people = [seen.person(name) for name in sorted(seen.people)]
        self.cards = [seen.card(name, self.plan) for name in seen.cards]
        for person in self.people:
            person["counts_as_absent"] = person["absent_since"] is not None or person["left"]
        self.silent = self.those_silent() if self.is_in_use else {}
        for person in self.people:
            person["silent"] = person["name"] in self.silent
        self.absent = {person["name"] for person in self.people if person["counts_as_absent"]} & self.waited_for()
        self.gone = [seen.is_gone(name, card) for name, card in zip(seen.cards, self.cards)]
        self.lost = {(card["group"], card["member"]) for card, gone in zip(self.cards, self.gone) if gone}
        self.freezing = sets.freezing(self.plan, self.absent, self.lost)
        passed = [line for line in seen.own_lines if line.passes()]
        self.left_open = [open_ for open_ in (line.left_open(seen.record) for line in passed) if open_]
        drilled = lambda line: line.passes() and not line.left_open(seen.record)
        self.drilled = seen.newest(drilled)
        self.drill_failed = seen.since(lambda line: line.event == "drilled" and line.passed is False, drilled)
        is_proved = lambda card: card["read_back"] or card["takes_a_drill"] and card["checked"] is not None
        # Of a sealed card nothing counts but that its holder has opened it, and signed with it; one that is the whole key signs
        # nothing, and is drilled and handed over as others are.
        is_whole_key = lambda card: seen.is_whole_key(f"{card['group']}.{card['member']}")
        is_sealed = lambda card: "sealed_to" in card and not is_whole_key(card)
        is_done = lambda card: card["opened"] is not None if is_sealed(card) else is_proved(card) and card["handed_over"]
        self.is_complete = all(is_done(card) and not gone for card, gone in zip(self.cards, self.gone))
        # Since when what is not done should be: a card that is lost is no card to read back, one that was never seen is.
        self.undone = [
            seen.made_again(name)[1] or seen.begun
            for name, card, gone in zip(seen.cards, self.cards, self.gone)
            if not is_sealed(card) and not is_done(card) and (not gone or card["never_seen"])
        ]
        # Which sealed cards nobody is known to have opened, and since when somebody should have.
        self.unopened = [
            (name, card["custodian"], seen.waits_since(name)[1] or seen.begun)
            for name, card, gone in zip(seen.cards, self.cards, self.gone)
            if is_sealed(card) and not is_done(card) and not gone
        ]

    def seen_by_new_record(self):
        """The day on which another set was made, by the lines that its record has seen; none where nobody knows of which."""
        told = [line for line in self.seen.lines if line.event == "superseded" and line.counts]
        if not told or "taken_over" not in told[-1].entry or "imported" in told[-1].entry:
            return None
        lines = min(told[-1].entry["taken_over"], told[-1].number - 1)
        return Day(self.seen.after(lines, told[-1].day))

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
            is_expected = person["absent_until"] is not None
            if allowed is None or is_expected or self.seen.is_released(name) or name not in self.waited_for():
                continue
            quiet = self.since(self.silent_since(person))
            if quiet > allowed:
                silent[name] = quiet
        return silent

    def silent_since(self, person):
        """The last day on which somebody was heard, or something came to them."""
        name = person["name"]
        came = [day for card in self.seen.cards for at, to, day in self.seen.handovers(card)
                if to == name and self.seen.holding(card, at - 1)[0] != to]
        return max([self.seen.begun, person["heard"] or self.seen.begun] + came)

    def deputies(self, name):
        """Who else reaches what somebody reaches, and is there."""
        reach = [card["access"] for _, card in sets.cards(self.plan)]
        reach += [sets.opening(card) or [] for _, card in sets.cards(self.plan)]
        reach += [thing["access"] for thing in self.plan["required"]]
        return sorted({one for access in reach if name in access for one in access} - {name} - self.absent)


def days(later, earlier):
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def of_journal(day):
    seen, found = day.seen, []
    told = [line for line in seen.lines if line.fault and not line.is_mended]
    if seen.fault:
        found.append((1, *seen.fault))
    elif seen.is_begun_anew():
        found.append((1, "journal-begun-anew", []))
    dealt = seen.record["date"] and seen.record["date"]["day"]
    if dealt and seen.today < dealt:
        found.append((2, "impossible-day", [seen.today, dealt]))
    # All of them are one finding, but for the deal itself, of which that was told.
    ahead = [line for line in told if line.fault == "ahead" and (line.number, line.day) != (1, dealt)]
    if ahead:
        numbers = [str(line.number) for line in ahead[:NAMED]] + [str(len(ahead) - NAMED)] * (len(ahead) > NAMED)
        found.append((2, "impossible-day", [seen.today, max(line.day for line in ahead)] + numbers))
    for line in told:
        if line.fault == "receipt-proves-nothing":
            found.append((16, "receipt-proves-nothing", [str(line.number)]))
        # How a check or a drill ended of a set that is not in use any more nobody needs to know.
        elif line.fault != "ahead" and (day.is_in_use or line.fault not in ("unsaid", "no-quorum")):
            found.append((16, "journal-line", [str(line.number)] + line.told))
    return found


def of_cards(day):
    found = []
    for name, card in zip(day.seen.cards, day.cards):
        who = [name] + ([card["custodian"]] if card["custodian"] else [])
        if card["stolen"]:
            found.append((4, "stolen", who + [card["stolen"]]))
        if card["lost"]:
            found.append((10, "lost", who + [card["lost"]]))
            continue
        if card["failed"]:
            found.append((11, "failed-check", who + [card["failed"]]))
        if card["never_seen"]:
            found.append((13, "never-seen", who))
    return found


def unchecked(day):
    """Cards that are to be checked and were not; those that are gone are told as that."""
    found, allowed = [], day.deadlines["checked"]
    for name, card, gone in zip(day.seen.cards, day.cards, day.gone):
        quiet = day.since(card["checked"] or day.seen.made_again(name)[1] or day.seen.dealt)
        if not gone and allowed is not None and (quiet is None or quiet > allowed):
            who = [name] + ([card["custodian"]] if card["custodian"] else [])
            found.append((13, "unchecked", who + ([] if quiet is None else [str(quiet)])))
    return found


def of_leavers(day):
    """Cards that somebody still has who left."""
    found = []
    for name, card, gone in zip(day.seen.cards, day.cards, day.gone):
        holder = next((one for one in day.people if one["name"] == card["custodian"]), None)
        made = day.seen.made_again(name)[1]
        if holder and holder["left"] and not gone and (made is None or card["handed_over"]):
            found.append((10, "card-with-leaver", [name, holder["name"], holder["left_since"]]))
    return found


def of_people(day):
    """Absences that last for longer than was expected, and cards that nobody saw since somebody came back."""
    found = []
    for person in day.people:
        name, back = person["name"], person["back"]
        if name not in day.waited_for() or day.seen.is_released(name):
            continue
        if person["absent_until"] is not None:
            if person["absent_until"] < day.seen.today:
                told = [name, person["absent_since"], person["absent_until"]]
                found.append((9, "still-absent", told + day.deputies(name)))
            continue
        unseen = [
            f"{card['group']}.{card['member']}"
            for card, gone in zip(day.cards, day.gone)
            if card["custodian"] == name and not gone and (card["checked"] or "") < (back or "")
        ]
        if back and unseen and day.since(back) > SEEN_WITHIN_DAYS:
            found.append((9, "not-seen-since-back", [name, back] + unseen))
    return found


def alone(plan):
    """Who alone freezes or takes the key, and which places do, apart."""
    one = lambda ways: {way[0] for way in ways if len(way) == 1}
    people = one(sets.freezing(plan)), one(sets.taking(plan))
    return people + (one(sets.closing(plan)), one(sets.burgling(plan)))


def single_points(day):
    """Whoever or whatever alone can do what fewer could by the plan of the deal."""
    found = []
    now, then = alone(day.plan), alone(day.seen.plan)
    new = [sorted(after - before) if len(after) > len(before) else [] for after, before in zip(now, then)]
    for freezing, taking in (new[:2], new[2:]):
        found += [(8, "single-point", [who]) for who in sorted({*freezing, *taking})]
    return found


def due(day):
    found = of_leavers(day)
    alone = [one[0] for one in day.freezing if len(one) == 1]
    if day.freezing == [[]]:
        found.append((3, "frozen", []))
    elif alone and (day.absent or day.lost):
        found.append((8, "margin", alone[:3]))
    if day.freezing != [[]] and day.silent:
        if sets.freezing(day.plan, day.absent | set(day.silent), day.lost) == [[]]:
            found.append((4, "frozen-if-silent", []))
    for who, quiet in sorted(day.silent.items()):
        found.append((9, "silent", [who, str(quiet)] + day.deputies(who)))
    found += of_people(day) + unchecked(day)
    found.sort(key=lambda one: (one[0], one[2][0] if one[0] == 9 else ""))
    if day.drill_failed:
        found.append((12, "drill-failed", [day.drill_failed]))
    quiet, allowed = day.since(day.drilled or day.seen.dealt), day.deadlines["drilled"]
    if allowed is not None and (quiet is None or quiet > allowed):
        found.append((14, "not-drilled", [] if quiet is None else [str(quiet)]))
    for name, who, since in day.unopened:
        if day.since(since) > COMPLETE_WITHIN_DAYS:
            found.append((15, "not-opened", [name, who, str(day.since(since))]))
    if day.undone and day.since(min(day.undone)) > COMPLETE_WITHIN_DAYS:
        found.append((15, "not-complete", [str(day.since(min(day.undone)))]))
    found += single_points(day)
    found += [(18, "rule-broken", rule["numbers"]) for rule in sets.broken(day.plan)]
    return found + [(18, "rule-unjudged", rule["numbers"]) for rule in sets.unjudged(day.plan)]


def all_of(day):
    """All but what becomes known from elsewhere, in no order but that in which findings of one rank are told."""
    found = of_journal(day) + old_cards.findings(day)
    found += [(1, "record-changed", [name]) for name in day.seen.cards if day.seen.is_changed(name)]
    return found + (of_cards(day) + due(day) if day.is_in_use else [])
