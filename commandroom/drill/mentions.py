"""Every place of a script where one part speaks of another by its name."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from commandroom.drill.conditions import Condition
from commandroom.drill.findings import Spot
from commandroom.drill.schema import Inject, Measured, Opponent, Script, Step, Variant

Sort = Literal["place", "incident", "inject", "opponent", "role", "variant", "criterion"]


class Mention(NamedTuple):
    """A name, where it stands, and what it must be the name of."""

    spot: Spot
    sort: Sort
    name: str


_Maybe = tuple[Spot, Sort, str | None]


def mentions(script: Script) -> Iterator[Mention]:
    """All of them, in the order of the parts of a script."""
    for spot, sort, name in _all(script):
        if name is not None:
            yield Mention(spot, sort, name)


def conditions(script: Script) -> Iterator[tuple[Spot, Condition]]:
    """Every `when`, without those within."""
    for n, opponent in enumerate(script.opponents):
        yield from _in_plan(("opponents", n), opponent.plan)
    for n, crowd in enumerate(script.crowds):
        if crowd.when is not None:
            yield ("crowds", n, "when"), crowd.when
    for n, inject in enumerate(script.injects):
        if inject.when is not None:
            yield ("injects", n, "when"), inject.when
    for n, step in enumerate(script.answer):
        yield ("answer", n, "when"), step.when
    for n, variant in enumerate(script.variants):
        for name, change in variant.opponents.items():
            yield from _in_plan(("variants", n, "opponents", name), change.plan or [])
    if script.ends_when is not None:
        yield ("ends_when",), script.ends_when


def within(spot: Spot, condition: Condition) -> Iterator[tuple[Spot, Condition]]:
    """The condition and all within it."""
    yield spot, condition
    for joint, parts in (("all", condition.all), ("any", condition.any)):
        for n, part in enumerate(parts or []):
            yield from within((*spot, joint, n), part)
    if condition.not_ is not None:
        yield from within((*spot, "not"), condition.not_)


def in_condition(spot: Spot, condition: Condition) -> Iterator[Mention]:
    """The names of which a condition speaks."""
    for here, part in within(spot, condition):
        told: tuple[_Maybe, ...] = (
            ((*here, "of"), "incident", part.of),
            ((*here, "inject"), "inject", part.inject),
            ((*here, "exit"), "place", part.exit),
            ((*here, "opponent"), "opponent", part.opponent),
        )
        yield from (Mention(where, sort, name) for where, sort, name in told if name is not None)


def _in_plan(spot: Spot, plan: list[Step]) -> Iterator[tuple[Spot, Condition]]:
    for n, step in enumerate(plan):
        if step.when is not None:
            yield (*spot, "plan", n, "when"), step.when


def _all(script: Script) -> Iterator[_Maybe]:
    yield ("site",), "place", script.site
    for name, place in script.places.items():
        yield ("places", name, "near"), "place", place.near
        for n, other in enumerate(place.one_of or []):
            yield ("places", name, "one_of", n), "place", other
    for n, opponent in enumerate(script.opponents):
        yield from _of_opponent(("opponents", n), opponent)
    for n, crowd in enumerate(script.crowds):
        yield ("crowds", n, "at"), "place", crowd.at
        yield ("crowds", n, "to"), "place", crowd.to
        yield ("crowds", n, "incident"), "incident", crowd.incident
    for n, inject in enumerate(script.injects):
        yield from _of_inject(("injects", n), inject)
    for n, name in enumerate(script.rules.hold):
        yield ("rules", "hold", n), "place", name
    for n, step in enumerate(script.answer):
        yield ("answer", n, "of"), "incident", step.of
        yield ("answer", n, "hold"), "place", step.hold
        yield from _only(("answer", n), step.only)
    for n, criterion in enumerate(script.criteria):
        yield from _of_measured(("criteria", n), criterion)
        yield ("criteria", n, "since"), "inject", criterion.since
        yield ("criteria", n, "role"), "role", criterion.role
        yield from _only(("criteria", n), criterion.only)
    for n, variant in enumerate(script.variants):
        yield from _of_variant(("variants", n), variant)
    for spot, condition in conditions(script):
        yield from in_condition(spot, condition)


def _of_opponent(spot: Spot, opponent: Opponent) -> Iterator[_Maybe]:
    yield (*spot, "incident"), "incident", opponent.incident
    yield (*spot, "start"), "place", opponent.start
    yield (*spot, "walk_to"), "place", opponent.walk_to
    yield from _of_plan(spot, opponent.plan)
    yield from _only(spot, opponent.only)


def _of_plan(spot: Spot, plan: list[Step]) -> Iterator[_Maybe]:
    for n, step in enumerate(plan):
        here = (*spot, "plan", n)
        for way in ("walk_to", "run_to", "bus_to", "hide_at"):
            yield (*here, way), "place", getattr(step, way)
        yield (*here, "follow"), "opponent", step.follow
        yield (*here, "cut_at"), "incident", step.cut_at


def _of_inject(spot: Spot, inject: Inject) -> Iterator[_Maybe]:
    yield (*spot, "of"), "incident", inject.of
    yield (*spot, "since"), "inject", inject.since
    yield (*spot, "otherwise"), "inject", inject.otherwise
    if inject.report is not None:
        yield (*spot, "report", "place"), "place", inject.report.place
    if inject.message is not None:
        yield (*spot, "message", "about"), "incident", inject.message.about
    if inject.flee is not None:
        yield (*spot, "flee", "opponent"), "opponent", inject.flee.opponent
        yield (*spot, "flee", "to"), "place", inject.flee.to
        yield (*spot, "flee", "cut_at"), "incident", inject.flee.cut_at
    for n, expected in enumerate(inject.expect):
        yield from _of_measured((*spot, "expect", n), expected)
    yield from _only(spot, inject.only)


def _of_measured(spot: Spot, asked: Measured) -> Iterator[_Maybe]:
    yield (*spot, "of"), "incident", asked.of


def _of_variant(spot: Spot, variant: Variant) -> Iterator[_Maybe]:
    for n, name in enumerate(variant.leave_out):
        yield (*spot, "leave_out", n), "inject", name
    for name in variant.injects:
        yield (*spot, "injects", name), "inject", name
    for name in variant.criteria:
        yield (*spot, "criteria", name), "criterion", name
    for name, change in variant.opponents.items():
        yield (*spot, "opponents", name), "opponent", name
        yield (*spot, "opponents", name, "start"), "place", change.start
        yield from _of_plan((*spot, "opponents", name), change.plan or [])
    for n, name in enumerate(variant.rules.hold if variant.rules is not None else []):
        yield (*spot, "rules", "hold", n), "place", name


def _only(spot: Spot, only: list[str]) -> Iterator[_Maybe]:
    for n, name in enumerate(only):
        yield (*spot, "only", n), "variant", name
