"""Who can take the key with cards that should be no more: of former sets, of people who left or handed theirs on, and of a
set of which another was made.
"""

import sets

# Whoever has the cards of an old set that were stolen: one person, for all that is known.
THIEF = "\n"


def destroyed(seen, of_set):
    """The cards of a set that are known to be destroyed: none of which a later line says that it is there again, or missing."""
    already = [one.get("destroyed", []) for one in seen.record["supersedes"] if one["identifier"] == of_set]
    gone = {numbers(card) for cards in already for card in cards}
    for line in seen.lines:
        if line.entry.get("set", seen.own) != of_set:
            continue
        cards = {numbers(card) for card in line.cards}
        if line.event == "destroyed" and line.counts:
            gone |= cards
        elif line.event in ("found", "lost", "stolen", "reissued") and line.harms:
            gone -= cards
    return gone


def accepts(seen, of_set):
    """Whether the owner accepts that shares of a set are about of which nobody knows the plan."""
    return any(line.event == "accept-old-shares" and line.counts and line.entry.get("set") == of_set for line in seen.lines)


def thefts(day, of_set):
    """The cards of a set that are in wrong hands, each with the day since when."""
    seen = day.seen
    if of_set == seen.own:
        return {(card["group"], card["member"]): card["stolen"] for card in day.cards if card["stolen"]}
    already = [one.get("stolen", []) for one in seen.record["supersedes"] if one["identifier"] == of_set]
    stolen = {numbers(theft["card"]): theft["since"] for all_ in already for theft in all_}
    told = [line for line in seen.lines if line.event == "stolen" and line.entry.get("set", seen.own) == of_set]
    for line in told:
        for card in map(numbers, line.cards):
            # A day that cannot be believed stands in for none.
            if line.harms and (line.is_believed or card not in stolen):
                stolen[card] = line.day
    return stolen


def numbers(card):
    return tuple(map(int, card.split(".")))


def stolen(day, of_set, plan):
    """Cards in wrong hands that are not destroyed, and with which the others that are left are a quorum."""
    gone, found = destroyed(day.seen, of_set), []
    left = left_of(plan, gone) if plan else set()
    for card, since in sorted(thefts(day, of_set).items()):
        group = [place for place in left if place[0] == card[0]]
        is_whole = plan and card in left and len(group) >= plan["groups"][card[0] - 1]["threshold"]
        if card in gone or plan and not (is_whole and sets.brings(plan, lambda place: place in left, lambda thing: True)):
            continue
        who = plan and sets.holder(dict(sets.cards(plan))[card])
        told = [f"{card[0]}.{card[1]}"] + ([who] if who else []) + ([] if of_set == day.seen.own else [str(of_set)])
        found.append((4, "stolen", told + [since], of_set, card))
    return found


def left_of(plan, gone):
    return {place for place, _ in sets.cards(plan)} - gone


def known_to(plan, reached, who):
    """The smallest sets of these people who know enough: `reached` says who knows each card, and who knows what opens it, where
    that is needed."""
    nobody = (set(), None)
    reached = {place: (file & who, opening if opening is None else opening & who)
               for place, (file, opening) in reached.items()}
    groups = []
    for at, group in enumerate(plan["groups"], 1):
        knowing = [reached.get((at, member), nobody) for member in range(1, len(group["cards"]) + 1)]
        cards = [dict(card, access=sorted(file), opening=opening)
                 for card, (file, opening) in zip(group["cards"], knowing)]
        groups.append(dict(group, cards=cards))
    things = [dict(thing, access=sorted(set(thing["access"]) & who)) for thing in plan["required"]]
    if any(not thing["access"] for thing in things):
        # Somebody else keeps it, or nobody knows who.
        return []
    exists = {place for place, (file, opening) in reached.items() if file and opening != set()}
    return sets.taking(dict(plan, groups=groups, required=things), exists)


def former(day):
    """Who has left, handed a card on, or reaches less than they did, and the cards and things that each ever reached."""
    seen = day.seen
    who = {person["name"] for person in day.people if person["left"]}
    reached = {}
    for name in seen.cards:
        place = tuple(map(int, name.split(".")))
        came = {to for _, to, _ in seen.handovers(name)}
        file, opening = {*seen.cards[name]["access"], *came}, sets.opening(seen.cards[name])
        opening = opening and opening | came
        reached[place] = file, opening
        who |= seen.handed_on(name)
        _, file_now, opening_now = seen.holding(name)
        who |= file - file_now | (opening or set()) - (opening_now or set())
    return who, reached


def taking(by, of_set):
    """Who can take the key that should not, as it is told; a thief has no name."""
    people = [name for name in by[0] if name != THIEF]
    told = people if len(people) == 1 else [str(len(people))] * bool(people)
    return 5, "former-holders", told + [str(of_set)], of_set, len(by[0])


def of_former_sets(day):
    seen, found = day.seen, []
    left = {person["name"] for person in day.people if person["left"]}
    for old in seen.record["supersedes"]:
        plan, number = old["plan"], old["identifier"]
        found += stolen(day, number, plan)
        if not plan:
            if not accepts(seen, number):
                gone = destroyed(seen, number)
                found.append((7, "old-shares", [str(number)] + ([str(len(gone))] if gone else []), number, 0))
            continue
        here, ever = left_of(plan, destroyed(seen, number)), old.get("reached") or plan
        strangers = sets.people(ever) - (sets.people(day.plan) - left)
        # The identity lies where the card does: a thief has both.
        with_thief = {place: {THIEF} for place in thefts(day, number)}
        and_thief = lambda place, names: names and names | with_thief.get(place, set())
        reached = {place: (set(card["access"]) | with_thief.get(place, set()), and_thief(place, sets.opening(card)))
                   for place, card in sets.cards(ever) if place in here}
        by = known_to(ever, reached, strangers | {THIEF})
        all_ = sets.taking(plan, here)
        if by:
            found.append(taking(by, number))
        elif all_:
            people = len(all_[0])
            found.append((7, "old-cards", ([str(people)] if people > 1 else []) + [str(number)], number, people))
    return found


def of_own_set(day):
    """Who should not have the key, and can take it with cards of this set."""
    seen = day.seen
    who, reached = former(day)
    gone = set() if day.is_in_use else destroyed(seen, seen.own)
    by = known_to(seen.plan, {place: names for place, names in reached.items() if place not in gone}, who)
    return ([taking(by, seen.own)] if by else []) + ([] if day.is_in_use else stolen(day, seen.own, day.plan))


def is_told(one, before, then):
    """Whether the record of the new set tells this, for it was so by then, and no better."""
    _, name, _, of_set, how = one
    if name == "stolen":
        return how in thefts(then, of_set)
    as_bad = ("former-holders", "old-cards") if name == "old-cards" else (name,)
    return any(other in as_bad and of == of_set and by <= how for _, other, _, of, by in before)


def findings(day):
    seen, found = day.seen, []
    if day.superseded_by is not None:
        if sets.taking(seen.plan, left_of(seen.plan, destroyed(seen, seen.own)), things=False):
            found.append((6, "superseded", [str(day.superseded_by)]))
    open_, then = of_former_sets(day) + of_own_set(day), day.seen_by_new_record()
    if then:
        before = of_former_sets(then) + of_own_set(then)
        open_ = [one for one in open_ if not is_told(one, before, then)]
    return found + [one[:3] for one in open_]
