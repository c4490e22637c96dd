"""What `quorate policy --json` has to answer, from the plan alone: one JSON request a line on stdin, one answer a line."""

import hashlib
import json
import sys

from sets import (broken, burgling, cards, closing, freezing, holder, number, opening, people, resolved,
                  size, taking, unjudged)


def hashed(plan):
    """The SHA-256 of the canonical plan (docs/build/record.md)."""
    canonical = json.dumps(plan, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def policy(plan):
    groups = [f"{group['threshold']} of {len(group['cards'])}" for group in plan["groups"]]
    if len(groups) == 1:
        return groups[0]
    return f"{plan['groups_needed']} of {len(groups)} groups ({', '.join(groups)})"


def alone(kind, freeze, take):
    freezes = {one[0] for one in freeze if len(one) == 1}
    takes = {one[0] for one in take if len(one) == 1}
    return [{"kind": kind, "name": name, "freezes": name in freezes, "takes": name in takes}
            for name in sorted(freezes | takes)]


def meant(plan, absent, lost):
    """Who is absent and what is lost, from what was typed; capitals do not matter. None if nobody is called so."""
    known = people(plan) | {number(plan, place) for place, card in cards(plan) if not card["access"]}
    known = {name.lower(): name for name in known}
    gone = set()
    for name in lost:
        own = [place for place, card in cards(plan) if holder(card) and holder(card).lower() == name.lower()]
        numbered = [place for place, _ in cards(plan)
                    if name in (f"{place[0]}.{place[1]}", str(place[1]) if place[0] == 1 else None)]
        if not own and not numbered:
            return None
        gone.update(own or numbered)
    if any(name.lower() not in known for name in absent):
        return None
    return {known[name.lower()] for name in absent}, gone


def scenario(plan, absent, lost):
    call = []
    for place, card in cards(plan):
        own = holder(card)
        there = lambda names: [name for name in sorted(names, key=lambda name: (name != own, name)) if name not in absent]
        by = there(card["access"])
        if not card["access"] and number(plan, place) not in absent:
            by = [number(plan, place)]
        opened_by = None if opening(card) is None else there(opening(card))
        if by and opened_by != [] and place not in lost:
            opens = {"opened_by": opened_by} if opened_by else {}
            call.append({"group": place[0], "member": place[1], "by": by, **opens, "deputy": own in absent})
    next_ones = freezing(plan, absent, lost)
    return {
        "absent": sorted(absent),
        "lost": [number(plan, place) for place in sorted(lost)],
        "closed": [],
        "closed_cards": [],
        "burnt": [],
        "things_out_of_reach": [],
        "frozen": next_ones == [[]],
        "freezing_sets": next_ones,
        "call": call,
        "call_for": [{"thing": thing["name"], "by": [name for name in thing["access"] if name not in absent]}
                     for thing in plan["required"]],
    }


def sealed(plan):
    """The sealed cards, what kind of thing opens each, and who does. No code: the holder reads it, and the operator types it."""
    found = []
    for (group, member), card in cards(plan):
        if opening(card) is not None:
            kinds = {"passphrase": "passphrase", "ssh-ed25519": "ssh"}
            kind = kinds.get(card["recipient"].split()[0], "age")
            where = {"identity_places": card["identity_places"]} if "identity_places" in card else {}
            found.append({"group": group, "member": member, "sealed_to": kind, "opened_by": sorted(opening(card)), **where})
    return {"sealed_cards": found} if found else {}


def answer(request):
    plan = resolved(request["plan"])
    situation = meant(plan, request["absent"], request["lost"])
    if situation is None:
        return {"exit": 2, "code": "usage"}
    if request.get("wrong"):
        # The control: everything is told of a plan in which one threshold is off by one.
        group = plan["groups"][0]
        group["threshold"] += 1 if group["threshold"] < len(group["cards"]) else -1
    freeze, take = freezing(plan), taking(plan)
    closed, burgled = closing(plan), burgling(plan)
    told = {
        "plan_hash": hashed(plan),
        "title": plan["title"],
        "policy": policy(plan),
        "freezing_sets": freeze,
        "freezing_total": len(freeze),
        "freezing_total_text": str(len(freeze)),
        "taking_sets": take,
        "taking_total": len(take),
        "taking_total_text": str(len(take)),
        "truncated": False,
        "tolerates_absent": size(freeze) - 1,
        "takes": size(take),
        "single_points": alone("person", freeze, take) + alone("place", closed, burgled),
        "places": {"freezing_sets": closed, "taking_sets": burgled, "truncated": False},
        **sealed(plan),
        "broken_rules": broken(plan),
        "unjudged_rules": unjudged(plan),
    }
    code = None
    if told["unjudged_rules"]:
        code = "cannot-tell"
    if told["broken_rules"]:
        code = "rule-broken"
    if any(situation):
        told["scenario"] = scenario(plan, *situation)
        code = "frozen" if told["scenario"]["frozen"] else code
    return dict(told, exit=6 if code else 0, code=code)


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
