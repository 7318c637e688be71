"""The acts of the window, found by their words in both languages, by pinyin and by initials."""

from threading import Lock

from commandroom.geo import LatLon
from commandroom.roads.gazetteer import Named
from commandroom.roads.highlight import matched
from commandroom.roads.pinyin import folded
from commandroom.roads.spellings import Haystack
from commandroom.ui.actions import ACTS, RoomActions
from commandroom.ui.search.answer import Answer
from commandroom.wording import LANGUAGES, Wording

_NOWHERE = LatLon(0.0, 0.0)
_LEFT_OUT = ("search",)
"""The field need not offer itself."""
_NEEDS: dict[str, tuple[str, ...]] = {
    "incident": (
        "dispatch",
        "accept_team",
        "open_reasons",
        "close",
        "close_with_result",
        "locate_incident",
        "reopen",
    ),
    "unit": ("send_unit", "locate_unit", "duty_on", "duty_resting", "duty_off", "follow_unit"),
    "step": ("acknowledged", "en_route", "on_scene", "cleared", "withdraw"),
    "alarm": ("acknowledge_alarm",),
    "post": ("reach_post", "locate_post"),
    "drawing": ("rename_drawing", "delete_drawing"),
}
_NEED_OF = {name: need for need, names in _NEEDS.items() for name in names}


class CommandSearch:
    """`search` may run in a worker thread; all else belongs to the window's."""

    def __init__(self, actions: RoomActions) -> None:
        self._actions = actions
        self._lock = Lock()
        self._stack: Haystack | None = None
        self._wordings = tuple(Wording(language) for language in LANGUAGES)

    def search(self, text: str, language: str) -> list[Answer]:
        """The acts that `text` may mean; whether they can be done now is asked when they are shown."""
        needle = folded(text)
        if not needle:
            return []
        found: dict[str, int] = {}
        with self._lock:
            for name, rank in self._matches(needle):
                found[name] = min(found.get(name, rank), rank)
        answers = []
        for name, rank in found.items():
            said = self._said(name, language)
            answers.append(Answer("command", name, said, None, "", matched(said, text), rank=rank))
        return sorted(answers, key=lambda each: (each.rank, len(each.name)))

    def is_there(self, command: str) -> bool:
        """Whether this kind of room has the act at all."""
        return self._actions[command].isVisible()

    def keys_of(self, command: str) -> str:
        """The key of an act as it is written, empty where it has none."""
        act = next(each for each in ACTS if each.name == command)
        return act.shown_key or " / ".join(act.keys)

    def can_be_done(self, command: str) -> bool:
        """Whether the act can be chosen now."""
        return self._actions[command].isEnabled()

    def why_not(self, command: str, wording: Wording) -> str:
        """What is missing for an act that cannot be done now."""
        return wording.say(f"search.need.{_NEED_OF.get(command, 'other')}")

    def do(self, command: str) -> None:
        """As if its key had been pressed."""
        self._actions[command].trigger()

    def _said(self, name: str, language: str) -> str:
        wording = next(each for each in self._wordings if each.language == language)
        return wording.say(f"ui.act.{name}").removesuffix("…")

    def _matches(self, needle: str) -> list[tuple[str, int]]:
        if self._stack is None:
            self._stack = Haystack(
                Named(
                    "command",
                    self._said(act.name, "zh"),
                    _NOWHERE,
                    id=act.name,
                    aliases=(self._said(act.name, "en"),),
                )
                for act in ACTS
                if act.name not in _LEFT_OUT
            )
        stack = self._stack
        return [(stack.entries[at].id, rank) for at, rank in stack.matches(needle, len(ACTS))]
