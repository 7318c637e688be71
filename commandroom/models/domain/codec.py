"""Commands and events as plain JSON and back, from their own type hints. The journal hashes this text."""

import dataclasses
import hashlib
import json
import types
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from commandroom.geo import LatLon
from commandroom.models.domain import commands, events

_PLAIN = frozenset((bool, int, float, str))


def encode(value: Any) -> Any:
    """A value of the domain as JSON types; times as ISO 8601 in UTC, a number that is none as null.

    Raises:
        TypeError: the value holds something that is not of the domain.
        ValueError: a time has no zone.
    """
    if isinstance(value, float) and not isfinite(value):
        return None
    if value is None or type(value) in _PLAIN:
        return value
    names = _field_names(cast(Hashable, type(value)))
    if names is not None:
        return {name: encode(getattr(value, name)) for name in names}
    if isinstance(value, (bool, int, float, str)) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return _time_text(value)
    if isinstance(value, LatLon):
        return [value.lat, value.lon]
    if isinstance(value, (tuple, list)):
        return [encode(each) for each in value]
    if isinstance(value, dict):
        return {str(name): encode(each) for name, each in value.items()}
    raise TypeError(f"not of the domain: {type(value).__name__}")


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a dataclass; None of anything else, and of what has a text of its own."""
    if kind is LatLon or not dataclasses.is_dataclass(kind):
        return None
    return tuple(field.name for field in dataclasses.fields(kind))


def canonical(value: Any) -> str:
    """The one JSON text of `value`, as hashed: sorted keys, no blanks, UTF-8 characters kept."""
    return json.dumps(
        encode(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical text, as hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def decode(kind: type[Any], plain: Any) -> Any:
    """The inverse of `encode` for a dataclass type of the domain.

    Raises:
        ValueError: the JSON does not fit the type.
    """
    try:
        return _reader(cast(Hashable, kind))(plain)
    except (LookupError, TypeError, AttributeError) as why:
        raise ValueError(f"not a {kind.__name__}: {why}") from why


@cache
def event_types() -> dict[str, type[events.Event]]:
    """Every event by its name."""
    return {each.__name__: each for each in events.Event.__subclasses__()}


@cache
def command_types() -> dict[str, type[commands.Command]]:
    """Every command by its name."""
    return {each.__name__: each for each in commands.Command.__subclasses__()}


def _time_text(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@cache
def _reader(hint: Hashable) -> Callable[[Any], Any]:
    kind: Any = getattr(hint, "__supertype__", hint)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(each for each in get_args(kind) if each is not type(None)))
        return lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        each = _reader(get_args(kind)[0])
        return lambda plain: tuple(each(one) for one in plain)
    if kind is LatLon:
        return lambda plain: LatLon(float(plain[0]), float(plain[1]))
    if kind is datetime:
        return lambda plain: datetime.fromisoformat(plain)
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind is float:
        return float
    return kind if isinstance(kind, type) else lambda plain: plain


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}

    def read(plain: Any) -> Any:
        return kind(**{name: reader(plain[name]) for name, reader in readers.items() if name in plain})

    return read
