"""Travel times of one incident, beside every peer at hand, on Wuhan and on four of it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np

from bench.figure import Figure, median_ms
from commandroom.geo import LatLon
from commandroom.roads.compile import compile_network
from commandroom.roads.conditions import Conditions, Effect
from commandroom.roads.osm import import_osm
from commandroom.roads.roadfile import load_roads, save_roads
from commandroom.roads.travel import ArrivalField, Mode, RoadRouter

DATA = Path(__file__).parents[2] / "shared" / "data"
WUHAN = DATA / "wuhan_roads.osm.pbf"
MAPS = {"W1": WUHAN.name, "W4": "wuhan_x4.osm.pbf"}
REACH_S = 900.0
SETS = {"reach": (30, 1_000), "all": (16, 10_000)}
"""Incidents, each once, and units for each."""
TOLD = {"reach": "1,000 units within 15 min", "all": "10,000 units, no limit"}
PEER_PYTHON = "BENCH_PEER_PYTHON"
"""Names the Python in which the peers are installed; without it the bench's own."""

Questions = dict[str, np.ndarray]


def figures() -> Iterator[Figure]:
    """For each map: compile, load, one incident beside the peers, tables, a closure."""
    for name, file in MAPS.items():
        if not (DATA / file).exists():
            raise SystemExit(f"needs {file} in ../shared/data")
        with tempfile.TemporaryDirectory() as folder:
            yield from _files(name, DATA / file, Path(folder) / "map.roads")
            network = load_roads(Path(folder) / "map.roads")
            begun = time.perf_counter()
            router = RoadRouter(network)
            assert router.graph(Mode.CAR).to_place is not None
            router.snap([network.node(0)], Mode.CAR)
            took = time.perf_counter() - begun
            told = f"shape, weights, search graph and segment index of cars, {network.node_count} nodes"
            yield Figure(f"eta_prepare_{name}", took, "s", "", None, told)
            questions = _questions(router)
            yield from _one_incident(name, router, questions, DATA / file, Path(folder))
            yield from _tables(name, router, questions)
            yield from _closure(name, router, questions)


def _files(name: str, pbf: Path, path: Path) -> Iterator[Figure]:
    begun = time.perf_counter()
    network = compile_network(import_osm(pbf))
    told = f"read {pbf.name} and compile it, {network.node_count} nodes, {network.segment_count} segments"
    yield Figure(f"roads_compile_{name}", time.perf_counter() - begun, "s", "", None, told)
    save_roads(network, path)
    del network
    yield Figure(f"roads_file_{name}", path.stat().st_size / 1e6, "MB", "", None, "size of the road file")
    took = median_ms(lambda: load_roads(path), rounds=9) / 1e3
    yield Figure(f"roads_load_{name}", took, "s", "", None, "map the file, check its hash and all indices")
    tracemalloc.start()
    kept = load_roads(path)
    own = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    told = f"memory of its own of the loaded network of {kept.node_count} nodes, besides the mapped file"
    yield Figure(f"roads_own_memory_{name}", own, "MB", "", None, told)


def _questions(router: RoadRouter) -> Questions:
    """The graph of cars, and incidents and units at its nodes, with our own seconds."""
    network, rows = router.network, router.graph(Mode.CAR).onward
    chance = np.random.default_rng(7)
    nodes = router.nodes(Mode.CAR)
    asked: Questions = {"start": rows.start, "head": rows.head, "seconds": rows.seconds}
    asked |= {"lat": network.node_lat, "lon": network.node_lon}
    everywhere = router.at_nodes(nodes, Mode.CAR)
    for name, (count, units) in SETS.items():
        incidents = chance.choice(nodes, count, replace=False)
        crews = []
        for incident in incidents.tolist():
            near = nodes
            if name == "reach":
                near = nodes[_fresh(router, incident).seconds_from(everywhere) <= REACH_S]
            crews.append(chance.choice(near, units))
        found = [
            _fresh(router, incident).seconds_from(router.at_nodes(crew, Mode.CAR))
            for incident, crew in zip(incidents.tolist(), crews, strict=True)
        ]
        asked |= {f"{name}_incidents": incidents, f"{name}_units": np.array(crews)}
        asked[f"{name}_seconds"] = np.array(found)
    return asked


def _fresh(router: RoadRouter, node: int) -> ArrivalField:
    """A field nobody asked before; one without a limit, but not kept."""
    return router.field_within(router.network.node(node), Mode.CAR, np.inf)


def _one_incident(
    name: str, router: RoadRouter, questions: Questions, pbf: Path, folder: Path
) -> Iterator[Figure]:
    np.savez(folder / "questions.npz", **questions)  # type: ignore[arg-type]
    before = {each: _ours_ms(router, questions, each) for each in SETS}
    peers = list(_peers(folder / "questions.npz", pbf))
    for each, (count, units) in SETS.items():
        # The better of two passes, as for the peers: what else the machine does only adds to a time.
        passes = before[each], _ours_ms(router, questions, each)
        ours, snapped = (min(side) for side in zip(*passes, strict=True))
        told = f"a fresh incident, {TOLD[each]}, road part, median of {count}, best of 2 passes"
        for peer in peers:
            if peer.get("set") == each:
                gap = f"largest difference {peer['gap_s']:.3g} s, their median / ours {peer['ratio']:.3f}"
                yield Figure(f"eta_{each}_{name}", ours, "ms", peer["peer"], peer["ms"], f"{told}; {gap}")
            elif "absent" in peer and each == "reach":
                yield Figure(
                    f"eta_{each}_{name}", ours, "ms", f"{peer['peer']}: absent", None, peer["absent"]
                )
        told = f"the same with putting {units} moved units on the roads first"
        yield Figure(f"eta_{each}_snapped_{name}", snapped, "ms", "", None, told)


def _ours_ms(router: RoadRouter, questions: Questions, name: str) -> tuple[float, float]:
    """Milliseconds of one incident: the road part, and with putting the units on the roads."""
    snaps = [router.at_nodes(crew, Mode.CAR) for crew in questions[f"{name}_units"]]
    asked = list(zip(questions[f"{name}_incidents"].tolist(), snaps, strict=True))
    turns = cycle(asked)

    def road_part() -> None:
        incident, crew = next(turns)
        _fresh(router, incident).seconds_from(crew)

    def whole() -> None:
        incident, crew = next(turns)
        _fresh(router, incident).seconds(crew.points)

    return median_ms(road_part, rounds=2 * len(asked)), median_ms(whole, rounds=len(asked))


def _peers(questions: Path, pbf: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    script = Path(__file__).with_name("etapeers.py")
    python = os.environ.get(PEER_PYTHON, sys.executable)
    asked = subprocess.run([python, str(script), str(questions), str(pbf)], capture_output=True, text=True)
    for line in asked.stdout.splitlines():
        if line.startswith("{"):
            yield json.loads(line)
    if asked.returncode:
        yield {"peer": "the rest", "absent": asked.stderr[-300:]}


def _tables(name: str, router: RoadRouter, questions: Questions) -> Iterator[Figure]:
    chance = np.random.default_rng(11)
    nodes = chance.choice(router.nodes(Mode.CAR), 2_000)
    here, there = router.at_nodes(nodes[:1_000], Mode.CAR), router.at_nodes(nodes[1_000:], Mode.CAR)
    for limit_s in (180.0, 480.0):

        def table(limit_s: float = limit_s) -> None:
            router.times(here, there, Mode.CAR, limit_s=limit_s)

        told = f"1,000 by 1,000 cars' times, no longer than {limit_s:.0f} s"
        yield Figure(f"times_{limit_s:.0f}s_{name}", median_ms(table, rounds=3), "ms", "", None, told)
    place = router.network.node(int(nodes[0]))
    took = median_ms(lambda: router.times_from_one(place, there, Mode.CAR, 480.0), rounds=15)
    yield Figure(f"times_from_one_{name}", took, "ms", "", None, "one car to 1,000 places, 480 s")


def _closure(name: str, router: RoadRouter, questions: Questions) -> Iterator[Figure]:
    """A street closed across the middle of the reach of an incident; each round another one."""
    network = router.network
    node = int(questions["reach_incidents"][0])
    place, snaps = network.node(node), router.at_nodes(questions["reach_units"][0], Mode.CAR)
    moves = iter(range(100))

    def effect() -> Effect:
        east = place.lon + 0.004 + next(moves) * 1e-5
        line = LatLon(place.lat - 0.01, east), LatLon(place.lat + 0.01, east)
        return Effect("closed", "line", line)

    def closed() -> None:
        router.under(Conditions(effects=(effect(),))).field(place, Mode.CAR).seconds_from(snaps)

    took = median_ms(closed, rounds=15)
    told = "from a line of 2 km drawn to the new times of 1,000 cars"
    yield Figure(f"closure_to_eta_{name}", took, "ms", "", None, told)

    points = snaps.points[:250]

    def all_modes() -> None:
        router_now = router.under(Conditions(effects=(effect(),)))
        for mode in (Mode.FOOT, Mode.DOG, Mode.MOTORBIKE, Mode.CAR):
            router_now.field(place, mode).seconds(points)

    took = median_ms(all_modes, rounds=9)
    yield Figure(f"closure_to_eta_all_modes_{name}", took, "ms", "", None, "the same, 250 units of each mode")
