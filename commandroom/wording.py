"""What the product says, in Chinese and English, by key.

The texts lie in `resources/wording/<area>.<language>.json`, flat objects of key → text with
`str.format` places, so that the command line, the window and the reports speak with one voice.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from commandroom.errors import Refusal, WorldFailed
from commandroom.resources import resource

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Wording:
    """The texts of one language."""

    def __init__(self, language: Language) -> None:
        """Read every wording file of `language`.

        Raises:
            WorldFailed: a file is missing or not readable.
        """
        self.language: Language = language
        self._texts = _texts_of(language)

    @property
    def texts(self) -> Mapping[str, str]:
        """Every key and its text; for tests and for the map page."""
        return self._texts

    def say(self, key: str, **values: Any) -> str:
        """The text for `key` with `values` filled in; the bare key where nobody wrote a text."""
        text = self._texts.get(key)
        if text is None:
            return f"{key} {values}" if values else key
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether a text was written for `key`."""
        return key in self._texts

    def error(self, error: Refusal | WorldFailed) -> str:
        """One clear sentence for a refusal or a failure of the world."""
        said = {name: self._value(value) for name, value in error.values.items()}
        return self.say(error.key, **said)

    def _value(self, value: Any) -> Any:
        """A value that is itself a wording key (a status, a kind) is said in words."""
        return self._texts.get(value, value) if isinstance(value, str) else value


@cache
def _texts_of(language: Language) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(resource("wording").glob(f"*.{language}.json")):
        try:
            texts |= json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as why:
            raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why
    return texts
