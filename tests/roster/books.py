"""Small roster files for tests."""

import csv
from pathlib import Path
from typing import Any

from openpyxl import Workbook

FIRMS = ["单位编号", "单位名称", "单位类别"]
POSTS = ["站点编号", "站点名称", "经度", "纬度", "坐标系", "地址", "所属单位编号", "装备"]
UNITS = ["单元编号", "呼号", "巡组类别", "力量类别", "人数", "所属站点编号", "经度", "纬度"]
MEMBERS = ["成员编号", "姓名", "人员类别", "所属单位编号", "所属站点编号", "所属单元编号", "电话"]

A_FIRM = ["F1", "安宁保安公司", "保安公司"]
A_POST = ["P1", "夜市站", 114.305, 30.592, None, "夜市路1号", "F1", "防暴头盔×4; 对讲机×2"]
A_UNIT = ["U1", "巡一", "步巡", "保安", 3, "P1", None, None]
A_MEMBER = ["M1", "甲某", "保安员", "F1", "P1", "U1", None]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook with these sheets, each a list of rows from the headings on."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def sheet(path: Path, rows: list[list[Any]], *, encoding: str = "utf-8-sig") -> Path:
    """A CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def good_book(path: Path, **changed: list[list[Any]]) -> Path:
    """A clean workbook of one firm, post, unit and member, with some sheets changed."""
    sheets = {
        "保安从业单位": [FIRMS, A_FIRM],
        "共治站": [POSTS, A_POST],
        "单元": [UNITS, A_UNIT],
        "成员": [MEMBERS, A_MEMBER],
    }
    return book(path, **(sheets | changed))
