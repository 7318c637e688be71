"""The words of the command line: every sub-command, its options and their help, in both languages."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from commandroom import __version__
from commandroom.cli.acts import Act


class NotUnderstood(Exception):
    """The call's words are off; `key` is a wording, or empty where only `text` is there."""

    def __init__(self, prog: str, text: str) -> None:
        super().__init__(text)
        self.prog, self.text = prog, text
        self.key = text.rpartition(" ")[2] if text.rpartition(" ")[2].startswith("app.usage.") else ""


class _Parser(argparse.ArgumentParser):
    """Says what is off in one sentence instead of the whole usage; sub-commands do the same."""

    def error(self, message: str) -> NoReturn:
        raise NotUnderstood(self.prog, message)


def parser_of(acts: Mapping[str, Act]) -> argparse.ArgumentParser:
    """The parser; `acts` by the name of their sub-command ("import roads")."""
    parser = _Parser(prog="commandroom", description="Command Room 指挥室")
    parser.add_argument("--version", action="version", version=f"commandroom {__version__}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="folder of this room 本室数据文件夹")
    parser.add_argument("--language", choices=("zh", "en"), help="language 语言")
    parser.set_defaults(do=acts["run"], store=None)
    parts = parser.add_subparsers(metavar="COMMAND")
    _add_window_commands(parts, acts)
    _add_data_commands(parts, acts)
    _add_drill_commands(parts, acts)
    return parser


def _add_window_commands(parts: Any, acts: Mapping[str, Act]) -> None:
    run_room = parts.add_parser("run", help="open the room 打开指挥室")
    run_room.add_argument("--store", metavar="URL|FILE", help="database 数据库")
    run_room.set_defaults(do=acts["run"])
    demo = parts.add_parser("demo", help="open the room on the demo town 打开演示城")
    demo.add_argument("--scale", choices=("town", "city"), default="town", help="size of the town 城区规模")
    demo.add_argument("--seed", type=int, default=7, help="same seed, same course 同一种子，同一过程")
    demo.add_argument("--headless", action="store_true", help="full speed, no window 无窗口全速")
    demo.add_argument(
        "--minutes", type=_minutes, default=60.0, help="simulated minutes, headless only 模拟分钟数，仅无窗口"
    )
    demo.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    demo.set_defaults(do=acts["demo"])


def _add_data_commands(parts: Any, acts: Mapping[str, Act]) -> None:
    bring = parts.add_parser("import", help="import roads or a roster 导入道路或名册")
    what = bring.add_subparsers(metavar="WHAT", required=True)
    roads = what.add_parser("roads", help="roads from OpenStreetMap, .osm or .osm.pbf 导入道路")
    roads.add_argument("file", type=Path, help=".osm, .osm.pbf")
    _add_datum(roads, "datum of the file, OSM is wgs84 文件坐标系")
    roads.add_argument(
        "--anyway", action="store_true", help="even if the posts lie elsewhere 共治站不在图内也导入"
    )
    roads.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    roads.set_defaults(do=acts["import roads"])
    roster = what.add_parser("roster", help="a roster with Chinese headings, .xlsx or .csv 导入名册")
    roster.add_argument("file", type=Path, help=".xlsx, .csv")
    _add_datum(roster, "datum of rows that name none 未写明坐标系的行按此")
    roster.add_argument("--skip-bad-rows", action="store_true", help="import the good rows 跳过错误行")
    roster.add_argument(
        "--anyway", action="store_true", help="even if places look shifted or far off 位置偏移或过远也导入"
    )
    roster.add_argument("--store", metavar="URL|FILE", help="database 数据库")
    roster.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    roster.set_defaults(do=acts["import roster"])
    export = parts.add_parser("export", help="write a roster template 导出名册模板")
    kinds = export.add_subparsers(metavar="WHAT", required=True)
    template = kinds.add_parser("template", help="an empty roster workbook 空白名册")
    template.add_argument("file", type=Path, help=".xlsx to write 写入的文件")
    template.set_defaults(do=acts["export template"])
    _add_ground_commands(parts, acts)
    journal = parts.add_parser("journal", help="check the journal 校验日志")
    journal_acts = journal.add_subparsers(metavar="ACT", required=True)
    verify = journal_acts.add_parser("verify", help="check the hash chain 校验哈希链")
    verify.add_argument("--store", metavar="URL|FILE", help="database 数据库")
    verify.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    verify.set_defaults(do=acts["journal verify"])


def _add_datum(parser: argparse.ArgumentParser, told: str) -> None:
    parser.add_argument("--datum", choices=("wgs84", "gcj02", "bd09"), default="wgs84", help=told)


def _add_ground_commands(parts: Any, acts: Mapping[str, Act]) -> None:
    ground = parts.add_parser("ground", help="base maps 底图")
    ground_acts = ground.add_subparsers(metavar="ACT", required=True)
    listing = ground_acts.add_parser("list", help="base maps on offer 列出底图")
    listing.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    listing.set_defaults(do=acts["ground list"])
    check = ground_acts.add_parser("check", help="check an .mbtiles or .pmtiles file 检查底图文件")
    check.add_argument("file", type=Path, help=".mbtiles, .pmtiles")
    check.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    check.set_defaults(do=acts["ground check"])


def _add_drill_commands(parts: Any, acts: Mapping[str, Act]) -> None:
    drill = parts.add_parser("drill", help="drill scripts 演练脚本")
    drill_acts = drill.add_subparsers(metavar="ACT", required=True)
    listing = drill_acts.add_parser("list", help="shipped scripts 列出脚本")
    listing.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    listing.set_defaults(do=acts["drill list"])
    lint = drill_acts.add_parser("lint", help="check scripts 检查脚本")
    lint.add_argument("file", type=Path, nargs="+", help="scripts, .yaml 脚本文件")
    lint.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    lint.set_defaults(do=acts["drill lint"])
    schema = drill_acts.add_parser("schema", help="JSON Schema of scripts, for editors 脚本的 JSON Schema")
    schema.set_defaults(do=acts["drill schema"])
    migrate = drill_acts.add_parser("migrate", help="rewrite scripts in the newest format 升级脚本格式")
    migrate.add_argument("file", type=Path, nargs="+", help="scripts, .yaml 脚本文件")
    migrate.set_defaults(do=acts["drill migrate"])
    play = drill_acts.add_parser("run", help="play a script 按脚本演练")
    play.add_argument("script", help="id or file 编号或文件")
    play.add_argument("--headless", action="store_true", help="full speed, no window 无窗口全速")
    play.add_argument("--seed", type=int, help="same seed, same course 同一种子，同一过程")
    play.add_argument("--variant", default="standard", metavar="ID", help="difficulty 难度")
    modes = ("demonstration", "exercise", "examination")
    play.add_argument("--mode", choices=modes, default="exercise", help="how it is run 示范、练习、考核")
    play.add_argument("--at", default="", metavar="POST", help="put the script to this post 换到该共治站")
    play.add_argument("--trainee", default="", metavar="NAME", help="who is trained 受训人")
    told = "what the trainee did, as JSON, no window 受训者操作（JSON），无窗口"
    play.add_argument("--actions", type=Path, metavar="FILE", help=told)
    play.add_argument("--json", action="store_true", help="score sheet as JSON, no window 输出成绩单，无窗口")
    play.set_defaults(do=acts["drill run"])
    _add_odds(drill_acts, acts)
    _add_runs(drill_acts, acts)


def _add_runs(drill_acts: Any, acts: Mapping[str, Act]) -> None:
    runs = drill_acts.add_parser("runs", help="drills that were played 历次演练")
    runs.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    runs.set_defaults(do=acts["drill runs"])
    report = drill_acts.add_parser("report", help="write the report of a run 生成演练报告")
    report.add_argument("run", help="folder name, its beginning, or last 演练编号，或 last")
    for kind in ("pdf", "docx", "html"):
        report.add_argument(
            f"--{kind}", type=Path, metavar="FILE", help=f"as {kind.upper()} 写成 {kind.upper()}"
        )
    report.set_defaults(do=acts["drill report"])
    again = drill_acts.add_parser("rescore", help="score a run again from its journal 重新评分")
    again.add_argument("run", help="folder name, its beginning, or last 演练编号，或 last")
    again.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    again.set_defaults(do=acts["drill rescore"])


def _add_odds(drill_acts: Any, acts: Mapping[str, Act]) -> None:
    odds = drill_acts.add_parser("odds", help="how likely each criterion is met 推演达标概率")
    odds.add_argument("script", help="id or file 编号或文件")
    odds.add_argument("--runs", type=int, default=1000, help="how often it is played 推演次数")
    odds.add_argument("--seed", type=int, default=1, help="of the first run 首次种子")
    odds.add_argument("--variant", default="standard", help="difficulty 难度")
    odds.add_argument("--at", default="", metavar="POST", help="sited at another post 移至另一站点")
    odds.add_argument("--patrol", default="", metavar="PLACE", help="one more patrol here 在此增派一组")
    odds.add_argument("--kind", default="car", help="kind of that patrol: car, motorbike, foot 巡逻方式")
    odds.add_argument("--workers", type=int, default=0, help="processes 进程数")
    odds.add_argument("--json", action="store_true", help="print JSON 以 JSON 输出")
    odds.set_defaults(do=acts["drill odds"])


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 7 * 24 * 60:
        raise argparse.ArgumentTypeError("app.usage.minutes")
    return minutes
