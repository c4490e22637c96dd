"""Who can take the key with cards that should be no more: of former sets, of people who left or handed theirs on, and of a
set of which another was made.
"""

import sets


def destroyed(seen, of_set):
    """The cards of a set that are known to be destroyed: none of which a later line says that it is there again, or missing."""
    already = [one.get("destroyed", []) for one in seen.record["supersedes"] if one["identifier"] == of_set]
    gone = {tuple(map(int, card.split("."))) for cards in already for card in cards}
    for line in seen.lines:
        if line.entry.get("set", seen.own) != of_set:
            continue
        cards = {tuple(map(int, card.split("."))) for card in line.cards}
        if line.event == "destroyed" and line.counts:
            gone |= cards
        elif line.event in ("found", "lost", "stolen", "reissued") and line.harms:
            gone -= cards
    return gone


def accepts(seen, of_set):
    """Whether the owner accepts that shares of a set are about of which nobody knows the plan."""
    return any(line.event == "accept-old-shares" and line.counts and line.entry.get("set") == of_set for line in seen.lines)


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


def former(day):
    """Who has left, handed a card on, or reaches less than they did, and the cards and things that each ever reached."""
    seen = day.seen
    who = {person["name"] for person in day.people if person["left"]}
    reached = {}
    for name in seen.cards:
        place = tuple(map(int, name.split(".")))
        reached[place] = {*seen.cards[name]["access"], *(to for _, to, _ in seen.handovers(name))}
        who |= seen.handed_on(name)
        who |= reached[place] - seen.holding(name)[1]
    return who, reached


def findings(day):
    seen, found = day.seen, []
    left = {person["name"] for person in day.people if person["left"]}
    for old in seen.record["supersedes"]:
        plan, number = old["plan"], str(old["identifier"])
        if not plan:
            if not accepts(seen, old["identifier"]):
                gone = destroyed(seen, old["identifier"])
                found.append((7, "old-shares", [number] + ([str(len(gone))] if gone else [])))
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
    who, reached = former(day)
    by = known_to(seen.plan, reached, who)
    if by:
        found.append((5, "former-holders", [by[0][0] if len(by[0]) == 1 else str(len(by[0])), str(seen.own)]))
    if day.superseded_by is not None:
        if sets.taking(seen.plan, left_of(seen.plan, destroyed(seen, seen.own)), things=False):
            found.append((6, "superseded", [str(day.superseded_by)]))
    return found
