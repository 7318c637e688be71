"""Peers of our travel times, in whatever Python has them: `python etapeers.py QUESTIONS.npz MAP.osm.pbf`.

Stands alone: needs numpy, and of the peers those that are there. Prints one JSON object a line: a
measured set of questions, or a peer that is absent and why. networkx, scipy and pandana answer on our
own graph and weights; Valhalla and OSRM only from the same map, with road models of their own.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

Answer = Callable[[int, np.ndarray], np.ndarray]
"""From a row of an incident and the nodes of the units to their seconds."""
REACH_S = 900.0
SLOW_ROUNDS, ROUNDS = 3, 15


def main() -> None:
    """Ask every peer."""
    questions, pbf = dict(np.load(sys.argv[1])), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        for peer in (scipy_plain, scipy_limited, networkx_full, networkx_limited, pandana, valhalla, osrm):
            try:
                name, answer, rounds, sets = peer(questions, pbf, Path(folder))
            except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as why:
                print(json.dumps({"peer": peer.__name__, "absent": f"{type(why).__name__}: {why}"[:200]}))
                continue
            for each in sets:
                print(json.dumps({"peer": name, "set": each} | measured(questions, answer, each, rounds)))
                sys.stdout.flush()


def measured(questions: dict[str, np.ndarray], answer: Answer, name: str, rounds: int) -> dict[str, float]:
    """Median milliseconds of the set, the largest difference and the median ratio to our seconds.

    The best of two passes: what else the machine does only ever adds to a time.
    """
    incidents, units, ours = (questions[f"{name}_{part}"] for part in ("incidents", "units", "seconds"))
    rounds = min(rounds, len(incidents) - 1)
    answer(int(incidents[-1]), units[-1])
    spans: list[list[float]] = [[], []]
    gaps, ratios = [], []
    for turn in range(2 * rounds):
        row = turn % rounds
        begun = time.perf_counter()
        found = answer(int(incidents[row]), units[row])
        spans[turn // rounds].append((time.perf_counter() - begun) * 1e3)
        both = np.isfinite(found) & np.isfinite(ours[row]) & (ours[row] > 1.0)
        gaps.append(float(np.abs(found - ours[row])[both].max(initial=0.0)))
        ratios.append(float(np.median(found[both] / ours[row][both])) if both.any() else 1.0)
    return {"ms": min(map(statistics.median, spans)), "gap_s": max(gaps), "ratio": statistics.median(ratios)}


def scipy_plain(questions, pbf, folder, limit_s=np.inf):  # type: ignore[no-untyped-def]
    """Dijkstra over the whole reverse graph."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    parts = questions["seconds"], questions["head"], questions["start"]
    reverse = csr_matrix(parts).T.tocsr()

    def answer(incident: int, units: np.ndarray) -> np.ndarray:
        return dijkstra(reverse, indices=incident, limit=limit_s)[units]

    return f"scipy {version('scipy')} dijkstra", answer, ROUNDS, ("reach", "all")


def scipy_limited(questions, pbf, folder):  # type: ignore[no-untyped-def]
    """The same, no farther than the reach asked about."""
    name, answer, rounds, _ = scipy_plain(questions, pbf, folder, REACH_S)
    return f"{name}, limit 15 min", answer, rounds, ("reach",)


def networkx_full(questions, pbf, folder, cutoff_s=None):  # type: ignore[no-untyped-def]
    """Single-source Dijkstra in plain Python."""
    import networkx

    tails = np.repeat(np.arange(len(questions["start"]) - 1), np.diff(questions["start"]))
    reverse = networkx.DiGraph()
    edges = zip(questions["head"].tolist(), tails.tolist(), questions["seconds"].tolist(), strict=True)
    reverse.add_weighted_edges_from(edges)

    def answer(incident: int, units: np.ndarray) -> np.ndarray:
        found = networkx.single_source_dijkstra_path_length(reverse, incident, cutoff=cutoff_s)
        return np.array([found.get(unit, np.inf) for unit in units.tolist()])

    return f"networkx {networkx.__version__}", answer, SLOW_ROUNDS, ("reach", "all")


def networkx_limited(questions, pbf, folder):  # type: ignore[no-untyped-def]
    """The same, no farther than the reach asked about."""
    name, answer, rounds, _ = networkx_full(questions, pbf, folder, REACH_S)
    return f"{name}, cutoff 15 min", answer, rounds, ("reach",)


def pandana(questions, pbf, folder):  # type: ignore[no-untyped-def]
    """Contraction hierarchy; seconds as weights."""
    import pandana as pdna
    import pandas

    tails = np.repeat(np.arange(len(questions["start"]) - 1), np.diff(questions["start"]))
    used = np.unique(np.concatenate((tails, questions["head"])))
    network = pdna.Network(
        pandas.Series(questions["lon"][used], index=used),
        pandas.Series(questions["lat"][used], index=used),
        pandas.Series(tails),
        pandas.Series(questions["head"]),
        pandas.DataFrame({"seconds": questions["seconds"]}),
        twoway=False,
    )

    def answer(incident: int, units: np.ndarray) -> np.ndarray:
        found = network.shortest_path_lengths(units, np.full(len(units), incident), "seconds")
        return np.array(found, dtype=np.float64)

    return f"pandana {version('pandana')}", answer, ROUNDS, ("reach", "all")


def valhalla(questions, pbf, folder):  # type: ignore[no-untyped-def]
    """Its time-distance matrix, called from Python."""
    import valhalla as engine

    (folder / "tiles").mkdir()
    config = engine.get_config(tile_extract="", tile_dir=str(folder / "tiles"))
    config["mjolnir"].pop("tile_extract", None)
    config["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    limits = config["service_limits"]["auto"]
    limits |= {name: 10**9 for name in limits if name.startswith("max_")}
    (folder / "valhalla.json").write_text(json.dumps(config))
    tool = Path(engine.PYVALHALLA_DIR) / "bin" / "valhalla_build_tiles"
    subprocess.run(
        [str(tool), "-c", str(folder / "valhalla.json"), str(pbf)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    actor = engine.Actor(config)
    lat, lon = questions["lat"], questions["lon"]

    def answer(incident: int, units: np.ndarray) -> np.ndarray:
        places = [{"lat": float(lat[each]), "lon": float(lon[each])} for each in (*units, incident)]
        asked = {"sources": places[:-1], "targets": places[-1:], "costing": "auto", "verbose": False}
        found = actor.matrix(asked)["sources_to_targets"]["durations"]
        return np.array([np.inf if each[0] is None else each[0] for each in found], dtype=np.float64)

    return f"Valhalla {version('pyvalhalla')} timedistancematrix", answer, SLOW_ROUNDS, ("reach",)


def osrm(questions, pbf, folder):  # type: ignore[no-untyped-def]
    """Its table over a multi-level partition, called from Python."""
    import osrm as engine

    home = Path(engine.__file__).parent
    profile = next(home.rglob("car.lua"))
    copy = folder / "map.osm.pbf"
    copy.write_bytes(pbf.read_bytes())
    base = folder / "map.osrm"
    for step in (
        ["osrm-extract", "-p", str(profile), str(copy)],
        ["osrm-partition", str(base)],
        ["osrm-customize", str(base)],
    ):
        tool = next(home.rglob(step[0]), None) or Path(sys.executable).parent / step[0]
        subprocess.run([str(tool), *step[1:]], check=True, capture_output=True, timeout=600)
    table = engine.OSRM(
        engine.EngineConfig(
            storage_config=str(base),
            use_shared_memory=False,
            algorithm="MLD",
            max_locations_distance_table=100_000,
        )
    )
    lat, lon = questions["lat"], questions["lon"]

    def answer(incident: int, units: np.ndarray) -> np.ndarray:
        places = [(float(lon[each]), float(lat[each])) for each in (*units, incident)]
        asked = engine.TableParameters(
            coordinates=places, sources=list(range(len(units))), destinations=[len(units)]
        )
        found = table.Table(asked)["durations"]
        return np.array([np.inf if each[0] is None else float(each[0]) for each in found])

    return f"OSRM {version('osrm-bindings')} table (MLD)", answer, SLOW_ROUNDS, ("reach",)


if __name__ == "__main__":
    main()
