"""The demo's people: firms, posts with equipment, units and members, on any generated map."""

from dataclasses import dataclass
from random import Random

from commandroom.demo.town.build import DEFAULT_SEED, Scale
from commandroom.demo.town.crews import crew_members
from commandroom.demo.town.patrols import patrol_units
from commandroom.demo.town.posts import PostSite, firms_of, pick_sites, post_of, post_units
from commandroom.demo.town.roadside import Roadside
from commandroom.demo.town.rosterwords import read_roster_words
from commandroom.demo.town.routes import patrol_routes
from commandroom.demo.town.words import read_words
from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.roads.raw import RawMap


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything a room knows about its people."""

    firms: tuple[Firm, ...]
    posts: tuple[Post, ...]
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    patrols: tuple[PatrolRoute, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each a demo has."""

    posts: int
    units: int
    members: int
    guard_companies: int
    property_companies: int
    offices: int
    """Employers that recruit their own guards."""


SIZES: dict[Scale, Size] = {
    "town": Size(120, 200, 900, 4, 6, 5),
    "city": Size(845, 1_091, 6_000, 12, 14, 16),
}


def build_roster(raw: RawMap, *, scale: Scale, seed: int = DEFAULT_SEED) -> Roster:
    """The roster of a demo: the same for the same map, scale and seed."""
    size, words, names = SIZES[scale], read_roster_words(), read_words()
    rng = Random(f"roster:{scale}:{seed}")
    roadside = Roadside(raw)
    sites: list[PostSite] = pick_sites(raw, size.posts, rng)
    firms = firms_of(sites, words, size.guard_companies, size.property_companies, size.offices)
    posts = tuple(post_of(number, site, firms, words, roadside, rng) for number, site in enumerate(sites, 1))
    at_posts = post_units(posts, sites, firms, words, roadside, rng)
    on_patrol = patrol_units(raw, size.units - len(at_posts), len(at_posts), words, roadside, firms, rng)
    units = (*at_posts, *on_patrol)
    members = crew_members(units, posts, firms, names, size.members, rng)
    return Roster(firms, posts, units, members, patrol_routes(posts, scale=scale))
