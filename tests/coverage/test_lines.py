"""The roads of each ring, for the map."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from commandroom.geo import distance_m
from commandroom.models.domain.enums import Duty, UnitKind
from commandroom.roads.modes import Mode
from commandroom.services.coverage.book import CoverageBook
from commandroom.services.coverage.lines import ring_lines, segment_seconds_reached
from commandroom.services.recommendation import MODE_OF
from tests.coverage.towns import LIMITS, router, spot, town, units


@pytest.mark.parametrize("seed", range(5))
def test_a_segment_is_reached_when_the_quickest_unit_stands_at_its_later_end(seed: int) -> None:
    chance, network = Random(seed), town()
    crews = {
        Mode.FOOT: [spot(chance), spot(chance)],
        Mode.CAR: [spot(chance)],
        Mode.MOTORBIKE: [spot(chance)],
    }
    expected = np.full(network.segment_count, np.inf)
    for mode, places in crews.items():
        graph = router().graph(mode)
        node_s = np.full(network.node_count, np.inf)
        for node in set(network.seg_from[graph.segments]) | set(network.seg_to[graph.segments]):
            seconds = router().field(network.node(int(node)), mode).seconds(places)
            node_s[node] = seconds.min()
        later = np.maximum(node_s[network.seg_from], node_s[network.seg_to])
        usable = np.isin(np.arange(network.segment_count), graph.segments)
        expected = np.minimum(expected, np.where(usable, later, np.inf))
    expected[expected > 240.0] = np.inf
    assert np.allclose(segment_seconds_reached(router(), crews, 240.0), expected, atol=1e-6)
    assert 0 < np.isfinite(expected).sum() < network.segment_count


def test_the_rings_share_the_reached_streets_among_them() -> None:
    book = CoverageBook(router(), (), LIMITS)
    crews = [
        replace(each, kind=kind, duty=Duty.ON, incident=None, crew=2)
        for each, kind in zip(units(3, Random(4)), (UnitKind.FOOT, UnitKind.CAR, UnitKind.DOG), strict=True)
    ]
    rings = ring_lines(router(), book.survey(crews))
    assert len(rings) == len(LIMITS)
    seconds = segment_seconds_reached(router(), {MODE_OF[each.kind]: [each.at] for each in crews}, LIMITS[-1])
    before = 0.0
    for lines, limit in zip(rings, LIMITS, strict=True):
        drawn = sum(distance_m(a, b) for line in lines for a, b in pairwise(line))
        inside = (seconds > before) & (seconds <= limit)
        assert drawn == pytest.approx(town().seg_length_m[inside].sum(), rel=1e-4)
        assert drawn > 0
        before = limit


def test_nobody_reaches_nothing() -> None:
    assert ring_lines(router(), CoverageBook(router(), (), LIMITS).survey(())) == ((), (), ())
