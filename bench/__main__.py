"""`python -m bench NAME… | --list [--json]`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator

from bench import (
    containment,
    coverage,
    crowd,
    editor,
    eta,
    headless,
    instructor,
    journal,
    many,
    map,
    planner,
    recommend,
    search,
    seek,
    soak,
    start,
    tiles,
)
from bench.figure import Figure

BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": start.figures,
    "eta": eta.figures,
    "recommend": recommend.figures,
    "search": search.figures,
    "coverage": coverage.figures,
    "planner": planner.figures,
    "many": many.figures,
    "containment": containment.figures,
    "journal": journal.figures,
    "headless": headless.figures,
    "editor": editor.figures,
    "seek": seek.figures,
    "crowd": crowd.figures,
    "instructor": instructor.figures,
    "soak": soak.figures,
    "map": map.figures,
    "tiles": tiles.figures,
}


def main() -> int:
    """Run the named benches; one JSON object per figure with `--json`."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--peer-python", metavar="PATH", help="the Python that has the peers of eta (see etapeers.py)"
    )
    asked = parser.parse_args()
    if asked.peer_python:
        os.environ[eta.PEER_PYTHON] = asked.peer_python
    unknown = [name for name in asked.names if name not in BENCHES]
    if unknown or not (asked.names or asked.list):
        parser.error(f"name some of: {', '.join(BENCHES)}")
    if asked.list:
        print("\n".join(f"{name:10} {(act.__module__)}" for name, act in BENCHES.items()))
        return 0
    for name in asked.names:
        for figure in BENCHES[name]():
            plain = figure.plain()
            line = json.dumps(plain, ensure_ascii=False)
            print(line if asked.json else _sentence(plain), flush=True)
    return 0


def _sentence(plain: dict[str, object]) -> str:
    beside = f" | {plain['peer']}: {plain['peer_value']} {plain['unit']} | ratio {plain['ratio']}"
    return f"{plain['name']}: {plain['value']} {plain['unit']}{beside if plain['peer'] else ''}"


if __name__ == "__main__":
    sys.exit(main())
