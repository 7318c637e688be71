"""The coverage in words: its headline, what a dispatch would open, what a move would win."""

from collections.abc import Sequence

from commandroom.services.coverage.demand import DemandKind
from commandroom.services.coverage.moveup import Move
from commandroom.services.coverage.picture import Coverage, Gap, Loss, Share
from commandroom.ui.figures import clock_text
from commandroom.ui.layers.coverage_shapes import HEADLINE, post_gaps
from commandroom.ui.phrases import Phrases

NAMED = 2
"""So many gaps are named in a line; the others are counted."""


def percent(share: Share) -> str:
    """Rounded down, so that 100 % means all."""
    return f"{int(share.share * 100 + 1e-9)} %"


def minutes(limit_s: float) -> str:
    """1, 3, 5: the rings as everybody calls them."""
    return f"{limit_s / 60:g}"


def headline_of(shares: Sequence[Share], limit_s: float) -> Share:
    """The share that speaks for all: posts, or streets where there are no posts."""
    at_limit = [each for each in shares if each.limit_s == limit_s]
    posts = next(each for each in at_limit if each.kind is DemandKind.POST)
    return posts if posts.total else next(each for each in at_limit if each.kind is DemandKind.STREET)


def headline(picture: Coverage, phrases: Phrases) -> str:
    """覆盖 3 分 93 % · 缺 8 站."""
    limit = picture.limits_s[HEADLINE]
    said = phrases.say("coverage.head", min=minutes(limit), share=percent(headline_of(picture.shares, limit)))
    gaps = len(post_gaps(picture))
    return f"{said} · {phrases.say('coverage.head.gaps', n=gaps)}" if gaps else said


def opened(loss: Loss, limits_s: Sequence[float]) -> tuple[Gap, ...]:
    """Posts and places that the headline's ring or a wider one would lose.

    Nobody is sent without opening something in the inner ring.
    """
    return tuple(each for each in loss.gaps if each.limit_s >= limits_s[HEADLINE])


def preview(loss: Loss, limits_s: Sequence[float], phrases: Phrases) -> str:
    """打开缺口 3 处: 站07, 站12 … or 不开缺口."""
    gaps = opened(loss, limits_s)
    if not gaps:
        return phrases.say("coverage.opens.none", min=minutes(limits_s[HEADLINE]))
    names = phrases.say("team.list").join(each.name for each in gaps[:NAMED])
    more = phrases.say("coverage.more") if len(gaps) > NAMED else ""
    return phrases.say("coverage.opens", n=len(gaps), names=f"{names}{more}")


def after_team(loss: Loss, limits_s: Sequence[float], phrases: Phrases) -> tuple[str, ...]:
    """派出编组后 91 %, and what that opens; then the same shorter, for where there is less room."""
    share, gaps = percent(headline_of(loss.after, limits_s[HEADLINE])), opened(loss, limits_s)
    texts = [preview(loss, limits_s, phrases)]
    if gaps:
        texts.append(phrases.say("coverage.opens.count", n=len(gaps)))
    said = [phrases.say("coverage.head.team", share=share, gaps=each) for each in texts]
    return (*said, phrases.say("coverage.head.team.short", share=share))


def gain(move: Move, phrases: Phrases) -> str:
    """+4 站 3 分: what is won, posts in the headline's ring before others, then metres of street."""
    pairs = list(zip(move.before, move.after, strict=True))
    limits = sorted({each.limit_s for each in move.before})
    order = [limits[HEADLINE], *(each for each in reversed(limits) if each != limits[HEADLINE])]
    for kind in DemandKind:
        for limit in order:
            for before, after in pairs:
                won = after.covered - before.covered
                if before.kind is kind and before.limit_s == limit and won >= _LEAST[kind]:
                    return _won(kind, won, limit, phrases)
    return phrases.say("coverage.gain.some", points=f"{100 * move.gain:.1f}")


_LEAST = {DemandKind.POST: 1.0, DemandKind.PLACE: 1.0, DemandKind.STREET: 100.0}
"""Posts, places, metres of street: less is no reason to drive."""


def _won(kind: DemandKind, won: float, limit_s: float, phrases: Phrases) -> str:
    n = f"{won / 1000:.1f}" if kind is DemandKind.STREET else f"{won:.0f}"
    return phrases.say(f"coverage.gain.{kind.value}", n=n, min=minutes(limit_s))


def move_line(move: Move, call_sign: str, phrases: Phrases) -> str:
    """巡12 → 站07 (2:10): +4 站 3 分."""
    eta, won = clock_text(move.eta_s), gain(move, phrases)
    return phrases.say("coverage.move", unit=call_sign, post=move.post_name, eta=eta, gain=won)


def covered_of(share: Share, phrases: Phrases) -> str:
    """112/120, or 61/65 km of street."""
    if share.kind is DemandKind.STREET:
        digits = 0 if share.total >= 100_000 else 1
        reached, whole = (f"{metres / 1000:.{digits}f}" for metres in (share.covered, share.total))
        return phrases.say("coverage.km", n=reached, of=whole)
    return f"{share.covered:.0f}/{share.total:.0f}"
