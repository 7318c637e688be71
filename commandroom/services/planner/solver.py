"""The exact solver, run as a program of its own: `python -m commandroom.services.planner.solver`.

Apart, because a running HiGHS cannot be stopped from within, and a process can: killing it leaves
nothing behind. It reads one task from its standard input, tells what it finds line by line on its
standard output, and ends when its input is closed, so that it never outlives the room.

A line that begins with `@` is JSON; anything else is chatter of a library.
"""

import io
import json
import os
import sys
import threading
from typing import Any, BinaryIO

import numpy as np

HEADER_BYTES = 8
"""The task's length, big-endian, before the task."""


def main() -> int:
    """Read, solve, tell."""
    source = sys.stdin.buffer
    size = int.from_bytes(source.read(HEADER_BYTES), "big")
    with np.load(io.BytesIO(source.read(size)), allow_pickle=False) as task:
        arrays = {name: task[name] for name in task.files}
    threading.Thread(target=_end_with, args=(source,), daemon=True).start()
    model = _model(arrays)
    _tell("relaxed", _solved(model, whole=False, seconds=float(arrays["seconds"])))
    _tell("solved", _solved(model, whole=True, seconds=float(arrays["seconds"])))
    return 0


def _end_with(source: BinaryIO) -> None:
    """End the program, whatever it does, when nobody holds the other end of its input."""
    source.read(1)
    os._exit(3)


def _model(task: dict[str, Any]) -> dict[str, Any]:
    """Maximal covering (`places` given), or the fewest sites that reach `need`.

    Variables: one for each site (chosen or not), then one for each group (reached or not). A group is
    reached only if a chosen site reaches it (Church and ReVelle 1974).
    """
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_matrix, hstack, identity

    weight = task["weight"]
    groups, sites = len(weight), len(task["indptr"]) - 1
    ones = np.ones(len(task["indices"]))
    reaches = csr_matrix((ones, task["indices"], task["indptr"]), shape=(sites, groups))
    only_if = LinearConstraint(hstack([-reaches.T, identity(groups)]).tocsr(), -np.inf, 0.0)
    each_site = np.concatenate((np.ones(sites), np.zeros(groups)))
    each_group = np.concatenate((np.zeros(sites), weight))
    if "places" in task:
        cost, side = -each_group, LinearConstraint(each_site[None, :], -np.inf, float(task["places"]))
    else:
        cost, side = each_site, LinearConstraint(each_group[None, :], float(task["need"]), np.inf)
    return {
        "c": cost,
        "constraints": [only_if, side],
        "bounds": Bounds(0.0, 1.0),
        "integrality": each_site,
    }


def _solved(model: dict[str, Any], *, whole: bool, seconds: float) -> dict[str, Any]:
    from scipy.optimize import milp

    options = {"time_limit": seconds, "mip_rel_gap": 0.0}
    integrality = model["integrality"] if whole else np.zeros(len(model["c"]))
    found = milp(**(model | {"integrality": integrality, "options": options}))
    sites = int(model["integrality"].sum())
    bound = found.mip_dual_bound if whole else found.fun
    chosen = [] if found.x is None or not whole else np.flatnonzero(found.x[:sites] > 0.5).tolist()
    # A relaxation that ran out of time proves nothing.
    is_proven = bound is not None and np.isfinite(bound) and (whole or found.status == 0)
    return {"status": int(found.status), "bound": float(bound) if is_proven else None, "chosen": chosen}


def _tell(stage: str, found: dict[str, Any]) -> None:
    print("@" + json.dumps({"stage": stage, **found}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
