"""Reads scripts for the editor in a process of its own: `python -m commandroom.app.script_reader`.

Apart, because reading five hundred injects takes a second of pure Python, which a window would feel as long
as it shares its interpreter. One JSON object a line comes in, one goes out; it ends with its input.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import commandroom
from commandroom.errors import Refusal, WorldFailed
from commandroom.geo import LatLon

PACKAGE_ROOT = Path(commandroom.__file__).parents[1]
PROGRAM = "commandroom.app.script_reader"


class ReaderProcess:
    """See `ui.editor.reading.ScriptReader`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = Lock()
        self._is_closed = False

    async def read(self, text: str, name: str) -> Any:
        """What came of reading `text`, a `Reading`."""
        return await asyncio.to_thread(self._ask, text, name)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._is_closed = True
        if self._process is not None:
            self._process.kill()  # whoever waits for its answer gets none and lets the lock go
        with self._one_at_a_time:
            process, self._process = self._process, None
            if process is not None:
                _end(process)

    def _ask(self, text: str, name: str) -> Any:
        from commandroom.drill.findings import Finding
        from commandroom.ui.editor.reading import Reading

        with self._one_at_a_time:
            told = self._told(json.dumps({"text": text, "name": name}))
        findings = (Finding(name, line, key, values) for line, key, values in told["findings"])
        places = {each: LatLon(*at) for each, at in told["places"].items()}
        return Reading(tuple(findings), places, told["pieces"])

    def _told(self, asked: str) -> dict[str, Any]:
        if self._is_closed:
            raise WorldFailed("editor.no_reader")
        process = self._process or _started()
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{asked}\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        if not line:
            self._process = None
            _end(process)
            raise WorldFailed("editor.no_reader")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _started() -> "subprocess.Popen[str]":
    paths = [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-m", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


class _Reader:
    """What the process keeps from one text to the next."""

    def __init__(self) -> None:
        from commandroom.demo.town import load_demo

        self._town = load_demo("town")
        self._told: set[str] = set()

    def read(self, text: str, name: str) -> dict[str, Any]:
        """Findings, places and the pieces that were not told yet."""
        from commandroom.drill.draft import Draft
        from commandroom.drill.fit import misfits
        from commandroom.drill.script import examine_text

        loaded, findings = examine_text(text, name)
        if loaded is not None:
            findings = misfits(loaded, self._town, self._town.kinds.kinds)
        draft = Draft(text, name)
        pieces = {}
        for piece in draft.pieces():
            if piece not in self._told:
                self._told.add(piece)
                pieces[piece] = draft.read_piece(piece)
        return {
            "findings": [[each.line, each.key, each.values] for each in findings],
            "places": self._places(draft),
            "pieces": pieces,
        }

    def _places(self, draft: Any) -> Mapping[str, list[float]]:
        """Where the places lie, one by one: a draft may have one that lies nowhere."""
        from pydantic import ValidationError

        from commandroom.drill.places import locate_one
        from commandroom.drill.schema import Place, Script
        from commandroom.drill.script import LoadedScript

        places = {}
        for name, fields in zip(draft.place_names(), draft.items("places"), strict=True):
            try:
                places[name] = Place.model_validate(fields or {})
            except ValidationError:
                continue
        values: dict[str, Any] = {"places": places, "seed": 1}
        loaded = LoadedScript(Script.model_construct(**values), Path(draft.name), "", {})
        found = {}
        for name in places:
            try:
                at = locate_one(name, loaded, self._town.network, self._town.roster.posts).at
            except (Refusal, KeyError, RecursionError):
                continue
            found[name] = [round(at.lat, 7), round(at.lon, 7)]
        return found


def main() -> int:
    """Answer line by line until nobody asks any more."""
    reader = _Reader()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(reader.read(asked["text"], asked["name"]), default=str), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
