"""Column types that keep the domain's promises in any database."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Kit


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite drops zones: naive values are refused, and UTC is put back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Going in; raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Coming out, with zone UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class KitList(TypeDecorator[tuple[Kit, ...]]):
    """Equipment as a JSON list of [item, count]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Kit, ...] | None, dialect: Dialect) -> str:
        """Going in."""
        return json.dumps([[kit.item, kit.count] for kit in value or ()], ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Kit, ...]:
        """Coming out."""
        return tuple(Kit(str(item), int(count)) for item, count in json.loads(value or "[]"))


class PointList(TypeDecorator[tuple[LatLon, ...]]):
    """Points as a JSON list of [latitude, longitude], every digit kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[LatLon, ...] | None, dialect: Dialect) -> str:
        """Going in."""
        return json.dumps([[point.lat, point.lon] for point in value or ()])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[LatLon, ...]:
        """Coming out."""
        return tuple(LatLon(float(lat), float(lon)) for lat, lon in json.loads(value or "[]"))


class Place(TypeDecorator[LatLon]):
    """A point as JSON [latitude, longitude], or nothing."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: LatLon | None, dialect: Dialect) -> str | None:
        """Going in."""
        return None if value is None else json.dumps([value.lat, value.lon])

    def process_result_value(self, value: Any, dialect: Dialect) -> LatLon | None:
        """Coming out."""
        if not value:
            return None
        lat, lon = json.loads(value)
        return LatLon(float(lat), float(lon))


class IdList(TypeDecorator[tuple[str, ...]]):
    """Ids as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Going in."""
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        """Coming out."""
        return tuple(str(each) for each in json.loads(value or "[]"))
