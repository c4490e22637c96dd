"""Who freezes and who takes a key, by trying every set of people or places. No step of it is clever.

A plan is as the record has it (docs/build/record.md). A card that nobody is named for is in the hands of a person of its own,
called by its number; a required thing likewise, called by its name. Such persons are nobody else, even of the same name.

A sealed card takes two: somebody of `access` who reaches the file, and somebody who reaches the identity, whoever has the card
or one of `identity_access` (docs/use/ceremony.md). By place it takes the card's and one of `identity_places`; where the plan names
none, the identity lies with the card.
"""

import hashlib
from itertools import combinations


def resolved(plan):
    """The plan as the record has it, from a plan as people write it: whoever has a card reaches it."""
    groups = []
    for group in plan["groups"]:
        cards = []
        for card in group["custodians"]:
            holder = card.get("name") or card.get("role")
            access = set(card.get("access", [])) | ({holder} if holder else set())
            cards.append({
                "custodian": card.get("name"),
                "role": card.get("role"),
                "place": card.get("place"),
                "access": sorted(access),
                **sealing(card, holder),
            })
        groups.append({"name": group.get("name"), "threshold": group["threshold"], "cards": cards})
    things = [
        {"name": thing["name"], "access": sorted(set(thing.get("access", []))),
         "places": sorted(set(thing.get("places", [])))}
        for thing in plan.get("required", [])
    ]
    rules = plan.get("rules", {})
    return {
        "title": plan.get("title"),
        "key": plan.get("key"),
        "groups_needed": plan.get("groups_needed", len(groups)),
        "groups": groups,
        "required": things,
        "rules": {
            "tolerate_absent": rules.get("tolerate_absent"),
            "take_at_least": rules.get("take_at_least"),
            "no_single_person": rules.get("no_single_person", False),
            "no_single_place": rules.get("no_single_place", False),
            "heard_within_days": rules.get("heard_within_days"),
            "checked_within_days": rules.get("checked_within_days"),
            "drilled_within_days": rules.get("drilled_within_days"),
        },
    }


def sealing(card, holder):
    """What the record has of a sealed card: the recipient without a comment, who else reaches the identity, and where it lies."""
    if "recipient" not in card:
        return {}
    others = sorted(set(card.get("identity_access", [])) - {holder})
    places = sorted(set(card.get("identity_places", [])))
    return {"recipient": " ".join(card["recipient"].split()[:2]), **({"identity_access": others} if others else {}),
            **({"identity_places": places} if places else {})}


def cards(plan):
    """Every card with its group and member, from 1."""
    for at, group in enumerate(plan["groups"], 1):
        for member, card in enumerate(group["cards"], 1):
            yield (at, member), card


def holder(card):
    return card["custodian"] or card["role"]


def opening(card):
    """Everybody who reaches what opens a sealed card; none where it is not sealed."""
    if "opening" in card:
        return card["opening"]
    if not card.get("recipient"):
        return None
    return {holder(card), *card.get("identity_access", [])}


def number(plan, place):
    """What a card is called where nobody is named for it."""
    group, member = place
    return str(member) if len(plan["groups"]) == 1 else f"{group}.{member}"


def people(plan):
    """Everybody who is named."""
    named = {name for _, card in cards(plan) for name in [*card["access"], *(opening(card) or [])]}
    return named | {name for thing in plan["required"] for name in thing["access"]}


def smallest(parties, does):
    """Every set of parties that does it, and no part of which does; smaller ones first, then by the alphabet."""
    parties = sorted(set(parties))
    bits = {party: 1 << at for at, party in enumerate(parties)}
    found, names = [], []
    for size in range(len(parties) + 1):
        for some in combinations(parties, size):
            mask = sum(bits[party] for party in some)
            if not any(mask & one == one for one in found) and does(frozenset(some)):
                found.append(mask)
                names.append([name for name, _ in some])
    return names


def brings(plan, has_card, has_thing):
    """Whether the key comes back from these cards and things."""
    whole = 0
    for at, group in enumerate(plan["groups"], 1):
        here = sum(has_card((at, member)) for member in range(1, len(group["cards"]) + 1))
        whole += here >= group["threshold"]
    return whole >= plan["groups_needed"] and all(has_thing(at) for at in range(len(plan["required"])))


class Reach:
    """Who reaches what: each thing with the parties who do, and each card with those who reach its file, and those who reach its
    identity, if it has one.
    """

    def __init__(self, plan):
        self.plan = plan
        self.cards = {}
        for place, card in cards(plan):
            nobody = [(number(plan, place), f"card {place}")]
            halves = [[(name, "") for name in card["access"]] or nobody]
            if opening(card) is not None:
                halves.append([(name, "") for name in opening(card)])
            self.cards[place] = [frozenset(half) for half in halves]
        self.things = []
        for at, thing in enumerate(plan["required"]):
            named = [(name, "") for name in thing["access"]]
            self.things.append(frozenset(named or [(thing["name"], f"thing {at}")]))

    def has(self, place, some):
        """Whether these together have a card."""
        return all(half & some for half in self.cards[place])

    def parties(self):
        return frozenset().union(*(half for halves in self.cards.values() for half in halves), *self.things)


def is_absent(plan, party, absent):
    """Whether a party is among the absent: by name, or by number where a card has nobody else."""
    name, kind = party
    return name in absent and not kind.startswith("thing")


def freezing(plan, absent=frozenset(), lost=frozenset()):
    """Whose further absence freezes the key; one empty set if it is frozen."""
    reach = Reach(plan)
    there = {party for party in reach.parties() if not is_absent(plan, party, absent)}

    def frozen(away):
        left = there - away
        has_card = lambda place: place not in lost and reach.has(place, left)
        return not brings(plan, has_card, lambda at: bool(reach.things[at] & left))

    return smallest(there, frozen)


def taking(plan, exists=None, things=True):
    """Who takes the key together, if only these cards exist, and things are needed or known."""
    reach = Reach(plan)

    def takes(some):
        has_card = lambda place: (exists is None or place in exists) and reach.has(place, some)
        return brings(plan, has_card, lambda at: not things or bool(reach.things[at] & some))

    there = [halves for place, halves in reach.cards.items() if exists is None or place in exists]
    of_cards = [party for halves in there for half in halves for party in half]
    of_things = [party for who in reach.things for party in who] if things else []
    return smallest(of_cards + of_things, takes)


def recipient_code(recipient):
    """What people compare by voice of a recipient: 100 bits in the alphabet of Crockford."""
    digest = hashlib.sha256(b"quorate recipient 1\n" + recipient.encode()).digest()
    bits = int.from_bytes(digest, "big") >> (256 - 100)
    signs = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> at & 31] for at in range(95, -1, -5))
    return "-".join(signs[at:at + 4] for at in range(0, 20, 4))


def places(plan):
    named = {card["place"] for _, card in cards(plan)} | {place for thing in plan["required"] for place in thing["places"]}
    named |= {place for _, card in cards(plan) for place in card.get("identity_places", [])}
    return {(place, "") for place in named if place is not None}


def closing(plan):
    """Which places freeze the key when they are closed. What lies nowhere is never out of reach."""
    lies = {place: (card["place"], set(card.get("identity_places", []))) for place, card in cards(plan)}

    def frozen(closed):
        shut = {name for name, _ in closed}

        def has_card(place):
            file, identity = lies[place]
            return file not in shut and (not identity or bool(identity - shut))

        has_thing = lambda at: not plan["required"][at]["places"] or bool(set(plan["required"][at]["places"]) - shut)
        return not brings(plan, has_card, has_thing)

    return smallest(places(plan), frozen)


def burgling(plan):
    """Which places give the key away when they are burgled. What lies nowhere is never found there."""
    lies = {place: (card["place"], set(card.get("identity_places", []))) for place, card in cards(plan)}

    def taken(burgled):
        seen = {name for name, _ in burgled}

        def has_card(place):
            file, identity = lies[place]
            return file in seen and (not identity or bool(identity & seen))

        has_thing = lambda at: bool(set(plan["required"][at]["places"]) & seen)
        return brings(plan, has_card, has_thing)

    return smallest(places(plan), taken)


def size(sets):
    """Of the smallest; none where there is no set."""
    return len(sets[0]) if sets else None


def broken(plan):
    """The rules that the plan breaks, each with the numbers that are told of it."""
    rules, freeze, take = plan["rules"], size(freezing(plan)), size(taking(plan))
    found = []
    asked = rules["tolerate_absent"]
    if asked is not None and freeze is not None and freeze <= asked:
        found.append({"rule": "tolerate_absent", "numbers": [str(asked), str(freeze)]})
    asked = rules["take_at_least"]
    if asked is not None and take is not None and take < asked:
        found.append({"rule": "take_at_least", "numbers": [str(asked), str(take)]})
    if rules["no_single_person"] and (freeze == 1 or take == 1):
        found.append({"rule": "no_single_person", "numbers": []})
    if rules["no_single_place"] and 1 in (size(closing(plan)), size(burgling(plan))):
        found.append({"rule": "no_single_place", "numbers": []})
    return found


def unjudged(plan):
    """The rules that are not broken, and might be if what the plan leaves open were known."""
    rules, is_broken = plan["rules"], {rule["rule"] for rule in broken(plan)}
    found = []
    if any(not thing["access"] for thing in plan["required"]):
        # The worst case: those who take the key have the thing that nobody is named for.
        named = dict(plan, required=[thing for thing in plan["required"] if thing["access"]])
        take, asked = size(taking(named)), rules["take_at_least"]
        if "take_at_least" not in is_broken and asked is not None and take < asked:
            found.append({"rule": "take_at_least", "numbers": [str(take)]})
        if "no_single_person" not in is_broken and rules["no_single_person"] and take == 1:
            found.append({"rule": "no_single_person", "numbers": []})
    is_open = any(card["place"] is None for _, card in cards(plan))
    is_open = is_open or any(not thing["places"] for thing in plan["required"])
    if rules["no_single_place"] and "no_single_place" not in is_broken and is_open:
        found.append({"rule": "no_single_place", "numbers": []})
    return found
