"""A script as large as is asked for, written out as an author would: for figures, not for training."""

from commandroom.drill.script import LoadedScript, examine_text
from commandroom.errors import WorldFailed

KINDS = ("dispute", "theft", "drunk", "lost_person", "knife_threat")
"""Kinds of incidents that are reported in turn."""


def big_script(injects: int = 300, *, hours: float = 1.0, reports: int = 40) -> LoadedScript:
    """A script of so many injects over so many hours: reports, messages, some that wait for a moment.

    Raises:
        WorldFailed: the shape of a script has changed.
    """
    text = _text(injects, hours, reports)
    loaded, findings = examine_text(text, "big.yaml")
    if loaded is None:
        raise WorldFailed(findings[0].key, **findings[0].said_with)
    return loaded


def _text(injects: int, hours: float, reports: int) -> str:
    seconds = int(hours * 3600)
    return "\n".join(
        [*_head(seconds), *_places(reports), *_injects(injects, seconds, reports), *_end(reports), ""]
    )


def _head(seconds: int) -> list[str]:
    return [
        "format: 2",
        "id: big",
        "title: {zh: 大脚本, en: Big}",
        "start: 2026-11-20 09:00",
        "seed: 7",
        f"duration: {seconds}s",
    ]


def _places(reports: int) -> list[str]:
    offsets = (((n * 37) % 900 - 450, (n * 53) % 900 - 450) for n in range(reports))
    near = [
        f"  p{n}: {{near: site, east: {east}, north: {north}}}" for n, (east, north) in enumerate(offsets)
    ]
    return ["places:", "  site: {kind: museum}", *near]


def _injects(injects: int, seconds: int, reports: int) -> list[str]:
    lines, every, last = ["injects:"], injects // reports, ""
    for n in range(injects):
        at = 10 + n * (seconds - 60) // injects
        if n % every == 0 and n // every < reports:
            number = n // every
            last, kind = f"r{number}", KINDS[number % len(KINDS)]
            what = f"at: {at}s, report: {{kind: {kind}, place: p{number}, text: 第 {n} 条警情}}"
            lines.append(f"  - {{id: {last}, {what}}}")
        else:
            when = f"when: first_unit_on_scene, of: {last}, after: {n % 9}s" if n % 3 == 0 else f"at: {at}s"
            said = f"message: {{channel: radio, sender: 现场, text: 第 {n} 条消息, about: {last}}}"
            lines.append(f"  - {{id: m{n}, {when}, {said}}}")
    return lines


def _end(reports: int) -> list[str]:
    lines = ["answer:"]
    for n in range(reports):
        lines.append(f"  - {{when: alarm, of: r{n}, after: 8s, order: any, count: 2}}")
        lines.append(f"  - {{when: first_unit_on_scene, of: r{n}, after: 4m, close: 已处置}}")
    lines.append("criteria:")
    for n in range(reports):
        title = f"title: {{zh: 第 {n} 条首次派警, en: First order {n}}}"
        lines.append(f"  - {{id: c{n}, {title}, measure: first_order, of: r{n}, within: 30s}}")
    return lines
