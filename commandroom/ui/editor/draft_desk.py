"""What can be done to a draft, in the words of the editor; the draft itself knows only text and fields."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from commandroom.drill.draft import PLACES, Draft, ListPart
from commandroom.errors import Refusal
from commandroom.geo import LatLon, distance_m
from commandroom.ui.editor.rows import InjectRow, clock, row_of, seconds, span

_CHANNELS = ("radio", "phone", "group", "clue", "room")
_NEW: dict[str, dict[str, Any]] = {
    "answer": {"when": "alarm", "after": "10s", "order": "any"},
    "criteria": {"measure": "first_order", "within": "30s"},
}


class DraftDesk(QObject):
    """One draft at a time; every refusal is said, none is raised."""

    changed = Signal()
    refused = Signal(object)
    """A Refusal."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = Draft("")
        self._leave = self.draft.subscribe(self.changed.emit)

    def open(self, draft: Draft) -> None:
        """Take another draft."""
        self._leave()
        self.draft = draft
        self._leave = draft.subscribe(self.changed.emit)
        self.changed.emit()

    def rows(self) -> list[InjectRow]:
        """The injects for the timeline."""
        return [row_of(n, each) for n, each in enumerate(self.draft.items("injects"))]

    @property
    def duration_s(self) -> float:
        """How long the drill is."""
        return seconds(self.draft.field("duration")) or 900.0

    def names(self) -> dict[str, list[str]]:
        """What the fields of a form may name."""
        injects = self.draft.items("injects")
        ids = [str(each.get("id", "")) for each in injects if each]
        reports = [str(each.get("id", "")) for each in injects if each and "report" in each]
        return {
            "places": self.draft.place_names(),
            "injects": ids,
            "incidents": reports,
            "opponents": self.draft.ids("opponents"),
        }

    def site(self) -> str:
        """The place that others are near."""
        names = self.draft.place_names()
        site = self.draft.field("site")
        return str(site) if site in names else names[0] if names else ""

    def do(self, act: Callable[[], Any]) -> Any:
        """Change something; a refusal is said."""
        try:
            return act()
        except Refusal as why:
            self.refused.emit(why)
            return None

    def move_in_time(self, row: InjectRow, at_s: float) -> None:
        """Another time, or another delay after the condition."""
        change: dict[tuple[str, ...], Any] = {("at",): clock(at_s)}
        if row.lane != "timed":
            change = {("after",): span(at_s) if at_s else None}
        self.do(lambda: self.draft.change("injects", row.n, change))

    def change(self, part: str, n: int, way: tuple[str, ...], value: Any) -> None:
        """One field of one item, or of the script itself (part '')."""
        if not part:
            self.do(lambda: self.draft.set_inside(way, value))
            return
        changes: dict[tuple[str, ...], Any] = {way: value}
        if part == "injects" and value is not None and way in (("at",), ("when",), ("called",)):
            changes |= {other: None for other in (("at",), ("when",), ("called",)) if other != way}
        self.do(lambda: self.draft.change(part, n, changes))

    def change_kind(self, n: int, kind: str) -> None:
        """Let an inject bring something else; its texts go with it."""
        fields = self.draft.item("injects", n)
        if fields is None or row_of(n, fields).kind == kind:
            return
        said = fields.get("report") or fields.get("message") or {"text": fields.get("note") or "…"}
        texts = {key: said[key] for key in ("text", "text_en") if isinstance(said, Mapping) and key in said}
        gone: dict[tuple[str, ...], Any] = {(key,): None for key in ("report", "message", "flee", "note")}
        made = self._made(kind, texts)
        is_kept = kind in _CHANNELS and "message" in fields
        change: dict[tuple[str, ...], Any] = {("message", "channel"): kind}
        if not is_kept:
            change = {**gone, (made[0],): made[1]}
        self.do(lambda: self.draft.change("injects", n, change))

    def _made(self, kind: str, texts: dict[str, Any]) -> tuple[str, Any]:
        names = self.names()
        alarm = next(iter(names["incidents"]), "alarm")
        if kind == "report":
            return "report", {"kind": "", "place": self.site(), **texts}
        if kind == "flee":
            opponent = next(iter(names["opponents"]), "")
            return "flee", {"opponent": opponent, "to": self.site(), "cut_at": alarm}
        if kind == "note":
            return "note", texts.get("text", "…")
        return "message", {"channel": kind, "sender": "…", **texts, "about": alarm}

    def add(self, part: str, after: int = -1) -> int:
        """A new item after the one at `after`, or at the end; its position, -1 where it was refused."""
        if part == PLACES:
            name = self.draft.free_id(PLACES, "place")
            self.do(lambda: self.draft.put_place(name, {"near": self.site(), "east": 0, "north": 50}))
            return self.draft.place_names().index(name)
        fields = self._new_fields(part, after)
        at = None if after < 0 else after + 1
        made = self.do(lambda: self.draft.add(_list_part(part), fields, at=at))
        return -1 if made is None else int(made)

    def _new_fields(self, part: str, after: int) -> dict[str, Any]:
        alarm = next(iter(self.names()["incidents"]), "alarm")
        title = {"zh": "新", "en": "New"}
        if part == "injects":
            before = self.draft.item("injects", after) or {}
            at_s = seconds(before.get("at")) + 30 if "at" in before else 60.0
            said = {"channel": "radio", "sender": "…", "text": "…", "about": alarm}
            new_id = self.draft.free_id("injects", "inject")
            return {"id": new_id, "at": clock(min(at_s, self.duration_s)), "message": said}
        if part == "opponents":
            new_id = self.draft.free_id(part, "opponent")
            return {"id": new_id, "incident": alarm, "start": self.site(), "weapon": "none"}
        if part == "criteria":
            return {"id": self.draft.free_id(part, "criterion"), "title": title, **_NEW[part]}
        return dict(_NEW.get(part, {"id": self.draft.free_id(part, part), "title": title}))

    def add_place(self, at: LatLon, where: Mapping[str, LatLon]) -> str:
        """A new place at a point, told by how far it is from the site."""
        name = self.draft.free_id(PLACES, "place")
        self.do(lambda: self.draft.put_place(name, self._beside(self.site(), at, where)))
        return name

    def move_place(self, name: str, at: LatLon, where: Mapping[str, LatLon]) -> None:
        """Another point for a place that is told by its distance from another one."""
        names = self.draft.place_names()
        fields = (self.draft.item(PLACES, names.index(name)) if name in names else None) or {}
        base = str(fields.get("near", ""))
        if base not in where:
            self.refused.emit(Refusal("editor.place.fixed", place=name))
            self.changed.emit()
            return
        self.do(lambda: self.draft.put_place(name, self._beside(base, at, where)))

    def draw_way(self, n: int, points: Sequence[LatLon], where: Mapping[str, LatLon]) -> int:
        """A way for the opponent at `n`; a new one, who starts at its first point, where there is none."""
        draft = self.draft
        if self.site() not in where:
            self.refused.emit(Refusal("editor.place.no_site"))
            return n
        with draft.one_step():
            stops = []
            for at in points:
                name = draft.free_id(PLACES, "way")
                draft.put_place(name, self._beside(self.site(), at, where))
                stops.append(name)
            if not 0 <= n < draft.count("opponents"):
                n = self.add("opponents")
                self.do(lambda: draft.change("opponents", n, {("start",): stops[0]}))
                stops = stops[1:]
            fields = draft.item("opponents", n) or {}
            plan = fields.get("plan")
            steps = [*(plan if isinstance(plan, list) else []), *({"walk_to": each} for each in stops)]
            self.do(lambda: draft.change("opponents", n, {("plan",): steps}))
        return n

    def _beside(self, base: str, at: LatLon, where: Mapping[str, LatLon]) -> dict[str, Any]:
        """`near`, `east` and `north` of a point; coordinates where no place is known."""
        origin = where.get(base)
        if origin is None:
            raise Refusal("editor.place.no_site")
        north = distance_m(origin, LatLon(at.lat, origin.lon))
        east = distance_m(LatLon(at.lat, origin.lon), at)
        north = north if at.lat >= origin.lat else -north
        east = east if at.lon >= origin.lon else -east
        return {"near": base, "east": round(east), "north": round(north)}


def _list_part(part: str) -> ListPart:
    parts: dict[str, ListPart] = {
        "injects": "injects",
        "opponents": "opponents",
        "answer": "answer",
        "criteria": "criteria",
    }
    return parts[part]
