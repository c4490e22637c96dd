"""Histories that are not compared: where the documents ask for more than the program does today. All of them come from one
thing: the record keeps the plan of the deal, and what became of people and paper since is not one plan of today.
Whoever mends that takes the reason away here.
"""

import old_cards
import sets


def reasons(day):
    """Why a history is not compared at all."""
    seen, why = day.seen, []
    first_left = {}
    numbers = {sets.number(seen.plan, place) for place, card in sets.cards(seen.plan) if not card["access"]}
    for line in seen.own_lines:
        who = line.who
        if line.event in ("heard", "absent", "back", "receipt") and who in first_left:
            why.append("somebody who left is heard or absent")
        if line.event == "handed-over" and line.to in first_left:
            why.append("somebody who left gets a card")
        if line.event == "handed-over" and line.to in numbers:
            why.append("somebody known by a number alone gets another card, and counts as two")
        if line.event == "left":
            first_left.setdefault(who, line.number)
    if is_alone(day.plan) and not is_alone(seen.plan) and not day.absent and not day.lost:
        why.append("a handover or a move made a single point, and nobody is away")
    if is_former_open(seen):
        why.append("former holders who had the card as deputies, or in between")
    for name, card in zip(seen.cards, day.cards):
        is_again = any(line.event == "reissued" and name in line.cards for line in seen.own_lines)
        if is_again and any(card[had] for had in ("read_back", "handed_over", "sealed", "stolen")):
            why.append("a card that was made again has the past of the old paper")
        gone = any(line.event in ("lost", "stolen", "destroyed") and name in line.cards for line in seen.own_lines)
        if gone and any(one == name for _, one, _ in seen.proofs):
            why.append("a receipt of a card that is gone")
    return sorted(set(why))


def fields(day):
    """What is not compared of a history that is: a set is called complete, though a card is gone."""
    return ["complete"] if day.is_complete and any(card["lost"] for card in day.cards) else []


def is_alone(plan):
    ways = [sets.freezing(plan), sets.taking(plan), sets.closing(plan), sets.burgling(plan)]
    return any(sets.size(way) == 1 for way in ways)


def is_former_open(seen):
    """The program asks who had a card by the deal's plan: it misses deputies, and whoever had it in between."""
    who, _ = old_cards.former(seen)
    for name, card in seen.cards.items():
        own = sets.holder(card)
        if any(one in who for one in card["access"]) and own not in who:
            return True
        came = seen.handovers(name)
        if len(came) > 1 or any(to in who for _, to, _ in came):
            return True
    return False
