"""Dispatches committed to disk, beside bare commits of the same database settings."""

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, median_ms
from commandroom.models.domain import commands as co
from tests.conftest import OPERATOR, open_office, small_register

ROUNDS = 200


def figures() -> Iterator[Figure]:
    """One order (state rows, fact, journal entry, fsync) against a one-row commit with `synchronous=FULL`."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(f"sqlite:///{Path(folder) / 'room.db'}")
        office.give(small_register())
        incident = office.report()

        def order_and_back() -> None:
            office.give(co.AssignUnit(OPERATOR, "U-3", incident, 60.0))
            office.give(co.WithdrawAssignment(OPERATOR, "U-3", incident))

        ours = median_ms(order_and_back, rounds=ROUNDS) / 2
        office.store.close()
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE t (x)")
        peer = median_ms(lambda: bare.execute("INSERT INTO t VALUES (1)"), rounds=ROUNDS)
        bare.close()
    yield Figure(
        "dispatch_commit",
        ours,
        "ms",
        f"sqlite3 {sqlite3.sqlite_version} one-row commit, WAL, FULL",
        peer,
        f"median of {ROUNDS} order/withdraw pairs on a file",
    )
