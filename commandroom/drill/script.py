"""Reads drill scripts. Whatever is wrong with a file ends as findings with their lines, never as a crash."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from commandroom.drill.complaints import complaint_of, without_echo
from commandroom.drill.crossrefs import cross_references
from commandroom.drill.findings import Finding, Spot
from commandroom.drill.migration import migrated
from commandroom.drill.schema import Script
from commandroom.drill.yamltext import MOST_BYTES, read_yaml, too_much
from commandroom.errors import WorldFailed
from commandroom.resources import resource


@dataclass(frozen=True, slots=True)
class LoadedScript:
    """A script that is fit to be played."""

    script: Script
    path: Path
    fingerprint: str
    """SHA-256 of the file."""
    lines: dict[Spot, int] = field(compare=False, repr=False)
    """Where each field stands, from 1; for complaints that come up later."""
    text: str = field(default="", compare=False, repr=False)
    """The file as it was read."""
    variant: str = "standard"
    """The difficulty; `standard` is the script as it stands."""


def load_script(path: Path) -> LoadedScript:
    """Read a script.

    Raises:
        WorldFailed: `drill.script.…` with file, line and field of the first thing that is wrong.
    """
    loaded, findings = examine(path)
    if loaded is None:
        first = findings[0]
        values = first.values | {"more": len(findings) - 1, "file": path.name, "line": first.line}
        raise WorldFailed(first.key, **values)
    return loaded


def examine(path: Path) -> tuple[LoadedScript | None, list[Finding]]:
    """The script, or everything that is wrong with it, by line."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or str(why)
        return None, [Finding(path.name, 0, "drill.script.unreadable", {"why": reason})]
    found = too_much(path.name, raw)
    return _read(path, raw) if found is None else (None, [found])


def examine_text(text: str, name: str) -> tuple[LoadedScript | None, list[Finding]]:
    """The same for a script that is still being written; `name` stands for the file in what is told."""
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError as why:
        line = text.count("\n", 0, why.start) + 1
        return None, [Finding(name, line, "drill.script.not_utf8", {})]
    found = too_much(name, raw)
    return _read(Path(name), raw) if found is None else (None, [found])


def _read(path: Path, raw: bytes) -> tuple[LoadedScript | None, list[Finding]]:
    text, file = raw.decode("utf-8-sig"), path.name
    read = read_yaml(text, file)
    if isinstance(read, Finding):
        return None, [read]
    tree, lines = read.tree, read.lines
    if not isinstance(tree, dict):
        return None, [Finding(file, 1, "drill.script.not_a_script", {})]
    tree = migrated(tree, file, lines)
    if isinstance(tree, Finding):
        return None, [tree]
    try:
        script = Script.model_validate(tree)
    except ValidationError as why:
        found = [complaint_of(error, file, lines) for error in why.errors(include_url=False)]
        return None, sorted(without_echo(found), key=lambda each: each.line)
    findings = cross_references(script, file, lines)
    if findings:
        return None, sorted(findings, key=lambda each: each.line)
    return LoadedScript(script, path, sha256(raw).hexdigest(), lines, text), []


def find_script(name: str) -> Path:
    """The file of a script: a path that ends in `.yaml`, or the id of a shipped one.

    Raises:
        WorldFailed: there is neither.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return Path(name)
    for path in shipped():
        if path.stem == name or ((loaded := examine(path)[0]) is not None and loaded.script.id == name):
            return path
    raise WorldFailed("drill.script.unknown", name=name)


def list_scripts() -> list[LoadedScript]:
    """The shipped scripts that are fit to be played, by file name."""
    found = (examine(path)[0] for path in shipped())
    return [loaded for loaded in found if loaded is not None]


def shipped() -> list[Path]:
    """The files in `resources/drills`."""
    return sorted(resource("drills").glob("*.yaml"))
