"""Reads thousands of spoilt drill scripts and says what became of them.

    python -m commandroom.tools.fuzzscripts 50000

None may crash, take more than a second of the processor, or be refused without a line and a reason. Some of
those that are still sound are played for their first minute.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from commandroom.app.drills import drill_setting
from commandroom.drill.findings import Finding
from commandroom.drill.fit import misfits
from commandroom.drill.mangling import mangled, smaller
from commandroom.drill.script import LoadedScript, examine_text, shipped
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.drill.variants import as_variant, variant_ids
from commandroom.wording import LANGUAGES, Wording

SLOW_S = 1.0
_WHOLE = ("drill.script.too_large", "drill.script.unreadable")
"""Faults of a file as a whole: there is no line to blame."""


@dataclass(slots=True)
class Tally:
    """What became of the scripts so far."""

    scripts: int = 0
    sound: int = 0
    played: int = 0
    slowest_s: float = 0.0
    faults: list[str] = field(default_factory=list)
    """What must not be: crashes, hangs, refusals without line or reason."""
    keys: Counter[str] = field(default_factory=Counter)
    """How often each first reason was given."""


class Trial:
    """Spoils scripts, reads them, and plays every `play_every`th of those that are still sound."""

    def __init__(self, seed: int, setting: DrillSetting | None, play_every: int = 10) -> None:
        self._chance = Random(seed)
        self._setting = setting
        self._play_every = play_every
        self._wordings = [Wording(language) for language in LANGUAGES]
        self.tally = Tally()
        whole = [path.read_text(encoding="utf-8") for path in shipped()]
        self._small = [text for each in whole for text in _smaller(each, self._chance)]
        self._whole = whole

    def go(self) -> None:
        """One script more; one in fifty is mangled at its full length."""
        chance, tally = self._chance, self.tally
        text = chance.choice(self._whole if chance.random() < 0.02 else self._small)
        raw = mangled(text, chance)
        tally.scripts += 1
        began = time.process_time()
        try:
            loaded, found = examine_text(raw.decode("utf-8", "surrogateescape"), "trial.yaml")
        except Exception as why:  # noqa: BLE001 – whatever it is, it is what is looked for
            tally.faults.append(f"{tally.scripts}: {why!r}")
            return
        taken = time.process_time() - began
        tally.slowest_s = max(tally.slowest_s, taken)
        if taken > SLOW_S:
            tally.faults.append(f"{tally.scripts}: took {taken:.2f} s")
        if loaded is None:
            self._refused(found)
        else:
            tally.sound += 1
            if self._setting is not None and tally.sound % self._play_every == 0:
                self._play(loaded, self._setting)

    def _refused(self, found: list[Finding]) -> None:
        """Every reason must have a line, and words in every language."""
        tally = self.tally
        if not found:
            tally.faults.append(f"{tally.scripts}: refused without a reason")
            return
        tally.keys[found[0].key] += 1
        for each in found:
            said = [wording.say(each.key, **each.said_with) for wording in self._wordings]
            if (each.line < 1 and each.key not in _WHOLE) or not all(said):
                tally.faults.append(f"{tally.scripts}: {each}")

    def _play(self, loaded: LoadedScript, setting: DrillSetting) -> None:
        try:
            chosen = as_variant(loaded, self._chance.choice(variant_ids(loaded.script)))
            if misfits(chosen, setting.town, setting.catalogue.kinds):
                return
            parts = open_drill(chosen, setting, trainee="answer", beat_s=10.0)
            assert parts.director is not None
            parts.director.advance_to(parts.clock.now() + timedelta(seconds=60))
            parts.store.close()
            self.tally.played += 1
        except Exception as why:  # noqa: BLE001 – whatever it is, it is what is looked for
            self.tally.faults.append(f"{self.tally.scripts}: played: {why!r}")


def _smaller(text: str, chance: Random) -> list[str]:
    made = []
    for _ in range(4):
        try:
            made.append(smaller(text, chance, most=4))
        except ValueError:
            continue
    return made


def main() -> int:
    """Exit code 1 where anything was that must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-play", action="store_true")
    asked = parser.parse_args()
    trial = Trial(asked.seed, None if asked.no_play else drill_setting())
    began = time.perf_counter()
    for n in range(asked.count):
        trial.go()
        if (n + 1) % 1_000 == 0:
            print(_told(trial.tally, time.perf_counter() - began), file=sys.stderr, flush=True)
    print(_told(trial.tally, time.perf_counter() - began))
    for key, times in trial.tally.keys.most_common():
        print(f"  {times:6d} {key}")
    for fault in trial.tally.faults[:50]:
        print("FAULT", fault)
    return 1 if trial.tally.faults else 0


def _told(tally: Tally, seconds: float) -> str:
    return (
        f"{tally.scripts} scripts in {seconds:.0f} s: {tally.sound} sound, {tally.played} played a minute, "
        f"slowest {tally.slowest_s:.3f} s, {len(tally.faults)} faults"
    )


if __name__ == "__main__":
    sys.exit(main())
