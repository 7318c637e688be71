"""Where posts stand, who mans them and what lies ready there."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from commandroom.demo.town.roadside import Roadside
from commandroom.demo.town.rosterwords import RosterWords, drawn
from commandroom.geo import LatLon, distance_m, moved
from commandroom.models.domain.entities import Firm, Post, Unit
from commandroom.models.domain.enums import Duty, FirmKind, Party, UnitKind
from commandroom.models.domain.ids import FirmId, PostId, UnitId
from commandroom.roads.raw import RawMap, RawPlace

FIRST_KINDS = ("museum", "hospital", "metro", "night_market", "station", "government", "square", "mall",
               "stadium", "sight", "market")  # fmt: skip
"""Every place of these kinds has a post."""
NEXT_KINDS = ("estate", "school", "estate", "factory", "village", "estate", "bank", "school", "park", "site",
              "library", "warehouse", "hotel", "care", "clinic", "fuel", "cinema", "shop")  # fmt: skip
"""Then one of each in turn until there are enough."""
APART_M = 60.0
CREWS = {"museum": 3, "hospital": 2, "metro": 2, "night_market": 2, "station": 2}
"""Units at one post; one elsewhere."""
STRONG = ("museum", "hospital", "metro", "night_market", "station", "government")
VOLUNTEERS = ("village", "park", "care")
"""Posts manned by volunteers."""


@dataclass(frozen=True, slots=True)
class PostSite:
    """A place that gets a post, and its gates."""

    place: RawPlace
    gates: tuple[RawPlace, ...]


def pick_sites(raw: RawMap, count: int, rng: Random) -> list[PostSite]:
    """`count` places for posts, no two of them closer than `APART_M` while there is choice."""
    by_kind: dict[str, list[RawPlace]] = defaultdict(list)
    for place in raw.places:
        by_kind[place.kind].append(place)
    for kind in sorted(by_kind):
        if kind not in FIRST_KINDS:
            rng.shuffle(by_kind[kind])
    queue = [place for kind in FIRST_KINDS for place in by_kind[kind]]
    longest = max(len(places) for places in by_kind.values())
    turns = {kind: NEXT_KINDS.count(kind) for kind in NEXT_KINDS}
    for turn in range(longest):
        for kind in turns:
            queue += by_kind[kind][turn * turns[kind] : (turn + 1) * turns[kind]]
    picked: list[RawPlace] = []
    passed: list[RawPlace] = []
    for place in queue:
        near = any(distance_m(place.at, other.at) < APART_M for other in picked)
        (passed if near else picked).append(place)
        if len(picked) == count:
            break
    picked += passed[: count - len(picked)]
    return [PostSite(place, _gates_of(place, by_kind)) for place in picked]


def _gates_of(place: RawPlace, by_kind: dict[str, list[RawPlace]]) -> tuple[RawPlace, ...]:
    gates = by_kind["metro_exit"] if place.kind == "metro" else by_kind["gate"]
    return tuple(gate for gate in gates if gate.name.startswith(place.name))


def firms_of(
    sites: list[PostSite], words: RosterWords, guard_companies: int, property_companies: int, offices: int
) -> tuple[Firm, ...]:
    """Employers of all three kinds; the first `offices` large places recruit their own guards."""
    named = [(name, FirmKind.GUARD_COMPANY) for name in words.guard_companies[:guard_companies]]
    named += [(name, FirmKind.PROPERTY) for name in words.property_companies[:property_companies]]
    own = [site.place for site in sites if site.place.kind in words.office][:offices]
    named += [(f"{place.name}{words.office[place.kind]}", FirmKind.SELF_RECRUITING) for place in own]
    return tuple(Firm(FirmId(f"F-{number:02d}"), name, kind) for number, (name, kind) in enumerate(named, 1))


def post_of(
    number: int, site: PostSite, firms: tuple[Firm, ...], words: RosterWords, roadside: Roadside, rng: Random
) -> Post:
    """A post at the kerb before its place, with equipment that suits it."""
    at = roadside.kerb(site.place.at)
    street = roadside.street(at)
    kind = site.place.kind
    kit = words.strong_kit if kind in STRONG else words.post_kit
    return Post(
        id=PostId(f"P-{number:04d}"),
        name=f"{site.place.name}{'联动点' if kind in VOLUNTEERS else '共治站'}",
        at=at,
        address=f"{street}{rng.randint(1, 260)}号",
        firm=_employer(site, firms, rng),
        equipment=drawn((*kit, *words.extra_kit.get(kind, ())), rng),
    )


def _employer(site: PostSite, firms: tuple[Firm, ...], rng: Random) -> FirmId | None:
    if site.place.kind in VOLUNTEERS:
        return None
    own = [
        firm
        for firm in firms
        if firm.kind is FirmKind.SELF_RECRUITING and firm.name.startswith(site.place.name)
    ]
    if own:
        return own[0].id
    kind = (
        FirmKind.PROPERTY
        if site.place.kind in ("estate", "mall", "hotel", "shop")
        else FirmKind.GUARD_COMPANY
    )
    return rng.choice([firm for firm in firms if firm.kind is kind]).id


def post_units(
    posts: tuple[Post, ...],
    sites: list[PostSite],
    firms: tuple[Firm, ...],
    words: RosterWords,
    roadside: Roadside,
    rng: Random,
) -> tuple[Unit, ...]:
    """The foot units that belong to posts: one each, more at the museum, the hospitals, the stations."""
    units: list[Unit] = []
    for number, (post, site) in enumerate(zip(posts, sites, strict=True), 1):
        kind = site.place.kind
        crews = CREWS.get(kind, 1)
        for crew in range(1, crews + 1):
            party = Party.VOLUNTEER if kind in VOLUNTEERS else Party.GUARD
            kit = "volunteer" if party is Party.VOLUNTEER else "strong" if kind in STRONG else "foot"
            units.append(
                Unit(
                    id=UnitId(f"U-{len(units) + 1:04d}"),
                    call_sign=f"站{number:03d}-{crew}",
                    kind=UnitKind.FOOT,
                    party=party,
                    crew=3 if kind == "museum" else rng.choice((2, 2, 2, 3)),
                    at=_stand(post, site, crew, roadside),
                    home_post=post.id,
                    firm=post.firm,
                    equipment=drawn(words.unit_kit[kit], rng),
                    duty=Duty.ON if kind in STRONG else rng.choices(_DUTIES, (88, 8, 4))[0],
                )
            )
    return tuple(units)


_DUTIES = (Duty.ON, Duty.RESTING, Duty.OFF)


def _stand(post: Post, site: PostSite, crew: int, roadside: Roadside) -> LatLon:
    """The first crew stands at the post, the others at gates or a few steps off."""
    if crew == 1:
        return post.at
    if len(site.gates) >= crew:
        return roadside.kerb(site.gates[crew - 1].at)
    return roadside.kerb(moved(post.at, east_m=14.0 * crew, north_m=9.0), off_m=4.0)
