"""Spoils scripts in every way an author or a broken disk might: for trials of whatever reads them."""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from commandroom.drill.findings import Spot
from commandroom.drill.script import examine_text
from commandroom.drill.yamltext import Read, read_yaml

_BITS = "{}[]:-&*!|>'\"#%@`, \n\t1a9é甲\u2028\0\x85\ud7ff"
_WORDS = (
    "when",
    "all",
    "any",
    "not",
    "of",
    "for",
    "since",
    "otherwise",
    "timeout",
    "places",
    "injects",
    "plan",
    "only",
    "near",
    "one_of",
    "contact",
    "alarm",
    "first_unit_on_scene",
    "exit a uncovered for 60s",
    "2 police on scene",
    "0:20",
    "90s",
    "-1",
    "1e999",
    "nan",
    ".inf",
    "null",
    "true",
    "~",
    "[]",
    "{}",
    "2026-13-41 25:61",
    "&a",
    "*a",
    "!!python/object:os.system",
    "<<",
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    float("inf"),
    float("nan"),
    "",
    "contact",
    "not contact for 9s",
    "x" * 3_000,
    [],
    {},
    [[[]]],
    {"all": [{"not": "contact"}]},
    "0:20",
    "2h",
    "standard",
)
Parts = list[tuple[Spot, Any, Any]]
"""Way to a part, what holds it, and its key or place there."""


def mangled(text: str, chance: Random) -> bytes:
    """The script with one to three faults in its bytes, its lines or its parts; sometimes it stays sound."""
    way = chance.choice((_bytes, _words, _words, _rows, _rows, _parts, _parts, _parts, _parts))
    return way(text, chance)


def smaller(text: str, chance: Random, most: int = 6) -> str:
    """The script with about `most` injects, steps, criteria and so on, still sound: quicker to read.

    Raises:
        ValueError: what is left does not hold together.
    """
    tree = _tree(text)
    for part in ("injects", "answer", "criteria", "variants", "opponents", "crowds"):
        held = tree.get(part)
        if isinstance(held, list) and len(held) > most:
            chosen = set(chance.sample(range(len(held)), most))
            tree[part] = [each for n, each in enumerate(held) if n in chosen or "report" in each]
    for _ in range(40):
        loaded, faults = examine_text(_text_of(tree), "smaller")
        if loaded is not None:
            return _text_of(tree)
        for part, n in sorted({_item_of(each.values) for each in faults}, reverse=True):
            tree[part].pop(n)
    raise ValueError("smaller")


def _item_of(values: dict[str, Any]) -> tuple[str, int]:
    """The part of the script and the place in its list to which a fault's field belongs."""
    found = re.match(r"(\w+)\[(\d+)\]", str(values.get("field", "")))
    if found is None:
        raise ValueError("smaller")
    return found[1], int(found[2]) - 1


def _bytes(text: str, chance: Random) -> bytes:
    raw = bytearray(text.encode())
    for _ in range(chance.randint(1, 3)):
        at, gone = chance.randrange(len(raw) + 1), chance.choice((0, 0, 1, 1, 4, 40))
        new = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 1, 3))))
        raw[at : at + gone] = new
    return bytes(raw)


def _words(text: str, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        at, gone = chance.randrange(len(text) + 1), chance.choice((0, 0, 1, 8))
        noise = chance.choice(_BITS) * chance.choice((1, 2, 50))
        new = chance.choice(_WORDS) if chance.random() < 0.6 else noise
        text = text[:at] + new + text[at + gone :]
    return text.encode("utf-8", "surrogatepass")


def _rows(text: str, chance: Random) -> bytes:
    rows = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        n, m = chance.randrange(len(rows)), chance.randrange(len(rows))
        match chance.randrange(5):
            case 0:
                rows.pop(n)
            case 1:
                rows.insert(m, rows[n])
            case 2:
                rows[n], rows[m] = rows[m], rows[n]
            case 3:
                rows[n] = " " * chance.randint(0, 9) + rows[n].lstrip(" ")
            case _:
                rows[n : n + chance.randint(1, 30)] = []
        rows = rows or [""]
    return "".join(rows).encode()


def _parts(text: str, chance: Random) -> bytes:
    tree = _tree(text)
    for _ in range(chance.randint(1, 3)):
        parts: Parts = []
        _gather(tree, (), parts)
        _spoil(parts, chance)
    return _text_of(tree).encode("utf-8", "surrogatepass")


def _spoil(parts: Sequence[tuple[Spot, Any, Any]], chance: Random) -> None:
    """Change one part: away, other, elsewhere, named otherwise, deeper."""
    if not parts:
        return
    _, holder, key = chance.choice(parts)
    _, other, place = chance.choice(parts)
    changes: tuple[Callable[[], Any], ...] = (
        lambda: holder.pop(key),
        lambda: holder.__setitem__(key, chance.choice(_VALUES)),
        lambda: holder.__setitem__(key, _copied(other[place])),
        lambda: _rename(holder, key, chance),
        lambda: holder.__setitem__(key, _deeper(holder[key], chance)),
    )
    chance.choice(changes)()


def _rename(holder: Any, key: Any, chance: Random) -> None:
    """A field's name with a letter wrong, or a name of something that is not there."""
    if isinstance(holder, dict):
        word = str(key)
        n = chance.randrange(len(word) + 1)
        holder[word[:n] + chance.choice("aex_甲") + word[n + 1 :]] = holder.pop(key)
    elif isinstance(holder[key], str):
        holder[key] = holder[key][1:] + "x"


def _deeper(value: Any, chance: Random) -> Any:
    value = _copied(value)
    for _ in range(chance.choice((1, 2, 5, 12, 30))):
        value = chance.choice(({"not": value}, {"all": [value, value]}, [value], {"any": [value]}))
        if isinstance(value, dict) and "all" in value:
            value = {"all": [_copied(value["all"][0]), "contact"]}
    return value


def _copied(value: Any) -> Any:
    """A copy that shares nothing: shared parts would be written as references."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _gather(part: Any, spot: Spot, found: Parts) -> None:
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        found.append(((*spot, key), part, key))
        _gather(value, (*spot, key), found)


@lru_cache(maxsize=200)
def _read(text: str) -> Any:
    read = read_yaml(text, "")
    assert isinstance(read, Read), read
    return read.tree


def _tree(text: str) -> Any:
    return _copied(_read(text))


def _text_of(tree: Any) -> str:
    """As JSON, which is YAML too, and quicker to write."""
    return json.dumps(tree, ensure_ascii=False, indent=1, default=str)
