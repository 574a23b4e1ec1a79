"""What ``/metrics`` says, read by Prometheus' own parser."""

from __future__ import annotations

import shutil
from collections.abc import Mapping

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.local_bot import Client

Sample = tuple[str, frozenset[tuple[str, str]]]


def read(text: str) -> dict[Sample, float]:
    """Each sample's value, by its name and labels."""
    families = text_string_to_metric_families(text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


async def told(client: Client, token: str | None = None) -> dict[Sample, float]:
    """What the bot says now."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with client.get("/metrics", headers=headers) as answer:
        assert answer.status == 200, answer.status
        return read(await answer.text())


def value(samples: Mapping[Sample, float], name: str, **labels: str) -> float:
    """One of them, its name without what all begin with."""
    return samples[f"teknologiradar_{name}", frozenset(labels.items())]


def names(samples: Mapping[Sample, float]) -> set[str]:
    """Every metric of the bot, by the name that a question in Prometheus would use; a histogram by its own."""
    found = {name for name, _ in samples if name.startswith("teknologiradar_")}
    histograms = {name.removesuffix("_bucket") for name in found if name.endswith("_bucket")}
    parts = {f"{name}_{part}" for name in histograms for part in ("bucket", "count", "sum")}
    return found - parts | histograms


def rises(before: Mapping[Sample, float], after: Mapping[Sample, float], name: str) -> dict[tuple[str, ...], float]:
    """By how much each series of a counter rose, by the values of its labels in order of the labels' names."""
    full = f"teknologiradar_{name}"
    return {
        tuple(text for _, text in sorted(labels)): risen
        for (its, labels), now in after.items()
        if its == full and (risen := now - before.get((its, labels), 0.0))
    }


PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian: prometheus)")
"""For a developer without it; ``.ci/run`` fetches it, and in CI a test that is left out is a failure."""
