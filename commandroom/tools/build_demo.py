"""Builds the shipped demo towns anew: `python -m commandroom.tools.build_demo [town] [city]`."""

import argparse
from pathlib import Path

from commandroom.demo.town.build import DEFAULT_SEED, Scale, build_town
from commandroom.demo.town.roster import build_roster
from commandroom.demo.town.rosterfile import roster_text
from commandroom.resources import resource
from commandroom.roads.compile import compile_network
from commandroom.roads.roadfile import save_roads


def write_demo(folder: Path, scale: Scale, seed: int = DEFAULT_SEED) -> str:
    """Write `<scale>.roads` and `<scale>.roster.json` into `folder`; the fingerprint of the roads."""
    raw = build_town(seed, scale)
    fingerprint = save_roads(compile_network(raw), folder / f"{scale}.roads")
    roster = roster_text(build_roster(raw, scale=scale, seed=seed))
    (folder / f"{scale}.roster.json").write_text(roster, encoding="utf-8", newline="\n")
    return fingerprint


def main(arguments: list[str] | None = None) -> int:
    """Build the scales named, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scale", nargs="*", help="town, city or both")
    wanted = parser.parse_args(arguments).scale
    scales: tuple[Scale, ...] = ("town", "city")
    for scale in scales:
        if not wanted or scale in wanted:
            print(scale, write_demo(resource("demo"), scale))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
