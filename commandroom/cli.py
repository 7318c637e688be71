"""The command line. Every sub-command has `--help`; failures say one clear sentence and exit with 1."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from commandroom import __version__
from commandroom.errors import Refusal, WorldFailed
from commandroom.settings import Settings, read_settings
from commandroom.wording import Language, Wording

if TYPE_CHECKING:
    from commandroom.app.imports import RosterImportedReport

Answer = int
"""Exit code: 0 done, 1 refused or failed, 2 the call's words are off."""


def run(arguments: Sequence[str]) -> Answer:
    """Do what the command line says and return the exit code."""
    spoken = Wording(_first_language(arguments))
    try:
        asked = _parser().parse_args(arguments)
    except _NotUnderstood as why:
        said = spoken.say(why.key) if why.key else why.text
        print(spoken.say("app.usage", why=said, prog=why.prog), file=sys.stderr)
        return 2
    wording = spoken
    try:
        settings = read_settings(asked.home, os.environ)
        if asked.language:
            settings = settings.with_language(asked.language)
        wording = Wording(settings.language)
        do: Callable[[argparse.Namespace, Settings, Wording], Answer] = asked.do
        return do(asked, settings, wording)
    except (Refusal, WorldFailed) as why:
        print(wording.error(why), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _first_language(arguments: Sequence[str]) -> Language:
    """Before anything is read: what was asked for, else what the environment says, else Chinese."""
    for name, value in pairwise((*arguments, "")):
        if name == "--language" or name.startswith("--language="):
            return "en" if "en" in (value, name.partition("=")[2]) else "zh"
    return "en" if os.environ.get("COMMANDROOM_LANGUAGE") == "en" else "zh"


class _NotUnderstood(Exception):
    """The call's words are off; `key` is a wording, or empty where only `text` is there."""

    def __init__(self, prog: str, text: str) -> None:
        super().__init__(text)
        self.prog, self.text = prog, text
        self.key = text.rpartition(" ")[2] if text.rpartition(" ")[2].startswith("app.usage.") else ""


class _Parser(argparse.ArgumentParser):
    """Says what is off in one sentence instead of the whole usage; sub-commands do the same."""

    def error(self, message: str) -> NoReturn:
        raise _NotUnderstood(self.prog, message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="commandroom", description="Command Room 指挥室")
    parser.add_argument("--version", action="version", version=f"commandroom {__version__}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="folder of this room 本室数据文件夹")
    parser.add_argument("--language", choices=("zh", "en"), help="language 语言")
    parser.set_defaults(do=_run, store=None)
    parts = parser.add_subparsers(metavar="COMMAND")
    _add_window_commands(parts)
    _add_data_commands(parts)
    _add_drill_commands(parts)
    return parser


def _add_window_commands(parts: Any) -> None:
    run_room = parts.add_parser("run", help="open the room 打开指挥室")
    run_room.add_argument("--store", metavar="URL|FILE", help="database 数据库")
    run_room.set_defaults(do=_run)
    demo = parts.add_parser("demo", help="open the room on the demo town 打开演示城")
    demo.add_argument("--scale", choices=("town", "city"), default="town")
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--headless", action="store_true", help="full speed, no window 无窗口全速")
    demo.add_argument("--minutes", type=_minutes, default=60.0, help="simulated minutes, headless only")
    demo.add_argument("--json", action="store_true")
    demo.set_defaults(do=_demo)


def _add_data_commands(parts: Any) -> None:
    bring = parts.add_parser("import", help="import roads or a roster 导入道路或名册")
    what = bring.add_subparsers(metavar="WHAT", required=True)
    roads = what.add_parser("roads", help="OpenStreetMap .osm or .osm.pbf")
    roads.add_argument("file", type=Path)
    _add_datum(roads, "datum of the file, OSM is wgs84 文件坐标系")
    roads.add_argument("--anyway", action="store_true", help="even if the posts lie elsewhere")
    roads.add_argument("--json", action="store_true")
    roads.set_defaults(do=_import_roads)
    roster = what.add_parser("roster", help=".xlsx or .csv with Chinese headings")
    roster.add_argument("file", type=Path)
    _add_datum(roster, "datum of rows that name none 未写明坐标系的行按此")
    roster.add_argument("--skip-bad-rows", action="store_true", help="import the good rows 跳过错误行")
    roster.add_argument("--anyway", action="store_true", help="even if the places look shifted or far off")
    roster.add_argument("--store", metavar="URL|FILE")
    roster.add_argument("--json", action="store_true")
    roster.set_defaults(do=_import_roster)
    export = parts.add_parser("export", help="write a roster template 导出名册模板")
    kinds = export.add_subparsers(metavar="WHAT", required=True)
    template = kinds.add_parser("template", help="an empty roster workbook 空白名册")
    template.add_argument("file", type=Path)
    template.set_defaults(do=_export_template)
    _add_ground_commands(parts)
    journal = parts.add_parser("journal", help="check the journal 校验日志")
    acts = journal.add_subparsers(metavar="ACT", required=True)
    verify = acts.add_parser("verify", help="check the hash chain 校验哈希链")
    verify.add_argument("--store", metavar="URL|FILE")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(do=_verify)


def _add_datum(parser: argparse.ArgumentParser, told: str) -> None:
    parser.add_argument("--datum", choices=("wgs84", "gcj02", "bd09"), default="wgs84", help=told)


def _add_ground_commands(parts: Any) -> None:
    ground = parts.add_parser("ground", help="base maps 底图")
    acts = ground.add_subparsers(metavar="ACT", required=True)
    listing = acts.add_parser("list", help="base maps on offer 列出底图")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(do=_ground_list)
    check = acts.add_parser("check", help="check an .mbtiles or .pmtiles file 检查底图文件")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true")
    check.set_defaults(do=_ground_check)


def _add_drill_commands(parts: Any) -> None:
    drill = parts.add_parser("drill", help="drill scripts 演练脚本")
    acts = drill.add_subparsers(metavar="ACT", required=True)
    listing = acts.add_parser("list", help="shipped scripts 列出脚本")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(do=_drill_list)
    lint = acts.add_parser("lint", help="check scripts 检查脚本")
    lint.add_argument("file", type=Path, nargs="+")
    lint.add_argument("--json", action="store_true")
    lint.set_defaults(do=_drill_lint)
    play = acts.add_parser("run", help="play a script 演练")
    play.add_argument("script", help="id or file 编号或文件")
    play.add_argument("--headless", action="store_true")
    play.add_argument("--seed", type=int)
    play.add_argument("--actions", type=Path, metavar="FILE", help="what the trainee did, as JSON; no window")
    play.add_argument("--json", action="store_true", help="print the score sheet as JSON; no window")
    play.set_defaults(do=_drill_run)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 7 * 24 * 60:
        raise argparse.ArgumentTypeError("app.usage.minutes")
    return minutes


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
    return 1 if findings else 0


def _drill_run(asked: argparse.Namespace, settings: Settings, wording: Wording) -> Answer:
    if not (asked.headless or asked.json or asked.actions is not None):
        _need_a_display()
        from commandroom.app.window import open_drill_window

        return open_drill_window(settings, script=asked.script, seed=asked.seed)
    from commandroom.app.drills import play_headless, sheet_lines

    outcome = play_headless(asked.script, seed=asked.seed, actions=asked.actions)
    if asked.json:
        _print(outcome)
    else:
        for line in sheet_lines(outcome, wording):
            print(line)
    return 0
