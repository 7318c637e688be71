"""The columns of an inject list: their headings in both languages and the words that may stand in them."""

from collections.abc import Mapping

from commandroom.services.roster.cells import Cell

COLUMNS: dict[str, float] = {
    "number": 6,
    "time": 9,
    "phase": 16,
    "id": 16,
    "type": 14,
    "from": 16,
    "to": 13,
    "text_zh": 44,
    "text_en": 44,
    "condition": 30,
    "after": 9,
    "expected": 32,
    "within": 9,
    "kind": 14,
    "place": 14,
    "about": 12,
    "remarks": 24,
    "rest": 40,
}
"""Names and widths (characters), in their order."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "No."),
    "time": ("时间", "Time"),
    "phase": ("阶段", "Phase"),
    "id": ("情况编号", "Inject"),
    "type": ("类型", "Type"),
    "from": ("发送方", "From"),
    "to": ("接收方", "To"),
    "text_zh": ("情况描述", "Description"),
    "text_en": ("英文描述", "Description (English)"),
    "condition": ("触发条件", "Condition"),
    "after": ("延后", "After"),
    "expected": ("预期行动", "Expected action"),
    "within": ("时限", "Within"),
    "kind": ("警情类别", "Incident kind"),
    "place": ("地点", "Place"),
    "about": ("所属警情", "About"),
    "remarks": ("备注", "Remarks"),
    "rest": ("脚本字段", "Script fields"),
}

_ALSO: dict[str, tuple[str, ...]] = {
    "number": ("no", "编号", "#"),
    "id": ("inject id", "注入编号", "编码"),
    "type": ("channel", "渠道", "方式", "类型/渠道"),
    "text_zh": ("描述", "内容", "情况注入", "description zh", "inject description"),
    "text_en": ("description en", "英文"),
    "expected": ("预期处置", "expected actions", "expected response"),
    "remarks": ("说明", "notes", "comments"),
    "condition": ("条件", "when"),
}

TYPE_WORDS: dict[str, str] = {
    "report": "警情 report",
    "radio": "电台 radio",
    "phone": "电话 phone",
    "group": "群消息 group",
    "clue": "线索 clue",
    "room": "指挥室 room",
    "flee": "逃跑 flee",
    "note": "记事 note",
}
PHASE_WORDS: dict[str, str] = {
    "alarm": "发现报警 alarm",
    "first_response": "先期处置 first_response",
    "reinforce": "增援 reinforce",
    "surround": "合围 surround",
    "handle": "处置 handle",
    "aftermath": "善后 aftermath",
}


def column_of(cell: Cell) -> str:
    """The column that a heading names; empty where it names none."""
    if not isinstance(cell, str):
        return ""
    words = {cell.strip().lower(), *(each.strip().lower() for each in cell.split("/"))}
    for name, headings in HEADINGS.items():
        known = {each.lower() for each in (*headings, *_ALSO.get(name, ()))}
        if words & known:
            return name
    return ""


def word_in(cell: str, words: Mapping[str, str]) -> str:
    """The code that a cell means, by the code itself or by either of its words; empty for none."""
    given = cell.strip().lower()
    for code, both in words.items():
        if given in (code, both.lower(), *both.lower().split(" ")):
            return code
    return ""
