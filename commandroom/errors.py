"""The two kinds of failure that are nobody's bug; anything else is ours and is logged with its trace.

Every message is a wording key plus its values, so that the same refusal reads right in Chinese and
in English, on the command line and in a dialog.
"""

from typing import Any


class Refusal(Exception):
    """Something was asked that cannot be done; `key` and `values` say why in the user's language."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """The wording key and values; screens show `wording.say(error.key, **error.values)` instead."""
        inside = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({inside})"


class WorldFailed(Exception):
    """A file, a disk or a network did not do its part; show it, and let the user try again."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    __str__ = Refusal.__str__
