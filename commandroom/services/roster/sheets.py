"""The five tables of a roster: their sheets, headings and allowed words. The file format itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commandroom.services.roster import vocabulary as words
from commandroom.services.roster.vocabulary import Vocabulary, folded


class Table(StrEnum):
    """What a sheet lists; in the order in which one may refer to the one before."""

    FIRMS = "firms"
    POSTS = "posts"
    UNITS = "units"
    MEMBERS = "members"
    PATROLS = "patrols"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `heading` is written, `aliases` are understood too."""

    field: str
    heading: str
    aliases: tuple[str, ...]
    is_needed: bool = False
    choices: Vocabulary | None = None
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in a file."""

    table: Table
    title: str
    aliases: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column that `heading` names, in Chinese or English, or None."""
        return _INDEX[self.table].get(_bare(heading))

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns without which no row can be read."""
        return tuple(column for column in self.columns if column.is_needed)


def _bare(heading: str) -> str:
    """A heading without the marks people add: 呼号*, 经度(必填), 人数（人）."""
    plain = folded(heading).replace("（", "(").split("(")[0]
    return plain.strip("*:;")


_FIRM_REF = Column("firm", "所属单位编号", ("所属单位", "所属保安单位", "firm", "firm id"))
_PLACE = (
    Column("lon", "经度", ("lon", "lng", "longitude", "东经"), width=13),
    Column("lat", "纬度", ("lat", "latitude", "北纬"), width=13),
    Column("datum", "坐标系", ("坐标系统", "datum", "crs"), choices=words.DATUMS, width=12),
)
_EQUIPMENT = Column("equipment", "装备", ("配备装备", "装备清单", "equipment"), width=36)

SHEETS: Mapping[Table, Sheet] = {
    Table.FIRMS: Sheet(
        Table.FIRMS,
        "保安从业单位",
        ("firms", "保安单位", "单位"),
        (
            Column("id", "单位编号", ("编号", "firm id", "id"), is_needed=True),
            Column("name", "单位名称", ("名称", "firm name", "name"), is_needed=True, width=30),
            Column(
                "kind",
                "单位类别",
                ("类别", "单位类型", "firm kind", "kind"),
                is_needed=True,
                choices=words.FIRM_KINDS,
            ),
        ),
    ),
    Table.POSTS: Sheet(
        Table.POSTS,
        "共治站",
        ("posts", "联动点", "站点"),
        (
            Column("id", "站点编号", ("共治站编号", "联动点编号", "编号", "post id", "id"), is_needed=True),
            Column(
                "name",
                "站点名称",
                ("共治站名称", "联动点名称", "名称", "post name", "name"),
                is_needed=True,
                width=30,
            ),
            Column("lon", _PLACE[0].heading, _PLACE[0].aliases, is_needed=True, width=13),
            Column("lat", _PLACE[1].heading, _PLACE[1].aliases, is_needed=True, width=13),
            _PLACE[2],
            Column("address", "地址", ("详细地址", "address"), width=36),
            _FIRM_REF,
            _EQUIPMENT,
        ),
    ),
    Table.UNITS: Sheet(
        Table.UNITS,
        "单元",
        ("units", "最小单元", "巡组"),
        (
            Column("id", "单元编号", ("巡组编号", "编号", "unit id", "id"), is_needed=True),
            Column("call_sign", "呼号", ("单元名称", "call sign", "callsign"), is_needed=True, width=20),
            Column(
                "kind",
                "巡组类别",
                ("单元类别", "单元类型", "巡逻方式", "类别", "unit kind", "kind"),
                is_needed=True,
                choices=words.UNIT_KINDS,
                width=12,
            ),
            Column(
                "party",
                "力量类别",
                ("力量", "力量类型", "party"),
                is_needed=True,
                choices=words.PARTIES,
                width=12,
            ),
            Column("crew", "人数", ("在岗人数", "crew"), is_needed=True, width=8),
            Column("home_post", "所属站点编号", ("所属站点", "所属共治站", "home post", "post", "post id")),
            _FIRM_REF,
            *_PLACE,
            _EQUIPMENT,
            Column("duty", "勤务状态", ("勤务", "状态", "duty"), choices=words.DUTIES, width=12),
        ),
    ),
    Table.MEMBERS: Sheet(
        Table.MEMBERS,
        "成员",
        ("members", "人员", "队员"),
        (
            Column("id", "成员编号", ("人员编号", "编号", "member id", "id"), is_needed=True),
            Column("name", "姓名", ("成员姓名", "名称", "member name", "name"), is_needed=True),
            Column(
                "role",
                "人员类别",
                ("成员类别", "人员类型", "身份", "类别", "role"),
                is_needed=True,
                choices=words.ROLES,
                width=12,
            ),
            _FIRM_REF,
            Column("post", "所属站点编号", ("所属站点", "所属共治站", "post", "post id")),
            Column("unit", "所属单元编号", ("所属单元", "所属巡组", "unit", "unit id")),
            Column("phone", "电话", ("联系电话", "手机", "手机号", "phone")),
        ),
    ),
    Table.PATROLS: Sheet(
        Table.PATROLS,
        "巡逻路线",
        ("patrols", "patrol routes", "巡线", "路线"),
        (
            Column("id", "路线编号", ("线路编号", "编号", "patrol id", "route id", "id"), is_needed=True),
            Column("name", "路线名称", ("线路名称", "名称", "route name", "name"), is_needed=True, width=26),
            Column("order", "顺序", ("次序", "序号", "order"), is_needed=True, width=8),
            Column("place", "点位", ("巡逻点", "途经点", "point", "way-point"), is_needed=True, width=26),
            _PLACE[2],
            Column("closed", "闭合", ("环线", "closed"), choices=words.CLOSINGS, width=8),
        ),
    ),
}

_INDEX: Mapping[Table, Mapping[str, Column]] = {
    table: {_bare(word): column for column in sheet.columns for word in (column.heading, *column.aliases)}
    for table, sheet in SHEETS.items()
}

EXAMPLE_MARKS = ("示例", "example")
"""A row whose id starts so shows how to fill the sheet and is never imported."""


def sheet_called(title: str) -> Sheet | None:
    """The table that a sheet of this title holds, or None."""
    plain = _bare(title)
    for sheet in SHEETS.values():
        if plain in {folded(name) for name in (sheet.title, *sheet.aliases)}:
            return sheet
    return None


def sheet_with(headings: list[str]) -> Sheet | None:
    """The table whose headings these are: all needed ones there, then most of them known; else None."""

    def known(sheet: Sheet) -> int:
        return sum(sheet.column(each) is not None for each in headings)

    complete = [
        sheet
        for sheet in SHEETS.values()
        if {column.field for column in sheet.needed}
        <= {column.field for each in headings if (column := sheet.column(each)) is not None}
    ]
    return max(complete, key=known, default=None)
