"""Pictures of docs/billeder/ that show what a radar looks like. Made anew by ``python -m tests.fakes.pictures``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from radar_core.lookup import radar_for
from radar_core.model import Belaeg, Radar, RadarEntry, Ring
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from radar_core.render import (
    describe_comparison,
    pages,
    render,
    render_blank,
    render_comparison,
    render_over_time,
    render_overview,
    render_technology,
)
from radar_core.render.words.overview import describe_overview
from radar_core.render.words.technology import describe_technology
from tests.fakes.over_time import THREE_YEARS
from tests.fakes.shipped import shipped

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "billeder"
FIELD = "sundhed-og-aeldre"
STAGES = (Stage.I_DRIFT, Stage.AFPROEVER, Stage.I_DRIFT, Stage.OVERVEJER, None, Stage.BRUGER_IKKE, Stage.AFPROEVER)
"""Made-up own use, given in turn to the technologies of the radar."""


def crowded(radar: Radar, counts: Sequence[int]) -> Radar:
    """A made-up radar with as many technologies in each ring as wanted, with the names of another in turn."""
    rings = [ring for ring, count in zip(Ring, counts, strict=True) for _ in range(count)]
    entries = tuple(
        _entry(entry, number, ring)
        for number, (ring, entry) in enumerate(zip(rings, cycle(radar.entries), strict=False), start=1)
    )
    return replace(radar, entries=entries)


def _entry(entry: RadarEntry, number: int, ring: Ring) -> RadarEntry:
    technology = replace(entry.technology, id=f"prøve-{number}")
    placement = replace(entry.placement, technology=technology.id, ring=ring, belaeg=Belaeg.EKSEMPEL)
    return RadarEntry(number, technology, placement)


def pictures() -> Iterator[tuple[str, bytes]]:
    """The name of each file and its bytes."""
    bundles = {bundle.edition.id: bundle for bundle in shipped().bundles}
    example = radar_for(bundles["eksempel"], FIELD)
    told = zip(example.entries, cycle(STAGES), strict=False)
    uses = tuple(OwnUse(entry.technology.id, stage) for entry, stage in told if stage)
    shown = describe_comparison(example, OwnRadar("000", FIELD, uses), title="Opdigtet egen radar")
    yield "radar-eksempel-sundhed.png", render(example, "png")
    yield "navne-eksempel-sundhed.png", render(example, "png", view="names")
    yield "sammenligning-opdigtet.png", render_comparison(shown, "png")
    yield "udvikling-opdigtet.png", render_over_time(THREE_YEARS, "png")
    yield "tom-radar.png", render_blank(None, "png")
    yield "radar-eksempel-samlet.png", render(radar_for(bundles["eksempel"], "samlet"), "png")
    yield "radar-2020-samlet.png", render(radar_for(bundles["2020"], "samlet"), "png")
    yield "radar-2021-vejle-samlet.png", render(radar_for(bundles["2021-vejle"], "samlet"), "png")
    yield "cirkel-eksempel-sundhed.png", render(example, "png", view="chat")
    yield "cirkel-2020.png", render(radar_for(bundles["2020"], FIELD), "png", view="chat")
    yield "cirkel-27-i-klar.png", render(crowded(example, (27, 1, 1, 1)), "png", view="chat")
    for edition, technology in (("eksempel", "rpa"), ("eksempel", "droner"), ("2020", "rpa")):
        shown_as = describe_technology(bundles[edition], technology)
        yield f"teknologi-{edition}-{technology}.png", render_technology(shown_as, "png")
    beside = describe_overview(bundles["eksempel"])
    yield "fagomraader-chat.png", render_overview(beside, "png", view="chat")
    yield "fagomraader.png", render_overview(beside, "png")
    yield "radar-27-i-klar.png", render(crowded(example, (27, 1, 1, 1)), "png")
    sixty = crowded(example, (12, 22, 16, 10))
    for page in range(1, pages(sixty) + 1):
        yield f"radar-60-{page}.png", render(sixty, "png", page)


def main() -> None:
    """Write every picture into docs/billeder/."""
    for name, content in pictures():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
