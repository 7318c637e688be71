"""The base maps a room may choose from: what the settings, the dialog and the folder `grounds` name.

A hand-written `commandroom.toml` is only ever read; what the dialog adds lies in `grounds.json` beside it.
"""

import difflib
import json
import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import Datum
from commandroom.wholefile import write_whole

GroundKind = Literal["roads", "mbtiles", "pmtiles", "xyz", "wmts"]
Origin = Literal["built_in", "settings", "kept", "folder"]

KEPT_FILE = "grounds.json"
FOLDER = "grounds"
ROADS = "roads"
"""The name by which the painted roads are remembered."""
FILE_KINDS: Mapping[str, GroundKind] = {".mbtiles": "mbtiles", ".pmtiles": "pmtiles"}
MOST_GROUNDS = 60
DEEPEST = 22
_LONGEST = 2_000
_LONGEST_NAME = 60
_TEXTS = ("name", "kind", "path", "address", "datum", "credit")
_NUMBERS = {"dim": 90, "min_zoom": DEEPEST, "max_zoom": DEEPEST}
_KEYS = (*_TEXTS, *_NUMBERS)
_DATUMS = {**{datum.value: datum for datum in Datum}, "cgcs2000": Datum.WGS84}
_HEADER = re.compile(r"\s*\[\[\s*ground\s*\]\]")
_ANY_HEADER = re.compile(r"\s*\[")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GroundSpec:
    """One base map to choose; nothing is opened or asked before it is chosen."""

    name: str
    kind: GroundKind
    path: Path | None = None
    address: str = ""
    datum: Datum = Datum.WGS84
    credit: str = ""
    dim: int | None = None
    """By how many percent pictures are darkened at night; None for the usual."""
    min_zoom: int | None = None
    max_zoom: int | None = None
    origin: Origin = "kept"


PAINTED = GroundSpec(ROADS, "roads", origin="built_in")


def all_grounds(home: Path, from_settings: Iterable[GroundSpec]) -> tuple[GroundSpec, ...]:
    """Every base map on offer, the painted roads first; of one name only the first."""
    offered = {PAINTED.name: PAINTED}
    for spec in (*from_settings, *kept_grounds(home), *dropped_grounds(home)):
        offered.setdefault(spec.name, spec)
    return tuple(offered.values())[:MOST_GROUNDS]


def dropped_grounds(home: Path) -> tuple[GroundSpec, ...]:
    """The files in the room's folder `grounds`, by name; those of one name with their endings."""
    try:
        files = sorted(path for path in (home / FOLDER).iterdir() if path.suffix.lower() in FILE_KINDS)
    except OSError:
        return ()
    twice = {stem for stem, count in Counter(path.stem for path in files).items() if count > 1}
    return tuple(
        GroundSpec(
            (path.name if path.stem in twice else path.stem)[:_LONGEST_NAME],
            FILE_KINDS[path.suffix.lower()],
            path,
            origin="folder",
        )
        for path in files
    )


def kept_grounds(home: Path) -> tuple[GroundSpec, ...]:
    """What the dialog added; an entry that makes no sense is left out and logged."""
    path = home / KEPT_FILE
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as why:
        _log.warning("grounds not read from %s: %s", path, why)
        return ()
    found = []
    for row in rows if isinstance(rows, list) else ():
        try:
            found.append(ground_of(row, home))
        except (Refusal, TypeError, AttributeError) as why:
            _log.warning("a ground of %s left out: %s", path, why)
    return tuple(found)


def keep_grounds(home: Path, grounds: Sequence[GroundSpec]) -> None:
    """Write what the dialog added.

    Raises:
        WorldFailed: the disk refuses.
    """
    path = home / KEPT_FILE
    text = json.dumps([_row(spec) for spec in grounds], ensure_ascii=False, indent=1)
    try:
        home.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as why:
        raise WorldFailed("core.settings.unwritable", path=str(path), why=why.strerror or str(why)) from why


def grounds_of(tables: Any, path: Path, text: str) -> tuple[GroundSpec, ...]:
    """The `[[ground]]` tables of a settings file.

    Raises:
        WorldFailed: one of them says something unknown; the line is named.
    """
    if not isinstance(tables, list) or not all(isinstance(row, dict) for row in tables):
        raise WorldFailed("ground.settings.not_tables", path=str(path), line=_line(text, 0, "ground"))
    found: list[GroundSpec] = []
    for at, row in enumerate(tables):
        try:
            spec = ground_of(row, path.parent, origin="settings")
            if any(other.name == spec.name for other in (PAINTED, *found)):
                raise _off("ground.settings.twice", "name", value=spec.name)
        except Refusal as why:
            name = str(why.values.get("name", ""))
            where = {**why.values, "path": str(path), "line": _line(text, at, name)}
            raise WorldFailed(why.key, **where) from why
        found.append(spec)
    return tuple(found)


def ground_of(row: Mapping[str, Any], base: Path, *, origin: Origin = "kept") -> GroundSpec:
    """One ground out of its keys and values; a relative path counts from `base`.

    Raises:
        Refusal: `name` among its values is the key that is off.
    """
    for name, value in row.items():
        _check(name, value)
    name, kind = str(row.get("name", "")).strip(), row.get("kind", "")
    if not name or len(name) > _LONGEST_NAME:
        raise _off("ground.settings.name", "name", limit=_LONGEST_NAME)
    if kind not in get_args(GroundKind):
        raise _unknown("core.settings.bad_value", "kind", str(kind), get_args(GroundKind))
    datum = str(row.get("datum", "wgs84")).lower().replace("-", "")
    if datum not in _DATUMS:
        raise _unknown("core.settings.bad_value", "datum", str(row["datum"]), tuple(_DATUMS))
    if kind in ("mbtiles", "pmtiles") and not row.get("path"):
        raise _off("ground.settings.path", "path")
    if kind in ("xyz", "wmts") and not row.get("address"):
        raise _off("ground.settings.address", "address")
    if row.get("min_zoom", 0) > row.get("max_zoom", DEEPEST):
        raise _off("ground.settings.zooms", "min_zoom")
    path = (base / Path(row["path"]).expanduser()) if row.get("path") else None
    return GroundSpec(
        name, cast(GroundKind, kind), path, str(row.get("address", "")).strip(), _DATUMS[datum],
        str(row.get("credit", "")), row.get("dim"), row.get("min_zoom"), row.get("max_zoom"), origin,
    )  # fmt: skip


def _row(spec: GroundSpec) -> dict[str, Any]:
    """What `ground_of` reads again."""
    row = {
        "name": spec.name,
        "kind": spec.kind,
        "path": None if spec.path is None else str(spec.path),
        "address": spec.address or None,
        "datum": spec.datum.value,
        "credit": spec.credit or None,
        "dim": spec.dim,
        "min_zoom": spec.min_zoom,
        "max_zoom": spec.max_zoom,
    }
    return {key: value for key, value in row.items() if value is not None}


def _check(name: str, value: Any) -> None:
    if name not in _KEYS:
        raise _unknown("core.settings.unknown_key", name, name, _KEYS)
    if name in _TEXTS:
        if not isinstance(value, str):
            raise _off("core.settings.not_text", name)
        if not value.isprintable() or len(value) > _LONGEST:
            raise _off("core.settings.bad_text", name, limit=_LONGEST)
    elif isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _NUMBERS[name]:
        raise _off("ground.settings.number", name, limit=_NUMBERS[name])


def _off(key: str, name: str, **values: Any) -> Refusal:
    return Refusal(key, name=name, **values)


def _unknown(key: str, name: str, said: str, allowed: Sequence[str]) -> Refusal:
    """Names the nearest allowed word, or all of them where none is near."""
    near = difflib.get_close_matches(said.lower(), allowed, n=1)
    if near:
        return _off(f"{key}_meant", name, value=said, meant=near[0])
    return _off(key, name, value=said, allowed=", ".join(allowed))


def _line(text: str, nth: int, name: str) -> int:
    """The line of key `name` in the nth `[[ground]]`, else of its header, else 1."""
    lines = text.splitlines()
    headers = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if nth >= len(headers):
        key = re.compile(rf"""\s*\[*\s*["']?{re.escape(name)}["']?\s*[=.\]]""")
        return next((at for at, line in enumerate(lines, 1) if name and key.match(line)), 1)
    first = headers[nth]
    key = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    for at in range(first + 1, len(lines)):
        if _ANY_HEADER.match(lines[at]):
            break
        if name and key.match(lines[at]):
            return at + 1
    return first + 1
