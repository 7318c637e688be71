"""Reads a roster file: every good row becomes a thing of the domain, each bad one a problem."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from commandroom.errors import WorldFailed
from commandroom.geo import Datum, LatLon
from commandroom.models.domain.entities import Firm, Member, Post, Unit
from commandroom.models.domain.enums import Duty
from commandroom.models.domain.ids import FirmId, MemberId, PostId, UnitId
from commandroom.services.roster.cells import Cell
from commandroom.services.roster.csvfile import csv_rows
from commandroom.services.roster.patrols import RouteBook, WayPoint
from commandroom.services.roster.raw import RawTable, Row, raw_table
from commandroom.services.roster.reading import Known, Note, Origin, RosterReading, RowProblem
from commandroom.services.roster.rows import RosterRow
from commandroom.services.roster.sheets import EXAMPLE_MARKS, Table
from commandroom.services.roster.vocabulary import DATUMS, folded
from commandroom.services.roster.workbook import workbook_rows

SILENT_SHEETS = ("说明", "explanations")
"""Sheets of the template that hold no rows."""


def read_roster(path: Path, *, known: Known | None = None, datum: Datum = Datum.WGS84) -> RosterReading:
    """Read an XLSX workbook, one CSV file, or every CSV file of a folder; nothing is changed anywhere.

    `known`: what the register holds already, so that a file of units alone may name its posts.
    `datum`: of the coordinates of rows that name none.

    Raises:
        WorldFailed: the file as a whole cannot be read (`roster.file.*`).
    """
    if not path.exists():
        raise WorldFailed("roster.file.missing", path=str(path))
    notes: list[Note] = []
    tables = list(_tables(path, notes))
    if not tables:
        raise WorldFailed("roster.file.no_table", path=str(path))
    order = list(Table)
    tables.sort(key=lambda table: order.index(table.sheet.table))
    return _Reader(str(path), known or Known(), notes, datum).read(tables)


def _tables(path: Path, notes: list[Note]) -> Iterator[RawTable]:
    try:
        for title, rows, is_titled in _sources(path):
            table = raw_table(title, rows, is_titled=is_titled)
            if table is not None:
                yield table
            elif any(any(cells) for _, cells in rows) and title.casefold() not in SILENT_SHEETS:
                notes.append(Note("roster.warning.sheet_unknown", {"sheet": title}))
    except OSError as why:
        raise WorldFailed("roster.file.unreadable", path=str(path), why=why.strerror or str(why)) from why


def _sources(path: Path) -> Iterator[tuple[str, Sequence[Row], bool]]:
    """Title, rows and whether the title is a sheet's."""
    if path.is_dir():
        for each in sorted(path.glob("*.csv")):
            yield each.name, csv_rows(each), False
        return
    if path.stat().st_size == 0:
        raise WorldFailed("roster.file.empty", path=str(path))
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        for title, rows in workbook_rows(path):
            yield title, rows, True
    elif kind == ".csv":
        yield path.name, csv_rows(path), False
    elif kind in (".xls", ".et"):
        raise WorldFailed("roster.file.old_or_locked", path=str(path))
    else:
        raise WorldFailed("roster.file.wrong_type", path=str(path))


class _Reader:
    """Builds one reading, table after table."""

    def __init__(self, source: str, known: Known, notes: list[Note], datum: Datum) -> None:
        self._source = source
        self._known = known
        self._notes = notes
        self._problems: list[RowProblem] = []
        self._origins: dict[tuple[Table, str], Origin] = {}
        self._ids: dict[Table, set[str]] = {
            Table.FIRMS: set(known.firms),
            Table.POSTS: set(known.posts),
            Table.UNITS: set(known.call_signs),
            Table.MEMBERS: set(),
            Table.PATROLS: set(),
        }
        self._routes = RouteBook()
        self._stands: Mapping[PostId, LatLon | None] | None = None
        self._places: dict[str, LatLon] = {}
        self._call_signs: dict[str, Origin] = {}
        self._holders: dict[str, UnitId] = {}
        self._good: dict[Table, list[Any]] = {table: [] for table in Table}
        self._datum = datum
        self._datums: set[bool] = set()
        self._rows = self._examples = 0

    def read(self, tables: Sequence[RawTable]) -> RosterReading:
        for table in tables:
            self._note_ids(table)
        self._holders = {
            folded(sign): unit
            for unit, sign in self._known.call_signs.items()
            if (Table.UNITS, unit) not in self._origins
        }
        for table in tables:
            self._read_table(table)
        self._make_routes()
        if len(self._datums) > 1:
            self._notes.append(Note("roster.warning.datums_mixed", {"datum": DATUMS.word(self._datum)}))
        if self._rows == 0 and not self._problems:
            self._notes.append(Note("roster.warning.no_rows", {"path": self._source}))
        return self._reading()

    def _reading(self) -> RosterReading:
        good = self._good
        bad_rows = {(problem.sheet, problem.row) for problem in self._problems}
        counts = {"rows": self._rows, "examples": self._examples, "bad_rows": len(bad_rows)}
        return RosterReading(
            source=self._source,
            firms=tuple(good[Table.FIRMS]),
            posts=tuple(good[Table.POSTS]),
            units=tuple(good[Table.UNITS]),
            members=tuple(good[Table.MEMBERS]),
            problems=tuple(self._problems),
            warnings=tuple(self._notes),
            counts=counts | {table.value: len(good[table]) for table in Table},
            origins=self._origins,
            known=self._known,
            patrols=tuple(good[Table.PATROLS]),
        )

    def _note_ids(self, table: RawTable) -> None:
        """Every id of the file counts as there, so that a bad row is told once and not at each reference."""
        for number, cells in table.rows:
            found = cells.get("id")
            if isinstance(found, str) and found and not _is_example(found):
                self._ids[table.sheet.table].add(found)
                self._origins.setdefault((table.sheet.table, found), (table.title, number))

    def _read_table(self, table: RawTable) -> None:
        build: Callable[[RosterRow, str], Any] = {
            Table.FIRMS: self._firm,
            Table.POSTS: self._post,
            Table.UNITS: self._unit,
            Table.MEMBERS: self._member,
            Table.PATROLS: self._way_point,
        }[table.sheet.table]
        self._notes.extend(table.notes)
        problems = list(table.problems)
        refused = {problem.row for problem in problems}
        for number, cells in table.rows:
            if _is_example(cells.get("id", "")):
                self._examples += 1
                continue
            self._rows += 1
            row = RosterRow(table, number, cells, otherwise=self._datum)
            own = self._own_id(table, row)
            thing = build(row, own)
            problems.extend(row.problems)
            self._sort(table.sheet.table, own, thing, is_good=row.is_good and number not in refused)
        self._problems.extend(sorted(problems, key=lambda problem: problem.row))

    def _sort(self, table: Table, own: str, thing: Any, *, is_good: bool) -> None:
        """Keep a good row; a route has many, and one bad one spoils it."""
        if table is not Table.PATROLS:
            if is_good:
                self._good[table].append(thing)
        elif is_good:
            self._routes.keep(own, thing)
        else:
            self._routes.spoil(own)

    def _make_routes(self) -> None:
        """Join the way-points, now that every row was read."""
        made = self._routes.routes(self._origins)
        self._good[Table.PATROLS] = list(made.good)
        self._problems.extend(made.problems)
        self._notes.extend(made.notes)

    def _own_id(self, table: RawTable, row: RosterRow) -> str:
        own = row.needed("id")
        first = self._origins.get((table.sheet.table, own))
        is_next = table.sheet.table is Table.PATROLS and first is not None and first[0] == table.title
        if first is not None and first != row.origin and not is_next:
            row.refuse("id", "roster.row.id_twice", id=own, sheet=first[0], first_row=first[1])
        return own

    def _firm(self, row: RosterRow, own: str) -> Firm:
        return Firm(FirmId(own), row.needed("name"), row.choice("kind"))

    def _post(self, row: RosterRow, own: str) -> Post:
        name, at = row.needed("name"), row.place(is_needed=True)
        self._note_datum(row, at)
        post = Post(
            PostId(own),
            name,
            at or LatLon(0.0, 0.0),
            address=row.text("address"),
            firm=self._firm_of(row),
            equipment=row.equipment(),
        )
        if at is not None:
            self._places.setdefault(own, at)
        return post

    def _unit(self, row: RosterRow, own: str) -> Unit:
        call_sign = row.needed("call_sign")
        self._check_call_sign(row, own, call_sign)
        home = row.reference("home_post", self._ids[Table.POSTS])
        return Unit(
            UnitId(own),
            call_sign,
            row.choice("kind"),
            row.choice("party"),
            row.crew(),
            self._unit_place(row, home),
            home_post=None if home is None else PostId(home),
            firm=self._firm_of(row),
            equipment=row.equipment(),
            duty=row.choice("duty") or Duty.ON,
        )

    def _member(self, row: RosterRow, own: str) -> Member:
        post = row.reference("post", self._ids[Table.POSTS])
        unit = row.reference("unit", self._ids[Table.UNITS])
        return Member(
            MemberId(own),
            row.needed("name"),
            row.choice("role"),
            firm=self._firm_of(row),
            post=None if post is None else PostId(post),
            unit=None if unit is None else UnitId(unit),
            phone=row.phone(),
        )

    def _way_point(self, row: RosterRow, own: str) -> WayPoint | None:
        point = self._routes.add(row, own, self._post_places())
        if point is not None and point.post is None:
            self._note_datum(row, point.at)
        return point

    def _post_places(self) -> Mapping[PostId, LatLon | None]:
        """Every post of the file and the register; posts are read before the routes."""
        if self._stands is None:
            named = dict.fromkeys(PostId(each) for each in self._ids[Table.POSTS])
            in_file = {PostId(post): at for post, at in self._places.items()}
            self._stands = {**named, **self._known.posts, **in_file}
        return self._stands

    def _firm_of(self, row: RosterRow) -> FirmId | None:
        firm = row.reference("firm", self._ids[Table.FIRMS])
        return None if firm is None else FirmId(firm)

    def _unit_place(self, row: RosterRow, home: str | None) -> LatLon:
        """Its own coordinates, else its post's."""
        before = len(row.problems)
        at = row.place(is_needed=False)
        self._note_datum(row, at)
        if at is None and len(row.problems) == before:
            if home is None:
                row.refuse("", "roster.row.no_place")
            elif home in self._ids[Table.POSTS]:
                at = self._places.get(home) or self._known.posts.get(PostId(home))
                if at is None:
                    row.refuse("home_post", "roster.row.post_without_place", id=home)
        return at or LatLon(0.0, 0.0)

    def _note_datum(self, row: RosterRow, at: LatLon | None) -> None:
        if at is not None:
            self._datums.add(bool(row.text("datum")))

    def _check_call_sign(self, row: RosterRow, own: str, call_sign: str) -> None:
        """No two units answer to one call sign, on the file or beside it on the register."""
        if not call_sign:
            return
        sheet, first_row = self._call_signs.setdefault(folded(call_sign), row.origin)
        if (sheet, first_row) != row.origin:
            values = {"value": call_sign, "sheet": sheet, "first_row": first_row}
            row.refuse("call_sign", "roster.row.call_sign_twice", **values)
        holder = self._holders.get(folded(call_sign))
        if holder is not None and holder != own:
            row.refuse("call_sign", "roster.row.call_sign_taken", value=call_sign, unit=holder)


def _is_example(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.casefold().startswith(EXAMPLE_MARKS)
