"""Rewrites a script's file in the newest format; comments and layout stay as the author left them."""

from pathlib import Path

from commandroom.drill.findings import Finding, line_of
from commandroom.drill.migration import FORMAT, migrated_text
from commandroom.drill.script import examine_text, load_script
from commandroom.drill.yamltext import read_yaml
from commandroom.errors import WorldFailed
from commandroom.wholefile import write_whole


def migrate_file(path: Path) -> bool:
    """Bring a script's file to the newest format.

    Returns:
        Whether there was anything to be done.

    Raises:
        WorldFailed: the script is faulty, its format's number stands where it cannot be rewritten, or the
            file cannot be written; it is untouched then.
    """
    loaded = load_script(path)
    read = read_yaml(loaded.text, path.name)
    if not isinstance(read, Finding) and read.tree["format"] == FORMAT:
        return False
    line = line_of(("format",), loaded.lines)
    written = migrated_text(loaded.text, line)
    again, _ = examine_text(written, path.name)
    if written == loaded.text or again is None or again.script != loaded.script:
        raise WorldFailed("drill.script.not_rewritten", file=path.name, line=line, more=0)
    try:
        write_whole(path, written.encode())
    except OSError as why:
        values = {"file": path.name, "why": why.strerror or str(why), "line": 0, "more": 0}
        raise WorldFailed("drill.script.unwritable", **values) from why
    return True
