"""What a room is told before it opens: one folder, one TOML file, a few environment variables."""

import difflib
import faulthandler
import json
import logging
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Literal, cast

from platformdirs import user_data_dir

from commandroom.errors import WorldFailed
from commandroom.grounds import GroundSpec, grounds_of
from commandroom.wholefile import write_whole
from commandroom.wording import Language

Theme = Literal["night", "day"]

FILE = "commandroom.toml"
CHOICES = "choices.json"
LOG_BYTES, LOG_FILES = 2_000_000, 5

_ALLOWED: Mapping[str, tuple[str, ...]] = {"language": ("zh", "en"), "theme": ("night", "day")}
_KEYS = ("language", "theme", "store", "station", "operator", "seat")
_WHO = ("operator", "seat")
"""Who gives the commands: never blank."""
_LONGEST = 1_000
_ENVIRONMENT = {
    "COMMANDROOM_STORE": "store",
    "COMMANDROOM_LANGUAGE": "language",
    "COMMANDROOM_THEME": "theme",
}
_IS_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.]+://")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)| \(at end of document\)")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one room; `home` holds its database, roads, tiles, log and backups."""

    home: Path
    store_url: str
    language: Language = "zh"
    theme: Theme = "night"
    station: str = ""
    """Name of the police station; empty where nobody gave one."""
    operator: str = "值班员"
    seat: str = "席1"
    grounds: tuple[GroundSpec, ...] = ()
    """Base maps named by `[[ground]]` tables."""
    ground: str = ""
    """The base map chosen last, by name; empty for the painted roads."""

    @property
    def file(self) -> Path:
        """Where the settings stand; it need not exist."""
        return self.home / FILE

    def with_language(self, language: Language) -> "Settings":
        """These settings in another language."""
        return replace(self, language=language)

    def with_store(self, text: str) -> "Settings":
        """These settings on the database that `text` names: a URL, or a file from the working folder on.

        Raises:
            WorldFailed: neither a URL nor a possible file name.
        """
        return replace(self, store_url=store_url(text))


def read_settings(home: Path | None, environ: Mapping[str, str]) -> Settings:
    """Defaults, then `commandroom.toml`, then what was chosen in the window, then the environment.

    `home`: None for `COMMANDROOM_HOME` or the platform's data folder. Nothing is created.

    Raises:
        WorldFailed: the file cannot be read or says something unknown (`core.settings.*`).
    """
    given = home or Path(environ.get("COMMANDROOM_HOME") or user_data_dir("commandroom", appauthor=False))
    folder = _with_home(given).absolute()
    said = _from_file(folder / FILE) | _chosen(folder / CHOICES) | _from_environment(environ)
    is_from_environment = bool(environ.get("COMMANDROOM_STORE"))
    url = store_url(said.pop("store", "room.db"), base=Path.cwd() if is_from_environment else folder)
    language, theme = cast(Language, said.pop("language", "zh")), cast(Theme, said.pop("theme", "night"))
    grounds = said.pop("grounds", ())
    return Settings(home=folder, store_url=url, language=language, theme=theme, grounds=grounds, **said)


def store_url(text: str, *, base: Path | None = None) -> str:
    """A database URL as it stands, or the URL of the file that `text` names, from `base` on.

    Raises:
        WorldFailed: neither a URL nor a possible file name.
    """
    plain = text.strip()
    if _IS_URL.match(plain):
        return plain
    if not plain or "://" in plain or any(each in plain for each in "?#\0\n"):
        raise WorldFailed("core.settings.bad_store", value=text)
    path = (base or Path.cwd()) / _with_home(Path(plain))
    return f"sqlite:///{path.absolute().as_posix()}"


def _with_home(path: Path) -> Path:
    """`path` with `~` resolved; as it stands where nobody of that name is known."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def remember(home: Path, **choices: str) -> None:
    """Keep what was switched in the window (`language`, `theme`, `ground`) for the next start.

    Raises:
        ValueError: no such choice or value.
        WorldFailed: the disk refuses.
    """
    for name, value in choices.items():
        if not _may_choose(name, value):
            raise ValueError(f"{name}={value}")
    path = home / CHOICES
    text = json.dumps(_chosen(path) | choices, sort_keys=True)
    try:
        home.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as why:
        raise WorldFailed("core.settings.unwritable", path=str(path), why=why.strerror or str(why)) from why


def set_up_logging(home: Path, *, level: int = logging.INFO) -> Callable[[], None]:
    """One rotating log in `home`/log, and beside it what a crash of the interpreter leaves; returns its undo.

    Raises:
        WorldFailed: the folder cannot be written.
    """
    folder = home / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "commandroom.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )
        faults = (folder / "fault.log").open("a", encoding="utf-8")
    except OSError as why:
        raise WorldFailed("core.settings.log_unwritable", path=str(folder), why=str(why)) from why
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    before = root.level
    root.setLevel(level)
    root.addHandler(handler)
    faulthandler.enable(faults)

    def undo() -> None:
        faulthandler.disable()
        faults.close()
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()

    return undo


def _may_choose(name: str, value: Any) -> bool:
    """Whether the window may keep this: a base map goes by any name, all else by the allowed words."""
    if name == "ground":
        return isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST
    return value in _ALLOWED.get(name, ())


def _from_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        said = tomllib.loads(text)
        grounds = grounds_of(said.pop("ground", []), path, text)
        plain = {name: _checked(path, text, name, value) for name, value in said.items()}
        return plain | {"grounds": grounds}
    except FileNotFoundError:
        return {}
    except NotADirectoryError as why:
        raise WorldFailed("core.settings.not_a_folder", path=str(path.parent)) from why
    except OSError as why:
        raise WorldFailed("core.settings.unreadable", path=str(path), why=why.strerror or str(why)) from why
    except UnicodeDecodeError as why:
        line = path.read_bytes()[: why.start].count(b"\n") + 1
        raise WorldFailed("core.settings.broken", path=str(path), line=line, why="UTF-8") from why
    except tomllib.TOMLDecodeError as why:
        found = _AT_LINE.search(str(why))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        reason = _AT_LINE.sub("", str(why))
        raise WorldFailed("core.settings.broken", path=str(path), line=line, why=reason) from why


def _checked(path: Path, text: str, name: str, value: Any) -> str:
    where = {"path": str(path), "line": _line_of(text, name), "name": name}
    if name not in _KEYS:
        raise _unknown("core.settings.unknown_key", name, _KEYS, where)
    if not isinstance(value, str):
        raise WorldFailed("core.settings.not_text", **where)
    if not value.isprintable() or len(value) > _LONGEST or (name in _WHO and not value.strip()):
        raise WorldFailed("core.settings.bad_text", limit=_LONGEST, **where)
    allowed = _ALLOWED.get(name)
    if allowed is not None and value not in allowed:
        raise _unknown("core.settings.bad_value", value, allowed, where | {"value": value})
    return value


def _unknown(key: str, said: str, allowed: tuple[str, ...], where: dict[str, Any]) -> WorldFailed:
    """A refusal that names the nearest allowed word, or all of them where none is near."""
    near = difflib.get_close_matches(said.lower(), allowed, n=1)
    if near:
        return WorldFailed(f"{key}_meant", meant=near[0], **where)
    return WorldFailed(key, allowed=", ".join(allowed), **where)


def _line_of(text: str, name: str) -> int:
    """The line on which `name` is set, as a key or as a table; 1 where it hides."""
    setting = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((at for at, line in enumerate(text.splitlines(), 1) if setting.match(line)), 1)


def _chosen(path: Path) -> dict[str, str]:
    """What `remember` kept; a spoilt file loses a theme, not a shift, so it is only logged."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as why:
        _log.warning("choices not read from %s: %s", path, why)
        return {}
    items = kept.items() if isinstance(kept, dict) else ()
    return {name: value for name, value in items if _may_choose(name, value)}


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    said = {name: environ[variable] for variable, name in _ENVIRONMENT.items() if environ.get(variable)}
    for variable, name in _ENVIRONMENT.items():
        allowed = _ALLOWED.get(name)
        if allowed is not None and name in said and said[name] not in allowed:
            values = {"name": variable, "value": said[name], "allowed": ", ".join(allowed)}
            raise WorldFailed("core.settings.bad_environment", **values)
    return said
