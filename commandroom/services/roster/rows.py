"""One row's cells as values of the domain; every failure becomes a problem of that row."""

import re
from collections.abc import Collection
from typing import Any

from commandroom.geo import Datum, LatLon, to_wgs84
from commandroom.geo.datum import in_china_box
from commandroom.models.domain.entities import Kit
from commandroom.services.roster.cells import Cell, Flaw
from commandroom.services.roster.kit import kit_of
from commandroom.services.roster.raw import RawTable
from commandroom.services.roster.reading import Origin, RowProblem

MOST_CHARACTERS = 200
MOST_EQUIPMENT_CHARACTERS = 1_000
MOST_CREW = 500
MOST_ORDER = 100_000
MOST_LATITUDE = 85.0
"""As far as the web-mercator map reaches."""

_NUMBER = re.compile(r"[+-]?\d{1,4}(\.\d*)?°?")
_PAIR = re.compile(r"([+-]?\d{1,3}(?:\.\d*)?)°? ?[,，;；、 ] ?([+-]?\d{1,3}(?:\.\d*)?)°?")
_PHONE = re.compile(r"\+?[\d\- ()]{3,24}")


class RosterRow:
    """Reads the cells of one row and keeps what is wrong with them."""

    def __init__(
        self, table: RawTable, number: int, cells: dict[str, Cell], *, otherwise: Datum = Datum.WGS84
    ) -> None:
        """`otherwise`: the datum of coordinates whose row names none."""
        self._table = table
        self.number = number
        self._cells = cells
        self._otherwise = otherwise
        self.problems: list[RowProblem] = []

    @property
    def origin(self) -> Origin:
        """Where the row stands."""
        return self._table.title, self.number

    @property
    def is_good(self) -> bool:
        """Nothing wrong was met so far."""
        return not self.problems

    def refuse(self, field: str, key: str, **values: Any) -> None:
        """Note a problem of the row; `field` empty for the row as a whole."""
        heading = self._table.headings.get(field, "")
        self.problems.append(RowProblem(self._table.title, self.number, heading, key, values))

    def text(self, field: str, *, limit: int = MOST_CHARACTERS) -> str:
        """The cell's text, empty where there is none."""
        cell = self._cells.get(field, "")
        if isinstance(cell, Flaw):
            self.refuse(field, cell.key, value=cell.shown)
            return ""
        if len(cell) > limit:
            self.refuse(field, "roster.row.too_long", length=len(cell), limit=limit)
            return ""
        return cell

    def needed(self, field: str) -> str:
        """The cell's text; a blank one is a problem."""
        before = len(self.problems)
        text = self.text(field)
        if not text and len(self.problems) == before:
            self.refuse(field, "roster.row.missing")
        return text

    def choice(self, field: str) -> Any:
        """The value of a closed list that the cell means, None where it is blank or wrong."""
        column = next(each for each in self._table.sheet.columns if each.field == field)
        word = self.needed(field) if column.is_needed else self.text(field)
        if not word or column.choices is None:
            return None
        value = column.choices.value(word)
        if value is None:
            self.refuse(field, "roster.row.unknown_word", value=word, allowed=column.choices.told())
        return value

    def reference(self, field: str, known: Collection[str]) -> str | None:
        """An id that must be `known`, or None."""
        wanted = self.text(field)
        if wanted and wanted not in known:
            self.refuse(field, f"roster.row.unknown_{_REFERRED[field]}", id=wanted)
        return wanted or None

    def crew(self) -> int:
        """How many people, a whole number."""
        text = self.needed("crew")
        if not text:
            return 0
        if not re.fullmatch(r"\d{1,6}(\.0+)?人?", text):
            self.refuse("crew", "roster.row.not_a_count", value=text)
            return 0
        count = int(text.removesuffix("人").split(".")[0])
        if count > MOST_CREW:
            self.refuse("crew", "roster.row.too_many", value=count, limit=MOST_CREW)
        return count

    def order(self) -> int | None:
        """A place in a sequence, a whole number from 0; None where it is blank or wrong."""
        text = self.needed("order")
        if text and (not re.fullmatch(r"\d{1,6}(\.0+)?", text) or float(text) > MOST_ORDER):
            self.refuse("order", "roster.row.not_an_order", value=text)
            return None
        return int(text.split(".")[0]) if text else None

    def equipment(self) -> tuple[Kit, ...]:
        """The pieces of equipment in the cell."""
        try:
            return kit_of(self.text("equipment", limit=MOST_EQUIPMENT_CHARACTERS))
        except ValueError as why:
            self.refuse("equipment", "roster.row.bad_kit", value=str(why))
            return ()

    def phone(self) -> str:
        """A telephone number as written, or empty."""
        text = self.text("phone")
        if text and not _PHONE.fullmatch(text):
            self.refuse("phone", "roster.row.bad_phone")
            return ""
        return text

    def place(self, *, is_needed: bool) -> LatLon | None:
        """The WGS-84 point of longitude, latitude and datum; None where it is blank or wrong."""
        before = len(self.problems)
        lon, lat = self._degrees("lon"), self._degrees("lat")
        datum = self.choice("datum")
        if len(self.problems) > before:
            return None
        if lon is None and lat is None and not is_needed:
            return None
        for field, value in (("lon", lon), ("lat", lat)):
            if value is None:
                self.refuse(field, "roster.row.missing")
        if lon is None or lat is None or not self._is_on_earth(lat, lon):
            return None
        return to_wgs84(LatLon(lat, lon), Datum(datum or self._otherwise))

    def point(self, field: str) -> LatLon | None:
        """The WGS-84 point of a cell that holds latitude and longitude; None where it is wrong."""
        before, text = len(self.problems), self.text(field)
        datum, pair = self.choice("datum"), _PAIR.fullmatch(text)
        if pair is None:
            self.refuse(field, "roster.row.not_a_point", value=text)
        if pair is None or len(self.problems) > before:
            return None
        lat, lon = float(pair[1]), float(pair[2])
        if not self._is_on_earth(lat, lon):
            return None
        return to_wgs84(LatLon(lat, lon), Datum(datum or self._otherwise))

    def _degrees(self, field: str) -> float | None:
        text = self.text(field)
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            self.refuse(field, "roster.row.not_degrees", value=text)
            return None
        return float(text.removesuffix("°"))

    def _is_on_earth(self, lat: float, lon: float) -> bool:
        swapped = LatLon(lon, lat)
        if not in_china_box(LatLon(lat, lon)) and in_china_box(swapped):
            self.refuse("", "roster.row.swapped", lat=lat, lon=lon)
        elif abs(lat) > MOST_LATITUDE or abs(lon) > 180:
            self.refuse("", "roster.row.off_the_earth", lat=lat, lon=lon)
        elif lat == 0 and lon == 0:
            self.refuse("", "roster.row.nowhere")
        else:
            return True
        return False


_REFERRED = {"firm": "firm", "post": "post", "home_post": "post", "unit": "unit"}
