"""Small tile files made by hand for the tests of grounds."""

import gzip
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from struct import pack

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from commandroom.map.grounds.pmtiles import tile_number

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
Tiles = Mapping[tuple[int, int, int], bytes]


def varint(number: int) -> bytes:
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number: int, payload: bytes | int) -> bytes:
    if isinstance(payload, int):
        return varint(number << 3) + varint(payload)
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def steps(points: Iterable[tuple[int, int]], at: tuple[int, int] = (0, 0)) -> list[int]:
    out = []
    for x, y in points:
        out += [zigzag(x - at[0]), zigzag(y - at[1])]
        at = (x, y)
    return out


def line(points: list[tuple[int, int]], at: tuple[int, int] = (0, 0)) -> list[int]:
    return [9, *steps(points[:1], at), len(points) - 1 << 3 | 2, *steps(points[1:], points[0])]


def rings(*many: list[tuple[int, int]]) -> list[int]:
    words, at = [], (0, 0)
    for points in many:
        words += [*line(points, at), 15]
        at = points[-1]
    return words


def feature(kind: int, geometry: list[int], tags: list[int] = []) -> bytes:  # noqa: B006
    packed = b"".join(varint(word) for word in geometry)
    return field(2, b"".join(varint(n) for n in tags)) + field(3, kind) + field(4, packed)


def layer(
    name: str, features: list[bytes], keys: list[str] = [], values: list[str] = [], version: int = 2,  # noqa: B006
    extent: int = 4096,
) -> bytes:  # fmt: skip
    body = field(15, version) + field(1, name.encode())
    body += b"".join(field(2, each) for each in features)
    body += b"".join(field(3, key.encode()) for key in keys)
    body += b"".join(field(4, field(1, value.encode())) for value in values)
    return field(3, body + field(5, extent))


def png_tile(colour: str = "#3366cc", mark: tuple[float, float] | None = None, side: int = 256) -> bytes:
    """One colour, with a white pixel cross around `mark` (pixels) if wanted."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    if mark is not None:
        x, y = (int(part) for part in mark)
        for dx in range(-2, 3):
            for dy in range(-2, 3):
                if 0 <= x + dx < side and 0 <= y + dy < side:
                    image.setPixelColor(x + dx, y + dy, QColor("#ffffff"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def mbtiles(path: Path, tiles: Tiles, **metadata: str) -> Path:
    with sqlite3.connect(path) as db:
        db.execute("create table metadata (name text, value text)")
        db.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        db.executemany("insert into metadata values (?, ?)", metadata.items())
        rows = [(z, x, (1 << z) - 1 - y, tile) for (z, x, y), tile in tiles.items()]
        db.executemany("insert into tiles values (?, ?, ?, ?)", rows)
    db.close()
    return path


def pmtiles(path: Path, tiles: Tiles, *, kind: int = 2, packing: int = 2, version: int = 3) -> Path:
    """One root directory, tiles in their order; `kind` 1 vector, 2 PNG."""
    ordered = sorted((tile_number(*at), at) for at in tiles)
    numbers = [number for number, _ in ordered]
    bodies = [tiles[at] for _, at in ordered]
    columns = [len(numbers), *(b - a for a, b in zip([0, *numbers], numbers, strict=False))]
    columns += [1] * len(numbers) + [len(body) for body in bodies]
    at = 0
    for body in bodies:
        columns.append(at + 1)
        at += len(body)
    root = b"".join(varint(n) for n in columns)
    root = gzip.compress(root) if packing == 2 else root
    metadata = gzip.compress(b'{"name":"made"}') if packing == 2 else b'{"name":"made"}'
    zooms = [z for z, _, _ in tiles]
    head = pack(
        "<7sB11Q6B4iB2i", b"PMTiles", version, 127, len(root), 127 + len(root), len(metadata),
        127 + len(root) + len(metadata), 0, 127 + len(root) + len(metadata), at, len(bodies), len(bodies),
        len(bodies), 1, packing, 1, kind, min(zooms), max(zooms), -1_800_000_000, -850_000_000,
        1_800_000_000, 850_000_000, 0, 0, 0,
    )  # fmt: skip
    path.write_bytes(head + root + metadata + b"".join(bodies))
    return path
