"""Writes docs/dispatch-table.md to the standard output: whom the room sends to the scripts' incidents."""

import json
import sys
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

from commandroom.models.domain.decision import Shortfall
from commandroom.models.domain.enums import UnitKind
from commandroom.services.doctrine import shipped_doctrine
from commandroom.services.team.proposal import TeamMember
from commandroom.tools.eleven import Answer, TownDesk, answers
from commandroom.wording import Wording

HEAD = """# The eleven scripts, dispatched

十一个脚本的警情逐条录入演示镇（21:00，无人派出）。下表由程序写出，每表末行由人判读后写。
The incidents of the eleven scripts, entered one by one in the demo town (21:00, nobody sent anywhere).
The program writes the tables (`python -m commandroom.tools.dispatch_table`); the last line of each was
written by hand after judging it (`dispatch-remarks.json`). `tests/team/test_eleven.py` holds what a chief
would insist on.

ETA: by road, from the order, for the unit's own way of travelling. ✓ its ring's clock would be met,
✗ it would not, – it stops no clock. Kit: what the plan asks of that function and the unit has at hand
(its own, or its post's while it stands there); ~~struck~~: lacking.
"""

REMARKS = Path(__file__).parents[2] / "docs" / "dispatch-remarks.json"
"""Would a station chief send it? By script, in both languages."""


def main() -> int:
    """Write the document to the standard output."""
    sys.stdout.write(document())
    return 0


def document() -> str:
    """The whole document, the same for the same town and rules."""
    desk = TownDesk(shipped_doctrine())
    remarks = json.loads(REMARKS.read_text(encoding="utf-8"))
    parts = [HEAD]
    for answer in answers(desk):
        remark = remarks[answer.scene.script]
        parts.append("\n".join(_section(desk, answer, f"{remark['zh']} {remark['en']}")) + "\n")
    return "\n".join(parts)


def _section(desk: TownDesk, answer: Answer, remark: str) -> Iterator[str]:
    scene, incident, proposal = answer.scene, answer.incident, answer.proposal
    kind = desk.town.kinds.kind(incident.kind)
    place = scene.place or "山路 mountain road"
    yield f"## {scene.script}. {scene.zh} · {scene.en}"
    yield ""
    rule = f" · 简易规则 simple rule `{proposal.simple_rule}`：保安先处，已通报公安 police informed"
    yield (
        f"{kind.zh} {kind.en}, {incident.level.value} 级 level {incident.level.value} · {place} · "
        f"预案 plan `{proposal.plan}`{rule if proposal.simple_rule else ''}"
    )
    yield ""
    yield "| 呼号 call sign | 类别 kind | 职责 function | 圈 ring | ETA | 装备 kit |"
    yield "|---|---|---|---|---|---|"
    for member in proposal.members:
        yield _row(desk, member)
    yield ""
    yield f"缺口 shortfalls: {_short(proposal.shortfalls)}"
    yield ""
    yield f"> {proposal.caution_zh}  "
    yield f"> {proposal.caution_en}"
    yield ""
    yield f"**所长会这样派吗 Would a chief send it?** {remark}"


def _row(desk: TownDesk, member: TeamMember) -> str:
    zh, en, unit = Wording("zh"), Wording("en"), desk.units[member.unit]
    kind = f"{zh.say(f'party.{unit.party}')}{zh.say(f'unit_kind.{unit.kind}')} {unit.crew}人"
    ring = "–" if member.ring is None else f"{zh.say(f'ring.{member.ring}')} {en.say(f'ring.{member.ring}')}"
    mark = {True: "✓", False: "✗", None: ""}[member.meets_ring]
    kit = [each.item for each in member.carries] + [f"~~{each.item}~~" for each in member.lacks]
    eta = "在看 watching" if unit.kind is UnitKind.VIDEO else _clock(member.eta_s)
    return (
        f"| {unit.call_sign} | {kind} | {member.zh} {member.en} | {ring} {mark} | {eta} | "
        f"{'、'.join(kit) or '–'} |"
    )


def _short(shortfalls: tuple[Shortfall, ...]) -> str:
    if not shortfalls:
        return "无 none"
    zh, en = Wording("zh"), Wording("en")
    told = []
    for each in shortfalls:
        why = "，".join(f"{zh.say(one.why_not)} {en.say(one.why_not)} ×{one.count}" for one in each.why)
        told.append(f"{each.zh} {each.en} −{each.missing}（{why}）")
    return "；".join(told)


def _clock(seconds: float) -> str:
    whole = round(seconds) if isfinite(seconds) else 0
    return f"{whole // 60}:{whole % 60:02d}" if isfinite(seconds) else "–"


if __name__ == "__main__":
    sys.exit(main())
