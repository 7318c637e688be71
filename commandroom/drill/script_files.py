"""One's own scripts on disk, and the draft that must survive a crash."""

import json
import re
from pathlib import Path

from commandroom.drill.draft import Draft
from commandroom.drill.script import shipped
from commandroom.drill.yamltext import MOST_BYTES
from commandroom.errors import Refusal, WorldFailed
from commandroom.resources import resource
from commandroom.wholefile import write_whole

_NAME = re.compile(r"[^\W\d][\w-]{0,59}")
_UNSAVED = ".unsaved.json"


class ScriptFolder:
    """The folder `scripts` in the product's home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def own(self) -> list[Path]:
        """One's own scripts, by name."""
        return sorted(self.folder.glob("*.yaml")) if self.folder.is_dir() else []

    def shipped(self) -> list[Path]:
        """Those that came with the product: to be opened as copies."""
        return shipped()

    def template(self) -> str:
        """A new script of five injects that can be played as it is."""
        return resource("drill_templates", "five.yaml").read_text(encoding="utf-8")

    def save(self, name: str, text: str) -> Path:
        """Write `NAME.yaml` whole.

        Raises:
            Refusal: that is no name for a file.
            WorldFailed: the disk refuses; what was there before is still there.
        """
        stem = name.removesuffix(".yaml")
        if not _NAME.fullmatch(stem):
            raise Refusal("editor.bad_name", name=name)
        path = (self.folder / stem).with_suffix(".yaml")
        self._write(path, text)
        return path

    def keep_unsaved(self, name: str, text: str) -> None:
        """Keep a draft beside the scripts until it is saved or given up."""
        self._write(self.folder / _UNSAVED, json.dumps({"name": name, "text": text}, ensure_ascii=False))

    def forget_unsaved(self) -> None:
        """Nothing is to be recovered any more."""
        (self.folder / _UNSAVED).unlink(missing_ok=True)

    def unsaved(self) -> tuple[str, str] | None:
        """Name and text of the draft that was left behind; None where there is none that can be read."""
        try:
            kept = json.loads((self.folder / _UNSAVED).read_text(encoding="utf-8"))
            return str(kept["name"]), str(kept["text"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, path: Path, text: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode("utf-8", "surrogatepass"))
        except OSError as why:
            raise WorldFailed("editor.not_saved", path=str(path), why=why.strerror or str(why)) from why


def read_text(path: Path) -> str:
    """A script's text, right or wrong.

    Raises:
        WorldFailed: it cannot be read, is too large or is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise WorldFailed("drill.script.too_large", file=path.name, line=0, limit=MOST_BYTES, more=0)
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as why:
        raise WorldFailed("editor.not_read", path=str(path), why=str(why)) from why


def titles_of(path: Path) -> tuple[str, str]:
    """Title in both languages; the file's name where it has none."""
    try:
        title = Draft(read_text(path)).field("title")
    except WorldFailed:
        title = None
    if isinstance(title, dict):
        return str(title.get("zh", path.stem)), str(title.get("en", path.stem))
    return path.stem, path.stem
