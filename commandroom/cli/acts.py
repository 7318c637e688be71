"""What each sub-command does; what an act needs is imported only when it is asked for."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from commandroom.errors import Refusal, WorldFailed
from commandroom.settings import Settings
from commandroom.wording import Wording

if TYPE_CHECKING:
    from commandroom.app.drills import DrillChoice
    from commandroom.app.imports import RosterImportedReport

Answer = int
"""Exit code: 0 done, 1 refused or failed, 2 the call's words are off."""

Act = Callable[[argparse.Namespace, Settings, Wording], Answer]


def _with_store(settings: Settings, store: str | None) -> Settings:
    return settings if store is None else settings.with_store(store)


def _print(plain: object) -> None:
    print(json.dumps(plain, ensure_ascii=False, indent=2))


def _need_a_display() -> None:
    """Qt ends the program where there is no display; say so first.

    Raises:
        WorldFailed: on Linux, neither X11 nor Wayland is there and no platform of Qt's own is named.
    """
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        raise WorldFailed("app.no_display")


def _run(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    _need_a_display()
    from commandroom.app.window import open_live_window

    return open_live_window(_with_store(settings, asked.store))


def _demo(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    if not (asked.headless or asked.json):
        _need_a_display()
        from commandroom.app.window import open_demo_window

        return open_demo_window(settings, scale=asked.scale, seed=asked.seed)
    from commandroom.app.headless import demo_summary

    summary = demo_summary(scale=asked.scale, seed=asked.seed, minutes=asked.minutes)
    if asked.json:
        _print(summary)
    else:
        print(wording.say("app.demo.summary", **summary))
    return 0


def _import_roads(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.imports import import_roads
    from commandroom.geo import Datum

    def progress(done: int) -> None:
        print(wording.say("app.roads.progress", done=done), file=sys.stderr)

    datum = Datum(asked.datum)
    outcome = import_roads(settings, asked.file, anyway=asked.anyway, datum=datum, progress=progress)
    if asked.json:
        _print(outcome.plain())
    else:
        print(wording.say("app.roads.done", **outcome.plain()))
        for note in outcome.notes:
            print("  " + wording.say(note.key, **note.values))
    return 0


def _import_roster(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.imports import import_roster
    from commandroom.geo import Datum

    def bring(datum: Datum) -> "RosterImportedReport":
        target = _with_store(settings, asked.store)
        options = {"skip_bad_rows": asked.skip_bad_rows, "anyway": asked.anyway}
        outcome = import_roster(target, asked.file, datum=datum, **options)
        if asked.json:
            _print(outcome.plain(wording))
        else:
            for line in outcome.lines(wording):
                print(line, file=sys.stdout if outcome.is_done else sys.stderr)
        return outcome

    outcome = bring(Datum(asked.datum))
    if _wants_other_datum(outcome, asked, wording):
        assert outcome.shift is not None
        outcome = bring(outcome.shift.datum)
    return 0 if outcome.is_done else 1


def _wants_other_datum(outcome: "RosterImportedReport", asked: argparse.Namespace, wording: Wording) -> bool:
    """Where somebody sits at the keyboard, offer to import again in the datum that fits the roads."""
    is_asked = not asked.json and asked.datum == "wgs84" and sys.stdin.isatty() and sys.stderr.isatty()
    if outcome.is_done or outcome.shift is None or outcome.reading.problems or not is_asked:
        return False
    print(wording.say("app.roster.again", datum=outcome.shift.datum.value), end=" ", file=sys.stderr)
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "是")


def _export_template(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.services.roster import write_template

    write_template(asked.file)
    print(wording.say("app.template.done", path=str(asked.file)))
    return 0


def _verify(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.headless import verify_journal

    verdict = verify_journal(_with_store(settings, asked.store).store_url)
    if asked.json:
        _print(verdict)
    elif verdict["sound"]:
        print(wording.say("app.journal.sound", **verdict))
    else:
        print(wording.say(f"app.journal.bad.{verdict['why']}", **verdict), file=sys.stderr)
    return 0 if verdict["sound"] else 1


def _ground_list(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.ground_files import grounds_on_offer

    rows = grounds_on_offer(settings)
    if asked.json:
        _print(rows)
    else:
        for row in rows:
            name = wording.say("ground.roads") if row["kind"] == "roads" else row["name"]
            kind = wording.say(f"ground.kind.{row['kind']}")
            print("  ".join(part for part in (name, kind, row["datum"], row["source"]) if part))
    return 0


def _ground_check(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.ground_files import check_ground_file

    found = check_ground_file(asked.file)
    if asked.json:
        _print(found)
    else:
        said = found | {"format": wording.say(f"ground.format.{found['format']}")}
        print(wording.say("ground.check.good", **said))
    return 0


def _drill_list(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.drills import shipped_drills

    drills = shipped_drills()
    if asked.json:
        _print(drills)
    else:
        for drill in drills:
            print(f"{drill['id']:<24} {drill[f'title_{wording.language}']}")
    return 0


def _drill_lint(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.drills import lint_files

    findings = lint_files(asked.file, wording)
    if asked.json:
        _print(findings)
    else:
        for finding in findings:
            line = f":{finding['line']}" if finding["line"] else ""
            print(f"{finding['file']}{line}: {finding['text']}", file=sys.stderr)
        if not findings:
            print(wording.say("app.drill.lint.clean", count=len(asked.file)))
    return 1 if any(each["level"] == "fault" for each in findings) else 0


def _drill_schema(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.drill.jsonschema import schema_text

    print(schema_text(), end="")
    return 0


def _drill_migrate(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.drill.migrating import migrate_file
    from commandroom.drill.migration import FORMAT

    for path in asked.file:
        key = "app.drill.migrated" if migrate_file(path) else "app.drill.current"
        print(wording.say(key, file=path.name, format=FORMAT))
    return 0


def _drill_choice(asked: argparse.Namespace) -> "DrillChoice":
    from commandroom.app.drills import DrillChoice

    return DrillChoice(
        script=asked.script,
        variant=asked.variant,
        mode=asked.mode,
        site=asked.at,
        seed=asked.seed,
        trainee=asked.trainee,
    )


def _drill_run(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    if not (asked.headless or asked.json or asked.actions is not None):
        _need_a_display()
        from commandroom.app.window import open_drill_window

        return open_drill_window(settings, _drill_choice(asked))
    from commandroom.app.drills import play_headless, sheet_lines

    outcome = play_headless(_drill_choice(asked), actions=asked.actions, settings=settings)
    if asked.json:
        _print(outcome)
    else:
        for line in sheet_lines(outcome, wording):
            print(line)
    return 0


def _drill_odds(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.odds import Stage, odds_lines, odds_of

    stopped = False

    def progress(done: int, total: int) -> bool:
        print(
            wording.say("drill.odds.progress", done=done, total=total), end="\r", file=sys.stderr, flush=True
        )
        return not stopped

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        stage = Stage(asked.script, asked.variant, asked.at, asked.patrol, asked.kind)
        report = odds_of(stage, runs=asked.runs, seed=asked.seed, workers=asked.workers, progress=progress)
    finally:
        signal.signal(signal.SIGINT, before)
    print(file=sys.stderr)
    if stopped:
        print(wording.say("drill.odds.cancelled"), file=sys.stderr)
    if asked.json:
        _print(report.as_json())
    else:
        for line in odds_lines(report.as_json(), wording):
            print(line)
    return 0


def _drill_runs(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.run_papers import drills_of, run_lines, run_rows, shelf_of

    shelf = shelf_of(drills_of(settings), wording)
    if asked.json:
        _print(run_rows(shelf))
    else:
        for line in run_lines(shelf, wording):
            print(line)
    return 0


def _drill_report(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.run_papers import KINDS, drills_of, folder_of, with_qt, write_papers

    wanted = {kind: path for kind in KINDS if (path := getattr(asked, kind)) is not None}
    if not wanted:
        raise Refusal("report.nothing_asked")
    folder, qt = folder_of(drills_of(settings), asked.run), with_qt()
    for path in write_papers(folder, wanted, wording):
        print(wording.say("report.cli.written", path=str(path)))
    del qt
    return 0


def _drill_rescore(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    from commandroom.app.run_papers import drills_of, folder_of, rescored, rescored_line

    outcome = rescored(folder_of(drills_of(settings), asked.run), wording)
    if asked.json:
        _print(outcome)
    else:
        print(rescored_line(outcome, wording))
    return 1 if outcome["is_kept"] and not outcome["is_same"] else 0


ACTS: dict[str, Act] = {
    "run": _run,
    "demo": _demo,
    "import roads": _import_roads,
    "import roster": _import_roster,
    "export template": _export_template,
    "journal verify": _verify,
    "ground list": _ground_list,
    "ground check": _ground_check,
    "drill list": _drill_list,
    "drill lint": _drill_lint,
    "drill schema": _drill_schema,
    "drill migrate": _drill_migrate,
    "drill run": _drill_run,
    "drill odds": _drill_odds,
    "drill runs": _drill_runs,
    "drill report": _drill_report,
    "drill rescore": _drill_rescore,
}
"""By the name of their sub-command."""
