"""Members: the crews of units, and the people of the other shifts."""

from random import Random

from commandroom.demo.town.words import Words
from commandroom.models.domain.entities import Firm, Member, Post, Unit
from commandroom.models.domain.enums import FirmKind, MemberRole, Party
from commandroom.models.domain.ids import FirmId, MemberId, PostId, UnitId


def crew_members(
    units: tuple[Unit, ...],
    posts: tuple[Post, ...],
    firms: tuple[Firm, ...],
    words: Words,
    count: int,
    rng: Random,
) -> tuple[Member, ...]:
    """`count` people: first every crew, then the other shifts at posts and at the station."""
    kinds = {firm.id: firm.kind for firm in firms}
    members: list[Member] = []

    def enlist(
        role: MemberRole, firm: FirmId | None = None, post: PostId | None = None, unit: UnitId | None = None
    ) -> None:
        number = MemberId(f"M-{len(members) + 1:05d}")
        members.append(Member(number, _name(words, rng), role, firm, post, unit))

    for unit in units:
        for place in range(unit.crew):
            enlist(_role(unit.party, unit.firm, kinds, place), unit.firm, unit.home_post, unit.id)
    while len(members) < count:
        if not posts or rng.random() < 0.08:
            enlist(rng.choice((MemberRole.OFFICER, MemberRole.AUXILIARY, MemberRole.AUXILIARY)))
        else:
            post = posts[rng.randrange(len(posts))]
            party = Party.GUARD if post.firm else Party.VOLUNTEER
            enlist(_role(party, post.firm, kinds, 0), post.firm, post.id)
    return tuple(members[:count])


def _role(party: Party, firm: FirmId | None, kinds: dict[FirmId, FirmKind], place: int) -> MemberRole:
    if party is Party.POLICE:
        return MemberRole.OFFICER if place == 0 else MemberRole.AUXILIARY
    if party is Party.VOLUNTEER:
        return MemberRole.VOLUNTEER
    is_property = firm is not None and kinds[firm] is FirmKind.PROPERTY
    return MemberRole.PROPERTY_STAFF if is_property else MemberRole.GUARD


def _name(words: Words, rng: Random) -> str:
    """Surname and one or two given characters, drawn by chance."""
    given = rng.sample(words.given, 2 if rng.random() < 0.68 else 1)
    return rng.choice(words.surnames) + "".join(given)
