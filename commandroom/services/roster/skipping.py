"""Leaving out bad rows, and with them the rows that lean on them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from commandroom.services.roster.reading import RosterReading, RowProblem
from commandroom.services.roster.sheets import SHEETS, Table

_LEANS_ON = {
    Table.FIRMS: (),
    Table.POSTS: (("firm", Table.FIRMS),),
    Table.UNITS: (("firm", Table.FIRMS), ("home_post", Table.POSTS)),
    Table.MEMBERS: (("firm", Table.FIRMS), ("post", Table.POSTS), ("unit", Table.UNITS)),
    Table.PATROLS: (("posts", Table.POSTS),),
}


def without_bad_rows(reading: RosterReading) -> RosterReading:
    """The part of `reading` that can be imported as it is.

    A row that refers to a row left out is left out too. `problems` then lists every row left out, the
    latter with the key `roster.row.leans_on_bad_row`.
    """
    kept: dict[Table, set[str]] = {
        Table.FIRMS: set(reading.known.firms),
        Table.POSTS: set(reading.known.posts),
        Table.UNITS: set(reading.known.call_signs),
    }
    good: dict[Table, tuple[Any, ...]] = {}
    dropped: list[RowProblem] = []
    for table in Table:
        good[table] = tuple(_standing(reading, table, kept, dropped))
        kept.setdefault(table, set()).update(thing.id for thing in good[table])
    problems = (*reading.problems, *dropped)
    bad_rows = len({(problem.sheet, problem.row) for problem in problems})
    return replace(
        reading,
        firms=good[Table.FIRMS],
        posts=good[Table.POSTS],
        units=good[Table.UNITS],
        members=good[Table.MEMBERS],
        patrols=good[Table.PATROLS],
        problems=problems,
        counts={
            **reading.counts,
            "bad_rows": bad_rows,
            **{table.value: len(things) for table, things in good.items()},
        },
    )


def _standing(
    reading: RosterReading, table: Table, kept: dict[Table, set[str]], dropped: list[RowProblem]
) -> Iterable[Any]:
    """The things of `table` whose references were all kept; the others go to `dropped`."""
    for thing in getattr(reading, table.value):
        missing = next(_missing(thing, _LEANS_ON[table], kept), None)
        if missing is None:
            yield thing
        else:
            dropped.append(_leaning(reading, table, thing.id, *missing))


def _missing(
    thing: Any, leans_on: Iterable[tuple[str, Table]], kept: dict[Table, set[str]]
) -> Iterator[tuple[str, str]]:
    """The fields of `thing`, and the ids in them, that name something left out."""
    for field, target in leans_on:
        named = getattr(thing, field)
        for wanted in named if isinstance(named, tuple) else (named,):
            if wanted is not None and wanted not in kept[target]:
                yield field, wanted


def _leaning(reading: RosterReading, table: Table, own: str, field: str, wanted: str) -> RowProblem:
    sheet, row = reading.origins[(table, own)]
    field = "place" if field == "posts" else field
    heading = next(column.heading for column in SHEETS[table].columns if column.field == field)
    return RowProblem(sheet, row, heading, "roster.row.leans_on_bad_row", {"id": wanted})
