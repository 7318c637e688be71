"""Mapbox vector tiles, versions 1 and 2, decoded with numpy (the public specification of Mapbox, 4.1 to 4.4).

Bounded: a tile may claim only so much of everything. What breaks the rules is refused as a whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from

import numpy as np
import numpy.typing as npt

from commandroom.errors import WorldFailed
from commandroom.map.grounds.varints import unzigzag, varints

Value = str | int | float | bool
Tags = dict[str, Value]
POINT, LINE, AREA = 1, 2, 3

MOST_LAYERS = 100
MOST_FEATURES = 100_000
MOST_WORDS = 4_000_000
"""Geometry words of one layer."""
_WIDEST_EXTENT = 1 << 16
_MOVE, _LINE_TO, _CLOSE = 1, 2, 7
_TAGS, _KIND, _GEOMETRY = 0x12, 0x18, 0x22
"""Keys of a feature's fields: number and wire type."""
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing: `parts` are (first, last + 1) of its lines, rings or points in the layer's arrays."""

    kind: int
    tags: Tags
    parts: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Layer:
    """Points in shares of the tile: 0 to 1 from west to east and from north to south, a little beyond."""

    name: str
    version: int
    extent: int
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    features: list[Feature]


Raw = tuple[int, list[int], memoryview]
"""Kind, numbers of tags, packed geometry."""


def layers_of(tile: bytes, *, wanted: Callable[[str], bool] = bool) -> list[Layer]:
    """Every layer of an unpacked tile; those whose name is not wanted come without features.

    Raises:
        WorldFailed: it is no vector tile, or claims too much (`ground.broken_tile`).
    """
    try:
        packed = [part for number, part in _fields(memoryview(tile)) if number == 3 and _is_bytes(part)]
        if len(packed) > MOST_LAYERS:
            raise ValueError("layers")
        return [_layer(part, wanted) for part in packed if isinstance(part, memoryview)]
    except (ValueError, IndexError, StructError, OverflowError) as why:
        raise WorldFailed("ground.broken_tile", why=str(why)) from why


def _is_bytes(part: object) -> bool:
    if not isinstance(part, memoryview):
        raise ValueError("layer")
    return True


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of a message: varints as numbers, all others as their bytes."""
    at, end = 0, len(data)
    while at < end:
        key, at = _varint(data, at)
        wire = key & 7
        if wire == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if wire == _BYTES:
            length, at = _varint(data, at)
        elif wire in (_EIGHT, _FOUR):
            length = 8 if wire == _EIGHT else 4
        else:
            raise ValueError("wire type")
        if length > end - at:
            raise ValueError("cut field")
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value = byte & 0x7F
    for place in range(7, 70, 7):
        at += 1
        byte = data[at]
        value |= (byte & 0x7F) << place
        if byte < 0x80:
            return value, at + 1
    raise ValueError("endless varint")


def _layer(data: memoryview, wanted: Callable[[str], bool]) -> Layer:
    name, version, extent = "", 1, 4096
    keys: list[str] = []
    values: list[Value] = []
    things: list[memoryview] = []
    for number, part in _fields(data):
        if number == 15 and isinstance(part, int):
            version = part
        elif number == 5 and isinstance(part, int):
            extent = part
        elif isinstance(part, int):
            continue
        elif number == 1:
            name = _text(part)
        elif number == 2:
            things.append(part)
        elif number == 3:
            keys.append(_text(part))
        elif number == 4:
            values.append(_value(part))
    if version not in (1, 2):
        raise ValueError(f"version {version}")
    if not 0 < extent <= _WIDEST_EXTENT:
        raise ValueError("extent")
    if max(len(things), len(keys), len(values)) > MOST_FEATURES:
        raise ValueError("features")
    raw = [_raw_feature(part) for part in things] if wanted(name) else []
    x, y, parts = _geometry(raw)
    features = [
        Feature(kind, _tags(tags, keys, values), pieces)
        for (kind, tags, _), pieces in zip(raw, parts, strict=True)
        if pieces
    ]
    return Layer(name, version, extent, x / extent, y / extent, features)


def _raw_feature(data: memoryview) -> Raw:
    """Like `_fields`, in one piece: there are thousands of features in a tile."""
    kind, tags, geometry = 0, data[:0], data[:0]
    at, end = 0, len(data)
    while at < end:
        key = data[at]
        if key >= 0x80:
            raise ValueError("feature")
        at += 1
        value = data[at]
        if value < 0x80:
            at += 1
        else:
            value, at = _varint(data, at)
        if key & 7 == _BYTES:
            if value > end - at:
                raise ValueError("cut field")
            if key == _TAGS:
                tags = data[at : at + value]
            elif key == _GEOMETRY:
                geometry = data[at : at + value]
            at += value
        elif key == _KIND:
            kind = value
        elif key & 7 != _VARINT:
            raise ValueError("feature")
    return kind, _few(tags), geometry


def _few(packed: memoryview) -> list[int]:
    """A handful of varints: too few for numpy to pay."""
    numbers: list[int] = []
    value = place = 0
    for byte in packed:
        if byte < 0x80:
            numbers.append(value | byte << place)
            value = place = 0
        else:
            value |= (byte & 0x7F) << place
            place += 7
            if place > 28:
                raise ValueError("tag")
    if place:
        raise ValueError("cut tag")
    return numbers


def _tags(numbers: list[int], keys: list[str], values: list[Value]) -> Tags:
    if len(numbers) % 2:
        raise ValueError("tags")
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return {keys[key]: values[value] for key, value in pairs}


def _text(part: memoryview) -> str:
    return bytes(part).decode("utf-8", "replace")


def _value(data: memoryview) -> Value:
    for number, part in _fields(data):
        if isinstance(part, memoryview):
            if number == 1:
                return _text(part)
            if number in (2, 3):
                real: float = unpack_from("<f" if number == 2 else "<d", part)[0]
                return real
        elif number == 4:
            return part - (1 << 64) if part >> 63 else part
        elif number == 5:
            return part
        elif number == 6:
            return (part >> 1) ^ -(part & 1)
        elif number == 7:
            return bool(part)
    return ""


Geometry = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], list[list[tuple[int, int]]]]


def _geometry(raw: list[Raw]) -> Geometry:
    """All points of a layer, and for each feature its parts."""
    whole = b"".join(packed for _, _, packed in raw)
    if any(len(packed) and packed[-1] >= 0x80 for _, _, packed in raw):
        raise ValueError("cut geometry")
    numbers = varints(whole)
    if len(numbers) > MOST_WORDS:
        raise ValueError("geometry")
    if len(numbers) and int(numbers.max()) >> 32:
        raise ValueError("geometry word")
    ends = np.cumsum(np.frombuffer(whole, dtype=np.uint8) < 0x80) if whole else np.empty(0, dtype=np.int64)
    words: list[int] = numbers.tolist()
    is_step = np.zeros(len(words), dtype=bool)
    starts: list[int] = []
    parts: list[list[tuple[int, int]]] = []
    at_byte = at = points = 0
    for kind, _, packed in raw:
        at_byte += len(packed)
        end = int(ends[at_byte - 1]) if at_byte else 0
        starts.append(points)
        pieces, points = _commands(kind, words, at, end, is_step, points)
        parts.append(pieces)
        at = end
    steps = unzigzag(numbers[is_step])
    first = np.array([*starts, points], dtype=np.int64)
    return _walked(steps[0::2], first), _walked(steps[1::2], first), parts


def _commands(
    kind: int, words: list[int], at: int, end: int, is_step: npt.NDArray[np.bool_], points: int
) -> tuple[list[tuple[int, int]], int]:
    """The parts of one feature and the number of points so far; marks which words are steps."""
    pieces: list[tuple[int, int]] = []
    begin = points
    while at < end:
        command, count = words[at] & 7, words[at] >> 3
        at += 1
        if command == _CLOSE:
            continue
        if command not in (_MOVE, _LINE_TO) or not 0 < count <= (end - at) // 2:
            raise ValueError("command")
        if command == _MOVE:
            if points > begin:
                pieces.append((begin, points))
            begin = points
        is_step[at : at + 2 * count] = True
        points += count
        at += 2 * count
    if points > begin:
        pieces.append((begin, points))
    if kind not in (POINT, LINE, AREA):
        return [], points
    least = kind
    return [piece for piece in pieces if piece[1] - piece[0] >= least], points


def _walked(steps: npt.NDArray[np.int64], first: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Positions from steps: every feature begins at the tile's corner."""
    total: npt.NDArray[np.int64] = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(steps)))
    return total[1:] - np.repeat(total[first[:-1]], np.diff(first))
