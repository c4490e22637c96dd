"""Who can still bring a key back, and who can take it, on the day on which a journal ends: by docs/build/record.md and what the library
says of a state. One JSON request a line on stdin, one answer a line.

Each fact is asked of all lines: who is away is what the last line about them says. Freezing, taking and former holders are found by
trying every set of people (sets.py). Names are one however they are capitalised; all names in an answer are in lower case.
"""

import json
import sys

import sets

HARMS = {"absent", "left", "lost", "stolen", "destroyed", "closed"}
WITNESSED = {"stolen", "lost", "left", "destroyed", "amended", "added", "superseded"}


def low(plan):
    """The plan with all names of people in lower case."""
    of = lambda name: None if name is None else name.lower()
    names = lambda access: sorted({name.lower() for name in access})
    card = lambda one: dict(one, custodian=of(one["custodian"]), role=of(one["role"]), access=names(one["access"]),
                            identity_access=names(one.get("identity_access", [])))
    return dict(
        plan,
        groups=[dict(group, cards=[card(one) for one in group["cards"]]) for group in plan["groups"]],
        required=[dict(thing, access=names(thing["access"])) for thing in plan["required"]],
    )


def shape(plan):
    return plan["groups_needed"], [(group["threshold"], len(group["cards"])) for group in plan["groups"]]


def one_more(plan, before):
    """The card that a plan has and the one before it has not, if it is the last of its group and all that differs."""
    (needed, groups), (needed_before, groups_before) = shape(plan), shape(before)
    if needed != needed_before or len(groups) != len(groups_before):
        return None
    longer = [at for at, (one, other) in enumerate(zip(groups, groups_before)) if one != other]
    if len(longer) != 1:
        return None
    threshold, count = groups_before[longer[0]]
    return (longer[0] + 1, count + 1) if groups[longer[0]] == (threshold, count + 1) else None


def changes_a_recipient(before, plan):
    """Whether a card that both plans have is sealed to somebody else, or to nobody any more."""
    now = dict(sets.cards(plan))
    return any(place in now and card.get("recipient") != now[place].get("recipient") for place, card in sets.cards(before))


def compared(plan):
    """All that a plan says, in one form."""
    card = lambda one: (one["custodian"], one["role"], one["place"], sorted(one["access"]), one.get("recipient"),
                        sorted(one.get("identity_access", [])), sorted(one.get("identity_places", [])))
    groups = [(group["name"], group["threshold"], [card(one) for one in group["cards"]]) for group in plan["groups"]]
    rest = {key: value for key, value in plan.items() if key not in ("groups", "required")}
    return rest, groups, [(thing["name"], sorted(thing["access"]), sorted(thing["places"])) for thing in plan["required"]]


def named(card):
    """To whom a card is sealed, as a line says it."""
    recipient = card.get("recipient")
    return "paper" if recipient is None else "passphrase" if recipient == "passphrase" else sets.recipient_code(recipient)


def is_signed(line):
    """Two who have no card and are never away."""
    return {"olga", "pat"} <= {name.lower() for name in line.get("witnesses", [])}


class Day:
    def __init__(self, request):
        self.wrong, self.today = request["wrong"], request["today"]
        self.dealt = low(request["plan"])
        lines = [json.loads(line) for line in request["journal"].splitlines()]
        self.all = list(enumerate(lines, 1))
        self.withdrawn = self.taken_back(lines)
        if self.wrong == "withdrawn":
            self.withdrawn = set()
        self.lines, self.plans, self.named = [], [(0, self.dealt)], [(0, self.dealt)]
        # Versions of cards that others could open, and since which line each card has the recipient that it has.
        self.before, self.began = {}, {}
        for number, line in self.all:
            line = self.read(number, line)
            if number not in self.withdrawn:
                self.take_in(line)
            elif "plan" in line:
                self.keep_sealed(line, low(line["plan"]))
        for line in self.lines:
            # Of whom nobody has heard by then, nothing can be noted.
            known = self.known(line["at"])
            line["who"] = line["who"] if line["who"] in known else ""
            line["present"] = [name for name in line["present"] if name in known]
        self.since, self.plan = self.plans[-1]
        self.places = [place for place, _ in sets.cards(self.plan)]
        self.now = self.plan_now()

    def take_in(self, line):
        """A line about a card that the set has not by then says nothing; a plan of other cards is none."""
        _, before = self.plans[-1]
        if "plan" in line:
            plan = low(line["plan"])
            # A new recipient takes two people who sign it off.
            if line["event"] == "reissued" and not self.is_resealed(line, plan):
                self.keep_sealed(line, plan)
                return
            if line["event"] == "reissued" and not line["counts"]:
                self.keep_sealed(line, plan)
            if changes_a_recipient(before, plan) and not is_signed(line):
                return
            if line["event"] != "added":
                is_right = shape(plan) == shape(before)
            else:
                # On a day that lies ahead nothing is added, and nobody in its plan is known.
                is_right = line["counts"] and line["cards"] == [one_more(plan, before)]
            if is_right and line["counts"] and not (self.wrong == "added" and line["event"] == "added"):
                now = dict(sets.cards(plan))
                then = dict(sets.cards(before))
                for place in now:
                    if place not in then:
                        self.began[place] = line["at"]
                    elif now[place].get("recipient") != then[place].get("recipient") or self.is_new_passphrase(line, place):
                        self.keep(place, line["at"])
                self.plans.append((line["at"], plan))
            if is_right:
                self.named.append((line["at"], plan))
            line["cards"] = line["cards"] if line["event"] == "reissued" else []
        if line["event"] == "destroyed" and "to" in line:
            # What was sealed to somebody before, and not the card of today.
            now = dict(sets.cards(before))
            is_now = lambda place: named(now[place]) == line["to"] not in ("paper", "passphrase")
            for place in line["cards"]:
                open_ = [one for one in self.before.get(place, []) if one["to"] == line["to"] and not one["gone"]]
                if line["counts"] and open_ and not is_now(place):
                    open_[0]["gone"] = True
            return
        if set(line["cards"]) <= {place for place, _ in sets.cards(before)}:
            for place in line["cards"]:
                if line["event"] == "reissued" and "plan" not in line and line["counts"] and self.is_new_passphrase(line, place):
                    self.keep(place, line["at"])
                if line["event"] in ("found", "lost", "stolen"):
                    for one in self.before.get(place, []):
                        one["gone"] = False
            self.lines.append(line)

    def is_new_passphrase(self, line, place):
        """Whether a card was made again that a passphrase opens: each is made anew."""
        card = dict(sets.cards(self.plans[-1][1]))[place]
        return line["event"] == "reissued" and place in line["cards"] and card.get("recipient") == "passphrase"

    def is_resealed(self, line, plan):
        """Whether a line gives a lost card a new recipient, and changes nothing else."""
        if len(line["cards"]) != 1 or not is_signed(line):
            return False
        place, expected = line["cards"][0], self.at(line["at"])
        new = dict(sets.cards(plan)).get(place)
        if new is None or place not in dict(sets.cards(expected)) or not self.is_lost(place):
            return False
        card = dict(sets.cards(expected))[place]
        card.update({key: new.get(key) for key in ("recipient", "identity_access", "identity_places") if key in new})
        return compared(expected) == compared(plan)

    def at(self, number):
        """The plan as it is before a line."""
        since, plan = self.plans[-1]
        burns = self.burns(since, number)
        groups = []
        for at, group in enumerate(plan["groups"], 1):
            cards = []
            for member, card in enumerate(group["cards"], 1):
                holder, access, opening = self.holding((at, member), number)
                moved = [line["to"] for line in self.lines if line["event"] == "moved" and line["counts"]
                         and (at, member) in line["cards"] and line["at"] > since]
                custodian = card["custodian"] if holder == sets.holder(card) else holder
                cards.append(dict(card, custodian=custodian, access=sorted(access), place=(moved or [card["place"]])[-1],
                                  identity_access=sorted((opening or set()) - {holder}),
                                  identity_places=[one for one in card.get("identity_places", []) if one not in burns]))
            groups.append(dict(group, cards=cards))
        required = [dict(thing, places=[one for one in thing["places"] if one not in burns]) for thing in plan["required"]]
        return dict(plan, groups=groups, required=required)

    def reached(self, place, until):
        """Who could reach a card before a line, and who what opens it, at any time since its recipient last changed."""
        then = [self.holding(place, at) for at in range(self.began.get(place, 0) + 1, until + 1)]
        file = set().union(*(access for _, access, _ in then))
        return file, None if then[-1][2] is None else set().union(*(opening for _, _, opening in then))

    def keep_sealed(self, line, plan):
        """What a line sealed that changes nothing is out all the same; so it may be where the plan was followed."""
        now = dict(sets.cards(self.plans[-1][1]))
        if shape(plan) != shape(self.plans[-1][1]) or line["event"] not in ("reissued", "amended"):
            return
        for place, card in sets.cards(plan):
            changes = card.get("recipient") != now[place].get("recipient")
            if place in line["cards"] if line["event"] == "reissued" else changes:
                self.before.setdefault(place, []).append(
                    {"to": named(card), "file": set(card["access"]), "opening": sets.opening(card), "gone": False})

    def keep(self, place, at):
        """What was destroyed by then, as a line says that can be believed, opens nothing any more."""
        to, (file, opening) = named(dict(sets.cards(self.plans[-1][1]))[place]), self.reached(place, at)
        here = lambda *events: lambda line: line["event"] in events and place in line["cards"]
        destroyed = self.last(lambda line: line["counts"] and here("destroyed")(line))
        gone = destroyed > self.last(here("found", "lost", "stolen", "reissued"))
        self.before.setdefault(place, []).append({"to": to, "file": file, "opening": opening, "gone": gone})
        self.began[place] = at

    def left_before(self, place):
        """Versions of a card of which nothing is known to be destroyed."""
        return [one for one in self.before.get(place, []) if not one["gone"]]

    def all_that_opens(self, place, version):
        """One recipient opens all that was sealed to it, the card of today as well; a passphrase is another one each time."""
        if version["to"] in ("paper", "passphrase"):
            return version["opening"]
        card = dict(sets.cards(self.now))[place]
        now = sets.opening(card) if named(card) == version["to"] else None
        same = [one["opening"] for one in self.left_before(place) if one["to"] == version["to"]]
        return set().union(*same, now or set())

    def taken_back(self, lines):
        """From the last line to the first: what is itself taken back takes nothing back."""
        gone = set()
        for number, line in reversed(list(enumerate(lines, 1))):
            if line["event"] != "withdraw" or number in gone or line["day"] > self.today:
                continue
            which = line["line"]
            if not 1 < which < number:
                continue
            witnesses = {name.lower() for name in line.get("witnesses", [])}
            takes_two = lines[which - 1]["event"] in WITNESSED or "plan" in lines[which - 1]
            if not takes_two or len(witnesses) >= 2:
                gone.add(which)
        return gone

    def read(self, number, line):
        """A line on a day that lies ahead tells what harms, and nothing else."""
        line = dict(line, at=number, counts=line["day"] <= self.today)
        line["who"] = (line.get("who") or "").lower()
        line["to_person"] = (line.get("to") or "").lower()
        line["cards"] = [tuple(map(int, card.split("."))) for card in line.get("cards", [])]
        line["present"] = [name.lower() for name in line.get("present", [])]
        return line

    def last(self, *kinds):
        """The number of the last line for which one of these is true; 0 where there is none."""
        return max((line["at"] for line in self.lines if any(kind(line) for kind in kinds)), default=0)

    # The plan of today.

    def passed_on(self, place):
        """Each handover of a card since the plan was written, on a day that counts."""
        return [line for line in self.lines if line["event"] == "handed-over" and line["counts"] and place in line["cards"]]

    def holding(self, place, until=None):
        """Who has a card, who reaches it, and who reaches what opens it, if it is sealed."""
        plans = [(at, plan) for at, plan in self.plans if until is None or at < until]
        since, plan = plans[-1]
        card = dict(sets.cards(plan))[place]
        holder, access, opening = sets.holder(card), set(card["access"]), sets.opening(card)
        for line in self.passed_on(place):
            is_in_time = line["at"] > since and (until is None or line["at"] < until)
            if is_in_time and line["to_person"] and line["to_person"] != holder:
                # The identity counts as handed over with the card.
                access = access - {holder} | {line["to_person"]}
                opening = opening and opening - {holder} | {line["to_person"]}
                holder = line["to_person"]
        return holder, access, opening

    def plan_now(self):
        groups = []
        for at, group in enumerate(self.plan["groups"], 1):
            cards = []
            for member, card in enumerate(group["cards"], 1):
                holder, access, opening = self.holding((at, member))
                moved = [line["to"] for line in self.lines if line["event"] == "moved" and line["counts"]
                         and (at, member) in line["cards"] and line["at"] > self.since]
                cards.append(dict(card, custodian=holder, access=sorted(access), opening=opening,
                                  place=(moved or [card["place"]])[-1]))
            groups.append(dict(group, cards=cards))
        return dict(self.plan, groups=groups)

    # What is out of reach.

    def gets_a_card(self, name):
        """Whether a line puts a card into somebody's hands, be it once more."""
        def gets(line):
            if line["event"] != "handed-over" or not line["counts"]:
                return False
            has_it = lambda place: self.holding(place, line["at"])[0] == name
            return line["to_person"] == name or not line["to_person"] and any(has_it(place) for place in line["cards"])
        return gets

    def is_away(self, name):
        about = lambda *events: lambda line: line["event"] in events and line["who"] == name
        counting = lambda kind: lambda line: line["counts"] and kind(line)
        there = counting(about("heard", "back"))
        if self.wrong == "back":
            there = lambda line: False
        attends = counting(lambda line: name in line["present"] and line["event"] in ("checked", "drilled"))
        returned = self.last(counting(about("back")), self.gets_a_card(name))
        is_absent = self.last(about("absent")) > self.last(there, attends, self.gets_a_card(name))
        return is_absent or self.last(about("left")) > returned

    def is_lost(self, place):
        here = lambda *events: lambda line: line["event"] in events and place in line["cards"]
        counting = lambda kind: lambda line: line["counts"] and kind(line)
        return self.last(here("lost", "destroyed")) > self.last(counting(here("found", "reissued")))

    def is_gone(self, place):
        here = lambda *events: lambda line: line["event"] in events and place in line["cards"]
        again = self.last(lambda line: line["counts"] and here("reissued")(line))
        return self.is_lost(place) or self.last(here("stolen")) > again

    def closed(self):
        named = {line["place"] for line in self.lines if line["event"] in ("closed", "opened")}
        shuts = lambda place: lambda line: line["event"] == "closed" and line["place"] == place
        opens = lambda place: lambda line: line["event"] == "opened" and line["counts"] and line["place"] == place
        return {place for place in named if self.last(shuts(place)) > self.last(opens(place))}

    def things_gone(self):
        """Things of which every copy burned, or lies where nobody can go. A plan that names places for one says where it is."""
        closed, gone = self.closed(), set()
        for at, thing in enumerate(self.now["required"]):
            if self.burned(thing["name"]) or self.left(thing) and set(self.left(thing)) <= closed:
                gone.add(at)
        return gone

    def burns(self, since, until):
        return {line["place"] for line in self.lines
                if line["event"] == "destroyed" and line.get("place") and since < line["at"] < until}

    def left(self, thing):
        return [place for place in thing["places"] if place not in self.burns(self.since, len(self.all) + 1)]

    def burned(self, name):
        """Of the plans that named places for a thing the last one counts."""
        ends = [at for at, _ in self.plans[1:]] + [len(self.all) + 1]
        for (since, plan), until in reversed(list(zip(self.plans, ends))):
            places = {place for thing in plan["required"] if thing["name"] == name for place in thing["places"]}
            if places:
                return places <= self.burns(since, until)
        return False

    def identity_left(self, place):
        named = dict(sets.cards(self.plan))[place].get("identity_places", [])
        return set(named) - self.burns(self.since, len(self.all) + 1)

    def is_identity_burned(self, place):
        """Of the plans that say where the identity of this recipient lies the last one counts."""
        recipient = dict(sets.cards(self.plan))[place].get("recipient")
        ends = [at for at, _ in self.plans[1:]] + [len(self.all) + 1]
        for (since, plan), until in reversed(list(zip(self.plans, ends))):
            card = dict(sets.cards(plan)).get(place)
            if card is None or card.get("recipient") != recipient:
                return False
            named = set(card.get("identity_places", []))
            if named:
                return named <= self.burns(since, until)
        return False

    def freezing(self):
        reach, plan = sets.Reach(self.now), self.now
        if self.wrong == "threshold":
            group = plan["groups"][0]
            off = group["threshold"] + (1 if group["threshold"] < len(group["cards"]) else -1)
            plan = dict(plan, groups=[dict(group, threshold=off)] + plan["groups"][1:])
        closed, things_gone = self.closed(), self.things_gone()
        lies = {place: card["place"] for place, card in sets.cards(plan)}
        opens = {place: self.identity_left(place) for place in self.places}
        is_shut = lambda place: lies[place] in closed or opens[place] and opens[place] <= closed
        lost = {place for place in self.places
                if self.is_gone(place) or is_shut(place) or self.is_identity_burned(place)}
        there = {party for party in reach.parties() if party[1].startswith("thing") or not self.is_away(party[0])}

        def frozen(away):
            here = there - away
            has_card = lambda place: place not in lost and reach.has(place, here)
            has_thing = lambda at: at not in things_gone and bool(reach.things[at] & here)
            return not sets.brings(plan, has_card, has_thing)

        return sets.smallest(there, frozen)

    # Who has seen what.

    def former(self):
        """Who left, or reached something and reaches it no more; and how few of them can take the key. Old recipients and new ones
        both count: of a card that was ever sealed to somebody it takes one who reached it, and one who could open it."""
        seen, opened, now = {}, {}, dict(sets.cards(self.now))
        # Whoever reached a card that was not sealed needed nothing to open it.
        opens = lambda card: set(card["access"]) if sets.opening(card) is None else sets.opening(card)
        for place in self.places:
            all_ = [self.reached(place, len(self.all) + 1)]
            all_ += [(one["file"], one["opening"]) for one in self.left_before(place)]
            seen[place] = set().union(*(file for file, _ in all_))
            opened[place] = set().union(*(file if opening is None else opening for file, opening in all_))
        things = {}
        for _, plan in self.plans:
            for thing in plan["required"]:
                things.setdefault(thing["name"], set()).update(thing["access"])
        needed = {thing["name"]: set(thing["access"]) for thing in self.now["required"]}
        about = lambda name: lambda line: line["event"] == "left" and line["who"] == name
        back = lambda name: lambda line: line["event"] == "back" and line["counts"] and line["who"] == name
        everybody = {line["who"] for line in self.lines} | set().union(*seen.values(), *opened.values(), *things.values())
        former = {name for name in everybody
                  if name and self.last(about(name)) > self.last(back(name), self.gets_a_card(name))}
        former |= {name for place in self.places for name in seen[place] - set(now[place]["access"])}
        former |= {name for place in self.places for name in opened[place] - opens(now[place])}
        former |= {name for thing, names in things.items() for name in names - needed.get(thing, set())}
        for line in self.lines:
            # On a day that lies ahead nobody got the card; whoever had it may not have it any more.
            if line["event"] == "handed-over" and not line["counts"] and line["to_person"]:
                before = {self.holding(place, line["at"])[0] for place in line["cards"]}
                former |= {name for name in before if name and name != line["to_person"]}
        groups = [dict(group, cards=[dict(card, access=sorted(seen[at, member] & former),
                                          opening=opened[at, member] & former)
                                     for member, card in enumerate(group["cards"], 1)])
                  for at, group in enumerate(self.now["groups"], 1)]
        required = [dict(thing, access=sorted(things[thing["name"]] & former)) for thing in self.now["required"]]
        theirs = dict(self.now, groups=groups, required=required)
        if not all(thing["access"] for thing in required):
            return former, None
        held = {place for place, card in sets.cards(theirs) if card["access"] and card["opening"]}
        return former, sets.size(sets.taking(theirs, held))

    def with_before(self):
        """Who takes the key where each card may be as it is, or as it was when others could open it."""
        reach, versions = sets.Reach(self.now), {}
        if self.wrong == "before":
            self.before = {}
        for place in self.before:
            halves = lambda one: [one["file"]] + ([] if one["opening"] is None else [self.all_that_opens(place, one)])
            versions[place] = [[frozenset((name, "") for name in half) for half in halves(one)]
                               for one in self.left_before(place)]

        def takes(some):
            was = lambda place: any(all(half & some for half in halves) for halves in versions.get(place, []))
            has_card = lambda place: reach.has(place, some) or was(place)
            return sets.brings(self.now, has_card, lambda at: bool(reach.things[at] & some))

        parties = reach.parties().union(*(half for all_ in versions.values() for halves in all_ for half in halves))
        return sets.smallest(parties, takes)

    def known(self, by):
        """Everybody who is named before a line, on whatever day; where nobody is, the numbers of cards."""
        before = [line for line in self.lines if line["at"] < by]
        ever = [plan for at, plan in self.named if at < by]
        numbers = {sets.number(plan, place) for plan in ever for place, card in sets.cards(plan) if not card["access"]}
        named = set().union(*(sets.people(plan) for plan in ever))
        return named | numbers | {line["to_person"] for line in before if line["event"] == "handed-over"}


def answer(request):
    day = Day(request)
    freezing, (former, people) = day.freezing(), day.former()
    in_order = lambda found: sorted(sorted(one) for one in found)
    alone = lambda found: sorted(one[0] for one in found if len(one) == 1)
    both, today = day.with_before(), sets.taking(day.now)
    is_easier = sets.size(both) != sets.size(today) or bool(set(alone(both)) - set(alone(today)))
    return {
        "before": {"versions": sum(len(day.left_before(place)) for place in day.before), "smallest": sets.size(both), "alone": alone(both), "told": is_easier},
        "margin": sets.size(freezing),
        "freezing": in_order(freezing),
        "taking": in_order(sets.taking(day.now)),
        "former": sorted(former),
        "former_people": people,
    }


for request in sys.stdin:
    print(json.dumps(answer(json.loads(request))))
