"""Histories that are not compared, each with the reason: what the documents leave open."""

import sets


def reasons(day):
    """Why a history is not compared at all."""
    seen, why = day.seen, []
    numbers = {sets.number(seen.plan, place) for place, card in sets.cards(seen.plan) if not card["access"]}
    for line in seen.own_lines:
        if line.event == "handed-over" and line.to in numbers:
            why.append("somebody known by a number alone gets another card, and counts as two")
    return sorted(set(why))
